import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  aContactPoint,
  aLocation,
  aPatient,
  aPractice,
  aSchedule,
  aStaffMember,
} from '../../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/harness/fresh-database.ts';
import { anImapServer, type ImapServer } from '../../../tests/harness/imap-server.ts';
import { type Database, openDatabase } from '../../database/database.ts';
import { stillClock } from '../../kit/clock.ts';
import type { MessageId, PatientId } from '../../kit/ids.ts';
import { silentLog } from '../../platform/log.ts';
import type { Practice } from '../../practice/model.ts';
import { mailboxWatch } from '../../worker/mailbox.ts';
import { type Channels, mailbox } from '../channels.ts';
import { takeMail } from '../mail-in-actions.ts';
import { noteNotRead, readMailbox, type Stumbles } from '../mailbox-actions.ts';
import { queueMessages } from '../outbox-actions.ts';
import { decideOnMessage } from '../outbox-decision-actions.ts';
import { findReading } from '../queries/mailbox-reading.ts';
import { sendDue } from '../send-actions.ts';
import { boxOf, readImapUrl } from './imap-settings.ts';
import { NotRead, openMailbox } from './mailbox-reader.ts';

const noon = new Date('2026-03-02T17:00:00Z');
const clock = stillClock(noon);
const channels: Channels = {
  email: { ...mailbox, name: 'provider' },
  text: mailbox,
  publicUrl: 'https://hello.elm.example',
  ownUrl: 'http://localhost:4600',
};

let fresh: FreshDatabase;
let database: Database;
let imap: ImapServer;
let practice: Practice;
let patient: PatientId;
let reference: string;
let address: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  imap = await anImapServer();
  practice = await aPractice(database);
  await aLocation(database, practice.id, { address: ['1 Elm Street'], phone: '(202) 555-0100' });
  await aSchedule(database, practice.id, noon);
  patient = await aPatient(database, practice.id, { given_name: 'Maria' });
  address = `p${patient.slice(-12)}@example.org`;
  await aContactPoint(database, practice.id, patient, { kind: 'email', received: address, normal: address });
  await database.inPractice(practice.id, (db) =>
    queueMessages(
      db,
      practice,
      [
        {
          source: 'thanks',
          patientId: patient,
          occurrence: 'one',
          channel: 'email',
          templateCode: 'check_in',
          legalClass: 'treatment',
          purpose: 'care',
          about: 'thanks',
          dueAt: noon,
        },
      ],
      noon,
    ),
  );
  await sendDue({ database, clock, channels }, practice);
  const message = await rows('message');
  reference = message[0]?.client_ref as string;
  expect(message).toMatchObject([{ state: 'accepted' }]);
  return () => imap.close();
});

async function rows(
  table: 'message' | 'inbound' | 'consent' | 'mail_taken' | 'contact_point' | 'audit_event',
) {
  return (await database.inPractice(practice.id, (db) =>
    db.selectFrom(table).selectAll().where('practice_id', '=', practice.id).execute(),
  )) as unknown as Record<string, unknown>[];
}

let count = 0;
function reply(words: string, headers: readonly string[] = []): string {
  count += 1;
  return [
    `From: Maria <${address}>`,
    'To: care@elm.example',
    'Subject: Re: Thank you',
    `Message-ID: <reply-${count}@example.org>`,
    `In-Reply-To: <${reference}@elm.example>`,
    ...headers,
    '',
    words,
    '',
    'On Mon, 2 Mar 2026 at 12:00, Elm Street <care@elm.example> wrote:',
    '> Reply STOP to stop',
  ].join('\r\n');
}

function report(status = '5.1.1', over: { readonly ref?: string; readonly to?: string } = {}): string {
  return [
    'From: MAILER-DAEMON@mx.example',
    'Message-ID: <b1@mx.example>',
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Final-Recipient: rfc822; ${over.to ?? address}`,
    'Action: failed',
    `Status: ${status}`,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${over.ref ?? reference}@elm.example>`,
    '--b--',
  ].join('\r\n');
}

const take = (raw: string) =>
  database.inPractice(practice.id, (db) => takeMail(db, practice, Buffer.from(raw), clock.now()));

const settings = () => {
  const read = readImapUrl(imap.url);
  if (!read.ok) throw new Error(read.refusal.detail);
  return read.value;
};

