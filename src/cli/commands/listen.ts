import { readFile } from 'node:fs/promises';
import { type Listener, startListener } from '../../intake/hl7/listener.ts';
import { openFeed, receiveMessage } from '../../intake/hl7-actions.ts';
import { systemClock } from '../../kit/clock.ts';
import { newId } from '../../kit/ids.ts';
import { refuse } from '../../kit/outcome.ts';
import { openLog } from '../../platform/log.ts';
import { isLoopback } from '../../platform/network.ts';
import { installationKey } from '../../platform/secrets.ts';
import { startWorker } from '../../worker/run.ts';
import { getPractice, withDatabase } from '../context.ts';
import { CommandRefused, say } from '../say.ts';
import { untilAsked } from '../until-asked.ts';

export interface ListenOptions {
  readonly mllp: number;
  readonly practice?: string;
  readonly feed: string;
  readonly host: string;
  readonly mapping?: string;
  readonly worker: boolean;
  readonly unencrypted?: boolean;
}

function refuseOpenNetwork(options: ListenOptions): void {
  if (isLoopback(options.host) || options.unencrypted === true) return;
  throw new CommandRefused(
    refuse(
      'invalid_input',
      `${options.host} is not this machine itself, and MLLP has no encryption: whoever is on the way reads every patient; put a tunnel with TLS in front, or say --unencrypted when the network is your own`,
    ).refusal,
  );
}

async function readMapping(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    const words = `the mapping file ${path} is not there or is not JSON`;
    throw new CommandRefused(refuse('invalid_input', words).refusal);
  }
}

async function start(options: Parameters<typeof startListener>[0]): Promise<Listener> {
  try {
    return await startListener(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const words =
      code === 'EADDRINUSE'
        ? `port ${options.port} is taken; --mllp names another`
        : code === 'EACCES'
          ? `port ${options.port} is not ours to take; --mllp names one above 1023`
          : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
            ? `${options.host} is no address of this machine`
            : undefined;
    if (words === undefined) throw error;
    throw new CommandRefused(refuse('port_taken', words).refusal);
  }
}

/**
 * Listens for HL7 v2 over MLLP until it is asked to stop. Every message is stored before it is answered; a
 * worker in this process applies what is stored, unless another one does.
 */
export async function runListen(options: ListenOptions): Promise<void> {
  const asked = untilAsked();
  refuseOpenNetwork(options);
  const mapping = await readMapping(options.mapping);
  await withDatabase(async ({ database, config, opened }) => {
    const practice = await getPractice(database, options.practice);
    if (practice.isSample) {
      const words = 'the sample practice is made up; name one of your own with --practice';
      throw new CommandRefused(refuse('invalid_input', words).refusal);
    }
    const feed = await openFeed(database, practice, options.feed, mapping, systemClock.now());
    if (!feed.ok) throw new CommandRefused(feed.refusal);
    const log = openLog(config.logLevel);
    const listener = await start({
      host: options.host,
      port: options.mllp,
      receive: (bytes) => receiveMessage(database, practice, feed.value, bytes, systemClock.now()),
      now: () => systemClock.now(),
      newId: () => newId(),
      log,
    });
    const worker = options.worker
      ? await startWorker(
          { database, clock: systemClock, log },
          {
            queue: opened.access.queue,
            dataFolder: config.dataFolder,
            anchorKey: await installationKey(config.dataFolder, 'audit-anchor'),
          },
        )
      : undefined;
    say(`The feed ${options.feed} is heard on ${options.host}:${listener.port}; Ctrl-C ends it.`);
    await asked;
    say('Stopping ...');
    await listener.stop();
    await worker?.stop();
  });
  say('Stopped.');
}
