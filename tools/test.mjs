// `npm test`: does all its own set-up, then runs everything: types, style, pure, database, HTTP, component, stories.
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { buildAll } from './build.mjs';
import { check } from './check.mjs';
import { run } from './run.mjs';

await buildAll();
const browser = findBrowser();
await check();
const projects = ['db', 'http', 'web', 'stories'].flatMap((name) => ['--project', name]);
const status = run(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...projects], {
  env: { ...process.env, KEEPWELL_CHROMIUM: browser },
});
process.exit(status);
