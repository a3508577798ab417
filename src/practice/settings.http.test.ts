import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  anAgent,
  codeOf,
  openApp,
  type TestApp,
} from '../../tests/harness/app.ts';
import { aLocation, aPractice, aService } from '../../tests/harness/builders.ts';
import type { Practice } from './model.ts';

let app: TestApp;
let practice: Practice;
let manager: Agent;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  manager = await anAgent(app, practice, ['manager']);
});
afterAll(() => app.close());

interface Change {
  readonly id: string;
  readonly field: string;
  readonly subjectId: string | null;
  readonly by: string;
  readonly was: unknown;
}

async function lastOf(field: string, subjectId: string | null = null): Promise<Change | undefined> {
  const { changes } = (await manager.get('/api/settings/changes')).body as { changes: Change[] };
  return changes.find((one) => one.field === field && one.subjectId === subjectId);
}

async function now(): Promise<{
  practice: Record<string, unknown>;
  locations: Record<string, unknown>[];
  services: Record<string, unknown>[];
}> {
  return (await manager.get('/api/practice')).body as never;
}

// Ids order what was done by its time: a change and its undo do not come in one millisecond.
const undo = (id = ''): Promise<Answered> => {
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  return manager.send('POST', `/api/settings/changes/${id}/undo`);
};

test('a change says who, from what, and is taken back; only what differs is noted', async () => {
  const answered = await manager.send('PATCH', '/api/practice', { idleMinutes: 5, country: 'US' });
  expect(answered.status, answered.text).toBe(200);
  expect((await now()).practice).toMatchObject({ idleMinutes: 5, idleMinutesDefault: 10 });
  expect(await lastOf('idleMinutes')).toMatchObject({ by: 'Ana Ruiz', was: null });
  expect(await lastOf('country')).toBeUndefined();
  const change = await lastOf('idleMinutes');
  expect((await undo(change?.id)).status).toBe(200);
  expect((await now()).practice).toMatchObject({ idleMinutes: null });
  expect(await lastOf('idleMinutes')).toMatchObject({ was: 5 });
});

test('what was changed again since is not taken back over it', async () => {
  await manager.send('PATCH', '/api/practice', { name: 'Elm Street Dental' });
  const first = await lastOf('name');
  await manager.send('PATCH', '/api/practice', { name: 'Elm Street Family Dental' });
  expect(codeOf(await undo(first?.id))).toBe('cannot_undo');
  expect((await now()).practice).toMatchObject({ name: 'Elm Street Family Dental' });
});

test('the idle time is two to thirty minutes, and a zone is one', async () => {
  for (const idleMinutes of [1, 31, 2.5])
    expect((await manager.send('PATCH', '/api/practice', { idleMinutes })).status).toBe(422);
  expect(codeOf(await manager.send('PATCH', '/api/practice', { zone: 'Mars/Olympus' }))).toBe(
    'invalid_input',
  );
});

test('a location is added, gets hours and days off, is closed and opened again', async () => {
  const added = await manager.send('POST', '/api/locations', {
    name: 'North',
    zone: 'America/Chicago',
    phone: null,
    address: ['1 Main Street'],
  });
  const { id } = added.body as { id: string };
  const url = `/api/locations/${id}`;
  const openingHours = {
    1: [
      ['08:00', '12:00'],
      ['13:00', '17:00'],
    ],
  };
  const holidays = [{ on: '2026-12-25', name: 'Christmas Day' }];
  expect((await manager.send('PATCH', url, { openingHours, holidays, closedOn: '2027-01-01' })).status).toBe(
    200,
  );
  const found = async () => (await now()).locations.find((one) => one.id === id);
  expect(await found()).toMatchObject({ openingHours, holidays, closedOn: '2027-01-01' });
  expect((await undo((await lastOf('holidays', id))?.id)).status).toBe(200);
  expect((await undo((await lastOf('closedOn', id))?.id)).status).toBe(200);
  expect(await found()).toMatchObject({ openingHours, holidays: [], closedOn: null });
});

test.each([
  ['hours that end before they begin', { openingHours: { 1: [['17:00', '08:00']] } }],
  [
    'hours that overlap',
    {
      openingHours: {
        1: [
          ['08:00', '12:00'],
          ['11:00', '17:00'],
        ],
      },
    },
  ],
  ['an eighth weekday', { openingHours: { 8: [['08:00', '12:00']] } }],
  [
    'a day off twice',
    {
      holidays: [
        { on: '2026-12-25', name: 'A' },
        { on: '2026-12-25', name: 'B' },
      ],
    },
  ],
  ['a day in no calendar', { holidays: [{ on: '2026-02-30', name: 'A' }] }],
])('%s is refused, and nothing of it is written', async (_, change) => {
  const id = await aLocation(app.database, practice.id);
  const before = (await now()).locations.find((one) => one.id === id);
  const answered = await manager.send('PATCH', `/api/locations/${id}`, { ...change, name: 'Other' });
  expect(answered.status, answered.text).toBe(422);
  expect((await now()).locations.find((one) => one.id === id)).toEqual(before);
});

test('the words of a service in one language are taken back, price and all', async () => {
  const id = await aService(app.database, practice.id);
  const url = `/api/services/${id}`;
  const words = { en: 'We clean and polish.', es: 'Limpiamos.' };
  expect((await manager.send('PATCH', url, { whatWeDo: words, priceCents: 12_000 })).status).toBe(200);
  expect((await now()).services.find((one) => one.id === id)).toMatchObject({
    whatWeDo: words,
    priceCents: 12_000,
  });
  expect(await lastOf('priceCents', id)).toMatchObject({ was: null });
  await undo((await lastOf('whatWeDo', id))?.id);
  expect((await now()).services.find((one) => one.id === id)).toMatchObject({
    whatWeDo: {},
    priceCents: 12_000,
  });
});

test('a front desk reads who changed what, and changes nothing', async () => {
  const desk = await anAgent(app, practice, ['front_desk']);
  expect((await desk.get('/api/settings/changes')).status).toBe(200);
  expect((await desk.send('PATCH', '/api/practice', { name: 'Mine' })).status).toBe(403);
  expect((await desk.send('POST', '/api/locations', { name: 'Mine' })).status).toBe(403);
});
