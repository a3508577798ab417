import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  aConsent,
  aContactPoint,
  aLocation,
  aPatient,
  aPractice,
  aSchedule,
  aStaffMember,
  aVisit,
} from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aMailServer, type MailServer } from '../../tests/harness/smtp-server.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { stillClock } from '../kit/clock.ts';
import type { MessageId, PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import type { Actor, Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { type Channels, mailbox } from './channels.ts';
import { smtpChannel } from './mail/smtp-channel.ts';
import { readSmtpUrl } from './mail/smtp-settings.ts';
import { holdOutbox, queueMessages, type WantedMessage } from './outbox-actions.ts';
import { listMessageLines } from './queries/outbox-list.ts';
import { reconcile, sendDue } from './send-actions.ts';

const noon = new Date('2026-03-02T17:00:00Z');
const visitAt = new Date('2026-03-04T15:30:00Z');

let fresh: FreshDatabase;
let database: Database;
let server: MailServer;
let channels: Channels;
let practice: Practice;
let clock: ReturnType<typeof stillClock>;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  server = await aMailServer();
  const read = readSmtpUrl(server.url);
  if (!read.ok) throw new Error(read.refusal.detail);
  const settings = { ...read.value, from: 'care@elm.example', dkim: undefined, timeoutMs: 400 };
  channels = {
    email: smtpChannel(settings, () => clock.now()),
    text: mailbox,
    publicUrl: 'https://hello.elm.example',
    ownUrl: 'http://localhost:4600',
  };
});
afterAll(async () => {
  await channels.email.close();
  await server.close();
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  clock = stillClock(noon);
  server.be('accept');
  practice = await aPractice(database);
  await aLocation(database, practice.id, {
    address: ['1 Elm Street', 'Springfield'],
    phone: '(202) 555-0100',
  });
  await aSchedule(database, practice.id, noon);
});

async function aReader(over: Parameters<typeof aPatient>[2] = {}, address?: string): Promise<PatientId> {
  const patient = await aPatient(database, practice.id, { given_name: 'Maria', ...over });
  const normal = address ?? `p${patient.slice(-12)}@example.org`;
  await aContactPoint(database, practice.id, patient, { kind: 'email', received: normal, normal });
  return patient;
}

function aReminder(patientId: PatientId, over: Partial<WantedMessage> = {}): WantedMessage {
  return {
    source: 'visit_reminder',
    patientId,
    occurrence: 'one',
    channel: 'email',
    templateCode: 'visit_reminder',
    legalClass: 'treatment',
    purpose: 'care',
    about: 'visit',
    dueAt: noon,
    ...over,
  };
}

async function queue(...wanted: readonly WantedMessage[]): Promise<readonly (MessageId | undefined)[]> {
  const queued = await database.inPractice(practice.id, (db) =>
    queueMessages(db, practice, wanted, clock.now()),
  );
  return queued.ids;
}

const send = () => sendDue({ database, clock, channels }, practice);

async function messageOf(patient: PatientId) {
  return database.inPractice(practice.id, (db) =>
    db
      .selectFrom('message')
      .selectAll()
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .executeTakeFirstOrThrow(),
  );
}

async function stepsOf(patient: PatientId): Promise<readonly string[]> {
  const message = await messageOf(patient);
  const rows = await database.inPractice(practice.id, (db) =>
    db
      .selectFrom('message_event')
      .select('step')
      .where('practice_id', '=', practice.id)
      .where('message_id', '=', message.id)
      .orderBy('at')
      .orderBy('id')
      .execute(),
  );
  return rows.map(({ step }) => step);
}

const forward = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));

const mailsTo = (patient: PatientId) =>
  server.mails.filter(({ to }) => to === `p${patient.slice(-12)}@example.org`);

async function actor(): Promise<Actor> {
  const { id, accountId } = await aStaffMember(database, practice.id, { roles: ['manager'] });
  return { practice, accountId, staffMemberId: id, displayName: 'Ana Ruiz', roles: ['manager'] };
}

