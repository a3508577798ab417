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
    params: {},
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
  server.on('getPlanEvidence', () => ({
    evidence: [
      {
        code: 'one-1',
        standing: 'testing' as const,
        finding: 'too_few' as const,
        counted: { treated: 41, held: 5 },
        needed: { treated: 5467, held: 608 },
        shares: null,
        heldShare: 0.1,
        made: 41,
        lastOn: '2026-11-25',
      },
      {
        code: 'one-2',
        standing: 'stopped' as const,
        finding: null,
        counted: null,
        needed: null,
        shares: null,
        heldShare: null,
        made: 12,
        lastOn: '2026-10-01',
      },
    ],
  }));
});

test('what stands behind a touchpoint is one word with its numbers, and elsewhere is kept apart', async () => {
  showScreens('/plan');
  const row = (await screen.findByRole('button', { name: 'Touchpoint 1' })).closest('tr');
  await waitFor(() => expect(row?.textContent).toContain('41 families with it, 5 without; 6,075 needed'));
  const other = screen.getByRole('button', { name: 'Touchpoint 2' }).closest('tr');
  expect(other?.textContent).toContain('done for 12 patients');
  fireEvent.click(screen.getByRole('button', { name: 'testing: what stands behind Touchpoint 1' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  expect(dialog.textContent).toContain('41 of 5,467 with it, 5 of 608 without');
  expect(dialog.textContent).toContain('stays hidden');
  // Numbers of others stand under a heading of their own, with their n and source.
  expect(dialog.textContent).toMatch(/Elsewhere.*n = 502; Youssef 2014/);
});

test('of many touchpoints those are shown that are on, off, or have the words', async () => {
  const titled = (n: number, en: string, enabled: boolean) => aTouchpoint(n, { title: { en }, enabled });
  plan = {
    ...plan,
    touchpoints: [
      titled(1, 'Birthday', true),
      titled(2, 'Recall by card', false),
      titled(3, 'Café visit', true),
    ],
  };
  const titles = () => [...document.querySelectorAll('.plan-title')].map((one) => one.textContent);
  showScreens('/plan?show=off');
  await screen.findByRole('button', { name: 'Off (1)', pressed: true });
  expect(titles()).toEqual(['Recall by card']);
  fireEvent.click(screen.getByRole('button', { name: 'On (2)' }));
  await waitFor(() => expect(titles()).toEqual(['Birthday', 'Café visit']));
  const find = screen.getByRole('searchbox', { name: 'Find a touchpoint' });
  fireEvent.change(find, { target: { value: 'VISIT cafe' } });
  expect(titles()).toEqual(['Café visit']);
  // The one that is left takes the keys.
  expect(screen.getByRole('button', { name: 'Café visit' }).tabIndex).toBe(0);
  fireEvent.change(find, { target: { value: 'recall' } });
  expect(titles()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  await waitFor(() => expect(titles()).toHaveLength(3));
});

test('what is owed is never offered a comparison', async () => {
  plan = { ...plan, touchpoints: [aTouchpoint(2, { share: 'owed', trigger: 'promise_due' })] };
  showScreens('/plan');
  fireEvent.click(await screen.findByRole('button', { name: 'stopped: what stands behind Touchpoint 2' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  expect(dialog.textContent).toContain('nobody is ever held out');
  expect(dialog.textContent).not.toContain('set a comparison group');
});

test('a comparison group is set in the dialog, and never for what is owed', async () => {
  plan = {
    ...plan,
    touchpoints: [aTouchpoint(1), aTouchpoint(2, { share: 'owed', trigger: 'promise_due' })],
  };
  server.on('changePlan', () => plan);
  showScreens('/plan');
  fireEvent.click(await screen.findByRole('button', { name: 'Touchpoint 2' }));
  const owed = await screen.findByRole('dialog', { hidden: true });
  expect(within(owed).queryByLabelText(/^Comparison group/)).toBeNull();
  fireEvent.click(within(owed).getByRole('button', { name: 'Close', hidden: true }));
  fireEvent.click(screen.getByRole('button', { name: 'Touchpoint 1' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  fireEvent.change(within(dialog).getByLabelText(/^Comparison group/), { target: { value: '10' } });
  const form = dialog.querySelector('form');
  if (form !== null) fireEvent.submit(form);
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'changePlan')?.body).toEqual({
      touchpoints: [{ code: 'one-1', holdOut: 0.1 }],
    }),
  );
});

test('what a touchpoint costs a week is shown before it is switched on', async () => {
  showScreens('/plan');
  const row = (await screen.findByRole('button', { name: 'Touchpoint 2' })).closest('tr');
  await waitFor(() => expect(row?.textContent).toContain('20×, 100 min'));
  expect(await screen.findByText('What is on asks for 20 minutes a week; you have 60.')).toBeTruthy();
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
