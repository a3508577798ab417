import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aConsent,
  aContactPoint,
  aHousehold,
  aLocation,
  aPatient,
  aPractice,
  aPromise,
} from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { newId, type PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { contactHash } from '../patients/consent-actions.ts';
import { markAddressGone, markWayWrong } from '../patients/way-actions.ts';
import type { Practice } from '../practice/model.ts';
import { askGate } from './actions.ts';
import type { ContactAsk } from './model.ts';
import { findContactFacts } from './queries/find-facts.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
const now = new Date('2026-03-03T17:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const inside = <T>(work: Parameters<typeof database.inPractice<T>>[1]): Promise<T> =>
  database.inPractice(practice.id, work);
const factsOf = (patient: PatientId) =>
  inside(async (db) => (await findContactFacts(db, practice.id, [patient], now)).get(patient));
const codes = (patient: PatientId, ask: ContactAsk) =>
  inside(async (db) =>
    (await askGate(db, practice.id, new Map([[patient, ask]]), now))
      .get(patient)
      ?.reasons.map(({ code }) => code),
  );

test('where somebody may live comes from the address and the area of the number, and no number comes out', async () => {
  const patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient);
  await aContactPoint(database, practice.id, patient, {
    kind: 'post',
    received: 'x',
    normal: '1 Elm Street, Dallas, TX 75201',
  });
  await aContactPoint(database, practice.id, patient, { normal: '+13055550199', valid: false });
  const facts = await factsOf(patient);
  expect(facts).toMatchObject({
    country: 'US',
    residences: [{ country: 'US', state: 'TX', postalCode: '75201' }],
    numbers: ['1202'],
    reachable: ['call', 'text', 'post'],
    confidential: undefined,
    reachKnown: true,
  });
  expect(JSON.stringify(facts)).not.toContain('5550147');
});

test('a confidential wish leaves its own channels, and the machine stays empty', async () => {
  const patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient);
  await aContactPoint(database, practice.id, patient, {
    kind: 'email',
    received: 'x',
    normal: 'lena@example.org',
    confidential_only: true,
    never_voicemail: true,
  });
  expect(await factsOf(patient)).toMatchObject({ confidential: ['email'], neverVoicemail: true });
  expect(await codes(patient, { channel: 'call', purpose: 'care' })).toEqual(['confidential']);
  expect(await codes(patient, { channel: 'email', purpose: 'care' })).toEqual([]);
});

test('a stop is kept by hash and scope, and one that was lifted counts no more', async () => {
  const patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient, { normal: '+12025550111' });
  const suppress = (scope: 'all' | 'marketing' | 'number', lifted: boolean, at: string) =>
    inside((db) =>
      db
        .insertInto('suppression')
        .values({
          practice_id: practice.id,
          id: newId(),
          contact_hash: createHash('sha256').update('+12025550111').digest(),
          scope,
          reason: 'asked',
          lifted,
          at,
        })
        .execute(),
    );
  await suppress('marketing', false, '2026-02-01T00:00:00Z');
  expect((await factsOf(patient))?.suppressed).toEqual([{ kind: 'mobile', scope: 'marketing' }]);
  await suppress('all', false, '2026-02-02T00:00:00Z');
  expect(await codes(patient, { channel: 'call', purpose: 'care' })).toEqual(['suppressed']);
  await suppress('all', true, '2026-02-03T00:00:00Z');
  expect(await codes(patient, { channel: 'call', purpose: 'care' })).toEqual([]);
});

test('an address that came back and is right again is written to again, unless somebody asked for silence', async () => {
  const patient = await aPatient(database, practice.id);
  const normal = 'back@example.org';
  const email = await aContactPoint(database, practice.id, patient, {
    kind: 'email',
    received: normal,
    normal,
  });
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const right = (at: Date) =>
    inside((db) => markWayWrong(db, practice.id, patient, email, { wrong: false, by: null, now: at }));
  const suppressed = async () => (await factsOf(patient))?.suppressed;
  await inside((db) => markAddressGone(db, practice.id, normal, daysAgo(9)));
  await right(daysAgo(8));
  expect(await suppressed()).toEqual([]);
  expect(await codes(patient, { channel: 'email', purpose: 'care' })).toEqual([]);
  await inside((db) => markAddressGone(db, practice.id, normal, daysAgo(7)));
  expect(await suppressed()).toEqual([]);
  expect(await codes(patient, { channel: 'email', purpose: 'care' })).toEqual(['unreachable']);
  for (const [scope, reason] of [
    ['marketing', 'unsubscribed'],
    ['all', 'asked'],
  ] as const) {
    await inside((db) =>
      db
        .insertInto('suppression')
        .values({
          practice_id: practice.id,
          id: newId(),
          contact_hash: contactHash(normal),
          scope,
          reason,
          at: daysAgo(6),
        })
        .execute(),
    );
  }
  await right(daysAgo(5));
  expect(await suppressed()).toEqual([
    { kind: 'email', scope: 'all' },
    { kind: 'email', scope: 'marketing' },
  ]);
});

