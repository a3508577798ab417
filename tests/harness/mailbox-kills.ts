import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import type { PoolConfig } from 'pg';
import { mailbox } from '../../src/contact/channels.ts';
import { sendDue } from '../../src/contact/send-actions.ts';
import type { Database } from '../../src/database/database.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { Practice } from '../../src/practice/model.ts';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { compileScript } from './compiled-child.ts';
import { anImapServer, type ImapServer } from './imap-server.ts';
import type { ReadOrder } from './mailbox-child.ts';
import { manyPatients, queueCheckIns } from './send-kills.ts';

export interface ReadingFound {
  readonly killed: number;
  /** Killed while mails were left to read. */
  readonly inTheMidst: number;
  /** Mails that left no trace. */
  readonly lost: number;
  /** The most that one mail was applied, by the audit trail. */
  readonly mostApplied: number;
  /** Answers that do not wait for a person, once each. */
  readonly wrongQuestions: number;
  /** Patients who asked to stop and may be written to, or are told to have said so more than once. */
  readonly wrongStops: number;
  /** Messages that came back and are not failed, or whose address still counts as right. */
  readonly wrongBounces: number;
}

interface Sent {
  readonly id: string;
  readonly patient: string;
  readonly ref: string;
}

const kinds = ['reply', 'stop', 'bounce'] as const;
const kindOf = (nth: number) => kinds[nth % kinds.length] ?? 'reply';

function mailAbout({ patient, ref }: Sent, nth: number): string {
  const head = [`From: ${patient}@example.org`, 'To: care@elm.example', `Message-ID: <m${nth}@example.org>`];
  if (kindOf(nth) !== 'bounce') {
    const words = kindOf(nth) === 'stop' ? 'Please stop emailing me' : `May I eat before? ${nth}`;
    return [...head, 'Subject: Re: hello', `In-Reply-To: <${ref}@elm.example>`, '', words].join('\n');
  }
  return [
    ...head,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Final-Recipient: rfc822; ${patient}@example.org`,
    'Action: failed',
    'Status: 5.1.1',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${ref}@elm.example>`,
    '--b--',
  ].join('\n');
}

async function sendSome(database: Database, practice: Practice, count: number): Promise<readonly Sent[]> {
  const now = new Date();
  await queueCheckIns(database, practice, await manyPatients(database, practice, count), now);
  const email = { ...mailbox, name: 'provider' as const };
  const channels = {
    email,
    text: mailbox,
    publicUrl: 'https://hello.elm.example',
    ownUrl: 'http://localhost:4600',
  };
  await sendDue({ database, clock: systemClock, channels }, practice);
  const found = await database.inPractice(practice.id, (db) =>
    sql<Sent>`
      select id, patient_id as patient, client_ref as ref from message
      where practice_id = ${practice.id} and state = 'accepted' order by id`.execute(db),
  );
  if (found.rows.length !== count) throw new Error(`only ${found.rows.length} of ${count} messages went out`);
  return found.rows;
}

/**
 * Has a mailbox read by a process that is killed again and again, each time within some milliseconds of asking for a mail,
 * while more mails come in and the server numbers anew once; the rest is read in peace.
 */
export async function readThroughKills(
  database: Database,
  app: PoolConfig,
  practice: Practice,
  plan: { readonly mails: number; readonly kills: number; readonly seed: number },
): Promise<ReadingFound> {
  const sent = await sendSome(database, practice, plan.mails);
  const server = await anImapServer();
  const compiled = compileScript('tests/harness/mailbox-child');
  const random = seededRandom(plan.seed);
  let killed = 0;
  let inTheMidst = 0;
  let delivered = 0;
  let lostBefore = 0;
  try {
    for (let turn = 0; turn <= plan.kills; turn += 1) {
      const isLast = turn === plan.kills;
      // A kill lets through fewer than come in with each turn, so that there is always something left to read.
      const until = isLast ? sent.length : Math.ceil((sent.length * (turn + 2)) / (plan.kills + 2));
      for (; delivered < until; delivered += 1) {
        const about = sent[delivered];
        if (about !== undefined) server.deliver(mailAbout(about, delivered));
      }
      if (turn === Math.ceil((plan.kills * 2) / 3)) {
        // Counted before: whoever reads all again finds what a kill lost, and takes in twice what it did not know again.
        lostBefore = await countLost(database, practice, sent, server.validity);
        server.renumber();
      }
      const order: ReadOrder = {
        app,
        practice,
        imapUrl: server.url,
        last: { uid: delivered, validity: server.validity },
      };
      const signal = await readOnce(compiled.script, order, server, isLast ? undefined : random.uniform);
      if (signal !== 'SIGKILL') continue;
      killed += 1;
      if ((await lastRead(database, practice, server.validity)) < delivered) inTheMidst += 1;
    }
    const found = await judge(database, practice, sent);
    return { killed, inTheMidst, ...found, lost: found.lost + lostBefore };
  } finally {
    await server.close();
    compiled.remove();
  }
}