describe('a message that may go', () => {
  test('is claimed, handed over and accepted, and the mail says what the record keeps', async () => {
    const patient = await aReader();
    const visit = await aVisit(database, practice.id, patient, {
      starts_at: visitAt,
      local_day: localDate('2026-03-04'),
      status: 'booked',
    });
    await queue(aReminder(patient, { visit: { id: visit, startsAt: visitAt, open: true } }));
    expect(await send()).toEqual({ handed: 1, accepted: 1, unknown: 0 });
    const message = await messageOf(patient);
    expect(message).toMatchObject({
      state: 'accepted',
      via: 'smtp',
      attempts: 1,
      language: 'en',
      subject: 'Your visit on Wednesday, March 4',
      lease_until: null,
      gate: { verdict: 'permit', reasons: [] },
    });
    expect(message.body).toContain('{visit_link}');
    expect(await stepsOf(patient)).toEqual(['claim', 'hand', 'accept']);
    const [mail] = mailsTo(patient);
    expect(mail?.messageId).toBe(`<${message.client_ref}@elm.example>`);
    expect(mail?.raw).toContain('Subject: Your visit on Wednesday, March 4');
    expect(mail?.raw).toContain('https://hello.elm.example/p/visit/');
    expect(mail?.raw).not.toContain('List-Unsubscribe');
  });

  test('counts against the caps', async () => {
    const patient = await aReader();
    await queue(aReminder(patient), aReminder(patient, { occurrence: 'two' }));
    expect((await send()).accepted).toBe(1);
    expect((await send()).accepted).toBe(0);
    const { rows } = await database.inPractice(practice.id, async (db) => ({
      rows: await db
        .selectFrom('message')
        .select(['state', 'gate'])
        .where('practice_id', '=', practice.id)
        .orderBy('state')
        .execute(),
    }));
    expect(rows.map(({ state }) => state)).toEqual(['accepted', 'planned']);
    expect(rows[1]?.gate).toMatchObject({ verdict: 'delay', reasons: [{ code: 'cap' }] });
  });

  test('is queued once, however often it is wanted', async () => {
    const patient = await aReader();
    await queue(aReminder(patient));
    expect(await queue(aReminder(patient))).toEqual([undefined]);
    await send();
    expect(await queue(aReminder(patient))).toEqual([undefined]);
    await send();
    expect(mailsTo(patient)).toHaveLength(1);
  });

  test('of a sample practice goes to the mailbox, whatever is configured', async () => {
    practice = await aPractice(database, { is_sample: true });
    await aSchedule(database, practice.id, noon);
    const patient = await aReader();
    await queue(aReminder(patient));
    await send();
    expect(await messageOf(patient)).toMatchObject({ state: 'accepted', via: 'mailbox' });
    expect(mailsTo(patient)).toHaveLength(0);
  });

  test('of bulk mail carries the way out, and its link is the only one that the record does not keep', async () => {
    const patient = await aReader();
    await aConsent(database, practice.id, patient, { purpose: 'marketing', channel: 'email' });
    const news = {
      templateCode: 'newsletter',
      legalClass: 'operations',
      purpose: 'marketing',
      about: 'news',
    } as const;
    await queue(aReminder(patient, { ...news, source: 'news', merge: { news: 'We open on Saturdays.' } }));
    await send();
    const raw = mailsTo(patient)[0]?.raw.replace(/\r\n[ \t]/g, ' ') ?? '';
    expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/hello\.elm\.example\/p\/unsubscribe\/\S+>\r$/m);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(raw).toContain('1 Elm Street');
    expect((await messageOf(patient)).body).not.toContain('/p/');
  });
});

