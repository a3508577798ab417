import { stopServer } from '../../database/embedded/server.ts';
import { getConfig } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** Stops the embedded database of the data folder, whoever uses it. */
export async function runStop(options: { readonly json?: boolean }): Promise<void> {
  const config = getConfig();
  const stopped = await stopServer(config.dataFolder);
  if (!stopped.ok) throw new CommandRefused(stopped.refusal);
  const words = stopped.value.kind === 'stopped' ? 'the database is stopped' : 'the database was not running';
  answer(options.json === true, stopped.value, () => words);
}
