import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, codeOf, openApp, type TestApp } from '../../tests/harness/app.ts';
import {
  aConsent,
  aContactPoint,
  aHousehold,
  aNote,
  anAct,
  anOutcome,
  aPatient,
  aPersonalDetail,
  aPractice,
  aPromise,
  aTouchpoint,
  aVisit,
} from '../../tests/harness/builders.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import type { getPatient } from '../patients/contract.ts';
import type { Practice } from '../practice/model.ts';
import type { readOrigins, readSeenBy, readTimeline } from './contract.ts';

type Timeline = ReplyOf<typeof readTimeline>;
type Picture = ReplyOf<typeof getPatient>;

let app: TestApp;
let practice: Practice;
let desk: Agent;
let manager: Agent;
let clinician: Agent;
let billing: Agent;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  desk = await anAgent(app, practice, ['front_desk']);
  manager = await anAgent(app, practice, ['manager']);
  clinician = await anAgent(app, practice, ['clinician']);
  billing = await anAgent(app, practice, ['billing']);
});
afterAll(() => app.close());

async function timeline(patient: PatientId, query = '', who = desk): Promise<Timeline> {
  const answered = await who.get(`/api/patients/${patient}/timeline${query}`);
  expect(answered.status, answered.text).toBe(200);
  return answered.body as Timeline;
}

async function picture(patient: PatientId): Promise<Picture> {
  const answered = await desk.get(`/api/patients/${patient}`);
  expect(answered.status, answered.text).toBe(200);
  return answered.body as Picture;
}

async function undo(who: Agent, answered: { readonly headers: Readonly<Record<string, unknown>> }) {
  const deed = String(answered.headers['keepwell-deed']);
  return who.send('POST', `/api/deeds/${deed}/undo`, {});
}

/** Somebody with one of everything. */
async function aFullPatient(): Promise<PatientId> {
  const { database } = app;
  const patient = await aPatient(database, practice.id);
  await aVisit(database, practice.id, patient, { on: '2026-01-10' });
  const touchpoint = await aTouchpoint(database, practice.id);
  const act = await anAct(
    database,
    practice.id,
    { patient, touchpoint, day: localDate('2026-01-20') },
    { state: 'done' },
  );
  await anOutcome(
    database,
    practice.id,
    { act, patient },
    { recorded_at: '2026-01-20T15:00:00Z', reason: 'glad' },
  );
  await aNote(database, practice.id, patient, { at: '2026-01-21T15:00:00Z' });
  await aPersonalDetail(database, practice.id, patient, { told_on: localDate('2026-01-22') });
  await aConsent(database, practice.id, patient, {
    granted: false,
    channel: 'email',
    at: '2026-01-23T15:00:00Z',
  });
  await aPromise(database, practice.id, patient, {
    made_on: localDate('2026-01-24'),
    kept_at: '2026-01-26T15:00:00Z',
  });
  return patient;
}

test('the timeline has everything, newest first, each with its kind', async () => {
  const { entries, next } = await timeline(await aFullPatient());
  expect(entries.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
    'promise kept',
    'promise made',
    'consent withdrawn',
    'detail visit',
    'note team',
    'act done',
    'visit left',
  ]);
  expect(next).toBeNull();
});

test('a filter shows its kinds alone', async () => {
  const patient = await aFullPatient();
  const kinds = async (only: string) => [
    ...new Set((await timeline(patient, `?only=${only}`)).entries.map((one) => one.kind)),
  ];
  expect(await kinds('visits')).toEqual(['visit']);
  expect(await kinds('contact')).toEqual(['promise', 'act']);
  expect(await kinds('notes')).toEqual(['detail', 'note']);
  expect(await kinds('wishes')).toEqual(['consent']);
  expect((await desk.get(`/api/patients/${patient}/timeline?only=feelings`)).status).toBe(422);
});