describe('a message that may not go', () => {
  test('is held with the reason when the gate refuses, and dropped when the patient has died', async () => {
    const refused = await aReader();
    await aConsent(database, practice.id, refused, { granted: false });
    const dead = await aReader({ deceased_on: localDate('2026-02-01') });
    await queue(aReminder(refused), aReminder(dead));
    expect((await send()).handed).toBe(0);
    expect(await messageOf(refused)).toMatchObject({ state: 'held', gate: { verdict: 'refuse' } });
    expect((await messageOf(dead)).state).toBe('cancelled');
    expect(speak((await messageOf(dead)).why ?? '', 'en')).toBe('patient has died');
  });

  test('is dropped when its visit was cancelled, moved, or is over', async () => {
    const booked = { starts_at: visitAt, local_day: localDate('2026-03-04'), status: 'booked' } as const;
    const visits = [
      { ...booked, status: 'cancelled' as const },
      { ...booked, starts_at: new Date('2026-03-05T15:30:00Z'), local_day: localDate('2026-03-05') },
      { ...booked, status: 'seen' as const },
    ];
    const why: string[] = [];
    for (const over of visits) {
      const patient = await aReader();
      const id = await aVisit(database, practice.id, patient, over);
      await queue(aReminder(patient, { visit: { id, startsAt: visitAt, open: true } }));
      await send();
      const message = await messageOf(patient);
      expect(message.state).toBe('cancelled');
      why.push(speak(message.why ?? '', 'en'));
    }
    expect(why).toEqual([
      'the visit is not there any more, or was cancelled',
      'the visit was moved to another time',
      'the visit is over',
    ]);
  });

  test('about a visit that has begun is dropped, also while it is held', async () => {
    const patient = await aReader();
    await aConsent(database, practice.id, patient, { granted: false });
    const booked = { starts_at: visitAt, local_day: localDate('2026-03-04'), status: 'booked' } as const;
    const id = await aVisit(database, practice.id, patient, booked);
    await queue(aReminder(patient, { visit: { id, startsAt: visitAt, open: true } }));
    await send();
    await reconcile({ database, clock, channels }, practice);
    expect((await messageOf(patient)).state).toBe('held');
    clock.set(visitAt);
    await reconcile({ database, clock, channels }, practice);
    expect((await messageOf(patient)).state).toBe('cancelled');
  });

  test('of the comparison group is noted and never sent, unless it is owed', async () => {
    const compared = await aReader();
    const owed = await aReader();
    await queue(aReminder(compared, { arm: 'hold_out' }), aReminder(owed, { arm: 'hold_out', owed: true }));
    await send();
    expect(await messageOf(compared)).toMatchObject({ state: 'cancelled', arm: 'hold_out' });
    expect(await messageOf(owed)).toMatchObject({ state: 'accepted', arm: 'act' });
  });

  test('of an unknown class or template is not queued, and says why', async () => {
    const patient = await aReader();
    const wanted = [
      aReminder(patient, { legalClass: 'unknown' }),
      aReminder(patient, { templateCode: 'nothing' }),
    ];
    const queued = await database.inPractice(practice.id, (db) => queueMessages(db, practice, wanted, noon));
    expect(queued.refused.map(({ reason }) => speak(reason, 'en'))).toEqual([
      'nobody has said whether this is treatment, operations or marketing, so it cannot be sent',
      'there is no template nothing',
    ]);
    expect(queued.queued).toBe(0);
  });

  test('waits while everything is held', async () => {
    const manager = await actor();
    const patient = await aReader();
    await queue(aReminder(patient));
    await database.inPractice(practice.id, (db) => holdOutbox(db, manager, true, noon));
    expect((await send()).handed).toBe(0);
    expect((await messageOf(patient)).state).toBe('planned');
    await database.inPractice(practice.id, (db) => holdOutbox(db, manager, false, noon));
    expect((await send()).accepted).toBe(1);
  });
});

describe('a worker that died', () => {
  test('leaves a claim that is asked about anew, and what it handed over to a person', async () => {
    const [claimed, handed] = [await aReader(), await aReader()];
    await queue(aReminder(claimed), aReminder(handed));
    const lease = new Date(noon.getTime() + 1000);
    for (const [patient, state] of [
      [claimed, 'claimed'],
      [handed, 'handed'],
    ] as const) {
      await database.inPractice(practice.id, (db) =>
        db
          .updateTable('message')
          .set({ state, lease_until: lease, via: 'smtp' })
          .where('patient_id', '=', patient)
          .execute(),
      );
    }
    await reconcile({ database, clock, channels }, practice);
    expect((await messageOf(handed)).state).toBe('handed');
    forward(2000);
    const { uncertain } = await reconcile({ database, clock, channels }, practice);
    expect(uncertain).toEqual([(await messageOf(handed)).id]);
    await send();
    expect((await messageOf(claimed)).state).toBe('accepted');
    expect(await messageOf(handed)).toMatchObject({ state: 'unknown', attempts: 0 });
    expect(mailsTo(handed)).toHaveLength(0);
    // On a person's list: within the lease and a look, two minutes rather than fifteen.
    const asks = await database.inPractice(practice.id, (db) => listMessageLines(db, practice.id, 'asks'));
    expect(asks.map(({ id }) => id)).toEqual(uncertain);
  });
});