async function look(stumbles: Stumbles = new Map()) {
  const open = await openMailbox(settings());
  try {
    return await readMailbox({ database, clock }, [practice], boxOf(settings()), open, stumbles);
  } finally {
    await open.close();
  }
}

test('an answer becomes a question of that patient, by the clock, without what it quotes', async () => {
  expect(await take(reply('Can I eat before?'))).toMatchObject({ kind: 'reply', patientId: patient });
  expect(await rows('inbound')).toMatchObject([
    { kind: 'reply', via: 'message', patient_id: patient, words: 'Can I eat before?', answered_at: null },
  ]);
  expect(await rows('consent')).toEqual([]);
});

test('a plain stop is an opt-out at once, and nobody has to read it', async () => {
  expect(await take(reply('Please stop emailing me'))).toMatchObject({ kind: 'opt_out' });
  const words = await rows('consent');
  expect(words.filter(({ channel }) => channel === 'any')).toMatchObject(
    ['care', 'feedback', 'marketing'].map(() => ({ granted: false, source: 'reply to a message' })),
  );
  expect(await rows('inbound')).toEqual([]);
});

test('what may be a stop is one, and a person reads it', async () => {
  expect(await take(reply('stop? I am not sure what this is'))).toMatchObject({ kind: 'doubtful' });
  expect((await rows('consent')).every(({ granted }) => granted === false)).toBe(true);
  expect(await rows('inbound')).toHaveLength(1);
});

test.each([['Auto-Submitted: auto-replied'], ['Precedence: bulk'], ['X-Autoreply: yes'], ['List-Id: <a.b>']])(
  'an answer of a machine (%s) is neither question nor stop',
  async (header) => {
    expect(await take(reply('STOP. I am out of the office', [header]))).toEqual({ kind: 'nothing' });
    expect([...(await rows('inbound')), ...(await rows('consent'))]).toEqual([]);
  },
);

test('an answer below what it quotes is read as well', async () => {
  const below = (words: string): string => {
    const [head = ''] = reply('').split('\r\n\r\n');
    const quote = [
      'On Mon, 2 Mar 2026 at 12:00, Elm Street <care@elm.example> wrote:',
      '> Thank you',
      '>',
      '> Elm Street',
    ];
    return [head, '', ...quote, '', words, '', '-- ', 'Maria'].join('\r\n');
  };
  expect(await take(below('Please stop emailing me'))).toMatchObject({ kind: 'opt_out' });
  expect(await take(below('Can I eat before?'))).toMatchObject({ kind: 'reply' });
  expect(await rows('inbound')).toMatchObject([{ words: 'Can I eat before?' }]);
});

test('an answer that is longer than what is kept says that it goes on', async () => {
  const long = 'I have a question on my visit. '.repeat(100);
  expect(await take(reply(long))).toMatchObject({ kind: 'reply' });
  const [inbound] = await rows('inbound');
  expect(inbound?.words).toMatch(/question on my visit\. I have.* …\n\n⟦outbox\.goesOn⟧$/s);
});

test('HTML becomes text, attachments are counted, and the plus address is enough', async () => {
  const raw = [
    `From: ${address}`,
    `To: care+${reference.slice('keepwell.'.length)}@elm.example`,
    'Subject: hello',
    'Message-ID: <h1@example.org>',
    'Content-Type: multipart/mixed; boundary="x"',
    '',
    '--x',
    'Content-Type: text/html; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<style>p{}</style><p>=BFPuedo com=\r\ner antes?</p><script>alert(1)</script><blockquote>STOP</blockquote>',
    '--x',
    'Content-Type: image/png',
    'Content-Disposition: attachment; filename=a.png',
    '',
    'AAAA',
    '--x--',
  ].join('\r\n');
  expect(await take(raw)).toMatchObject({ kind: 'reply' });
  const [inbound] = await rows('inbound');
  expect(inbound?.words).toMatch(/^¿Puedo comer antes\?\n\n⟦outbox\.attachments \[1\]⟧$/);
});

test('what came back fails its message, and marks the address that it went to alone', async () => {
  expect(await take(report())).toMatchObject({ kind: 'bounce', gone: true });
  expect(await rows('message')).toMatchObject([{ state: 'failed' }]);
  expect(await rows('contact_point')).toMatchObject([{ valid: false }]);
  expect(await take(report())).toEqual({ kind: 'nothing' });
});

