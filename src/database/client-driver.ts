import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';

/**
 * A Kysely driver over one borrowed connection whose transaction somebody else began and will end.
 * After `end` every further query throws: it would run in another borrower's transaction.
 */
export function clientDriver(client: pg.PoolClient): { readonly driver: Driver; end(): void } {
  let ended = false;
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (ended) throw new Error('a query ran after its transaction had ended');
      const result = await client.query<Record<string, unknown>>(query.sql, [...query.parameters]);
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
    },
    streamQuery(): AsyncIterableIterator<QueryResult<never>> {
      throw new Error('streams go through COPY, see database/copy.ts');
    },
  };
  const refuse = (): Promise<void> => {
    throw new Error('a transaction is begun by inPractice or untenanted, not inside another');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  };
  return {
    driver,
    end: () => {
      ended = true;
    },
  };
}
