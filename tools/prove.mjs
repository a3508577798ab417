// `npm run prove [names]`: the long proofs, each a file of tests/prove. Compiled, because they start child processes.
import { buildWords } from './build.mjs';
import { compileEntries } from './compile.mjs';
import { checkNode, installPackages } from './prepare.mjs';

checkNode();
installPackages();
await buildWords();
const entries = await compileEntries('tests/prove', 'prove', process.argv.slice(2));

function judge({ claim, measured, atLeast, atMost }) {
  const holds =
    (atLeast === undefined || measured >= atLeast) && (atMost === undefined || measured <= atMost);
  const bounds = [
    atLeast === undefined ? '' : `at least ${atLeast}`,
    atMost === undefined ? '' : `at most ${atMost}`,
  ]
    .filter(Boolean)
    .join(', ');
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'}  ${claim}: ${measured} (${bounds})\n`);
  return holds;
}

let failed = 0;
for (const { name, load } of entries) {
  process.stdout.write(`\n${name}\n`);
  try {
    const { prove } = await load();
    const result = await prove();
    for (const claim of result?.claims ?? []) if (!judge(claim)) failed += 1;
    for (const left of result?.leftOut ?? []) process.stdout.write(`left out: ${left}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL  ${error instanceof Error ? error.stack : error}\n`);
  }
}
process.stdout.write(failed === 0 ? '\nAll proofs hold.\n' : `\n${failed} claims do not hold.\n`);
process.exit(failed === 0 ? 0 : 1);
