// `npm run check`: the fast part. Types, style, unit tests, architecture.
import { join } from 'node:path';
import { buildWords } from './build.mjs';
import { checkNode, installPackages } from './prepare.mjs';
import { run } from './run.mjs';

checkNode();
installPackages();

const node = process.execPath;
const bin = (...parts) => join('node_modules', ...parts);
const steps = [
  ['Types', [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
  ['Types of the screens', [bin('typescript', 'bin', 'tsc'), '-p', 'src/web/tsconfig.json']],
  ['Style', [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
  ['Unit tests and architecture', [bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit']],
];

export async function check() {
  await buildWords();
  for (const [name, args] of steps) {
    const startedAt = Date.now();
    const status = run(node, args);
    process.stderr.write(
      `${status === 0 ? 'ok  ' : 'FAIL'}  ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`,
    );
    if (status !== 0) process.exit(status);
  }
}

if (process.argv[1]?.endsWith('check.mjs')) await check();