test('pages of a timeline make the whole of it, also where hundreds share one instant', async () => {
  const patient = await aPatient(app.database, practice.id);
  await app.database.inPractice(practice.id, (db) =>
    sql`insert into visit (practice_id, id, patient_id, starts_at, local_day, status, source_system, source_id)
      select ${practice.id}, gen_random_uuid(), ${patient}, '2026-01-01T15:00:00.000001Z'::timestamptz + (n / 40) * interval '1 day',
        '2026-01-01', 'left', 'many', n::text from generate_series(1, 250) n`.execute(db),
  );
  const keys: string[] = [];
  let after = '';
  do {
    const page = await timeline(patient, `?limit=60${after}`);
    keys.push(...page.entries.map((one) => one.key));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  expect(keys).toHaveLength(250);
  expect(new Set(keys).size).toBe(250);
  const whole = [...(await timeline(patient, '?limit=200')).entries.map((one) => one.key)];
  expect(keys.slice(0, 200)).toEqual(whole);
});

test('the timeline is on the record with its patient, and nobody’s of another practice', async () => {
  const patient = await aPatient(app.database, practice.id);
  const answered = await desk.get(`/api/patients/${patient}/timeline`);
  const events = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('audit_event')
      .select(['action', 'patient_ids'])
      .where('practice_id', '=', practice.id)
      .where('request_id', '=', String(answered.headers['x-request-id']))
      .execute(),
  );
  expect(events).toEqual([{ action: 'patients.timeline', patient_ids: [patient] }]);
  const theirs = await anAgent(app, await aPractice(app.database), ['manager']);
  expect((await theirs.get(`/api/patients/${patient}/timeline`)).status).toBe(404);
});

test('what only one person was told stays with them, in the timeline and in the origins', async () => {
  const patient = await aPatient(app.database, practice.id);
  await aPersonalDetail(app.database, practice.id, patient, {
    sharing: 'only_told',
    told_to: clinician.staffMemberId as never,
    words: 'is in mourning',
  });
  expect((await timeline(patient)).entries).toEqual([]);
  expect((await timeline(patient, '', clinician)).entries).toHaveLength(1);
  expect((await desk.get(`/api/patients/${patient}/origins`)).text).not.toContain('detail:');
});

test('a clinical note is for clinicians and managers, and the desk cannot write, read or remove one', async () => {
  const patient = await aPatient(app.database, practice.id);
  const path = `/api/patients/${patient}/notes`;
  const refused = await desk.send('POST', path, { words: 'allergic', sensitivity: 'clinical' });
  expect(codeOf(refused)).toBe('not_allowed');
  const written = await clinician.send('POST', path, { words: 'allergic', sensitivity: 'clinical' });
  const { id } = written.body as { id: string };
  expect((await timeline(patient)).entries).toEqual([]);
  expect((await timeline(patient, '', billing)).entries).toEqual([]);
  for (const who of [clinician, manager]) {
    expect((await timeline(patient, '', who)).entries.map((one) => one.words)).toEqual(['allergic']);
  }
  expect((await desk.send('DELETE', `${path}/${id}`)).status).toBe(404);
  expect((await desk.send('PATCH', `${path}/${id}`, { words: 'x' })).status).toBe(404);
});

test('a note is changed by whoever wrote it, removed, and each of it taken back exactly', async () => {
  const patient = await aPatient(app.database, practice.id);
  const path = `/api/patients/${patient}/notes`;
  const words = async () =>
    (await timeline(patient)).entries.map((one) => [one.words, one.detail.edited !== null]);
  const written = await desk.send('POST', path, { words: 'parks behind', sensitivity: 'team' });
  const { id } = written.body as { id: string };
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  expect(codeOf(await manager.send('PATCH', `${path}/${id}`, { words: 'y' }))).toBe('not_own');
  const changed = await desk.send('PATCH', `${path}/${id}`, { words: 'parks in front' });
  expect(await words()).toEqual([['parks in front', true]]);
  const removed = await desk.send('DELETE', `${path}/${id}`);
  expect(await words()).toEqual([]);
  expect((await undo(desk, removed)).status).toBe(200);
  expect(await words()).toEqual([['parks in front', true]]);
  expect((await undo(desk, changed)).status).toBe(200);
  expect(await words()).toEqual([['parks behind', false]]);
  expect((await undo(desk, written)).status).toBe(200);
  expect(await words()).toEqual([]);
});

