import type { PoolConfig } from 'pg';
import { mailbox } from '../../src/contact/channels.ts';
import { smtpChannel } from '../../src/contact/mail/smtp-channel.ts';
import { readSmtpUrl } from '../../src/contact/mail/smtp-settings.ts';
import { reconcile, sendDue } from '../../src/contact/send-actions.ts';
import { openDatabase } from '../../src/database/database.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { Practice } from '../../src/practice/model.ts';

export interface SendOrder {
  readonly app: PoolConfig;
  readonly practice: Practice;
  readonly smtpUrl: string;
  readonly concurrency: number;
  readonly leaseMs: number;
}

// A sender in a process of its own, so that it can be killed as in life. Sends until nothing is left, and says so.
process.once('message', async (order: SendOrder) => {
  const { app, practice, smtpUrl, concurrency, leaseMs } = order;
  const read = readSmtpUrl(smtpUrl);
  if (!read.ok) throw new Error(read.refusal.detail);
  const settings = { ...read.value, from: 'care@elm.example', dkim: undefined, timeoutMs: leaseMs / 2 };
  const channels = {
    email: smtpChannel(settings, () => systemClock.now()),
    text: mailbox,
    publicUrl: 'https://hello.elm.example',
    ownUrl: 'http://localhost:4600',
  };
  const ports = { database: openDatabase(app), clock: systemClock, channels };
  process.send?.('sending');
  for (;;) {
    await reconcile(ports, practice);
    await sendDue(ports, practice, { concurrency, batch: concurrency * 3, leaseMs });
    const left = await ports.database.inPractice(practice.id, (db) =>
      db
        .selectFrom('message')
        .select('id')
        .where('practice_id', '=', practice.id)
        .where('state', 'in', ['planned', 'claimed', 'handed'])
        .limit(1)
        .execute(),
    );
    if (left.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await channels.email.close();
  await ports.database.close();
  process.send?.('done');
  process.disconnect();
});
