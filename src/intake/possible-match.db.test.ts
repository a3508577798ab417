import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPractice, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { PossibleMatchId, PracticeId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { writePatients } from '../patients/actions.ts';
import type { PatientRow } from '../patients/model.ts';
import { undoMerge } from './merge-actions.ts';
import { decidePossibleMatch, matchChangedPatients, openMatches } from './possible-match-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: PracticeId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});

afterAll(async () => {
  await database.close();
  await fresh.close();
});

beforeEach(async () => {
  practice = (await aPractice(database)).id;
});

const post = { kind: 'post', received: '12 Elm St, Salem, MA 01970' } as const;

function lena(system: string, value: string, over: Partial<PatientRow> = {}): PatientRow {
  return {
    identifiers: [{ system, value }],
    familyName: 'Núñez',
    givenName: 'Lena',
    birthDate: localDate('1980-02-29'),
    sex: 'female',
    contacts: [{ kind: 'mobile', received: '(202) 555-0147' }, post],
    ...over,
  };
}

function inside<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice, work);
}

function write(...rows: PatientRow[]) {
  return inside((db) => writePatients(db, practice, rows, { country: 'US' }));
}

/** After the clock of the database, which stamps what is written. */
function match() {
  return matchChangedPatients(database, practice, new Date());
}

async function patients(): Promise<readonly string[]> {
  const rows = await inside((db) =>
    db.selectFrom('patient').select('given_name').orderBy('given_name').execute(),
  );
  return rows.map((row) => row.given_name);
}

test('one patient of two systems is merged, with both numbers and all visits, and nobody is asked', async () => {
  await write(lena('csv', '1'), lena('fhir', 'a', { familyName: 'Nunez', givenName: 'LENA' }));
  const held = await inside((db) => db.selectFrom('patient').select('id').execute());
  for (const { id } of held) await aVisit(database, practice, id);
  expect(await match()).toEqual({ compared: 2, merged: 1, possible: 0 });
  expect(await patients()).toEqual(['Lena']);
  const visits = await inside((db) => db.selectFrom('visit').select('patient_id').distinct().execute());
  expect(visits).toHaveLength(1);
  const trail = await inside((db) =>
    db.selectFrom('audit_event').select(['action', 'patient_ids']).execute(),
  );
  expect(trail.map(({ action, patient_ids }) => [action, patient_ids.length])).toEqual([
    ['patients.match', 2],
  ]);
  const numbers = await inside((db) => db.selectFrom('patient_identifier').select('value').execute());
  expect(numbers.map(({ value }) => value).sort()).toEqual(['1', 'a']);
});

test('two numbers of one system are never merged by themselves: a person is asked, with the reasons', async () => {
  await write(lena('csv', '1'), lena('csv', '2'));
  expect(await match()).toEqual({ compared: 2, merged: 0, possible: 1 });
  const { pairs, total } = await inside((db) => openMatches(db, practice, 10));
  expect(total).toBe(1);
  expect(pairs[0]?.why.map(({ field, level }) => `${field} ${level}`)).toEqual(
    expect.arrayContaining([
      'given_name same',
      'birth_date same',
      'phone same',
      'rule two numbers of one source',
    ]),
  );
});

test('twins are neither merged nor asked about', async () => {
  await write(lena('csv', '1'), lena('fhir', 'a', { givenName: 'Luisa' }));
  expect(await match()).toEqual({ compared: 2, merged: 0, possible: 0 });
});

test('run twice it happens once, and later only what is new is compared', async () => {
  await write(lena('csv', '1'), lena('csv', '2'), lena('csv', '3', { givenName: 'Otto', sex: 'male' }));
  await match();
  const again = await match();
  expect([again.merged, again.possible]).toEqual([0, 0]);
  await inside((db) =>
    db
      .insertInto('matching_run')
      .values({
        practice_id: practice,
        id: crypto.randomUUID(),
        through: new Date(Date.now() + 3_600_000 + 60_000),
        compared: 0,
        merged: 0,
        possible: 0,
      })
      .execute(),
  );
  expect(await match()).toEqual({ compared: 0, merged: 0, possible: 0 });
});

async function theOpenPair() {
  const [pair] = (await inside((db) => openMatches(db, practice, 10))).pairs;
  if (pair === undefined) throw new Error('there is no open pair');
  return pair;
}

function decide(id: PossibleMatchId, verdict: 'same' | 'different' | 'undecided') {
  return inside((db) => decidePossibleMatch(db, practice, id, verdict, null, new Date()));
}

test('a pair that a person called different is never asked about or merged again, unless it is taken back', async () => {
  await write(lena('csv', '1'), lena('csv', '2'));
  await match();
  const pair = await theOpenPair();
  await decide(pair.id, 'different');
  await match();
  expect((await inside((db) => openMatches(db, practice, 10))).total).toBe(0);
  await decide(pair.id, 'undecided');
  expect((await theOpenPair()).id).toBe(pair.id);
});

test('a pair that a person called the same is merged; undone, it stays two through every later import', async () => {
  await write(lena('csv', '1'), lena('fhir', 'a', { birthDate: localDate('1985-02-28') }));
  await match();
  const decided = await decide((await theOpenPair()).id, 'same');
  if (!decided.ok || decided.value.mergeId === null) throw new Error('they were merged');
  const { mergeId } = decided.value;
  expect(await patients()).toEqual(['Lena']);
  await inside((db) => undoMerge(db, practice, mergeId, null, new Date()));
  expect(await patients()).toEqual(['Lena', 'Lena']);
  // Now they look the same in everything.
  await write(lena('fhir', 'a'));
  expect(await match()).toMatchObject({ merged: 0, possible: 0 });
  expect(await patients()).toEqual(['Lena', 'Lena']);
});

test('what a merged patient was asked about is asked of the survivor, and what was decided holds', async () => {
  await write(lena('csv', '1'), lena('csv', '2'), lena('csv', '3'));
  await match();
  const pairOf = async (one: string, other: string) => {
    const { pairs } = await inside((db) => openMatches(db, practice, 10));
    return pairs.find((pair) => [pair.one, pair.other].sort().join() === [one, other].sort().join());
  };
  const rows = await inside((db) =>
    db.selectFrom('patient_identifier').select(['value', 'patient_id']).orderBy('value').execute(),
  );
  const [first = '', second = '', third = ''] = rows.map(({ patient_id }) => patient_id);
  const apart = await pairOf(second, third);
  const together = await pairOf(first, second);
  if (apart === undefined || together === undefined) throw new Error('all three are alike');
  await decide(apart.id, 'different');
  const merged = await decide(together.id, 'same');
  expect((await inside((db) => openMatches(db, practice, 10))).total).toBe(0);
  await match();
  expect((await inside((db) => openMatches(db, practice, 10))).total).toBe(0);
  if (!merged.ok || merged.value.mergeId === null) throw new Error('they were merged');
  const { mergeId } = merged.value;
  await inside((db) => undoMerge(db, practice, mergeId, null, new Date()));
  // Asked again is only what was open before; of the two who were merged and undone nobody asks any more.
  expect(await pairOf(first, third)).toBeDefined();
  expect((await inside((db) => openMatches(db, practice, 10))).total).toBe(1);
});
