import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { MatchSide, PossibleMatch } from './match-queries.ts';

function side(number: number, change: Partial<MatchSide> = {}): MatchSide {
  return {
    id: `01900000-0000-7000-8000-00000000020${number}`,
    name: `Maria Example${number}`,
    birthDate: '1981-04-02',
    sex: 'female',
    status: 'active',
    phones: ['202 555 0147'],
    emails: [],
    addresses: [],
    identifiers: [{ system: 'csv', value: `${number}` }],
    visits: 2,
    lastVisit: '2026-08-19',
    ...change,
  };
}

const matchId = '01900000-0000-7000-8000-000000000601';
const mergeId = '01900000-0000-7000-8000-000000000701';
const match: PossibleMatch = {
  id: matchId,
  score: 0.987,
  foundAt: '2026-11-24T08:00:00.000Z',
  why: [
    { field: 'given_name', level: 'same', weight: 7.1 },
    { field: 'birth_date', level: 'different', weight: -4.5 },
    { field: 'rule', level: 'two numbers of one source', weight: 0 },
  ],
  one: side(1),
  other: side(2, { birthDate: '1985-04-02' }),
};

let server: FakeServer;
let open: PossibleMatch[];

beforeEach(() => {
  server = startFakeServer();
  open = [match, { ...match, id: `${matchId.slice(0, -1)}2`, one: side(3), other: side(4) }];
  server.on('getSession', () => ({
    ...session,
    verbs: [...session.verbs, 'matches.read', 'matches.decide'],
  }));
  server.on('listPossibleMatches', () => ({ matches: open, total: open.length }));
  server.on('listMerges', () => ({ merges: [] }));
  server.on('decidePossibleMatch', ({ body }) => {
    open = body.verdict === 'undecided' ? [match, ...open] : open.slice(1);
    return { mergeId: body.verdict === 'same' ? mergeId : null };
  });
  server.on('undoMerge', () => ({ survivorId: match.one.id, mergedId: match.other.id }));
});

test('two patients stand side by side, with what each field says', async () => {
  showScreens('/matches');
  expect(await screen.findByText(/Pair 1 of 2; chance that they are one patient: 98 %/)).toBeTruthy();
  const born = screen.getByRole('row', { name: /^Born/ });
  expect(born.textContent).toContain('1981');
  expect(born.textContent).toContain('different (−4.5)');
  expect(screen.getByRole('row', { name: /^Numbers/ }).textContent).toContain('never merged without you');
  expect(document.title).toBe('Possible matches · Keepwell');
});

test('s merges the pair, the next one comes, and undo makes them two again', async () => {
  showScreens('/matches');
  await screen.findByText(/Pair 1 of 2/);
  fireEvent.keyDown(window, { key: 's' });
  expect(await screen.findByText('Merged into one patient.')).toBeTruthy();
  expect(await screen.findByText(/Pair 1 of 1/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'undoMerge')).toBe(true));
  expect(server.seen.find(({ key }) => key === 'undoMerge')?.path).toContain(mergeId);
});

test('d keeps them two, and z asks again', async () => {
  showScreens('/matches');
  await screen.findByText(/Pair 1 of 2/);
  fireEvent.keyDown(window, { key: 'd' });
  await screen.findByText('Kept as two patients.');
  fireEvent.keyDown(window, { key: 'z' });
  await screen.findByText(/Pair 1 of 2/);
  const verdicts = server.seen
    .filter(({ key }) => key === 'decidePossibleMatch')
    .map(({ body }) => body.verdict);
  expect(verdicts).toEqual(['different', 'undecided']);
});

test('j and k move through the pairs', async () => {
  showScreens('/matches');
  await screen.findByText(/Pair 1 of 2/);
  fireEvent.keyDown(window, { key: 'j' });
  expect(await screen.findByText(/Pair 2 of 2/)).toBeTruthy();
  fireEvent.keyDown(window, { key: 'k' });
  expect(await screen.findByText(/Pair 1 of 2/)).toBeTruthy();
});

test('who may only look has no buttons, and no key decides', async () => {
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'matches.read'] }));
  showScreens('/matches');
  await screen.findByText('Your role may look and not decide.');
  fireEvent.keyDown(window, { key: 's' });
  expect(server.seen.some(({ key }) => key === 'decidePossibleMatch')).toBe(false);
});

test('an empty queue says what fills it', async () => {
  open = [];
  showScreens('/matches');
  expect(await screen.findByText('Nobody to look at')).toBeTruthy();
});