test('a household and a shared number share the caps; what was owed counts for nobody', async () => {
  const [child, mother, flatmate] = [
    await aPatient(database, practice.id),
    await aPatient(database, practice.id),
    await aPatient(database, practice.id),
  ];
  await aHousehold(database, practice.id, [child, mother]);
  await aContactPoint(database, practice.id, mother, { normal: '+12025550122' });
  await aContactPoint(database, practice.id, flatmate, { normal: '+12025550122' });
  const talk = (patient: PatientId, owed: boolean, at: string) =>
    inside((db) =>
      db
        .insertInto('contact_made')
        .values({
          practice_id: practice.id,
          id: newId(),
          patient_id: patient,
          channel: 'call',
          purpose: 'care',
          reached: true,
          at,
          owed,
        })
        .execute(),
    );
  await talk(mother, true, '2026-03-03T15:00:00Z');
  await talk(mother, false, '2026-03-03T16:00:00Z');
  for (const patient of [child, mother, flatmate]) {
    expect((await factsOf(patient))?.contacts).toEqual([new Date('2026-03-03T16:00:00Z')]);
  }
});

test('a death in the household, a promise broken and made good, a signature and an address of the practice', async () => {
  const widow = await aPatient(database, practice.id);
  const gone = await aPatient(database, practice.id, { deceased_on: '2026-01-05' as never });
  await aHousehold(database, practice.id, [widow, gone]);
  expect(await factsOf(widow)).toMatchObject({
    bereaved: true,
    hasSenderAddress: false,
    brokenPromise: false,
  });
  expect((await factsOf(gone))?.exited).toBe('died');

  const broken = await aPromise(database, practice.id, widow, { broken_at: '2026-03-02T12:00:00Z' });
  expect(await factsOf(widow)).toMatchObject({ brokenPromise: true, openCase: false });
  // Another one that is kept makes nothing good.
  await aPromise(database, practice.id, widow, { kept_at: '2026-03-03T12:00:00Z' });
  expect(await factsOf(widow)).toMatchObject({ brokenPromise: true });
  await inside((db) =>
    db
      .updateTable('promise')
      .set({ made_good_at: new Date('2026-03-03T12:00:00Z') })
      .where('id', '=', broken)
      .execute(),
  );
  await aLocation(database, practice.id, { address: ['1 Main Street', 'Port Alder'] });
  expect(await factsOf(widow)).toMatchObject({ brokenPromise: false, hasSenderAddress: true });

  await inside((db) =>
    db
      .insertInto('marketing_authorisation')
      .values({
        practice_id: practice.id,
        id: newId(),
        patient_id: widow,
        discloses: 'name',
        used_by: 'the practice',
        sent_to: 'the patient',
        purpose: 'a seminar',
        signed_at: '2026-01-01T00:00:00Z',
        expires_at: '2026-12-31T00:00:00Z',
        says_revocable: true,
        says_unconditional: true,
        says_passed_on: true,
      })
      .execute(),
  );
  expect((await factsOf(widow))?.authorisations).toEqual([
    {
      signedAt: new Date('2026-01-01T00:00:00Z'),
      expiresAt: new Date('2026-12-31T00:00:00Z'),
      endsWithEvent: false,
      endedAt: undefined,
      coversPayment: false,
      isWhole: true,
    },
  ]);
});

test('the newest word of each purpose and channel comes with its moment', async () => {
  const patient = await aPatient(database, practice.id);
  await aConsent(database, practice.id, patient, { channel: 'call', granted: false });
  await aConsent(database, practice.id, patient, { channel: 'call', at: '2026-02-01T00:00:00Z' });
  await aConsent(database, practice.id, patient, {
    channel: 'call',
    granted: false,
    at: '2026-04-01T00:00:00Z',
  });
  expect((await factsOf(patient))?.consents).toEqual([
    { purpose: 'care', channel: 'call', granted: true, at: new Date('2026-02-01T00:00:00Z') },
  ]);
});

test('a pause that the patient chose lasts until its day begins where the patient is seen', async () => {
  const lasts = async (zone: string, at: string, until: string) => {
    const there = await aPractice(database, { zone });
    const patient = await aPatient(database, there.id);
    const asked = new Date('2026-01-02T12:00:00Z');
    return database.inPractice(there.id, async (db) => {
      await db
        .insertInto('contact_wish')
        .values({
          practice_id: there.id,
          id: newId(),
          patient_id: patient,
          best_time: 'any',
          welcome: [],
          keep: 'pause',
          paused_until: localDate(until),
          granted_before: [],
          wording_version: '1',
          at: asked,
        })
        .execute();
      const facts = await findContactFacts(db, there.id, [patient], new Date(at));
      return facts.get(patient)?.appointmentsOnly;
    });
  };
  // The evening before it ends in Los Angeles is the day itself in Greenwich.
  expect(await lasts('America/Los_Angeles', '2026-03-03T01:00:00Z', '2026-03-03')).toBe(true);
  expect(await lasts('America/Los_Angeles', '2026-03-03T08:00:00Z', '2026-03-03')).toBe(false);
  // Its last morning in Auckland is the day before there.
  expect(await lasts('Pacific/Auckland', '2026-03-02T19:00:00Z', '2026-03-03')).toBe(false);
  expect(await lasts('Pacific/Auckland', '2026-03-02T10:00:00Z', '2026-03-03')).toBe(true);
});
