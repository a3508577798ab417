// Builds the server (TypeScript to JavaScript, no bundler) and the staff screens (Vite), each only when its sources
// changed since. `npm run build`; `npm start` and the command line call it too.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint } from './fingerprint.mjs';
import { checkNode, installPackages } from './prepare.mjs';
import { root, run } from './run.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

function isFresh(name, mark) {
  const file = join(root, 'dist', `${name}.stamp`);
  return existsSync(file) && readFileSync(file, 'utf8') === mark;
}

function buildPart(name, sources, words, build) {
  const mark = fingerprint(sources.map((path) => join(root, path)));
  if (isFresh(name, mark)) return;
  say(words);
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(join(root, 'dist', `${name}.stamp`), { force: true });
  const status = build();
  if (status !== 0) {
    say(`The ${name} could not be built; see above.`);
    process.exit(status);
  }
  writeFileSync(join(root, 'dist', `${name}.stamp`), mark);
}

export function buildServer() {
  const sources = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  buildPart('server', sources, 'Building the server (a few seconds) ...', () => {
    rmSync(join(root, 'dist', 'server'), { recursive: true, force: true });
    rmSync(join(root, 'dist', 'server.tsbuildinfo'), { force: true });
    return run(
      process.execPath,
      [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
      { quiet: true },
    );
  });
}

export function buildWeb() {
  // The screens also import contracts and models of every folder, so all sources count.
  const sources = ['src', 'vite.config.ts', 'package-lock.json'];
  buildPart('web', sources, 'Building the staff screens (about ten seconds) ...', () =>
    run(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
      quiet: true,
      // Whoever builds: a test runner's own NODE_ENV would make screens twice as large and three times as slow, and they
      // would pass for fresh afterwards.
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  );
}

/** The compiled catalogues of words, before anything that imports them. */
export async function buildWords() {
  // Not before the packages are there.
  const { compileWords, isCompiled } = await import('./words.mjs');
  if (!isCompiled()) await compileWords();
}

export async function buildAll() {
  checkNode();
  installPackages();
  await buildWords();
  buildServer();
  buildWeb();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildAll();
