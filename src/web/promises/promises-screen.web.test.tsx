import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { PromiseLine } from './promise-queries.ts';

const line: PromiseLine = {
  id: '01900000-0000-7000-8000-000000000801',
  patientId: '01900000-0000-7000-8000-000000000201',
  patientName: 'Lena Okafor',
  phone: null,
  words: 'send the plan',
  owner: { id: session.staffMemberId ?? '', name: 'Dana' },
  madeOn: '2026-11-20',
  dueOn: '2026-11-26',
  state: 'open',
  daysLate: 0,
  brokenWhy: null,
};
const broken: PromiseLine = {
  ...line,
  id: '01900000-0000-7000-8000-000000000802',
  words: 'call the lab',
  phone: '(202) 555-0170',
  patientName: 'Cleo Baker',
  dueOn: '2026-11-22',
  state: 'broken',
  daysLate: 2,
};

let server: FakeServer;
let owed: PromiseLine[];

beforeEach(() => {
  server = startFakeServer();
  owed = [broken, line];
  server.on('getSession', () => ({
    ...session,
    verbs: [...session.verbs, 'promises.read', 'promises.change'],
  }));
  server.on('listPromises', () => ({ promises: owed, owed: owed.length, late: 1 }));
  server.on('readPromiseRates', () => ({ months: [] }));
  server.on('settlePromise', () => {
    owed = owed.slice(1);
    return { ok: true as const };
  });
});

test('a broken promise stands before an open one, with how late it is', async () => {
  showScreens('/promises');
  const rows = (await screen.findAllByRole('row')).slice(1);
  expect(rows[0]?.textContent).toContain('call the lab');
  expect(rows[0]?.textContent).toContain('2 days late');
  expect(screen.getByRole('button', { name: 'Everyone’s (2)' })).toBeTruthy();
  expect(screen.getByText('1 is late.')).toBeTruthy();
  expect(screen.getAllByRole('link', { name: /555/ }).map((link) => link.getAttribute('href'))).toEqual([
    'tel:2025550170',
  ]);
  expect(screen.getByText('No promise has been kept or broken yet.')).toBeTruthy();
});

test('a broken one is made good, an open one kept; broken asks why first', async () => {
  showScreens('/promises');
  fireEvent.click(await screen.findByRole('button', { name: 'Made good: Cleo Baker' }));
  await waitFor(() => expect(screen.queryByText('call the lab')).toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Broken: Lena Okafor' }));
  fireEvent.change(await screen.findByLabelText('Why could it not be kept?'), {
    target: { value: 'the lab was late' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Write down' }));
  expect(await screen.findByText('Nothing is owed')).toBeTruthy();
  const sent = server.seen.filter(({ key }) => key === 'settlePromise').map(({ body }) => body);
  expect(sent).toEqual([{ as: 'made_good' }, { as: 'broken', why: 'the lab was late' }]);
});
