import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { PracticeId } from '../kit/ids.ts';
import { clientDriver } from './client-driver.ts';
import { keepwellTypes } from './column-types.ts';
import { type Ears, type Listening, listenOn } from './listen.ts';
import type { Tables } from './tables.ts';

/**
 * A handle that lives exactly as long as one transaction. Nothing else in the house can run SQL, so no query can
 * slip outside; a handle used after its transaction throws.
 */
export type Db = Kysely<Tables>;

export interface TransactionOptions {
  /** The longest any one statement may take; the server ends it. */
  readonly statementTimeoutMs?: number;
  readonly readOnly?: boolean;
  /** Repeatable read: every statement sees the same moment. */
  readonly snapshot?: boolean;
}

export interface Database {
  /** One transaction that sees and writes rows of this practice only. */
  inPractice<T>(practice: PracticeId, work: (db: Db) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** One transaction without a practice: the untenanted tables (account, session, membership, practice, tokens). */
  untenanted<T>(work: (db: Db) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Hears a channel until it is stopped, or the database closed. What is sent there is told as it commits. */
  listen(channel: string, ears: Ears): Listening;
  close(): Promise<void>;
}

const clients = new WeakMap<Db, pg.PoolClient>();

/** The driver's own connection under a handle, for COPY; still inside the handle's transaction. */
export function clientOf(db: Db): pg.PoolClient {
  const client = clients.get(db);
  if (client === undefined) throw new Error('clientOf requires a handle of a running transaction');
  return client;
}

function begin(practice: PracticeId | undefined, options: TransactionOptions): string {
  const statements = [
    `begin${options.snapshot ? ' isolation level repeatable read' : ''}${options.readOnly ? ' read only' : ''}`,
  ];
  if (practice !== undefined) {
    if (!Number.isSafeInteger(practice)) throw new RangeError('inPractice requires a whole practice number');
    // Transaction-local only: a session-level setting survives on the pooled connection and would come back
    // for the next borrower.
    statements.push(`select set_config('app.practice', '${practice}', true)`);
  }
  const timeout = options.statementTimeoutMs;
  if (timeout !== undefined) statements.push(`set local statement_timeout = ${Math.round(timeout)}`);
  return statements.join('; ');
}

async function inTransaction<T>(
  pool: pg.Pool,
  practice: PracticeId | undefined,
  work: (db: Db) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements emits here and must not end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  const { driver, end } = clientDriver(client);
  const db: Db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  clients.set(db, client);
  try {
    await client.query(begin(practice, options));
    const value = await work(db);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    end();
    clients.delete(db);
    client.off('error', onError);
    client.release(broken);
  }
}

/** Opens the application's pool. @param config connects as the application role: neither owner nor superuser */
export function openDatabase(
  config: pg.PoolConfig,
  onPoolError: (error: Error) => void = () => {},
): Database {
  const pool = new pg.Pool({ max: 10, ...config, types: keepwellTypes });
  pool.on('error', onPoolError);
  const listening = new Set<Listening>();
  return {
    inPractice: (practice, work, options = {}) => inTransaction(pool, practice, work, options),
    untenanted: (work, options = {}) => inTransaction(pool, undefined, work, options),
    listen: (channel, ears) => {
      const one = listenOn(config, channel, ears);
      listening.add(one);
      return {
        stop: () => {
          listening.delete(one);
          return one.stop();
        },
      };
    },
    close: async () => {
      await Promise.all([...listening].map((one) => one.stop()));
      await pool.end();
    },
  };
}
