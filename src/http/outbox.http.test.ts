import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Agent, anAgent, codeOf, noon, openApp, type TestApp } from '../../tests/harness/app.ts';
import {
  aConsent,
  aContactPoint,
  aLocation,
  aMessage,
  aPatient,
  aPractice,
  aSchedule,
  aTemplate,
} from '../../tests/harness/builders.ts';
import { takeBounce } from '../contact/bounce-actions.ts';
import { onlyMailbox } from '../contact/channels.ts';
import { makePatientLink } from '../contact/link-actions.ts';
import type { MessageChannel } from '../contact/messages/ask.ts';
import { queueMessages } from '../contact/outbox-actions.ts';
import type * as contract from '../contact/outbox-contract.ts';
import { sendDue } from '../contact/send-actions.ts';
import type * as templates from '../contact/template-contract.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import { contactHash } from '../patients/consent-actions.ts';
import type { Practice } from '../practice/model.ts';

type Outbox = ReplyOf<typeof contract.getOutbox>;
type Message = ReplyOf<typeof contract.getMessage>;
type Letters = ReplyOf<typeof contract.takeLetters>;
type Whole = ReplyOf<typeof templates.getTemplate>;
type Preview = ReplyOf<typeof templates.previewTemplate>;

let app: TestApp;
let practice: Practice;
let manager: Agent;
let desk: Agent;

beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(noon);
  practice = await aPractice(app.database);
  await aSchedule(app.database, practice.id, app.clock.now());
  await aLocation(app.database, practice.id, { address: ['1 Elm Street'], phone: '(202) 555-0100' });
  manager = await anAgent(app, practice, ['manager']);
  desk = await anAgent(app, practice, ['front_desk']);
});

async function aReader(name = 'Maria'): Promise<PatientId> {
  const patient = await aPatient(app.database, practice.id, { given_name: name, family_name: 'Ruiz' });
  const address = `${patient.slice(-12)}@example.org`;
  const way = { kind: 'email', received: address, normal: address } as const;
  await aContactPoint(app.database, practice.id, patient, way);
  const home = { kind: 'post', received: '12 Oak Lane, Town, NY 10999', normal: '12 oak lane' } as const;
  await aContactPoint(app.database, practice.id, patient, home);
  return patient;
}

async function queue(patientId: PatientId, channel: MessageChannel = 'email', code = 'check_in') {
  const wanted = {
    source: code,
    patientId,
    occurrence: 'one',
    channel,
    templateCode: code,
    legalClass: 'treatment',
    purpose: 'care',
    about: 'other',
    dueAt: noon,
  } as const;
  await app.database.inPractice(practice.id, (db) => queueMessages(db, practice, [wanted], noon));
}

const sendNow = () => sendDue({ database: app.database, clock: app.clock, channels: onlyMailbox }, practice);

async function look(view: string, as: Agent = desk): Promise<Outbox> {
  const answered = await as.get(`/api/outbox?view=${view}`);
  expect(answered.status, answered.text).toBe(200);
  return answered.body as Outbox;
}

