import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ImportDesk, openImportDesk, type Resource } from '../../tests/harness/import-desk.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.begin());

const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Vane', given: ['Ida'] }] };
const encounter = (id: string, more: Resource = {}): Resource => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2023-05-02T10:00:00-04:00', end: '2023-05-02T10:30:00-04:00' },
  ...more,
});
const ofEncounter = (id: string) => ({ encounter: [{ reference: `Encounter/${id}` }] });
const claim = (id: string, visit: string, value: number, more: Resource = {}): Resource => ({
  resourceType: 'Claim',
  id,
  status: 'active',
  use: 'claim',
  item: [{ sequence: 1, ...ofEncounter(visit) }, { sequence: 2 }],
  total: { value, currency: 'USD' },
  ...more,
});
const item = (id: string, visit: string, value: number, more: Resource = {}): Resource => ({
  resourceType: 'ChargeItem',
  id,
  status: 'billed',
  context: { reference: `Encounter/${visit}` },
  priceOverride: { value, currency: 'USD' },
  ...more,
});

const charges = async (): Promise<Readonly<Record<string, number | null>>> => {
  const rows = await desk.read((db) =>
    db.selectFrom('visit').select(['source_id', 'charge_cents']).orderBy('source_id').execute(),
  );
  return Object.fromEntries(rows.map((row) => [row.source_id, row.charge_cents]));
};

test('a claim before its encounter, in another file or another import, is the charge of the visit', async () => {
  const first = await desk.take([claim('c1', 'e1', 129.16)], [patient, encounter('e1')]);
  expect(desk.counts(first)).toEqual([
    [1, 1, 0, 0, 0],
    [2, 2, 0, 0, 0],
  ]);
  expect(await charges()).toEqual({ 'Encounter/e1': 12916 });
  await desk.take([claim('c2', 'e2', 80), claim('c3', 'e2', 20.5)]);
  await desk.take([encounter('e2')]);
  expect(await charges()).toEqual({ 'Encounter/e1': 12916, 'Encounter/e2': 10050 });
});

test('the same claims again change nothing; a changed, moved or cancelled claim takes its charge along', async () => {
  const visits = [patient, encounter('e1'), encounter('e2')];
  await desk.take([...visits, claim('c1', 'e1', 50), claim('c2', 'e1', 70)]);
  const changedAt = () => desk.read((db) => db.selectFrom('visit').select(['id', 'updated_at']).execute());
  const before = await changedAt();
  const again = await desk.take([...visits, claim('c1', 'e1', 50), claim('c2', 'e1', 70)]);
  expect(desk.counts(again)).toEqual([[5, 0, 0, 5, 0]]);
  expect(await changedAt()).toEqual(before);
  const moved = await desk.take([claim('c1', 'e2', 55), claim('c2', 'e1', 70)]);
  expect(desk.counts(moved)).toEqual([[2, 0, 1, 1, 0]]);
  expect(await charges()).toEqual({ 'Encounter/e1': 7000, 'Encounter/e2': 5500 });
  const gone = await desk.take([
    { resourceType: 'Claim', id: 'c1', status: 'entered-in-error', use: 'claim' },
    { ...claim('c2', 'e1', 70), status: 'cancelled' },
    { ...claim('c9', 'e1', 70), status: 'draft' },
  ]);
  expect(desk.counts(gone)).toEqual([[3, 0, 2, 1, 0]]);
  expect(gone.files[0]?.mapping).toMatchObject({ noted: { 'Claim that is not active': 3 } });
  expect(await charges()).toEqual({ 'Encounter/e1': null, 'Encounter/e2': null });
});

test('of one claim twice in an import the later counts', async () => {
  const report = await desk.take([
    patient,
    encounter('e1'),
    claim('c1', 'e1', 50),
    { ...claim('c1', 'e1', 50), status: 'cancelled' },
    claim('c2', 'e1', 10),
    claim('c2', 'e1', 30),
  ]);
  expect(desk.counts(report)).toEqual([[6, 3, 0, 3, 0]]);
  expect(await charges()).toEqual({ 'Encounter/e1': 3000 });
});

test('an encounter that fulfils an appointment brings its charge to the visit that the appointment was', async () => {
  const appointment = {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'fulfilled',
    start: '2023-05-02T10:00:00-04:00',
    participant: [{ actor: { reference: 'Patient/p1' } }],
  };
  const fulfils = encounter('e1', { appointment: [{ reference: 'Appointment/a1' }] });
  await desk.take([claim('c1', 'e1', 90)]);
  await desk.take([patient, appointment, fulfils]);
  expect(await charges()).toEqual({ 'Appointment/a1': 9000 });
  await desk.take([claim('c2', 'e1', 10)]);
  expect(await charges()).toEqual({ 'Appointment/a1': 10000 });
  await desk.take([appointment]);
  expect(await charges()).toEqual({ 'Appointment/a1': 10000 });
});

