import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import type { PoolConfig } from 'pg';
import { queueMessages } from '../../src/contact/outbox-actions.ts';
import type { Database } from '../../src/database/database.ts';
import { newId, type PatientId } from '../../src/kit/ids.ts';
import type { Practice } from '../../src/practice/model.ts';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { compileScript } from './compiled-child.ts';
import type { SendOrder } from './send-child.ts';
import { aMailServer } from './smtp-server.ts';

/** Patients with an e-mail address each, in one statement. */
export async function manyPatients(
  database: Database,
  practice: Practice,
  count: number,
): Promise<readonly PatientId[]> {
  const ids = Array.from({ length: count }, () => newId<PatientId>());
  await database.inPractice(practice.id, async (db) => {
    await sql`
      insert into patient (practice_id, id, given_name, family_name)
      select ${practice.id}, id, 'Maria', 'Example' from unnest(${ids}::uuid[]) as id`.execute(db);
    await sql`
      insert into contact_point (practice_id, id, patient_id, kind, received, normal)
      select ${practice.id}, gen_random_uuid(), id, 'email', id || '@example.org', id || '@example.org'
      from unnest(${ids}::uuid[]) as id`.execute(db);
  });
  return ids;
}

/** A check-in by e-mail for each of them, due now. */
export async function queueCheckIns(
  database: Database,
  practice: Practice,
  patients: readonly PatientId[],
  now: Date,
): Promise<void> {
  for (let at = 0; at < patients.length; at += 5000) {
    const wanted = patients.slice(at, at + 5000).map((patientId) => ({
      source: 'check_in',
      patientId,
      occurrence: '2026',
      channel: 'email' as const,
      templateCode: 'check_in',
      legalClass: 'treatment' as const,
      purpose: 'care' as const,
      about: 'other' as const,
      dueAt: now,
    }));
    await database.inPractice(practice.id, async (db) => {
      await queueMessages(db, practice, wanted, now);
    });
  }
}

export interface KillsFound {
  readonly killed: number;
  /** Neither accepted nor uncertain at the end. */
  readonly lost: number;
  /** The most that the mail server took under one Message-ID. */
  readonly mostTaken: number;
  readonly unknown: number;
  /** Said to be accepted, and the mail server knows nothing of it. */
  readonly untrue: number;
  /** Taken by the mail server, and neither accepted nor uncertain with us. */
  readonly unnoticed: number;
}

/**
 * Sends messages through a real mail server from a process that is killed in the midst, again and again, and then sends
 * the rest in peace.
 */
export async function sendThroughKills(
  database: Database,
  app: PoolConfig,
  practice: Practice,
  plan: {
    readonly messages: number;
    readonly kills: number;
    readonly concurrency: number;
    readonly seed: number;
  },
): Promise<KillsFound> {
  const patients = await manyPatients(database, practice, plan.messages);
  await queueCheckIns(database, practice, patients, new Date());
  const server = await aMailServer(25);
  const compiled = compileScript('tests/harness/send-child');
  const random = seededRandom(plan.seed);
  const order: SendOrder = {
    app,
    practice,
    smtpUrl: server.url,
    concurrency: plan.concurrency,
    leaseMs: 2000,
  };
  let killed = 0;
  try {
    for (let turn = 0; turn <= plan.kills; turn += 1) {
      const child = fork(compiled.script, [], {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const gone = once(child, 'exit');
      const begun = once(child, 'message');
      child.send(order);
      await begun;
      const timer =
        turn === plan.kills
          ? undefined
          : setTimeout(() => child.kill('SIGKILL'), 30 + random.uniform() * 170);
      const [code, signal] = await gone;
      clearTimeout(timer);
      if (signal === 'SIGKILL') killed += 1;
      else if (code !== 0) throw new Error('the sender failed by itself; see above');
    }
    return { killed, ...(await countFound(database, practice, server.mails)) };
  } finally {
    await server.close();
    compiled.remove();
  }
}

async function countFound(
  database: Database,
  practice: Practice,
  mails: readonly { readonly messageId: string }[],
): Promise<Omit<KillsFound, 'killed'>> {
  const rows = await database.inPractice(practice.id, (db) =>
    db.selectFrom('message').select(['client_ref', 'state']).where('practice_id', '=', practice.id).execute(),
  );
  const taken = new Map<string, number>();
  for (const { messageId } of mails) taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
  const times = (ref: string): number => taken.get(`<${ref}@elm.example>`) ?? 0;
  const known = rows.filter(({ state }) => state === 'accepted' || state === 'unknown');
  return {
    lost: rows.length - known.length,
    mostTaken: Math.max(0, ...taken.values()),
    unknown: rows.filter(({ state }) => state === 'unknown').length,
    untrue: rows.filter(({ state, client_ref }) => state === 'accepted' && times(client_ref) === 0).length,
    unnoticed: mails.length - known.filter(({ client_ref }) => times(client_ref) > 0).length,
  };
}