test('what waits, what stayed in the mailbox and what was said are there to read, without any link', async () => {
  const patient = await aReader();
  await queue(patient);
  expect((await look('waiting')).messages).toMatchObject([{ state: 'planned', patientName: 'Maria Ruiz' }]);
  await sendNow();
  const outbox = await look('mailbox');
  expect(outbox).toMatchObject({ email: 'mailbox', paused: null, counts: { mailbox: 1, waiting: 0 } });
  const message = (await desk.get(`/api/messages/${outbox.messages[0]?.id}`)).body as Message;
  expect(message).toMatchObject({
    via: 'mailbox',
    version: 1,
    templateCode: 'check_in',
    gate: { verdict: 'permit', reasons: [] },
    links: ['question_link'],
  });
  expect(message.text).toContain('Hello Maria,');
  expect(message.html).not.toContain('/p/');
  expect(message.events.map(({ step }) => step)).toEqual(['claim', 'hand', 'accept']);
  const link = await desk.send('POST', `/api/messages/${message.id}/link`, { field: 'question_link' });
  expect((link.body as { url: string }).url).toMatch(/^http:\/\/localhost:4600\/p\/question\//);
});

test('a name that is a script stays a name, wherever the message is read', async () => {
  const patient = await aReader('<script>alert(1)</script>');
  await queue(patient);
  await sendNow();
  const [line] = (await look('mailbox')).messages;
  const message = (await desk.get(`/api/messages/${line?.id}`)).body as Message;
  expect(message.html).not.toContain('<script');
  expect(message.html).toContain('&lt;script&gt;');
});

test('holding everything is undone like any deed, and the front desk may only read', async () => {
  const patient = await aReader();
  await queue(patient);
  expect(codeOf(await desk.send('PUT', '/api/outbox/hold', { held: true }))).toBe('not_allowed');
  const held = await manager.send('PUT', '/api/outbox/hold', { held: true });
  expect(held.body).toEqual({ paused: true });
  expect((await look('waiting')).paused).toMatchObject({ by: 'Ana Ruiz' });
  expect((await sendNow()).handed).toBe(0);
  const deed = String(held.headers['keepwell-deed']);
  expect((await manager.send('POST', `/api/deeds/${deed}/undo`)).status).toBe(200);
  expect((await look('waiting')).paused).toBeNull();
  expect((await sendNow()).accepted).toBe(1);
});

test('an uncertain message is decided about by a person, once, and the decision is taken back exactly', async () => {
  const patient = await aReader();
  const id = await aMessage(app.database, practice.id, patient, {
    state: 'unknown',
    via: 'smtp',
    attempts: 1,
  });
  const url = `/api/messages/${id}/decision`;
  expect(codeOf(await manager.send('POST', url, { decision: 'ask_again' }))).toBe('impossible_step');
  const dropped = await manager.send('POST', url, { decision: 'drop' });
  expect(dropped.body).toMatchObject({ state: 'cancelled' });
  expect(codeOf(await manager.send('POST', url, { decision: 'arrived' }))).toBe('impossible_step');
  const deed = String(dropped.headers['keepwell-deed']);
  expect((await manager.send('POST', `/api/deeds/${deed}/undo`)).status).toBe(200);
  expect((await look('asks')).messages).toMatchObject([{ id, state: 'unknown' }]);
  const again = await manager.send('POST', url, { decision: 'resend' });
  expect(again.body).toMatchObject({ state: 'planned', attempts: 0 });
  await sendNow();
  const late = await manager.send('POST', `/api/deeds/${again.headers['keepwell-deed']}/undo`);
  expect(late.status).toBe(409);
  const refused = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('audit_event')
      .select('action')
      .where('practice_id', '=', practice.id)
      .where('result', '=', 'impossible_step')
      .execute(),
  );
  expect(refused).toHaveLength(2);
});

test('letters are taken with the gate asked, printed, and count once somebody says so', async () => {
  const [kept, refused] = [await aReader(), await aReader('Otto')];
  await queue(kept, 'post');
  await queue(refused, 'post');
  await aConsent(app.database, practice.id, refused, { granted: false, channel: 'post' });
  expect((await look('waiting')).counts).toMatchObject({ toPrint: 2, printing: 0 });
  const taken = (await desk.send('POST', '/api/outbox/letters')).body as Letters;
  expect(taken).toMatchObject({
    left: 1,
    letters: [{ name: 'Maria Ruiz', address: '12 Oak Lane, Town, NY 10999', paper: 'letter' }],
  });
  expect(taken.letters[0]?.from.startsWith(`${practice.name} · `)).toBe(true);
  expect(taken.letters[0]?.on).toBe('March 2, 2026');
  const messageIds = taken.letters.map(({ messageId }) => messageId);
  const say = (printed: boolean) => desk.send('POST', '/api/outbox/letters/printed', { messageIds, printed });
  expect((await say(false)).body).toEqual({ moved: 1 });
  expect((await look('waiting')).counts).toMatchObject({ toPrint: 1 });
  await desk.send('POST', '/api/outbox/letters');
  expect((await say(true)).body).toEqual({ moved: 1 });
  expect((await say(true)).body).toEqual({ moved: 0 });
  expect((await look('sent')).messages).toMatchObject([{ state: 'accepted', via: 'print' }]);
});

test('a letter goes to the name and address that the patient asked for, and says whether we stay unnamed', async () => {
  const patient = await aReader();
  const envelope = { name: 'M. Friend', nameless: true, address: 'c/o Elm, 9 High Street, Town, NY 10999' };
  await desk.send('PUT', `/api/patients/${patient}/envelope`, envelope);
  await queue(patient, 'post');
  await queue(await aReader('Otto'), 'post');
  const taken = (await desk.send('POST', '/api/outbox/letters')).body as Letters;
  expect(taken.letters).toHaveLength(2);
  expect(taken.letters).toContainEqual(expect.objectContaining({ patientId: patient, ...envelope }));
  const otto = { name: 'Otto Ruiz', nameless: false, address: '12 Oak Lane, Town, NY 10999' };
  expect(taken.letters).toContainEqual(expect.objectContaining(otto));
});

