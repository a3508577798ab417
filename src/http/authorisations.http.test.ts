import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, type Answered, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import { aConsent, aContactPoint, aLocation, aPatient, aPractice } from '../../tests/harness/builders.ts';
import { askGate } from '../contact/actions.ts';
import type { Channel, ContactAsk } from '../contact/model.ts';
import type { PatientId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';

let app: TestApp;
let practice: Practice;
let desk: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  await aLocation(app.database, practice.id, { address: ['1 Elm Street', 'Albany', 'NY 12207'] });
  desk = await anAgent(app, practice, ['front_desk']);
});
afterAll(() => app.close());

const paper = {
  discloses: 'name, address and which service was had',
  usedBy: 'the practice',
  sentTo: 'a maker of lenses',
  purpose: 'an invitation to a seminar',
  paidBy: 'a maker of lenses',
  coversPayment: true,
  representative: '',
  relation: '',
  saysRevocable: true,
  saysUnconditional: true,
  saysPassedOn: true,
  signedOn: '2026-03-01',
  expiresOn: '2027-03-01' as string | null,
  endsWhen: '',
};

const path = () => `/api/patients/${patient}/authorisations`;
const write = (over: object = {}) => desk.send('POST', path(), { ...paper, ...over });
const undo = (answered: Answered) =>
  desk.send('POST', `/api/deeds/${String(answered.headers['keepwell-deed'])}/undo`);

test('a day at the end of all calendars is refused or kept, and no fault', async () => {
  patient = await aPatient(app.database, practice.id);
  for (const over of [
    { expiresOn: '9999-12-31' },
    { signedOn: '0100-01-01' },
    { expiresOn: '9999-12-30' },
    { expiresOn: '275760-09-13' },
  ]) {
    const answered = await write(over);
    expect(answered.status, JSON.stringify(over)).toBeLessThan(500);
  }
  expect((await desk.get(path())).status).toBe(200);
});

async function listed(): Promise<readonly { id: string; state: string; by: string | null }[]> {
  const answered = await desk.get(path());
  return (answered.body as { authorisations: { id: string; state: string; by: string | null }[] })
    .authorisations;
}

const kept = () =>
  app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('marketing_authorisation')
      .selectAll()
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .execute(),
  );

async function codes(channel: Channel, over: Partial<ContactAsk> = {}): Promise<readonly string[]> {
  const ask: ContactAsk = {
    channel,
    purpose: 'marketing',
    legalClass: 'marketing',
    unsubscribe: true,
    thirdPartyPaid: true,
    ...over,
  };
  const now = app.clock.now();
  const decision = await app.database.inPractice(practice.id, async (db) =>
    (await askGate(db, practice.id, new Map([[patient, ask]]), now, now)).get(patient),
  );
  return decision?.reasons.map(({ code }) => code) ?? [];
}

async function somebody(): Promise<void> {
  patient = await aPatient(app.database, practice.id);
  const normal = `p${patient.slice(-12)}@elm.example`;
  await aContactPoint(app.database, practice.id, patient, { kind: 'email', received: normal, normal });
  await aConsent(app.database, practice.id, patient, {
    purpose: 'marketing',
    channel: 'email',
    granted: true,
  });
}

test('what a patient signed lets marketing through, until they revoke it; both are taken back', async () => {
  await somebody();
  expect(await codes('email')).toContain('no_authorisation');
  const written = await write();
  expect(written.status, written.text).toBe(200);
  expect(written.body).toMatchObject({
    state: 'in_force',
    by: 'Ana Ruiz',
    signedOn: '2026-03-01',
    expiresOn: '2027-03-01',
    daysLeft: 364,
  });
  expect(await codes('email')).not.toContain('no_authorisation');
  const [one] = await listed();
  const revoked = await desk.send('POST', `${path()}/${one?.id}/revoke`);
  expect(revoked.body).toMatchObject({ state: 'revoked', endedBy: 'Ana Ruiz', daysLeft: null });
  expect(await codes('email')).toContain('no_authorisation');
  expect((await desk.send('POST', `${path()}/${one?.id}/revoke`)).status).toBe(409);
  expect((await undo(revoked)).status).toBe(200);
  expect(await codes('email')).not.toContain('no_authorisation');
  // Written down by mistake: it never counted, and the row stays for whoever asks.
  expect((await undo(written)).status).toBe(200);
  expect(await listed()).toEqual([]);
  expect(await codes('email')).toContain('no_authorisation');
  expect((await desk.send('POST', `${path()}/${one?.id}/revoke`)).status).toBe(404);
  expect(await kept()).toMatchObject([{ struck_at: expect.any(Date), revoked_at: null }]);
});

test('one that an event ends holds until somebody says that it has happened; that is taken back', async () => {
  await somebody();
  const over = {
    expiresOn: null,
    endsWhen: 'when treatment ends',
    representative: 'Eva',
    relation: 'mother',
  };
  const written = await write(over);
  expect(written.body).toMatchObject({ ...over, state: 'in_force', daysLeft: null });
  const before = app.clock.now();
  app.clock.set(new Date('2029-03-03T17:00:00Z'));
  expect(await codes('email')).not.toContain('no_authorisation');
  app.clock.set(before);
  const [one] = await listed();
  const happened = await desk.send('POST', `${path()}/${one?.id}/happened`);
  expect(happened.body).toMatchObject({ state: 'event', endedBy: 'Ana Ruiz' });
  expect(await codes('email')).toContain('no_authorisation');
  expect((await desk.send('POST', `${path()}/${one?.id}/happened`)).status).toBe(409);
  expect((await undo(happened)).status).toBe(200);
  expect(await codes('email')).not.toContain('no_authorisation');
});