test('a number that is not theirs is not shown or called any more, until that is taken back', async () => {
  const patient = await aPatient(app.database, practice.id);
  const way = await aContactPoint(app.database, practice.id, patient);
  const call = async () =>
    (await picture(patient)).mayDoNow.find((one) => one.channel === 'call' && one.purpose === 'care')
      ?.verdict;
  expect(await call()).toBe('permit');
  const marked = await desk.send('POST', `/api/patients/${patient}/ways/${way}/wrong`, { wrong: true });
  expect(marked.status, marked.text).toBe(200);
  expect((await picture(patient)).reachBy).toEqual([]);
  expect(await call()).toBe('refuse');
  expect((await undo(desk, marked)).status).toBe(200);
  expect(await call()).toBe('permit');
});

test('the band says by purpose and channel who wrote the word down, and when', async () => {
  const patient = await aPatient(app.database, practice.id);
  await desk.send('POST', `/api/patients/${patient}/consents`, {
    purpose: 'care',
    channel: 'email',
    granted: false,
  });
  const { mayDoNow } = await picture(patient);
  expect(mayDoNow).toHaveLength(16);
  const email = mayDoNow.find((one) => one.purpose === 'care' && one.channel === 'email');
  expect(email).toMatchObject({
    verdict: 'refuse',
    said: { granted: false, by: 'Ana Ruiz', source: 'said to staff', at: app.clock.now().toISOString() },
  });
  // Said of all ways at once, it is one word with one origin.
  await desk.send('POST', `/api/patients/${patient}/consents`, {
    purpose: 'care',
    channel: 'any',
    granted: false,
  });
  const post = (await picture(patient)).mayDoNow.find(
    (one) => one.purpose === 'care' && one.channel === 'post',
  );
  expect(post).toMatchObject({ verdict: 'refuse', said: { channel: 'any', granted: false } });
  const { origins } = (await desk.get(`/api/patients/${patient}/origins`)).body as ReplyOf<
    typeof readOrigins
  >;
  expect(origins.find((one) => one.fact === 'consent:care any')).toMatchObject({
    from: 'staff',
    who: 'Ana Ruiz',
  });
  const offers = mayDoNow.filter((one) => one.purpose === 'marketing');
  expect(offers.map((one) => one.codes.includes('no_consent'))).toEqual([true, true, true, true]);
  const signed = mayDoNow.filter((one) => one.purpose === 'signed');
  expect(signed.map((one) => one.codes.includes('no_authorisation'))).toEqual([true, true, true, true]);
});

test('offers that need a signature have a row of their own, but only where the law knows one', async () => {
  const patient = await aPatient(app.database, practice.id);
  await aContactPoint(app.database, practice.id, patient);
  const said = { purpose: 'marketing', channel: 'call', granted: true, evidence: 'said so at the desk' };
  await desk.send('POST', `/api/patients/${patient}/consents`, said);
  const call = async (purpose: string) =>
    (await picture(patient)).mayDoNow.find((one) => one.channel === 'call' && one.purpose === purpose)?.codes;
  expect(await call('marketing')).not.toContain('no_authorisation');
  expect(await call('signed')).toContain('no_authorisation');
  await desk.send('POST', `/api/patients/${patient}/authorisations`, {
    discloses: 'name',
    usedBy: 'the practice',
    sentTo: 'nobody else',
    purpose: 'a seminar',
    paidBy: '',
    coversPayment: false,
    representative: '',
    relation: '',
    signedOn: '2026-01-05',
    expiresOn: null,
    endsWhen: 'when treatment ends',
    saysRevocable: true,
    saysUnconditional: true,
    saysPassedOn: true,
  });
  expect(await call('signed')).toEqual(await call('marketing'));
  const abroad = await aPractice(app.database, { country: 'DE' });
  const there = await anAgent(app, abroad, ['front_desk']);
  const other = await aPatient(app.database, abroad.id);
  const page = (await there.get(`/api/patients/${other}`)).body as ReplyOf<typeof getPatient>;
  expect(page.mayDoNow.map((one) => one.purpose)).not.toContain('signed');
});