test('what came back reached nobody, and counts against no cap: at its new address it may go at once', async () => {
  await take(report());
  await aContactPoint(database, practice.id, patient, {
    kind: 'email',
    received: 'maria@new.example',
    normal: 'maria@new.example',
  });
  const [message] = await rows('message');
  const { id, accountId } = await aStaffMember(database, practice.id, { roles: ['manager'] });
  const actor = { practice, accountId, staffMemberId: id, displayName: 'Ana', roles: ['manager'] as const };
  await database.inPractice(practice.id, (db) =>
    decideOnMessage(db, actor, message?.id as MessageId, 'resend', clock.now()),
  );
  await sendDue({ database, clock, channels }, practice);
  expect(await rows('message')).toMatchObject([{ state: 'accepted' }]);
});

test('what comes back before its own sending was written down has come back all the same', async () => {
  await database.inPractice(practice.id, (db) =>
    db
      .updateTable('message')
      .set({ state: 'planned', contact_id: null })
      .where('practice_id', '=', practice.id)
      .execute(),
  );
  await database.inPractice(practice.id, (db) =>
    db.updateTable('contact_made').set({ undone: true }).where('practice_id', '=', practice.id).execute(),
  );
  const email: Channels['email'] = {
    ...channels.email,
    send: async () => {
      await take(report());
      return { kind: 'accepted', providerId: 'quick' };
    },
  };
  await sendDue({ database, clock, channels: { ...channels, email } }, practice);
  expect(await rows('message')).toMatchObject([{ state: 'failed', contact_id: null }]);
});

test('a report that was taken in before says nothing of a message that was sent again since', async () => {
  await take(report());
  await database.inPractice(practice.id, async (db) => {
    await db
      .updateTable('message')
      .set({ state: 'accepted' })
      .where('practice_id', '=', practice.id)
      .execute();
    await db
      .updateTable('contact_point')
      .set({ valid: true, wrong_at: null })
      .where('practice_id', '=', practice.id)
      .execute();
  });
  expect(await take(report())).toEqual({ kind: 'nothing' });
  expect(await rows('message')).toMatchObject([{ state: 'accepted' }]);
  expect(await rows('contact_point')).toMatchObject([{ valid: true }]);
});

test('whoever reports a message as spam hears nothing more', async () => {
  const raw = [
    'From: fbl@provider.example',
    'Message-ID: <f1@provider.example>',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: <${reference}@elm.example>`,
    '--b--',
  ].join('\r\n');
  expect(await take(raw)).toMatchObject({ kind: 'complaint' });
  expect((await rows('consent')).some(({ source }) => source === 'reported as spam')).toBe(true);
  expect(await take(raw)).toEqual({ kind: 'nothing' });
});

const strange = 'keepwell.01900000-0000-7000-8000-000000000999';
test.each([
  ['a forged report without a reference of ours', () => report('5.1.1', { ref: 'other' })],
  ['a report of a message that is not ours', () => report('5.1.1', { ref: strange })],
  ['an answer to nothing of ours', () => reply('STOP').replace(reference, strange)],
  ['nothing at all', () => ''],
  ['a mail of headers alone', () => `X: ${'a'.repeat(100_000)}`],
  [
    'parts within parts without end',
    () =>
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(3000)}`,
  ],
  ['a huge mail', () => `Subject: x\n\n${'<'.repeat(3_000_000)}`],
])('%s changes nothing', async (_, raw) => {
  const before = await rows('message');
  expect(await take(raw())).toEqual({ kind: 'nothing' });
  expect(await rows('message')).toEqual(before);
  for (const table of ['inbound', 'consent', 'mail_taken'] as const) expect(await rows(table)).toEqual([]);
});

