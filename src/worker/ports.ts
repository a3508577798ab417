import type { Channels } from '../contact/channels.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../platform/log.ts';

/** What jobs work with. */
export interface WorkerPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The ways out of the practice; undefined: this worker sends nothing. */
  readonly channels?: Channels;
}
