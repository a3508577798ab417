import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HttpPorts } from '../../http/ports.ts';
import { buildPublicServer } from '../../http/public-server.ts';
import { buildServer } from '../../http/server.ts';
import { systemClock } from '../../kit/clock.ts';
import { refuse } from '../../kit/outcome.ts';
import type { Config } from '../../platform/config.ts';
import { openLog } from '../../platform/log.ts';
import { isLoopback } from '../../platform/network.ts';
import { installationKey } from '../../platform/secrets.ts';
import { listAllPractices, makeFirstRunLink } from '../../practice/actions.ts';
import { may } from '../../practice/policy.ts';
import { makeSample } from '../../sample/actions.ts';
import { startWorker } from '../../worker/run.ts';
import { backupDutyOf } from '../backup-place.ts';
import { type CommandContext, readAsOf, withDatabase } from '../context.ts';
import { mailboxOf, openChannels, senderOf } from '../open-channels.ts';
import { CommandRefused, say, showProgress } from '../say.ts';
import { untilAsked } from '../until-asked.ts';

// dist/web beside dist/server; from the sources there is none, and the API is served alone.
function findWebFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../../web', import.meta.url));
  return existsSync(`${folder}/index.html`) ? folder : undefined;
}

async function makeSampleWhenEmpty({ database }: CommandContext): Promise<void> {
  if ((await listAllPractices(database)).length > 0) return;
  say('There is no practice yet: making the sample practice, which can never send anything ...');
  const progress = showProgress(false);
  const made = await makeSample(database, {
    slug: 'sample',
    patients: 1200,
    seed: 1,
    now: new Date(),
    onProgress: (words) => progress.step(words),
  });
  progress.end();
  if (!made.ok) throw new CommandRefused(made.refusal);
  say(`Made ${made.value.patients} patients and ${made.value.visits} visits in ${made.value.seconds} s.`);
}

async function printWelcome({ database }: CommandContext, origin: string): Promise<void> {
  const token = await makeFirstRunLink(database, new Date());
  if (token === undefined) say(`\nKeepwell is ready: ${origin}\n`);
  // After the #, so that it reaches no log and no referrer.
  else
    say(
      `\nKeepwell is ready. Open this link once, within a day, to sign in:\n\n  ${origin}/first-run#${token}\n`,
    );
  say('Ctrl-C stops it.');
}

function refuseOpenNetwork(name: string, host: string): void {
  if (isLoopback(host)) return;
  throw new CommandRefused(
    refuse(
      'invalid_configuration',
      `${name} is not this machine itself; put a proxy with TLS in front and keep it on localhost`,
    ).refusal,
  );
}

interface Place {
  readonly port: number;
  readonly host: string;
  /** The setting that names another port. */
  readonly setting: string;
}

async function listen(server: Awaited<ReturnType<typeof buildServer>>, place: Place): Promise<void> {
  try {
    await server.listen({ port: place.port, host: place.host });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CommandRefused(
        refuse(
          'port_taken',
          `port ${place.port} is taken; is Keepwell running already? ${place.setting} names another`,
        ).refusal,
      );
    }
    throw error;
  }
}

/** The listener of patients' pages alone, where a public address is named. */
async function servePublic(ports: HttpPorts, config: Config): Promise<() => Promise<void>> {
  if (config.publicUrl === undefined) return async () => {};
  const server = await buildPublicServer(ports);
  await listen(server, { port: config.publicPort, host: config.publicHost, setting: 'KEEPWELL_PUBLIC_PORT' });
  say(`Patients reach their pages at ${config.publicUrl} (port ${config.publicPort} here).`);
  return async () => {
    await server.close();
  };
}

/** Serves the screens and the API until it is asked to stop; then stops everything that it started. */
export async function runServe(options: { readonly worker: boolean; readonly asOf?: string }): Promise<void> {
  const asked = untilAsked();
  const asOf = readAsOf(options.asOf === undefined ? {} : { asOf: options.asOf });
  await withDatabase(async (context) => {
    const { database, config, opened } = context;
    refuseOpenNetwork('KEEPWELL_HOST', config.host);
    refuseOpenNetwork('KEEPWELL_PUBLIC_HOST', config.publicHost);
    const log = openLog(config.logLevel);
    const channels = await openChannels(config, systemClock);
    const mailbox = mailboxOf(config);
    const sender = senderOf(config);
    await makeSampleWhenEmpty(context);
    const origin = `http://localhost:${config.port}`;
    const httpPorts: HttpPorts = {
      database,
      clock: systemClock,
      log,
      config,
      origin,
      may,
      webFolder: findWebFolder(),
      channels,
      asOf,
    };
    const server = await buildServer(httpPorts);
    await listen(server, { port: config.port, host: config.host, setting: 'KEEPWELL_PORT' });
    const stopPublic = await servePublic(httpPorts, config);
    const anchorKey = await installationKey(config.dataFolder, 'audit-anchor');
    const ports = { database, clock: systemClock, log, channels };
    const worker = options.worker
      ? await startWorker(ports, {
          queue: opened.access.queue,
          dataFolder: config.dataFolder,
          anchorKey,
          inboxFolder: config.inboxFolder,
          ...(mailbox === undefined ? {} : { mailbox }),
          ...(sender === undefined ? {} : { sender }),
          ...backupDutyOf(context),
        })
      : undefined;
    await printWelcome(context, origin);
    await asked;
    say('\nStopping ...');
    await server.close();
    await stopPublic();
    await worker?.stop();
  });
  say('Stopped.');
}