test('a message that came back fails, its address is marked, and a forged report silences nobody', async () => {
  const patient = await aReader();
  const address = `${patient.slice(-12)}@example.org`;
  const report = (reference: string, to: string) =>
    `Final-Recipient: rfc822; ${to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nMessage-ID: <${reference}@elm.example>`;
  const sent = { state: 'accepted', via: 'smtp', address_hash: contactHash(address) } as const;
  const id = await aMessage(app.database, practice.id, patient, sent);
  const take = (text: string) =>
    app.database.inPractice(practice.id, (db) => takeBounce(db, practice, text, noon));
  expect(await take('hello')).toMatchObject({ refusal: { code: 'invalid_input' } });
  expect(await take(report(`keepwell.${id}`, 'somebody@else.example'))).toMatchObject({
    value: { gone: false },
  });
  expect((await look('asks')).messages).toMatchObject([{ id, state: 'failed' }]);
  expect(await take(report(`keepwell.${id}`, address))).toMatchObject({
    refusal: { code: 'impossible_step' },
  });
  const other = await aMessage(app.database, practice.id, patient, sent);
  expect(await take(report(`keepwell.${other}`, address))).toMatchObject({ value: { gone: true } });
  const points = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('contact_point')
      .select(['kind', 'valid'])
      .where('practice_id', '=', practice.id)
      .orderBy('kind')
      .execute(),
  );
  expect(points).toEqual([
    { kind: 'email', valid: false },
    { kind: 'post', valid: true },
  ]);
});

const spoken = { subject: 'Hello', preheader: '', email: 'Hello {patient}.', text: '', post: '' };
const saved = {
  title: { en: 'Hello' },
  legalClass: 'treatment',
  thirdPartyPaid: false,
  paper: 'letter',
  words: { en: spoken },
};

test('a template is saved as a version; fields that are unknown or tell too much are refused by name', async () => {
  const list = (await manager.get('/api/templates')).body as ReplyOf<typeof templates.listTemplates>;
  expect(list.templates.map(({ code }) => code)).toContain('newsletter');
  const id = list.templates.find(({ code }) => code === 'recall')?.id;
  const url = `/api/templates/${id}`;
  const save = (email: string) => manager.send('PUT', url, { ...saved, words: { en: { ...spoken, email } } });
  const sensitive = await save('Your {service}');
  expect(codeOf(sensitive)).toBe('sensitive_field');
  expect(sensitive.text).toContain('service may not stand in an e-mail');
  expect(codeOf(await save('Hello {nobody}'))).toBe('unknown_field');
  expect(codeOf(await manager.send('PUT', url, { ...saved, words: {} }))).toBe('no_words');
  const whole = (await save('Hello {patient}')).body as Whole;
  expect(whole.versions.map(({ version, by }) => [version, by])).toEqual([
    [2, 'Ana Ruiz'],
    [1, null],
  ]);
  const added = await manager.send('POST', '/api/templates', { ...saved, code: 'recall' });
  expect(codeOf(added)).toBe('invalid_input');
});