async function readOnce(
  script: string,
  order: ReadOrder,
  server: ImapServer,
  uniform: (() => number) | undefined,
): Promise<string | null> {
  const child = fork(script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  if (uniform !== undefined) {
    let left = 1 + Math.floor(uniform() * 8);
    // Over some mails and their transactions, at whichever point.
    const waitMs = uniform() * 25;
    server.whenFetched(() => {
      left -= 1;
      if (left === 0) setTimeout(() => child.kill('SIGKILL'), waitMs);
    });
  }
  child.send(order);
  const [code, signal] = await once(child, 'exit');
  server.whenFetched(undefined);
  if (signal === null && code !== 0) throw new Error('the reader failed by itself; see above');
  return signal as string | null;
}

async function lastRead(database: Database, practice: Practice, validity: string): Promise<number> {
  const found = await database.inPractice(practice.id, (db) =>
    sql<{ n: number }>`
      select last_uid::int as n from mailbox_reading
      where practice_id = ${practice.id} and uid_validity = ${validity}`.execute(db),
  );
  return found.rows[0]?.n ?? 0;
}

/** Mails that the mark has passed and that left no trace; the server numbers them from 1 in the order of `sent`. */
async function countLost(
  database: Database,
  practice: Practice,
  sent: readonly Sent[],
  validity: string,
): Promise<number> {
  const passed = sent.slice(0, await lastRead(database, practice, validity)).map(({ id }) => id);
  const found = await database.inPractice(practice.id, (db) =>
    sql<{ n: number }>`
      select count(distinct message_id)::int as n from mail_taken
      where practice_id = ${practice.id} and message_id = any(${passed}::uuid[])`.execute(db),
  );
  return passed.length - (found.rows[0]?.n ?? 0);
}

interface Outcome {
  readonly id: string;
  readonly taken: number;
  readonly applied: number;
  readonly inbound: number;
  readonly stops: number;
  readonly state: string;
  readonly valid: boolean;
}

async function judge(
  database: Database,
  practice: Practice,
  sent: readonly Sent[],
): Promise<Omit<ReadingFound, 'killed' | 'inTheMidst'>> {
  const found = await database.inPractice(practice.id, (db) =>
    sql<Outcome>`
      select m.id, m.state,
        (select count(*)::int from mail_taken t where t.practice_id = m.practice_id and t.message_id = m.id) as taken,
        (select count(*)::int from audit_event e where e.practice_id = m.practice_id
          and e.object_ids @> array[m.id::text] and e.action in ('outbox.reply', 'outbox.optOut', 'outbox.bounce')) as applied,
        (select count(*)::int from inbound i
          where i.practice_id = m.practice_id and i.patient_id = m.patient_id) as inbound,
        (select count(*)::int from consent c where c.practice_id = m.practice_id and c.patient_id = m.patient_id
          and c.purpose = 'care' and c.channel = 'any' and not c.granted) as stops,
        (select bool_and(p.valid) from contact_point p
          where p.practice_id = m.practice_id and p.patient_id = m.patient_id) as valid
      from message m where m.practice_id = ${practice.id}`.execute(db),
  );
  const byId = new Map(found.rows.map((row) => [row.id, row]));
  const outcomes = sent.flatMap(({ id }, nth) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, kind: kindOf(nth) }];
  });
  const wrong = (is: (one: (typeof outcomes)[number]) => boolean): number => outcomes.filter(is).length;
  return {
    lost: sent.length - outcomes.filter(({ taken }) => taken === 1).length,
    mostApplied: Math.max(0, ...outcomes.map(({ applied }) => applied)),
    wrongQuestions: wrong(({ kind, inbound }) => inbound !== (kind === 'reply' ? 1 : 0)),
    wrongStops: wrong(({ kind, stops }) => stops !== (kind === 'stop' ? 1 : 0)),
    wrongBounces: wrong(({ kind, state, valid }) => (state === 'failed' && !valid) !== (kind === 'bounce')),
  };
}
