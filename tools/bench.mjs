// `npm run bench [names]`: what must be fast, each figure beside its peer or limit in the same run.
import { findBrowser } from './browser.mjs';
import { buildAll } from './build.mjs';
import { compileEntries } from './compile.mjs';

await buildAll();
// What is measured is what `npm start` runs: the built server, with its threads.
const entries = await compileEntries('bench', 'bench', process.argv.slice(2), [/\/dist\/server\//]);
if (entries.some(({ name }) => name === 'web' || name === 'pages'))
  process.env.KEEPWELL_CHROMIUM = findBrowser();
let short = 0;
for (const { name, load } of entries) {
  process.stdout.write(`\n${name}\n`);
  const { bench } = await load();
  for (const { what, measured, reach, holds } of await bench()) {
    if (!holds) short += 1;
    process.stdout.write(`${holds ? 'ok   ' : 'SHORT'}  ${what}: ${measured} (reach: ${reach})\n`);
  }
}
process.stdout.write(short === 0 ? '\nEvery figure is reached.\n' : `\n${short} figures are not reached.\n`);
process.exit(0);