test('a saving is taken back as a version of its own; not once somebody has saved since', async () => {
  const list = (await manager.get('/api/templates')).body as ReplyOf<typeof templates.listTemplates>;
  const url = `/api/templates/${list.templates.find(({ code }) => code === 'check_in')?.id}`;
  const first = (await manager.get(url)).body as Whole;
  const save = (email: string) => manager.send('PUT', url, { ...saved, words: { en: { ...spoken, email } } });
  const undo = ({ headers }: Awaited<ReturnType<typeof save>>) =>
    manager.send('POST', `/api/deeds/${headers['keepwell-deed']}/undo`);
  const undone = await undo(await save('Hello again'));
  expect(undone.status, undone.text).toBe(200);
  const after = (await manager.get(url)).body as Whole;
  expect(after.title).toEqual(first.title);
  expect(after.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  const { words, paper, legalClass } = first.versions[0] ?? {};
  expect(after.versions[0]).toMatchObject({ words, paper, legalClass });

  const older = await save('One');
  await save('Two');
  expect(codeOf(await undo(older))).toBe('cannot_undo');
});

test('who changed an older version is told so, and saves nothing over it', async () => {
  const list = (await manager.get('/api/templates')).body as ReplyOf<typeof templates.listTemplates>;
  const url = `/api/templates/${list.templates.find(({ code }) => code === 'check_in')?.id}`;
  const basedOn = ((await manager.get(url)).body as Whole).versions[0]?.id;
  const save = (email: string) =>
    manager.send('PUT', url, { ...saved, basedOn, words: { en: { ...spoken, email } } });
  const both = await Promise.all([save('One'), save('Two')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codeOf(await save('Three'))).toBe('impossible_step');
  expect(((await manager.get(url)).body as Whole).versions).toHaveLength(2);
});

test('a text counts the links that will stand in it, in the preview and at the saving', async () => {
  const text = `{practice}: tell us whether you are coming on {day}: {visit_link} Reply STOP to end texts.`;
  const body = { language: 'en', channel: 'text', paper: 'letter', legalClass: 'treatment' };
  const preview = async (said: string): Promise<Preview> =>
    (await manager.send('POST', '/api/templates/preview', { ...body, words: { ...spoken, text: said } }))
      .body as Preview;
  const short = await preview('{practice}: see {visit_link}');
  expect(short.refusal).toBeNull();
  const link = /http\S+/.exec(short.text)?.[0] ?? '';
  const patient = await aReader();
  const real = await app.database.inPractice(practice.id, (db) =>
    makePatientLink(db, practice, { purpose: 'visit', patientId: patient }, noon),
  );
  expect(new URL(link).pathname).toHaveLength(real.length);
  const long = await preview(`${text} Thank you very much for your help.`);
  expect(long.refusal).toContain('characters when its fields are filled');
  expect(long.size?.characters).toBeGreaterThan(160);
  expect(long.text).toContain(link);
  const list = (await manager.get('/api/templates')).body as ReplyOf<typeof templates.listTemplates>;
  const url = `/api/templates/${list.templates.find(({ code }) => code === 'check_in')?.id}`;
  const save = (said: string) =>
    manager.send('PUT', url, { ...saved, words: { en: { ...spoken, text: said } } });
  expect(codeOf(await save(`${text} Thank you very much for your help.`))).toBe('text_too_long');
  expect((await save('{practice}: see {visit_link}')).status).toBe(200);
});

test('a template that slipped past the saving is refused when it is written, and the message is held', async () => {
  const patient = await aReader();
  const template_id = await aTemplate(app.database, practice.id, 'Hello {birth_date}');
  await aMessage(app.database, practice.id, patient, { template_id, due_at: noon });
  await sendNow();
  const [line] = (await look('asks')).messages;
  expect(line).toMatchObject({ state: 'held' });
  expect(line?.why).toContain('birth_date may not stand in');
});

test('a preview is for somebody made up or for a patient, writes nothing, and looks at the language', async () => {
  const patientId = await aReader('Ilse');
  const preview = async (over: object): Promise<Preview> => {
    const body = {
      language: 'en',
      channel: 'email',
      paper: 'letter',
      legalClass: 'treatment',
      words: spoken,
    };
    const answered = await manager.send('POST', '/api/templates/preview', { ...body, ...over });
    expect(answered.status, answered.text).toBe(200);
    return answered.body as Preview;
  };
  expect(await preview({})).toMatchObject({ refusal: null, subject: 'Hello' });
  expect((await preview({ patientId })).text).toContain('Hello Ilse.');
  const text = { ...spoken, text: 'Please utilize {practice_phone}' };
  expect(await preview({ channel: 'text', words: text })).toMatchObject({
    size: { alphabet: 'gsm7', segments: 1 },
    readability: {
      noGrade: 'too_few_sentences',
      flagged: [{ jargon: [{ word: 'utilize', instead: 'use' }] }],
    },
  });
  const refused = await preview({ words: { ...spoken, subject: '{price}' } });
  expect(refused.refusal).toContain('price may not stand in the subject of an e-mail');
  const links = await app.database.inPractice(practice.id, (db) =>
    db.selectFrom('patient_link').select('id').where('practice_id', '=', practice.id).execute(),
  );
  expect(links).toEqual([]);
});

test('a mail that came back is handed in by hand, and what is none of ours says so', async () => {
  const patient = await aReader();
  await queue(patient);
  await sendNow();
  const [sent] = (await look('mailbox')).messages;
  const { reference } = (await desk.get(`/api/messages/${sent?.id}`)).body as Message;
  const mail = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Final-Recipient: rfc822; ${patient.slice(-12)}@example.org`,
    'Action: failed',
    'Status: 5.1.1',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${reference}@elm.example>`,
    '--b--',
  ].join('\r\n');
  const handed = await desk.send('POST', '/api/outbox/mail', { mail });
  expect(handed.body).toEqual({ kind: 'bounce', patientId: patient, messageId: sent?.id, gone: true });
  expect((await look('asks')).messages).toMatchObject([{ id: sent?.id, state: 'failed' }]);
  expect(codeOf(await desk.send('POST', '/api/outbox/mail', { mail: 'Subject: buy this' }))).toBe(
    'invalid_input',
  );
  const tooMuch = await desk.send('POST', '/api/outbox/mail', { mail: 'x'.repeat(100_001) });
  expect(tooMuch.status).toBe(422);
});
