import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Served {
  readonly origin: string;
  /** The one-time link that the console printed. */
  readonly link: string;
  readonly dataFolder: string;
  /** Everything that the console has said so far. */
  said(): string;
  stop(): Promise<number | null>;
}

// A port that the system gives away by itself (32,768 and up on Linux, 49,152 and up elsewhere) may belong to
// somebody's outgoing connection by the time the sample is made; it happened. Below, nobody takes one unasked.
const firstPort = 20_000;
const ports = 10_000;

async function freePort(): Promise<number> {
  const port = firstPort + Math.floor(Math.random() * ports);
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, 'localhost', () => probe.close(() => resolve(true)));
  });
}

function waitUntilReady(child: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', () => {
      if (said().includes('Ctrl-C stops it.')) resolve();
    });
    child.on('close', (code) => reject(new Error(`npm start ended with ${code}: ${said()}`)));
  });
}

/**
 * `npm start` on an empty data folder, as a new user has it: sample practice, link, screens.
 * @param at the port of an earlier start, for pages that are still open
 */
export async function serveKeepwell(
  dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-story-')),
  at?: number,
): Promise<Served> {
  const port = at ?? (await freePort());
  let text = '';
  const child = spawn(process.execPath, [join(root, 'tools', 'start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      KEEPWELL_DATA: dataFolder,
      KEEPWELL_PORT: String(port),
      KEEPWELL_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  await waitUntilReady(child, () => text);
  return {
    origin: `http://localhost:${port}`,
    link: /http:\S+#\S+/.exec(text)?.[0] ?? '',
    dataFolder,
    said: () => text,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('close');
        child.on('close', resolve);
        child.kill('SIGINT');
      }),
  };
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
