import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where everything lies in the data folder. */
export interface Layout {
  readonly dataFolder: string;
  /** Names this data folder in process titles and in the temporary folder. */
  readonly id: string;
  /** All that the server's account may touch; belongs to that account, 0700. */
  readonly postgres: string;
  readonly data: string;
  /** Being made; renamed to `data` when complete, so that a half-made one is never taken for a whole. */
  readonly unfinished: string;
  readonly socket: string;
  readonly log: string;
  readonly startLog: string;
  /** The pipe that every process using the server holds open (presence.ts). */
  readonly users: string;
  /** The operator's own PostgreSQL settings; they win over ours. */
  readonly tuning: string;
  readonly pidFile: string;
  readonly control: string;
  readonly secrets: string;
  readonly lock: string;
}

/** @param dataFolder its real path, so that two names for one folder give one identity */
export function layoutOf(dataFolder: string): Layout {
  const postgres = join(dataFolder, 'postgres');
  const data = join(postgres, 'data');
  const log = join(postgres, 'log');
  return {
    dataFolder,
    id: `keepwell-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`,
    postgres,
    data,
    unfinished: join(postgres, 'data.unfinished'),
    socket: join(postgres, 'socket'),
    log,
    startLog: join(log, 'start.log'),
    users: join(postgres, 'users'),
    tuning: join(postgres, 'tuning.conf'),
    pidFile: join(data, 'postmaster.pid'),
    control: join(data, 'global', 'pg_control'),
    secrets: join(dataFolder, 'secrets.json'),
    lock: join(dataFolder, 'starting.lock'),
  };
}
