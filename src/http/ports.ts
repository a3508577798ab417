import type { Channels } from '../contact/channels.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kit/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { Verb } from '../practice/policy.ts';
import type { LiveLimits } from './live/hub.ts';
import type { SendCode } from './patient-pages/send-code.ts';

/** What a door hands down. Plain values; no container, no global. */
export interface HttpPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: Pick<
    Config,
    | 'idleMinutes'
    | 'sessionHours'
    | 'trustedProxies'
    | 'port'
    | 'publicUrl'
    | 'dataFolder'
    | 'inboxFolder'
    | 'uploadMegabytes'
    | 'databaseUrl'
    | 'backup'
    | 'mail'
  >;
  /** The origin that our own pages have, such as http://localhost:4600; links and the origin check use it. */
  readonly origin: string;
  /** The policy table; the isolation test hands in one that permits everything. */
  readonly may: (roles: readonly string[], verb: Verb) => boolean;
  /** The built staff screens; undefined: this process serves the API alone. */
  readonly webFolder: string | undefined;
  /** The ways out that the worker has; undefined: only the local mailbox. */
  readonly channels?: Channels;
  /** Of the streams of news; undefined: as everywhere. */
  readonly live?: LiveLimits;
  /** Carries one-time codes to patients; undefined: they lie in the local mailbox. */
  readonly sendCode?: SendCode;
  /** Fixed day for looking at the past; undefined: the clock's. */
  readonly asOf?: string | undefined;
}