test('a household is confirmed by staff, shows next visits and open acts, and comes apart again by undo', async () => {
  const { database } = app;
  const maria = await aPatient(database, practice.id, { given_name: 'Maria' });
  const luis = await aPatient(database, practice.id, { given_name: 'Luis' });
  for (const patient of [maria, luis]) {
    await aContactPoint(database, practice.id, patient, { kind: 'post', normal: '1 Elm St, Springfield' });
  }
  await aVisit(database, practice.id, luis, { on: '2026-03-20', status: 'booked' });
  const touchpoint = await aTouchpoint(database, practice.id);
  await anAct(database, practice.id, { patient: luis, touchpoint, day: localDate('2026-03-02') });
  expect((await picture(maria)).sameAddress).toEqual([{ id: luis, name: 'Luis Okafor' }]);
  const joined = await desk.send('POST', `/api/patients/${maria}/household`, { patientId: luis });
  expect(joined.status, joined.text).toBe(200);
  const shown = await picture(maria);
  expect(shown.sameAddress).toEqual([]);
  expect(shown.household).toEqual([
    { id: luis, name: 'Luis Okafor', nextVisit: '2026-03-20', openActs: 1, confirmed: true },
  ]);
  const left = await desk.send('DELETE', `/api/patients/${luis}/household`);
  expect((await picture(maria)).household).toEqual([]);
  expect((await undo(desk, left)).status).toBe(200);
  expect((await picture(maria)).household).toHaveLength(1);
  expect((await undo(desk, joined)).status).toBe(200);
  expect((await picture(maria)).household).toEqual([]);
  expect((await picture(luis)).household).toEqual([]);
});

test('two who have households of their own are not made one in passing', async () => {
  const { database } = app;
  const [one, other] = [await aPatient(database, practice.id), await aPatient(database, practice.id)];
  await aHousehold(database, practice.id, [one]);
  await aHousehold(database, practice.id, [other]);
  const refused = await desk.send('POST', `/api/patients/${one}/household`, { patientId: other });
  expect(codeOf(refused)).toBe('cannot_join');
});

