import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  anAgent,
  codeOf,
  openApp,
  type TestApp,
} from '../../tests/harness/app.ts';
import { aContactPoint, aLocation, aPatient, aPractice, aVisit } from '../../tests/harness/builders.ts';
import { aPageLink, look, sendForm } from '../../tests/harness/patient-pages.ts';
import type { PatientId } from '../kit/ids.ts';
import { startPlan } from '../plan/actions.ts';
import type { Practice } from '../practice/model.ts';
import { refreshToday } from '../today/actions.ts';
import type { ActShape } from '../today/contract.ts';

let app: TestApp;
let practice: Practice;
let desk: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  await aLocation(app.database, practice.id);
  await app.database.inPractice(practice.id, (db) => startPlan(db, practice.id));
  desk = await anAgent(app, practice, ['front_desk']);
  patient = await aPatient(app.database, practice.id, { given_name: 'Lena' });
});
afterAll(() => app.close());

interface Line {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly patientStatus: string;
  readonly phone: string | null;
  readonly owner: { readonly name: string } | null;
  readonly answered: { readonly outcome: string } | null;
}
const listed = async (state = 'waiting'): Promise<readonly Line[]> =>
  ((await desk.get(`/api/inbound?state=${state}`)).body as { inbound: Line[] }).inbound;
const undo = (answered: Answered): Promise<Answered> =>
  desk.send('POST', `/api/deeds/${String(answered.headers['keepwell-deed'])}/undo`);
const takeNote = (over: object = {}): Promise<Answered> =>
  desk.send('POST', '/api/inbound', {
    clientKey: crypto.randomUUID(),
    kind: 'enquiry',
    givenName: 'Ann',
    familyName: 'Baker',
    phone: '(202) 555-0163',
    needs: 'A check before the summer',
    ...over,
  });

test('a telephone note makes a prospective patient who waits, once a press, and is taken back', async () => {
  const clientKey = crypto.randomUUID();
  const noted = await takeNote({ clientKey });
  expect(noted.status, noted.text).toBe(200);
  expect(noted.body).toMatchObject({ answerBy: '2026-03-02T18:00:00.000Z' });
  expect((await takeNote({ clientKey })).body).toEqual(noted.body);
  expect(await listed()).toMatchObject([
    { patientName: 'Ann Baker', patientStatus: 'prospective', owner: null },
  ]);
  expect((await undo(noted)).status).toBe(200);
  expect(await listed()).toEqual([]);
});

test('a note about a patient of ours makes no second one', async () => {
  const noted = await takeNote({
    patientId: patient,
    kind: 'question',
    givenName: undefined,
    phone: undefined,
  });
  expect(noted.body).toMatchObject({ patientId: patient });
  expect((await undo(noted)).status).toBe(200);
});

test.each([
  ['without a name', { givenName: '', familyName: '' }],
  ['without a way', { phone: '' }],
  ['with a number that is none', { phone: '12' }],
])('a note of a stranger %s is refused and makes nobody', async (_, over) => {
  const refused = await takeNote(over);
  expect(refused.status).toBe(422);
  expect(codeOf(refused)).toBe('invalid_input');
  expect(await listed()).toEqual([]);
});

test('whoever waits stands with the number to call back on; of a confidential way only that one', async () => {
  const quiet = await aPatient(app.database, practice.id, { given_name: 'Noor' });
  const note = { patientId: quiet, kind: 'question', givenName: undefined, phone: undefined };
  const noted = await takeNote(note);
  const phones = async () =>
    (await listed()).filter((line) => line.patientId === quiet).map(({ phone }) => phone);
  expect(await phones()).toEqual([null]);
  await aContactPoint(app.database, practice.id, quiet, {
    received: '(202) 555-0148',
    normal: '+12025550148',
    valid: false,
  });
  await aContactPoint(app.database, practice.id, quiet, {
    received: '(202) 555-0149',
    normal: '+12025550149',
  });
  expect(await phones()).toEqual(['(202) 555-0149']);
  // Their wish: nothing else may be used, so no number at all is shown.
  await aContactPoint(app.database, practice.id, quiet, {
    kind: 'email',
    received: 'noor@mail.example',
    normal: 'noor@mail.example',
    confidential_only: true,
  });
  expect(await phones()).toEqual([null]);
  expect((await undo(noted)).status).toBe(200);
});

test('somebody takes it, answers it, and each can be taken back', async () => {
  const noted = await takeNote();
  const { id } = noted.body as { id: string };
  const taken = await desk.send('PUT', `/api/inbound/${id}/owner`, { mine: true });
  expect((await listed())[0]?.owner?.name).toBe('Ana Ruiz');
  await undo(taken);
  expect((await listed())[0]?.owner).toBeNull();
  const answered = await desk.send('POST', `/api/inbound/${id}/answer`, { outcome: 'booked' });
  expect(await listed()).toEqual([]);
  expect((await listed('answered'))[0]?.answered?.outcome).toBe('booked');
  expect(codeOf(await desk.send('POST', `/api/inbound/${id}/answer`, { outcome: 'answered' }))).toBe(
    'already_done',
  );
  expect(codeOf(await desk.send('PUT', `/api/inbound/${id}/owner`, { mine: true }))).toBe('already_done');
  await undo(answered);
  expect(await listed()).toHaveLength(1);
  await undo(noted);
});

test('what a colleague took over meanwhile stays theirs when the first takes theirs back', async () => {
  const noted = await takeNote();
  const { id } = noted.body as { id: string };
  const colleague = await anAgent(app, practice, ['front_desk']);
  const taken = await desk.send('PUT', `/api/inbound/${id}/owner`, { mine: true });
  await colleague.send('PUT', `/api/inbound/${id}/owner`, { mine: true });
  expect(codeOf(await undo(taken))).toBe('cannot_undo');
  expect((await listed())[0]?.owner).not.toBeNull();
  await undo(noted);
});

