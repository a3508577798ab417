import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { overTcp, socketPort } from './configuration.ts';
import type { Layout } from './layout.ts';

/** A socket's path ends at 107 bytes on Linux and 103 on macOS. */
const longestSocketPath = 103;

/**
 * Where clients find the server. The server itself names its socket relative to its own folder and knows no limit;
 * for us a path that is too long gets a short name, a link in a private folder of the temporary folder.
 */
export function endpointOf(layout: Layout, port: number): PoolConfig {
  if (overTcp) return { host: '127.0.0.1', port };
  return { host: fitsSocketPath(layout) ? layout.socket : shortName(layout), port: socketPort };
}

function fitsSocketPath(layout: Layout): boolean {
  return Buffer.byteLength(join(layout.socket, `.s.PGSQL.${socketPort}`)) <= longestSocketPath;
}

function shortName(layout: Layout): string {
  const link = join(privateFolder(), layout.id);
  if (readLink(link) === layout.socket) return link;
  rmSync(link, { force: true });
  symlinkSync(layout.socket, link);
  return link;
}

/** Once the server has stopped, if a short name was needed. */
export function forgetShortName(layout: Layout): void {
  if (overTcp || fitsSocketPath(layout)) return;
  const folder = privateFolder();
  rmSync(join(folder, layout.id), { force: true });
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** A stranger may have made a folder of this name first; then another name is taken. */
function privateFolder(): string {
  const me = process.getuid?.() ?? 0;
  for (let attempt = 0; ; attempt += 1) {
    const folder = join(tmpdir(), `keepwell-${me}${attempt === 0 ? '' : `-${attempt}`}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== me) continue;
    if ((stat.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
    return folder;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

export function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
