import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../tests/harness/app.ts';
import { aContactPoint, aLocation, aPatient, aPractice } from '../../../tests/harness/builders.ts';
import { look, type ShownPage, sendForm } from '../../../tests/harness/patient-pages.ts';
import { matchChangedPatients } from '../../intake/possible-match-actions.ts';
import type { PatientId } from '../../kit/ids.ts';
import { searchPatients } from '../../patients/queries/search-patients.ts';
import type { Practice } from '../../practice/model.ts';

let app: TestApp;
let practice: Practice;
let known: PatientId;
let page: string;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database, { name: 'Lakeside Skin' });
  await aLocation(app.database, practice.id, { phone: '(202) 555-0100' });
  known = await aPatient(app.database, practice.id, { given_name: 'Lena', family_name: 'Okafor' });
  await aContactPoint(app.database, practice.id, known);
  await aContactPoint(app.database, practice.id, known, {
    kind: 'email',
    received: 'lena@example.org',
    normal: 'lena@example.org',
  });
  page = `/p/enquiry/${practice.publicId}`;
});
afterAll(() => app.close());

const stranger = [
  ['needs', 'A tooth that hurts when it is cold'],
  ['wants', 'Somebody who explains'],
  ['expects', 'To know the price before'],
  ['given', 'Ann'],
  ['family', 'Baker'],
  ['phone', '(202) 555-0163'],
  ['time', 'mornings'],
  ['do', 'ask'],
] as const;
const asLena = stranger.map(
  ([name, value]) =>
    [
      name,
      name === 'given' ? 'Lena' : name === 'family' ? 'Okafor' : name === 'phone' ? '(202) 555-0147' : value,
    ] as const,
);
const send = (fields: readonly (readonly [string, string])[], how = {}): Promise<ShownPage> =>
  sendForm(app.server, `${page}?lang=en`, fields, how);
const rows = () =>
  app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('inbound as i')
      .innerJoin('patient as p', (join) =>
        join.onRef('p.practice_id', '=', 'i.practice_id').onRef('p.id', '=', 'i.patient_id'),
      )
      .select([
        'i.kind',
        'i.words',
        'i.wants',
        'i.expects',
        'i.best_time',
        'i.answer_by',
        'p.id',
        'p.given_name',
        'p.status',
        'p.written_language',
      ])
      .where('i.practice_id', '=', practice.id)
      .orderBy('i.id')
      .execute(),
  );

test('a stranger becomes a prospective patient, in their own words, with a clock of one opening hour', async () => {
  expect((await look(app.server, page)).html).toContain('You need not be a patient of ours.');
  const thanks = await send(stranger);
  expect(thanks.html).toContain('A person of ours gets in touch by Monday, March 2, 1:00 PM.');
  const again = await send(stranger);
  const reference = (shown: ShownPage): string | undefined => /Reference (\w{4})</.exec(shown.html)?.[1];
  expect(reference(again)).toBe(reference(thanks));
  const [first, ...others] = await rows();
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    kind: 'enquiry',
    words: 'A tooth that hurts when it is cold',
    wants: 'Somebody who explains',
    expects: 'To know the price before',
    best_time: 'mornings',
    given_name: 'Ann',
    status: 'prospective',
    written_language: 'en',
    answer_by: new Date('2026-03-02T18:00:00Z'),
  });
  const found = await app.database.inPractice(practice.id, (db) =>
    searchPatients(db, practice.id, '0163', 5),
  );
  expect(found).toEqual([first?.id]);
});

test('whoever we know gets the same answer, and a person decides whether they are one', async () => {
  const unknown = await send(stranger);
  const lena = await send(asLena);
  const plain = ({ status, html }: ShownPage) => ({ status, html: html.replace(/Reference \w{4}/, '') });
  expect(plain(lena)).toEqual(plain(unknown));
  const made = (await rows()).find((one) => one.given_name === 'Lena');
  expect(made?.id).not.toBe(known);
  await app.database.inPractice(practice.id, async (db) => {
    await db
      .updateTable('patient')
      .set({ birth_date: '1980-02-29' as never, birth_precision: 'day', sex: 'female' })
      .where('practice_id', '=', practice.id)
      .where('id', 'in', [known, made?.id ?? known])
      .execute();
    // As if the stranger had known the address as well: for two files that is one patient beyond doubt.
    await db
      .insertInto('contact_point')
      .values({
        practice_id: practice.id,
        id: crypto.randomUUID(),
        patient_id: made?.id ?? known,
        kind: 'email',
        received: 'lena@example.org',
        normal: 'lena@example.org',
      })
      .execute();
  });
  const report = await matchChangedPatients(app.database, practice.id, app.clock.now());
  expect(report).toMatchObject({ merged: 0, possible: 1 });
});