const actsOfToday = async (): Promise<readonly ActShape[]> => {
  await app.database.inPractice(practice.id, (db) => refreshToday(db, practice, app.clock.now()));
  return ((await desk.get('/api/today')).body as { acts: ActShape[] }).acts;
};

test('whoever waits stands on Today with their clock, and is answered there', async () => {
  await takeNote({ needs: 'May I come on Friday?' });
  const act = (await actsOfToday()).find((one) => one.kind === 'answer');
  expect(act).toMatchObject({
    patientName: 'Ann Baker',
    deadline: '2026-03-02T18:00:00.000Z',
    share: 'owed',
  });
  expect(act?.script).toContain('You asked us: “May I come on Friday?” What');
  expect(act?.whyNow[0]?.fact).toContain('Asked us: “May I come on Friday?”');
  const outcome = { outcome: 'done', clientKey: crypto.randomUUID() };
  const done = await desk.send('POST', `/api/acts/${act?.id}/outcomes`, outcome);
  expect(done.status, done.text).toBe(200);
  expect(await listed()).toEqual([]);
  await undo(done);
  expect(await listed()).toHaveLength(1);
  const [line] = await listed();
  await desk.send('POST', `/api/inbound/${line?.id}/answer`, { outcome: 'answered' });
  expect((await desk.get(`/api/acts/${act?.id}`)).text).toContain('this was answered');
});

test('a call back or a ring without an answer leaves the clock running', async () => {
  await takeNote({ needs: 'Do you take my insurance?', phone: '(202) 555-0177', givenName: 'Cleo' });
  const act = (await actsOfToday()).find((one) => one.patientName === 'Cleo Baker');
  const outcome = { outcome: 'no_answer', clientKey: crypto.randomUUID() };
  expect((await desk.send('POST', `/api/acts/${act?.id}/outcomes`, outcome)).status).toBe(200);
  const waiting = await listed();
  expect(waiting.map((one) => one.patientName)).toEqual(['Cleo Baker']);
  await desk.send('POST', `/api/inbound/${waiting[0]?.id}/answer`, { outcome: 'not_reached' });
});

test('of those who enquired in a month, how many came, with its interval', async () => {
  const person = async (name: string): Promise<PatientId> => {
    const noted = await takeNote({ givenName: name, phone: '(202) 555-0190' });
    return (noted.body as { patientId: PatientId }).patientId;
  };
  const other = await aPractice(app.database);
  await aLocation(app.database, other.id);
  const before = (await desk.get('/api/inbound/rates')).body as { months: { share: { n: number } }[] };
  const came = await person('Dora');
  const booked = await person('Ezra');
  const knownBefore = await person('Fay');
  await aVisit(app.database, practice.id, came, { on: '2026-03-04' });
  await aVisit(app.database, practice.id, booked, { on: '2026-03-20', status: 'booked' });
  await aVisit(app.database, practice.id, knownBefore, { on: '2026-02-01' });
  const { months } = (await desk.get('/api/inbound/rates')).body as {
    months: {
      month: string;
      came: number;
      booked: number;
      share: { n: number; low: number; high: number };
    }[];
  };
  expect(months).toHaveLength(1);
  expect(months[0]).toMatchObject({ month: '2026-03', came: 1, booked: 1 });
  // Fay had been here before, so she is no stranger.
  expect(months[0]?.share.n).toBe((before.months[0]?.share.n ?? 0) + 2);
  expect(months[0]?.share.low).toBeLessThan(months[0]?.share.high ?? 0);
});

test('a link that staff hand over opens its page, and says where patients reach us', async () => {
  const made = await desk.send('POST', `/api/patients/${patient}/page-links`, { purpose: 'preferences' });
  const { address } = made.body as { address: string };
  expect(address.startsWith(`${app.ports.origin}/p/preferences/${practice.publicId}.`)).toBe(true);
  const path = new URL(address).pathname;
  expect((await look(app.server, path)).status).toBe(200);
  const { enquiryPage } = (await desk.get('/api/inbound')).body as { enquiryPage: string };
  expect((await look(app.server, new URL(enquiryPage).pathname)).status).toBe(200);
  await sendForm(app.server, path, [['do', 'call']]);
  expect((await listed()).map((one) => one.patientId)).toContain(patient);
});

test('links that went astray are ended together, but for what ends bulk mail, and work again when that is taken back', async () => {
  const pageLinks = async () =>
    ((await desk.get(`/api/patients/${patient}`)).body as { pageLinks: number }).pageLinks;
  const before = await pageLinks();
  const made = await desk.send('POST', `/api/patients/${patient}/page-links`, { purpose: 'question' });
  const page = new URL((made.body as { address: string }).address).pathname;
  const stop = await aPageLink(app, practice, { purpose: 'unsubscribe', patientId: patient });
  expect(await pageLinks()).toBe(before + 1);
  const ended = await desk.send('POST', `/api/patients/${patient}/page-links/end`);
  expect(ended.body).toEqual({ ended: before + 1 });
  expect(await pageLinks()).toBe(0);
  expect((await look(app.server, page)).status).toBe(404);
  expect((await look(app.server, stop)).status).toBe(200);
  // A link that is made from now on works.
  const later = await desk.send('POST', `/api/patients/${patient}/page-links`, { purpose: 'question' });
  expect((await look(app.server, new URL((later.body as { address: string }).address).pathname)).status).toBe(
    200,
  );
  expect((await undo(ended)).status).toBe(200);
  expect(await pageLinks()).toBe(before + 2);
  expect((await look(app.server, page)).status).toBe(200);
});
