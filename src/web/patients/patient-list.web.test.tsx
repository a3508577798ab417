import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

let server: FakeServer;
let total: number;
const asked: string[] = [];

beforeEach(() => {
  localStorage.clear();
  asked.length = 0;
  total = 100_000;
  // happy-dom lays nothing out; the virtual list wants to know how high it is.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 480 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 800 });
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', { configurable: true, get: () => 48 * total });
  HTMLElement.prototype.scrollTo = function (this: HTMLElement, options?: unknown) {
    this.scrollTop = (options as { top: number }).top;
    this.dispatchEvent(new Event('scroll'));
  } as never;
  server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'imports.change'] }));
  server.on('listPatients', ({ query }) => {
    asked.push(query.toString());
    const from = query.has('letter') ? 61_234 : Number(query.get('from') ?? 0);
    const length = Math.max(0, Math.min(Number(query.get('limit')), total - from));
    const patients = Array.from({ length }, (_, i) => ({
      id: `01900000-0000-7000-8000-${String(from + i).padStart(12, '0')}`,
      name: `Given Name${from + i}`,
      indexName: `Name${from + i}, Given`,
      birthYear: 1980,
      lastVisit: '2026-03-01',
      status: 'active',
    }));
    return { patients, from, total };
  });
});

const grid = () => screen.findByRole('grid', { name: 'All patients' });
const names = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);

test('of a hundred thousand patients only those in sight are drawn and read', async () => {
  showScreens('/patients');
  expect((await grid()).getAttribute('aria-rowcount')).toBe('100001');
  await screen.findByText('Name0, Given');
  expect(screen.getByText('100,000 patients')).toBeTruthy();
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(asked).toEqual(['from=0&limit=100&status=active']);
});

test('End shows the last patient, and what lay between was never read', async () => {
  showScreens('/patients');
  const list = await grid();
  await screen.findByText('Name0, Given');
  fireEvent.keyDown(list, { key: 'End' });
  await screen.findByText('Name99999, Given');
  expect(asked).toEqual(['from=0&limit=100&status=active', 'from=99900&limit=100&status=active']);
  const active = list.getAttribute('aria-activedescendant') ?? '';
  expect(document.getElementById(active)?.getAttribute('aria-rowindex')).toBe('100001');
});

test('a letter goes to the first name that begins with it; the address says no more than the letter', async () => {
  showScreens('/patients');
  await grid();
  fireEvent.click(screen.getByRole('button', { name: 'Go to M' }));
  await screen.findByText('Name61234, Given');
  expect(asked).toContain('letter=M&limit=1&status=active');
});

test('Enter opens the row that the arrow keys reached', async () => {
  server.on('getPatient', () => ({ problem: { status: 404, code: 'not_found', detail: '' } }));
  showScreens('/patients');
  const list = await grid();
  await screen.findByText('Name2, Given');
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  fireEvent.keyDown(list, { key: 'Enter' });
  await waitFor(() => expect(location.pathname).toBe('/patients/01900000-0000-7000-8000-000000000002'));
});

test('an empty practice says where patients come from; an empty state shows everybody instead', async () => {
  total = 0;
  showScreens('/patients');
  await screen.findByText('Nobody in this state');
  fireEvent.click(screen.getByRole('button', { name: 'Show everybody' }));
  await screen.findByText('No patients yet');
  expect(screen.getByRole('link', { name: 'Import files' })).toBeTruthy();
  expect(names()).toEqual([]);
});
