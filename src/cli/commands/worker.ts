import { systemClock } from '../../kit/clock.ts';
import { openLog } from '../../platform/log.ts';
import { installationKey } from '../../platform/secrets.ts';
import { startWorker } from '../../worker/run.ts';
import { backupDutyOf } from '../backup-place.ts';
import { withDatabase } from '../context.ts';
import { mailboxOf, openChannels, senderOf } from '../open-channels.ts';
import { say } from '../say.ts';
import { untilAsked } from '../until-asked.ts';

/** Runs the jobs alone, until it is asked to stop. */
export async function runWorkerCommand(): Promise<void> {
  await withDatabase(async (context) => {
    const { database, config, opened } = context;
    const log = openLog(config.logLevel);
    const channels = await openChannels(config, systemClock);
    const mailbox = mailboxOf(config);
    const sender = senderOf(config);
    const anchorKey = await installationKey(config.dataFolder, 'audit-anchor');
    const ports = { database, clock: systemClock, log, channels };
    const worker = await startWorker(ports, {
      queue: opened.access.queue,
      dataFolder: config.dataFolder,
      inboxFolder: config.inboxFolder,
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(sender === undefined ? {} : { sender }),
      anchorKey,
      ...backupDutyOf(context),
    });
    say('the worker runs; Ctrl-C ends it');
    await untilAsked();
    await worker.stop();
  });
}
