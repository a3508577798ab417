import type { PoolConfig } from 'pg';
import { readImapUrl } from '../../src/contact/mail/imap-settings.ts';
import { findReading } from '../../src/contact/queries/mailbox-reading.ts';
import { openDatabase } from '../../src/database/database.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { silentLog } from '../../src/platform/log.ts';
import type { Practice } from '../../src/practice/model.ts';
import { mailboxWatch } from '../../src/worker/mailbox.ts';

export interface ReadOrder {
  readonly app: PoolConfig;
  readonly practice: Practice;
  readonly imapUrl: string;
  /** Where reading ends. */
  readonly last: { readonly uid: number; readonly validity: string };
}

// The reader of the worker in a process of its own, so that it can be killed as in life. Reads to the end, and goes.
process.once('message', async ({ app, practice, imapUrl, last }: ReadOrder) => {
  const settings = readImapUrl(imapUrl);
  if (!settings.ok) throw new Error(settings.refusal.detail);
  const database = openDatabase(app);
  const turn = mailboxWatch({ database, clock: systemClock, log: silentLog }, settings.value);
  for (;;) {
    await turn();
    const state = await database.inPractice(practice.id, (db) => findReading(db, practice.id));
    if (state?.uidValidity === last.validity && state.lastUid >= last.uid) break;
  }
  await database.close();
  process.disconnect();
});
