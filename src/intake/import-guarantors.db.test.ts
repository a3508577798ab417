import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ImportDesk, openImportDesk } from '../../tests/harness/import-desk.ts';
import { newId, type PatientId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';
import { mergePatients, undoMerge } from './merge-actions.ts';

let desk: ImportDesk;
let practice: Practice;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  practice = await desk.begin();
});

/** Each line `id guarantor`. */
function table(...lines: readonly string[]): string {
  const rows = lines.map((line) => {
    const [id = '', guarantor = ''] = line.split(' ');
    return `${id},Vane,Person ${id},${guarantor}`;
  });
  return ['PatNum,LName,FName,Guarantor', ...rows].join('\n');
}

/** The ids of each household's members, as the source calls them. */
async function households(): Promise<readonly string[]> {
  const rows = await desk.read((db) =>
    db
      .selectFrom('household_member as m')
      .innerJoin('household as h', 'h.id', 'm.household_id')
      .innerJoin('patient_identifier as i', 'i.patient_id', 'm.patient_id')
      .select(['h.id', 'h.source', 'i.value'])
      .orderBy('i.value')
      .execute(),
  );
  const byId = new Map<string, string[]>();
  for (const { id, source, value } of rows)
    byId.set(`${source} ${id}`, [...(byId.get(`${source} ${id}`) ?? []), value]);
  return [...byId].map(([key, members]) => `${key.split(' ')[0]}: ${members.join(' ')}`).sort();
}

const ids = () => desk.read((db) => db.selectFrom('household').select('id').orderBy('id').execute());
const patientOf = async (value: string): Promise<PatientId> => {
  const find = (db: Parameters<Parameters<ImportDesk['read']>[0]>[0]) =>
    db
      .selectFrom('patient_identifier')
      .select('patient_id')
      .where('value', '=', value)
      .executeTakeFirstOrThrow();
  return (await desk.read(find)).patient_id;
};

test('patients who share a guarantor are a household, with the guarantor; alone nobody is one', async () => {
  const file = table('1 1', '2 1', '3 1', '4 4', '5 0', '6', '7 99', '8 99', '9 98');
  expect(desk.counts(await desk.take(file))).toEqual([[9, 9, 0, 0, 0]]);
  expect(await households()).toEqual(['guarantor: 1 2 3', 'guarantor: 7 8']);
  const before = await ids();
  expect(desk.counts(await desk.take(file))).toEqual([[9, 0, 0, 9, 0]]);
  expect(await ids()).toEqual(before);
});

test('a patient of tomorrow joins, also when the guarantor comes last; another guarantor moves', async () => {
  await desk.take(table('2 1'));
  expect(await households()).toEqual([]);
  await desk.take(table('1'));
  expect(await households()).toEqual(['guarantor: 1 2']);
  const before = await ids();
  await desk.take(table('3 1', '4 5', '5 5'));
  expect(await households()).toEqual(['guarantor: 1 2 3', 'guarantor: 4 5']);
  expect(await ids()).toEqual(expect.arrayContaining(before));
  expect(desk.counts(await desk.take(table('3 5', '2 1')))).toEqual([[2, 0, 1, 1, 0]]);
  expect(await households()).toEqual(['guarantor: 1 2', 'guarantor: 3 4 5']);
  await desk.take(table('2 2'));
  expect(await households()).toEqual(['guarantor: 3 4 5']);
  expect(await ids()).toHaveLength(1);
});

test('a blank never takes a guarantor away, and who has a guarantor of their own goes there', async () => {
  await desk.take(table('1 9', '2 1', '3 1', '9 9'));
  expect(await households()).toEqual(['guarantor: 1 9', 'guarantor: 2 3']);
  await desk.take(table('1', '2', '3', '9'));
  expect(await households()).toEqual(['guarantor: 1 9', 'guarantor: 2 3']);
});

test('a number of an account is no patient of that number', async () => {
  await desk.take(
    'Patient ID,Last Name,First Name,Guarantor Account Number\n1,A,A,7\n2,B,B,7\n7,C,C,8\n8,D,D,8\n',
  );
  expect(await households()).toEqual(['guarantor: 1 2', 'guarantor: 7 8']);
});

test('a household that staff confirmed stays as it is', async () => {
  await desk.take(table('1', '2'));
  const members = [await patientOf('1'), await patientOf('2')];
  await desk.read(async (db) => {
    const house = { practice_id: practice.id, id: newId<never>(), source: 'staff' as const };
    await db.insertInto('household').values(house).execute();
    for (const patient_id of members)
      await db
        .insertInto('household_member')
        .values({ practice_id: practice.id, household_id: house.id, patient_id })
        .execute();
  });
  await desk.take(table('1 1', '2 3', '3 3', '4 1'));
  expect(await households()).toEqual(['staff: 1 2']);
});

test('the number of an employer makes no household', async () => {
  await desk.take(table(...Array.from({ length: 21 }, (_, i) => `${i + 1} 500`), '30 501', '31 501'));
  expect(await households()).toEqual(['guarantor: 30 31']);
});

test('a cell that is no number is left out of a row that is taken', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i + 10} ${i + 10}`);
  await desk.take(table(...rows, '1 1.23E+14', '2 Self', '3 Mother', '4 10'));
  expect(await households()).toEqual(['guarantor: 10 4']);
  expect((await desk.refusals()).map(([, column, reason]) => [column, reason])).toEqual([
    ['Guarantor', 'is a number that a spreadsheet has cut: export the column as text'],
    ['Guarantor', 'is no number of a patient or an account'],
  ]);
});

test('a merge takes the guarantor along, and its undo puts it back', async () => {
  await desk.take(table('1 1', '2 1', '3 8', '4 8'));
  const [one, other] = [await patientOf('1'), await patientOf('3')];
  const wish = { one, other, decided: 'staff', by: null, score: null, why: [] } as const;
  const guarantors = () =>
    desk.read((db) =>
      db.selectFrom('patient_guarantor').selectAll().orderBy('patient_id').orderBy('system').execute(),
    );
  const before = [await households(), await guarantors()];
  const now = new Date('2024-01-10T12:00:00Z');
  const merged = await desk.read((db) => mergePatients(db, practice.id, wish, now));
  if (!merged.ok) throw new Error(merged.refusal.detail);
  expect(await guarantors()).toHaveLength(3);
  await desk.read((db) => undoMerge(db, practice.id, merged.value.mergeId, null, now));
  expect([await households(), await guarantors()]).toEqual(before);
});
