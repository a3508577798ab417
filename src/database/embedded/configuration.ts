import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Layout } from './layout.ts';

/** On Windows there are no Unix sockets that PostgreSQL and Node both know. */
export const overTcp = process.platform === 'win32';
/** Of a socket only part of its name; the folder is private. */
export const socketPort = 5432;

/**
 * Modest: a desktop with 2 cores runs this beside everything else; the operating system caches the rest.
 * Messages below LOG (errors of statements among them) and DETAIL lines are not written, because both may quote
 * values: a phone number that is no number, a key that exists already. The application sees them all the same.
 */
function serverSettings(layout: Layout): Record<string, string> {
  return {
    cluster_name: layout.id,
    listen_addresses: overTcp ? '127.0.0.1' : '',
    unix_socket_directories: overTcp ? '' : '../socket',
    unix_socket_permissions: '0700',
    max_connections: '100',
    password_encryption: 'scram-sha-256',
    shared_buffers: '256MB',
    effective_cache_size: '2GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_directory: '../log',
    // One file a weekday, overwritten a week later.
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_file_mode: '0600',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
}

export function writeConfiguration(layout: Layout, data: string, account: Account): void {
  const lines = Object.entries(serverSettings(layout)).map(([name, value]) => `${name} = '${value}'`);
  write(
    join(data, 'postgresql.conf'),
    [
      '# Written by Keepwell at each start. Put settings of your own into tuning.conf, one folder up.',
      ...lines,
      // Copied, not included: PostgreSQL shortens /proc/self/cwd/.. to /proc/self.
      readIfThere(layout.tuning) ?? '',
    ],
    account,
  );
  const method = 'scram-sha-256';
  write(
    join(data, 'pg_hba.conf'),
    [
      '# Written by Keepwell at each start: everyone needs a password, nobody comes from outside.',
      overTcp ? `host all all 127.0.0.1/32 ${method}` : `local all all ${method}`,
    ],
    account,
  );
}

function write(path: string, lines: readonly string[], account: Account): void {
  const text = `${lines.join('\n')}\n`;
  if (readIfThere(path) === text) return;
  writeFileSync(path, text, { mode: 0o600 });
  const { uid, gid } = account.ids;
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
