import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import type { ServerRefusal } from '../../src/database/embedded/refusals.ts';

// Looked for upwards: this file may itself run compiled, from a folder deeper down.
let root = dirname(fileURLToPath(import.meta.url));
while (!existsSync(join(root, 'package-lock.json')) && root !== dirname(root)) root = dirname(root);

export type Report =
  | {
      readonly kind: 'up';
      readonly access: ServerAccess;
      readonly started: boolean;
      readonly notes: readonly string[];
      readonly milliseconds: number;
    }
  | { readonly kind: 'refused'; readonly refusal: ServerRefusal };

export interface Child {
  readonly process: ChildProcess;
  readonly report: Report;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface CompiledChild {
  readonly folder: string;
  start(dataFolder: string, ids?: { uid: number; gid: number }): Promise<Child>;
  remove(): void;
}

/**
 * The supervisor as plain JavaScript in a folder of its own, since Node 20 runs no TypeScript; 0.8 s.
 * @param modules makes `node_modules` there; without it a link to ours
 */
export function compileChild(modules?: (nodeModules: string) => void): CompiledChild {
  const { folder, script, remove } = compileScript('tests/harness/server-child', modules);
  return { folder, start: (dataFolder, ids) => startChild(script, dataFolder, ids), remove };
}

/**
 * Any script of ours as plain JavaScript.
 * @param name from the root, without its ending
 * @param threads what it starts as threads, which nothing imports; named likewise
 */
export function compileScript(
  name: string,
  modules?: (nodeModules: string) => void,
  threads: readonly string[] = [],
): { readonly folder: string; readonly script: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-child-'));
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [name, ...threads].map((file) => join(root, `${file}.ts`)),
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  const nodeModules = join(folder, 'node_modules');
  if (modules === undefined) symlinkSync(join(root, 'node_modules'), nodeModules);
  else {
    mkdirSync(nodeModules);
    modules(nodeModules);
  }
  // Looked for beside the sources, wherever these are.
  symlinkSync(join(root, 'migrations'), join(folder, 'migrations'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, script: join(folder, `${name}.js`), remove };
}

function startChild(script: string, dataFolder: string, ids?: { uid: number; gid: number }): Promise<Child> {
  const child = fork(script, [dataFolder], {
    ...ids,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the child ended without a report: ${complaint}`)));
    child.once('message', (message) => {
      resolve({
        process: child,
        report: message as Report,
        stop: async () => {
          child.send('stop');
          await gone;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await gone;
        },
      });
    });
  });
}
