// Compiles the TypeScript entries of a folder into dist/<name>, so that plain Node can run them and their children.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

/**
 * @param folder e.g. `bench`; its files `*.<kind>.ts` are the entries
 * @param wanted names, or beginnings of names; all when empty
 * @returns name and a function that loads the compiled module; ends the process when there is none of that name
 */
export async function compileEntries(folder, kind, wanted, external = []) {
  const from = join(root, ...folder.split('/'));
  const suffix = `.${kind}.ts`;
  const all = readdirSync(from)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length));
  // A whole name means that one alone; else the beginning of names.
  const means = (name) => (word) => (all.includes(word) ? name === word : name.startsWith(word));
  const names = all.filter((name) => wanted.length === 0 || wanted.some(means(name)));
  if (names.length === 0) {
    process.stderr.write(`There is no ${kind} named ${wanted.join(', ')}.\n`);
    process.exit(1);
  }
  // Below the project, so that packages and the root are found from there.
  const outDir = join(root, 'dist', kind);
  rmSync(outDir, { recursive: true, force: true });
  const { build } = await import('vite');
  await build({
    root,
    logLevel: 'warn',
    configFile: false,
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(from, name + suffix)])),
        external,
        // What entries share lies beside them, so that all find the root the same way up.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return names.map((name) => ({ name, load: () => import(pathToFileURL(join(outDir, `${name}.js`)).href) }));
}
