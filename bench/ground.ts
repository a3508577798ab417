import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One measured figure beside what it should reach. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly reach: string;
  readonly holds: boolean;
}

// dist/bench/x.js lies as deep below the root as bench/x.ts does plus one.
export const root = fileURLToPath(new URL('../../', import.meta.url));

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keepwell-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A module of the built server. */
export async function built<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(root, 'dist', 'server', path)).href)) as T;
}

export interface Ran {
  readonly stdout: string;
  readonly seconds: number;
  /** Of the Node process alone, megabytes. */
  readonly peakMemory: number;
  /** Of the event loop while it ran, milliseconds. */
  readonly loopDelayP99: number;
}

// Runs a command in a process of its own that measures itself on the way out.
const runner = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
const { main } = await import(pathToFileURL(process.env.KEEPWELL_MAIN).href);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await main(JSON.parse(process.env.KEEPWELL_ARGS));
delay.disable();
process.stderr.write('\\nMEASURED ' + JSON.stringify({
  peakMemory: process.resourceUsage().maxRSS / 1024, loopDelayP99: delay.percentile(99) / 1e6 }) + '\\n');
`;

/** Runs a \`keepwell\` command as a user would, and measures its process. */
export function runKeepwell(args: readonly string[], dataFolder: string): Promise<Ran> {
  const startedAt = performance.now();
  const file = join(root, 'dist', 'bench', 'runner.mjs');
  writeFileSync(file, runner);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], {
      env: {
        ...process.env,
        KEEPWELL_DATA: dataFolder,
        KEEPWELL_MAIN: join(root, 'dist', 'server', 'cli', 'main.js'),
        KEEPWELL_ARGS: JSON.stringify(args),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const line = /MEASURED (.*)/.exec(stderr)?.[1];
      if (code !== 0 || line === undefined) {
        reject(new Error(`keepwell ${args[0]} ended with ${code}: ${stderr.slice(-2000)}`));
        return;
      }
      const measured = JSON.parse(line) as Pick<Ran, 'peakMemory' | 'loopDelayP99'>;
      resolve({ stdout, seconds: (performance.now() - startedAt) / 1000, ...measured });
    });
  });
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

export function ratio(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