test('an act by hand stands on Today with its reason, rolls over, and is taken back until it is answered', async () => {
  const patient = await aPatient(app.database, practice.id);
  const wanted = {
    reason: 'asked for a call about parking',
    channel: 'call',
    minutes: 7,
    ownerRole: 'front_desk',
    assignedTo: null,
    day: '2026-03-02',
  };
  const onToday = async (): Promise<unknown[]> => {
    const { acts } = (await desk.get('/api/today')).body as { acts: { patientId: string }[] };
    return acts.filter((act) => act.patientId === patient);
  };
  const added = await desk.send('POST', `/api/patients/${patient}/acts`, wanted);
  expect(added.status, added.text).toBe(200);
  expect(await onToday()).toMatchObject([
    {
      minutes: 7,
      state: 'planned',
      whyNow: [{ fact: wanted.reason, source: 'by hand, Ana Ruiz', date: '2026-03-02' }],
    },
  ]);
  expect((await picture(patient)).nextAct).toMatchObject({ reason: wanted.reason, day: '2026-03-02' });
  expect((await undo(desk, added)).status).toBe(200);
  expect(await onToday()).toEqual([]);

  const again = await desk.send('POST', `/api/patients/${patient}/acts`, wanted);
  const { act } = again.body as { act: { id: string } };
  const opened = await desk.get(`/api/acts/${act.id}`);
  expect(opened.body).toMatchObject({ premise: { holds: true } });
  // Nobody came to it today: it stands tomorrow, although the day is planned anew.
  const now = app.clock.now();
  app.clock.set(new Date(now.getTime() + 86_400_000));
  const tomorrow = await anAgent(app, practice, ['front_desk']);
  const { acts } = (await tomorrow.get('/api/today')).body as { acts: { id: string }[] };
  expect(acts.map((one) => one.id)).toContain(act.id);
  app.clock.set(now);
  await desk.send('POST', `/api/acts/${act.id}/outcomes`, {
    outcome: 'done',
    clientKey: crypto.randomUUID(),
  });
  expect(codeOf(await undo(desk, again))).toBe('cannot_undo');
  const yesterday = await desk.send('POST', `/api/patients/${patient}/acts`, {
    ...wanted,
    day: '2026-03-01',
  });
  expect(codeOf(yesterday)).toBe('invalid_input');
});

test('where a fact came from is said as it was kept, and not known is said where it was not', async () => {
  const patient = await aPatient(app.database, practice.id);
  await aPersonalDetail(app.database, practice.id, patient, { told_to: manager.staffMemberId as never });
  const way = await app.database.inPractice(practice.id, async (db) => {
    const importId = '01900000-0000-7000-8000-00000000abcd';
    await sql`insert into import (practice_id, id, state) values (${practice.id}, ${importId}, 'finished')`.execute(
      db,
    );
    await sql`insert into import_file (practice_id, import_id, position, name, kind)
      values (${practice.id}, ${importId}, 0, 'patients.csv', 'patients')`.execute(db);
    await sql`select set_config('app.import', ${importId}, true)`.execute(db);
    const { rows } = await sql<{ id: string }>`
      insert into contact_point (practice_id, id, patient_id, kind, received, normal)
      values (${practice.id}, gen_random_uuid(), ${patient}, 'email', 'a@b.example', 'a@b.example') returning id`.execute(
      db,
    );
    return rows[0]?.id;
  });
  const answered = await desk.get(`/api/patients/${patient}/origins`);
  const { origins } = answered.body as ReplyOf<typeof readOrigins>;
  const of = (fact: string) => origins.find((one) => one.fact === fact);
  expect(of('name')).toMatchObject({ from: 'unknown', name: null, who: null });
  expect(of(`way:${way}`)).toMatchObject({ from: 'file', name: 'patients.csv' });
  expect(origins.find((one) => one.fact.startsWith('detail:'))).toMatchObject({
    from: 'staff',
    who: 'Ana Ruiz',
  });
});

test('who has seen a patient is for managers: once a person, with what they looked at, lists left out', async () => {
  const patient = await aPatient(app.database, practice.id, { family_name: 'Seen', given_name: 'Often' });
  await desk.get(`/api/patients/${patient}`);
  await desk.get(`/api/patients/${patient}/timeline`);
  await clinician.get(`/api/patients/${patient}`);
  await billing.get('/api/patients');
  for (const who of [desk, clinician, billing]) {
    const refused = await who.get(`/api/patients/${patient}/seen-by`);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('managers, administrators');
  }
  const answered = await manager.get(`/api/patients/${patient}/seen-by`);
  const { people } = answered.body as ReplyOf<typeof readSeenBy>;
  expect(people.map(({ staffMemberId, times }) => [staffMemberId, times]).sort()).toEqual(
    [
      [desk.staffMemberId, 2],
      [clinician.staffMemberId, 1],
    ].sort(),
  );
  expect(people.find((one) => one.staffMemberId === desk.staffMemberId)?.on).toEqual([
    'patients.get',
    'patients.timeline',
  ]);
});
