import pg from 'pg';
import type { startServer } from '../src/database/embedded/server.ts';
import { built } from './ground.ts';

/** The embedded server of a data folder, held for the time of a bench. */
export async function holdServer(dataFolder: string) {
  const { startServer: start } = await built<{ startServer: typeof startServer }>(
    'database/embedded/server.js',
  );
  const server = await start({ dataFolder });
  if (!server.ok) throw new Error(server.refusal.detail);
  return server.value;
}

export async function withClient<T>(
  config: pg.PoolConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