test('a subject that says it alone is read as it was meant, and none is a fault', async () => {
  const bare = (subject: string): string =>
    reply('')
      .split('\r\n\r\n')[0]
      ?.replace(/^Subject:.*$/m, `Subject: ${subject}`)
      .concat('\r\n\r\n') ?? '';
  expect(await take(bare('=?UTF-8?Q?No_m=C3=A1s_correos?='))).toMatchObject({ kind: 'opt_out' });
  expect(await take(bare('=?utf-8?B?U1RPUA==?='))).toMatchObject({ kind: 'opt_out' });
  expect(await take(bare('May I\0 eat=?x?B?AAAA?= =?utf-8?B?AA==?= =?utf-8?Q?=ZZ?='))).toMatchObject({
    kind: 'reply',
  });
  expect((await rows('inbound')).map(({ words }) => String(words).slice(0, 9))).toEqual(['May I eat']);
});

test('a charset that nobody knows is read as well as can be', async () => {
  const raw = reply('Gracias', ['Content-Type: text/plain; charset=klingon']);
  expect(await take(raw)).toMatchObject({ kind: 'reply' });
});

test('a forged report marks no address but the one that the message went to', async () => {
  expect(await take(report('5.1.1', { to: 'someone@else.example' }))).toMatchObject({ gone: false });
  expect(await rows('contact_point')).toMatchObject([{ valid: true }]);
});

test('the mailbox is read on from where it was left, each mail once', async () => {
  imap.deliver(reply('Can I eat before?'));
  imap.deliver('From: a@b.example\n\nBuy this');
  expect(await look()).toMatchObject({ taken: 1, looked: 2 });
  expect(await look()).toMatchObject({ taken: 0, looked: 0 });
  imap.deliver(reply('And coffee?'));
  expect(await look()).toMatchObject({ taken: 1, looked: 1 });
  expect(await rows('inbound')).toHaveLength(2);
});

test('numbers that begin anew bring nothing a second time, not even a stop that was taken back', async () => {
  imap.deliver(reply('Can I eat before?'));
  imap.deliver(reply('STOP'));
  await look();
  const consents = (await rows('consent')).length;
  imap.renumber();
  expect(await look()).toMatchObject({ taken: 0, looked: 2 });
  expect(await rows('inbound')).toHaveLength(1);
  expect(await rows('consent')).toHaveLength(consents);
});

test('a line that breaks in the midst of a mail loses none and takes none twice', async () => {
  for (const words of ['One?', 'Two?', 'Three?']) imap.deliver(reply(words));
  for (let i = 0; i < 3; i += 1) {
    imap.breakOnce();
    await expect(look()).rejects.toThrow(NotRead);
  }
  expect(await rows('inbound')).toHaveLength(0);
  await look();
  expect(await rows('inbound')).toHaveLength(3);
});

test('two workers that read at once take each mail once', async () => {
  for (let i = 0; i < 10; i += 1) imap.deliver(reply(`Question ${i}?`));
  await look();
  for (let i = 0; i < 10; i += 1) imap.deliver(reply(`More ${i}?`));
  const both = await Promise.all([look(), look()]);
  expect(both[0].taken + both[1].taken).toBe(10);
  expect(await rows('inbound')).toHaveLength(20);
});

test('a refused sign-in is told apart from a line that is down, and stays until it was read', async () => {
  imap.refuseSignIn(true);
  await expect(openMailbox(settings())).rejects.toMatchObject({ failure: 'sign_in' });
  await noteNotRead({ database, clock }, [practice], boxOf(settings()), 'sign_in');
  const state = () => database.inPractice(practice.id, (db) => findReading(db, practice.id));
  expect(await state()).toMatchObject({ failure: 'sign_in', failedAt: noon, readAt: null });
  imap.refuseSignIn(false);
  await expect(openMailbox({ ...settings(), folder: 'Other' })).rejects.toMatchObject({ failure: 'folder' });
  await look();
  expect(await state()).toMatchObject({ failure: null, readAt: noon });
  for (const failure of ['certificate', 'unencrypted', 'connection', 'folder', 'program'] as const) {
    await noteNotRead({ database, clock }, [practice], boxOf(settings()), failure);
    expect(await state()).toMatchObject({ failure });
  }
});

test('a stop behind a mailbox full of rubbish is taken in with the same turn', async () => {
  for (let nth = 0; nth < 120; nth += 1) imap.deliver(`Message-ID: <rubbish${nth}@x>\r\n\r\nbuy`);
  imap.deliver(reply('STOP'));
  await mailboxWatch({ database, clock, log: silentLog }, settings())();
  expect(await rows('mail_taken')).toMatchObject([{ kind: 'opt_out' }]);
});
