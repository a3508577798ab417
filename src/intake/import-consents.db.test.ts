import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ImportDesk, openImportDesk, type Resource } from '../../tests/harness/import-desk.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.begin());

const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Vane', given: ['Ida'] }] };
const marketing = { coding: [{ code: 'HMARKT' }] };
const consent = (id: string, more: Resource): Resource => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: 'Patient/p1' },
  ...more,
});
const deny = (...purpose: readonly Resource[]) => ({ type: 'deny', purpose });

const ledger = async () => {
  const rows = await desk.read((db) =>
    db
      .selectFrom('consent')
      .select(['purpose', 'channel', 'granted', 'evidence', 'source'])
      .orderBy('evidence')
      .orderBy('purpose')
      .orderBy('channel')
      .execute(),
  );
  for (const { granted, source } of rows) expect([granted, source]).toEqual([false, 'import']);
  return rows.map((row) => `${row.evidence}: ${row.purpose} ${row.channel}`);
};

test('a refusal of marketing or of contact is a withdrawal, once', async () => {
  const file = [
    consent('c1', { provision: deny({ code: 'HMARKT' }) }),
    consent('c2', { category: [{ text: 'Text message reminders' }], provision: { type: 'deny' } }),
    patient,
  ];
  expect(desk.counts(await desk.take(file))).toEqual([[3, 3, 0, 0, 0]]);
  const said = [
    'Consent/c1: marketing any',
    'Consent/c2: care text',
    'Consent/c2: feedback text',
    'Consent/c2: marketing text',
  ];
  expect(await ledger()).toEqual(said);
  expect(desk.counts(await desk.take(file))).toEqual([[3, 0, 0, 3, 0]]);
  expect(await ledger()).toEqual(said);
});

test('a denial within a permission, and an opt-out by policy, are withdrawals', async () => {
  await desk.take([
    patient,
    consent('c1', { provision: { type: 'permit', provision: [deny({ code: 'HMARKT' })] } }),
    consent('c2', {
      category: [{ text: 'Satisfaction surveys' }],
      policyRule: { coding: [{ code: 'OPTOUT' }] },
    }),
  ]);
  expect(await ledger()).toEqual(['Consent/c1: marketing any', 'Consent/c2: feedback any']);
});

test('what permits, what is over, not yet or not active, and what is about records withdraws nothing', async () => {
  const past = { period: { start: '2015', end: '2016-02' } };
  const report = await desk.take([
    patient,
    consent('c1', { category: [marketing], provision: { type: 'permit' } }),
    consent('c2', { category: [marketing], provision: { type: 'deny', ...past } }),
    consent('c3', { category: [marketing], provision: { type: 'deny', period: { start: '2024-02' } } }),
    consent('c4', { status: 'inactive', category: [marketing], provision: { type: 'deny' } }),
    consent('c5', { status: 'entered-in-error', category: [marketing], provision: { type: 'deny' } }),
    consent('c6', { provision: { type: 'deny', action: [{ coding: [{ code: 'access' }] }] } }),
    consent('c7', { policyRule: { coding: [{ code: 'OPTOUT' }] } }),
    consent('c8', { category: [{ text: 'Contact tracing' }], provision: { type: 'deny' } }),
    consent('c9', { category: [{ text: 'Sharing by e-mail' }], provision: { type: 'deny' } }),
    consent('d1', { category: [marketing], provision: deny({ code: 'TREAT' }) }),
  ]);
  expect(await ledger()).toEqual([]);
  expect(desk.counts(report)).toEqual([[11, 1, 0, 10, 0]]);
  expect(report.files[0]?.mapping).toMatchObject({
    noted: {
      'Consent to contact, which grants nothing': 2,
      'Consent of former times': 1,
      'Consent that is not in force yet': 1,
      'Consent that is not active': 2,
      'Consent that is not about contact': 4,
    },
  });
});

test('a period of this year or month is in force until it is over', async () => {
  await desk.take([
    patient,
    consent('c1', {
      category: [marketing],
      provision: { type: 'deny', period: { start: '2024', end: '2024-01' } },
    }),
  ]);
  expect(await ledger()).toEqual(['Consent/c1: marketing any']);
});

test('a refusal of nobody whom we know is refused with its reason', async () => {
  const provision = deny({ code: 'HMARKT' });
  const report = await desk.take([
    consent('c1', { patient: undefined, provision }),
    consent('c2', { patient: { reference: 'Patient/nobody' }, provision }),
  ]);
  expect(desk.counts(report)).toEqual([[2, 0, 0, 0, 2]]);
  expect((await desk.refusals()).map(([row, , reason]) => [row, reason]).sort()).toEqual([
    [1, 'names no patient'],
    [2, 'no patient has this id: import the patients first, or in the same import'],
  ]);
});

test('communications and answers are counted by name and not kept', async () => {
  const answers = { resourceType: 'QuestionnaireResponse', status: 'completed', id: 'q' };
  const report = await desk.take([
    { resourceType: 'Communication', id: 'm1', status: 'completed', subject: { reference: 'Patient/p1' } },
    { ...answers, questionnaire: 'http://example.org/Questionnaire/nps|1.2' },
    { ...answers, questionnaire: 'http://example.org/Questionnaire/nps|1.3' },
    { ...answers, questionnaire: '#contained' },
    answers,
  ]);
  expect(desk.counts(report)).toEqual([[5, 0, 0, 5, 0]]);
  expect(report.files[0]?.mapping).toMatchObject({
    noted: {
      'Communication, read but not kept': 1,
      'answers to http://example.org/Questionnaire/nps, not kept yet': 2,
      'answers to a questionnaire without a name, not kept yet': 2,
    },
  });
});