test('an encounter of a bundle is found by its place there too', async () => {
  const urn = 'urn:uuid:0b5f2f0e-0000-4000-8000-000000000001';
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { resource: patient },
      { fullUrl: urn, resource: encounter('e1') },
      { resource: { ...claim('c1', '', 25), item: [{ encounter: [{ reference: urn }] }] } },
    ],
  };
  await desk.take([bundle]);
  expect(await charges()).toEqual({ 'Encounter/e1': 2500 });
});

test('charge items count where there is no claim; a claim bills them', async () => {
  await desk.take([
    patient,
    encounter('e1'),
    item('i1', 'e1', 40),
    item('i2', 'e1', 2.5),
    item('i3', 'e1', 99, { status: 'aborted' }),
    item('i4', 'e1', 0, {
      priceOverride: undefined,
      totalPriceComponent: [
        { type: 'base', amount: { value: 10, currency: 'USD' } },
        { type: 'discount', amount: { value: 1, currency: 'USD' } },
        { type: 'informational', amount: { value: 7, currency: 'USD' } },
      ],
    }),
  ]);
  expect(await charges()).toEqual({ 'Encounter/e1': 5150 });
  await desk.take([claim('c1', 'e1', 60)]);
  expect(await charges()).toEqual({ 'Encounter/e1': 6000 });
  await desk.take([claim('c1', 'e1', 60, { status: 'cancelled' })]);
  expect(await charges()).toEqual({ 'Encounter/e1': 5150 });
});

test('a claim for several encounters is shared out by its items', async () => {
  const items = [
    { ...ofEncounter('e1'), net: { value: 10 } },
    { ...ofEncounter('e2'), net: { value: 20 } },
    { ...ofEncounter('e1'), net: { value: 5 } },
  ];
  await desk.take([
    patient,
    encounter('e1'),
    encounter('e2'),
    claim('c1', '', 0, { item: items, total: undefined }),
    claim('c2', '', 9, { item: [{ ...ofEncounter('e2'), net: { value: 1 } }, ofEncounter('e1')] }),
  ]);
  expect(await charges()).toEqual({ 'Encounter/e1': 1500, 'Encounter/e2': 2000 });
  expect(await desk.refusals()).toEqual([
    [5, 'Claim.item', 'is for several encounters and does not say what each of them costs'],
  ]);
});

test('what is no charge is refused or counted, each with its words', async () => {
  const report = await desk.take([
    patient,
    encounter('e1'),
    claim('c1', 'e1', 10, { total: { value: 10, currency: 'EUR' } }),
    claim('c2', 'e1', -10),
    claim('c3', 'e1', 1e12),
    claim('c4', 'e1', 10, { id: undefined }),
    claim('c5', '', 10, { item: [{ encounter: [{ identifier: { system: 'x', value: '1' } }] }] }),
    claim('c6', 'e1', 10, { use: 'predetermination' }),
    claim('c7', 'e1', 10, { item: [] }),
    claim('c8', 'e1', 10, { total: undefined }),
    item('i1', 'e1', 3, { priceOverride: undefined }),
    item('i2', 'e1', 3, { context: { reference: 'EpisodeOfCare/1' } }),
  ]);
  expect(desk.counts(report)).toEqual([[12, 2, 0, 5, 5]]);
  expect(await desk.refusals()).toEqual([
    [3, 'Claim.total', "is in another currency than the practice's, which is USD"],
    [4, 'Claim.total', 'is no amount of money'],
    [5, 'Claim.total', 'is no amount of money'],
    [6, 'Claim.id', 'has no id'],
    [7, 'Claim.item.encounter', 'names its encounter by an identifier; name it by its id'],
  ]);
  expect(report.files[0]?.mapping).toMatchObject({
    noted: {
      'Claim that is an estimate': 1,
      'Claim that names no encounter': 1,
      'Claim without an amount': 1,
      'ChargeItem without a price': 1,
      'ChargeItem that names no encounter': 1,
    },
  });
  expect(await charges()).toEqual({ 'Encounter/e1': null });
});

test('a charge that came with the visit itself stays where no claim speaks of it', async () => {
  const csv = 'Patient ID,Appt ID,Appt Date,Status,Fee\nP1,A1,2023-05-02,Completed,45.00\n';
  await desk.take(csv);
  await desk.take([claim('c1', 'A1', 9)], csv);
  expect(Object.values(await charges())).toEqual([4500]);
});
