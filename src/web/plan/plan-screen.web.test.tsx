import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Plan, Touchpoint } from './plan-queries.ts';

function aTouchpoint(nth: number, change: Partial<Touchpoint> = {}): Touchpoint {
  return {
    id: `01900000-0000-7000-8000-00000000010${nth}`,
    code: `one-${nth}`,
    title: { en: `Touchpoint ${nth}` },
    trigger: 'visit_ahead',
    actKind: 'call',
    channel: 'call',
    ownerRole: 'front_desk',
    minutes: 5,
    share: 'coming',
    script: { en: 'Hello' },
    holdOut: 0,
    enabled: true,
    automatic: false,
    purpose: 'care',
    legalClass: null,
    thirdPartyPaid: false,
    templates: {},
    restDays: null,
    priority: 1,
    ...change,
  };
}

let server: FakeServer;
let plan: Plan;

beforeEach(() => {
  plan = {
    statement: { objective: '', mission: '', methods: [] },
    touchpoints: [aTouchpoint(1), aTouchpoint(2, { enabled: false })],
    shares: [{ code: 'coming', title: { en: 'Coming visits' }, percent: 40 }],
    capacity: [{ role: 'front_desk', weekday: 1, minutes: 60 }],
  };
  server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'plan.read', 'plan.change'] }));
  server.on('getPlan', () => plan);
  server.on('getPlanLoad', () => ({
    load: [
      { code: 'one-1', occasions: 4, minutes: 20 },
      { code: 'one-2', occasions: 20, minutes: 100 },
    ],
  }));
});

test('what a touchpoint costs a week is shown before it is switched on', async () => {
  showScreens('/plan');
  const row = (await screen.findByRole('button', { name: 'Touchpoint 2' })).closest('tr');
  await waitFor(() => expect(row?.textContent).toContain('20×, 100 min'));
  expect(await screen.findByText('20 minutes a week are asked for, 60 are there')).toBeTruthy();
});

test('arrows choose, Space switches and is taken back, v shows tomorrow', async () => {
  server.on('changeTouchpoint', ({ body }) => ({ ...aTouchpoint(2), ...body }));
  server.on('previewPlan', () => ({
    day: '2026-11-27',
    before: { acts: 3, minutes: 15 },
    after: { acts: 4, minutes: 20 },
    available: 60,
    added: {
      count: 1,
      acts: [
        { title: 'Touchpoint 2', patientId: 'x', patientName: 'Maria Example', channel: 'call', minutes: 5 },
      ],
    },
    removed: { count: 0, acts: [] },
    aWeek: { before: 20, after: 120 },
  }));
  showScreens('/plan');
  const first = await screen.findByRole('button', { name: 'Touchpoint 1' });
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowDown' });
  const second = screen.getByRole('button', { name: 'Touchpoint 2' });
  expect(document.activeElement).toBe(second);

  fireEvent.keyDown(second, { key: 'v' });
  const dialog = await screen.findByRole('dialog', { hidden: true });
  await waitFor(() => expect(dialog.textContent).toContain('3 acts in 15 minutes would be 4 acts in 20'));
  expect(dialog.textContent).toContain('Maria Example');
  // Nothing was changed by looking.
  expect(server.seen.filter((one) => one.key === 'changePlan' || one.key === 'changeTouchpoint')).toEqual([]);
  expect(server.seen.find((one) => one.key === 'previewPlan')?.body).toEqual({
    touchpoints: [{ code: 'one-2', enabled: true }],
  });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close', hidden: true }));

  fireEvent.keyDown(second, { key: ' ' });
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'changeTouchpoint')?.body).toEqual({ enabled: true }),
  );
});

test('a touchpoint is changed in a dialog: only what differs is sent', async () => {
  server.on('changePlan', () => plan);
  showScreens('/plan');
  fireEvent.click(await screen.findByRole('button', { name: 'Touchpoint 1' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  fireEvent.change(within(dialog).getByLabelText(/^Days of rest/), { target: { value: '30' } });
  const form = dialog.querySelector('form');
  if (form !== null) fireEvent.submit(form);
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'changePlan')?.body).toEqual({
      touchpoints: [{ code: 'one-1', restDays: 30 }],
    }),
  );
});

test('every save is a version, and any but the newest can be brought back', async () => {
  server.on('listPlanVersions', () => ({
    versions: [
      { version: 2, at: '2026-11-26T10:00:00.000Z', by: 'Ana', what: 'shares of the minutes' },
      { version: 1, at: '2026-11-25T10:00:00.000Z', by: null, what: 'the plan as it was' },
    ],
  }));
  server.on('restorePlanVersion', () => plan);
  showScreens('/plan/versions');
  fireEvent.click(await screen.findByRole('button', { name: 'Bring back version 1' }));
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'restorePlanVersion')?.body).toEqual({ version: 1 }),
  );
  expect(screen.queryByRole('button', { name: 'Bring back version 2' })).toBeNull();
});