test('only what the paper names can happen', async () => {
  await somebody();
  await write();
  const [one] = await listed();
  const answered = await desk.send('POST', `${path()}/${one?.id}/happened`);
  expect(answered.status).toBe(422);
  expect(answered.text).toMatch(/names no event/);
});

test.each([
  ['that somebody pays for, and does not say so', { covers_payment: false }],
  ['that does not say how it is revoked', { says_revocable: false }],
  ['that does not say whether care hangs on it', { says_unconditional: false }],
  ['that does not say that it may be passed on', { says_passed_on: false }],
])('one %s permits nothing, also where it came into the record by another way', async (_which, lack) => {
  await somebody();
  await write();
  await app.database.inPractice(practice.id, (db) =>
    db.updateTable('marketing_authorisation').set(lack).where('practice_id', '=', practice.id).execute(),
  );
  expect(await listed()).toMatchObject([{ state: 'lacking' }]);
  expect(await codes('email', { thirdPartyPaid: false })).toContain('no_authorisation');
});

test('one that does not name the payment allows nothing that is paid for', async () => {
  await somebody();
  await write({ paidBy: '', coversPayment: false });
  expect(await codes('email')).toContain('no_authorisation');
  expect(await codes('email', { thirdPartyPaid: false })).not.toContain('no_authorisation');
});

test('it holds to the end of its last day, by the clock of the practice', async () => {
  await somebody();
  await write({ signedOn: '2026-03-02', expiresOn: '2026-03-02' });
  const before = app.clock.now();
  app.clock.set(new Date('2026-03-03T04:59:00Z'));
  expect(await codes('email')).not.toContain('no_authorisation');
  app.clock.set(new Date('2026-03-03T05:00:00Z'));
  expect(await codes('email')).toContain('no_authorisation');
  app.clock.set(before);
});

test.each([
  ['a day that does not exist', { signedOn: '2026-02-30' }, /no such day/],
  ['the future', { signedOn: '2026-03-09' }, /in the future/],
  [
    'an end before its beginning',
    { signedOn: '2026-02-09', expiresOn: '2026-02-08' },
    /before it was signed/,
  ],
  ['an end that has passed', { signedOn: '2026-02-09', expiresOn: '2026-02-10' }, /ended already/],
  ['no word on revoking', { saysRevocable: false }, /can be revoked/],
  ['no word on care', { saysUnconditional: false }, /care hangs on it/],
  ['no word on passing on', { saysPassedOn: false }, /passed on/],
  ['a payment that it does not name', { coversPayment: false }, /somebody pays us/],
  ['no end', { expiresOn: null }, /day or the event/],
  ['a signature of somebody by no right', { representative: 'Eva' }, /by what right/],
  ['no purpose', { purpose: '   ' }, /purpose/],
  ['no sender', { sentTo: '' }, /sentTo/],
])('%s is refused in words, and nothing is written', async (_what, over, words) => {
  await somebody();
  const answered = await write(over);
  expect(answered.status).toBe(422);
  expect(answered.text).toMatch(words);
  expect(await listed()).toEqual([]);
});

test('another patient’s paper is not theirs to revoke', async () => {
  await somebody();
  await write();
  const [one] = await listed();
  await somebody();
  expect((await desk.send('POST', `${path()}/${one?.id}/revoke`)).status).toBe(404);
});

test('only this way, and nothing on a machine: the gate heeds it at once, and it is taken back', async () => {
  await somebody();
  const mobile = await aContactPoint(app.database, practice.id, patient, {
    kind: 'mobile',
    normal: '+12125550144',
  });
  const care = { purpose: 'care', legalClass: 'treatment', thirdPartyPaid: false } as const;
  const wish = (body: object) => desk.send('PUT', `/api/patients/${patient}/ways/${mobile}/wish`, body);
  expect(await codes('email', care)).toEqual([]);
  const only = await wish({ confidentialOnly: true, neverVoicemail: true });
  expect(only.status, only.text).toBe(200);
  expect(await codes('email', care)).toContain('confidential');
  expect(await codes('call', { ...care, voicemail: true })).toContain('never_voicemail');
  const { reachBy } = (await desk.get(`/api/patients/${patient}`)).body as { reachBy: object[] };
  expect(reachBy).toMatchObject([{ id: mobile, confidentialOnly: true, neverVoicemail: true }]);
  expect((await undo(only)).status).toBe(200);
  expect(await codes('email', care)).toEqual([]);
  expect(await codes('call', { ...care, voicemail: true })).not.toContain('never_voicemail');
});

test('no machine answers an e-mail', async () => {
  await somebody();
  const { reachBy } = (await desk.get(`/api/patients/${patient}`)).body as { reachBy: { id: string }[] };
  const answered = await desk.send('PUT', `/api/patients/${patient}/ways/${reachBy[0]?.id}/wish`, {
    confidentialOnly: false,
    neverVoicemail: true,
  });
  expect(answered.status).toBe(422);
  expect(answered.text).toMatch(/only a telephone/);
});