test('two records of files that agree as much are merged without a person', async () => {
  const other = await aPractice(app.database);
  for (const nth of [1, 2]) {
    const patient = await aPatient(app.database, other.id, {
      given_name: 'Lena',
      family_name: 'Okafor',
      sex: 'female',
    });
    await aContactPoint(app.database, other.id, patient);
    await aContactPoint(app.database, other.id, patient, {
      kind: 'email',
      received: `lena@example.org`,
      normal: 'lena@example.org',
    });
    expect(nth).toBeGreaterThan(0);
  }
  const report = await matchChangedPatients(app.database, other.id, app.clock.now());
  expect(report).toMatchObject({ merged: 1, possible: 0 });
});

test.each([
  ['no words', 'needs', '', 'Write what you need', 'needs'],
  ['no way to be reached', 'phone', '', 'Give us a telephone number', 'phone'],
  ['no telephone number', 'phone', '12', 'This is no telephone number', 'phone'],
])(
  '%s is a problem with its field, and everything else stays typed',
  async (_, name, value, words, field) => {
    const before = (await rows()).length;
    const wrong = await send(stranger.map(([one, given]) => [one, one === name ? value : given] as const));
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain(words);
    expect(wrong.html).toContain(`href="#${field}"`);
    expect(wrong.html).toContain('Somebody who explains');
    expect((await rows()).length).toBe(before);
  },
);

test('a machine that fills in what nobody sees leaves nothing; whoever was taken for one sends once more', async () => {
  const before = (await rows()).length;
  const form = [...stranger.slice(1), ['needs', 'Something to chew with'] as const];
  const asked = await send([...form, ['website', 'https://spam.example']]);
  expect(asked.status).toBe(422);
  expect(asked.html).toContain('Press Send once more');
  expect(asked.html).toContain('Something to chew with');
  expect((await rows()).length).toBe(before);
  expect((await send(form)).html).toContain('We have your message');
  expect((await rows()).length).toBe(before + 1);
});

test('a call can be asked for with a number alone', async () => {
  const asked = await send([
    ['given', 'Theo'],
    ['phone', '(202) 555-0170'],
    ['do', 'call'],
  ]);
  expect(asked.status).toBe(200);
  expect((await rows()).find((one) => one.given_name === 'Theo')).toMatchObject({ kind: 'call_me' });
});

test('a long message in any script is taken, and the same after its answer waits anew for the same patient', async () => {
  const long = stranger.map(([name, value]) => [name, name === 'needs' ? '牙'.repeat(2000) : value] as const);
  expect((await send(long)).html).toContain('We have your message');
  const asked = async () => (await rows()).filter(({ words }) => words.startsWith('牙'));
  await app.database.inPractice(practice.id, (db) =>
    db
      .updateTable('inbound')
      .set({ answered_at: app.clock.now(), outcome: 'answered' })
      .where('practice_id', '=', practice.id)
      .where('words', 'like', '牙%')
      .execute(),
  );
  await send(long);
  await send(long);
  expect(await asked()).toHaveLength(2);
  expect(new Set((await asked()).map((one) => one.id)).size).toBe(1);
});

test('one network sends ten an hour and no more; looking stays free', async () => {
  let status = 0;
  for (let nth = 0; nth < 12; nth += 1) {
    status = (await send([...stranger.slice(1), ['needs', `question ${nth}`]], { from: '10.66.0.1' })).status;
  }
  expect(status).toBe(429);
  expect((await look(app.server, page, { from: '10.66.0.1' })).status).toBe(200);
});