describe('a mail server on a bad day', () => {
  const outcome = async (temper: Parameters<MailServer['be']>[0]) => {
    server.be(temper);
    const patient = await aReader();
    await queue(aReminder(patient));
    await send();
    const message = await messageOf(patient);
    return { patient, message, why: speak(message.why ?? '', 'en') };
  };

  test('that hangs up before the message is asked again later', async () => {
    const { patient, message } = await outcome('drop_before_data');
    expect(message.state).toBe('planned');
    expect(message.due_at.getTime()).toBe(noon.getTime() + 60_000);
    server.be('accept');
    forward(60_000);
    await send();
    expect(await messageOf(patient)).toMatchObject({ state: 'accepted', attempts: 2 });
    expect(mailsTo(patient)).toHaveLength(1);
  });

  test.each(['drop_after_data', 'keep_and_drop', 'silent'] as const)(
    'that is %s leaves the message uncertain, and it is never sent again by itself',
    async (temper) => {
      const { patient, message, why } = await outcome(temper);
      expect(message.state).toBe('unknown');
      expect(why).toContain('may or may not have arrived');
      server.be('accept');
      forward(7 * 86_400_000);
      await send();
      await reconcile({ database, clock, channels }, practice);
      expect((await messageOf(patient)).state).toBe('unknown');
      expect(mailsTo(patient)).toHaveLength(temper === 'keep_and_drop' ? 1 : 0);
      const made = await database.inPractice(practice.id, (db) =>
        db.selectFrom('contact_made').select('id').where('patient_id', '=', patient).execute(),
      );
      expect(made).toHaveLength(1);
    },
  );

  test('that answers after its lease makes one contact, not two', async () => {
    const patient = await aReader();
    await queue(aReminder(patient));
    const email: Channels['email'] = {
      name: 'provider',
      send: async () => {
        forward(120_000);
        await reconcile({ database, clock, channels }, practice);
        return { kind: 'accepted', providerId: 'late' };
      },
      close: async () => {},
    };
    await sendDue({ database, clock, channels: { ...channels, email } }, practice);
    expect(await stepsOf(patient)).toEqual(['claim', 'hand', 'lose', 'accept']);
    const contacts = await database.inPractice(practice.id, (db) =>
      db.selectFrom('contact_made').select('id').where('patient_id', '=', patient).execute(),
    );
    expect(contacts).toEqual([{ id: (await messageOf(patient)).contact_id }]);
  });

  test('that knows no such address has it marked as wrong', async () => {
    const { patient, message, why } = await outcome('no_such_address');
    expect(message.state).toBe('failed');
    expect(why).toContain('no such address');
    const points = await database.inPractice(practice.id, (db) =>
      db.selectFrom('contact_point').select('valid').where('patient_id', '=', patient).execute(),
    );
    expect(points).toEqual([{ valid: false }]);
  });

  test('that says later is tried so often and no more', async () => {
    const { patient, message, why } = await outcome('later');
    expect(message.state).toBe('planned');
    expect(why).toBe('the mail server did not take it yet (451 4.3.0); it is tried again');
    for (let tries = 0; tries < 12; tries += 1) {
      forward(86_400_000);
      await aSchedule(database, practice.id, clock.now());
      await send();
    }
    expect(await messageOf(patient)).toMatchObject({ state: 'failed', attempts: 8 });
    expect(mailsTo(patient)).toHaveLength(0);
  });

  test('that refuses for good is told by its code, never by its text', async () => {
    const { message, why } = await outcome('never');
    expect(message.state).toBe('failed');
    expect(why).toBe('the mail server refused it (554 5.7.1)');
  });
});
