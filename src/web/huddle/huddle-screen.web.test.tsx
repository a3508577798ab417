import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Reply } from '../app/operations.ts';
import { toggleVeil } from '../app/privacy.ts';
import { session } from '../testing/examples.ts';
import { type FakeServer, problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

type Huddle = Reply<'getHuddle'>;

const visit = (number: number, change: Partial<Huddle['visits'][number]> = {}): Huddle['visits'][number] => ({
  id: `v${number}`,
  patientId: `01900000-0000-7000-8000-00000000020${number}`,
  patientName: `Tom Example${number}`,
  startsAt: `2026-11-24T0${number}:30:00Z`,
  minutes: 30,
  status: 'booked',
  service: { en: 'Hygiene visit' },
  clinician: { id: 'c1', name: 'Dr Amin' },
  isFirst: false,
  monthsAway: 2,
  longAway: false,
  spokenLanguage: null,
  needsInterpreter: false,
  matters: [],
  promises: [],
  mayBeMissed: null,
  todo: null,
  talkedAbout: false,
  leaving: {
    items: [
      { code: 'expect', words: { en: 'Knows what happens next' } },
      { code: 'questions', words: { en: 'Questions answered' } },
    ],
    finished: null,
  },
  ...change,
});

let server: FakeServer;
let visits: Huddle['visits'];
let cards: Huddle['cards'];

beforeEach(() => {
  cards = { writes: false, cards: [] };
  visits = [
    visit(1, {
      isFirst: true,
      monthsAway: null,
      mayBeMissed: {
        en: 'About 31 in 100 such visits are missed here: booked 45 days ahead.',
        es: 'Aquí se pierden unas 31 de cada 100 visitas así.',
      },
    }),
    visit(2, {
      monthsAway: 14,
      longAway: true,
      clinician: { id: 'c2', name: 'Lena, RN' },
      matters: [
        { words: 'father in hospital', toldOn: '2026-11-14', locked: true },
        { words: 'runs marathons', toldOn: '2026-11-01', locked: false },
      ],
      promises: [{ words: 'a price in writing', dueOn: '2026-11-20', late: true }],
    }),
  ];
  server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'huddle.read'] as never }));
  server.on('getHuddle', ({ query }) => ({
    day: query.get('asOf') ?? '2026-11-24',
    visits: query.get('asOf') === null ? visits : [],
    missedVisits: 'too_few' as const,
    cards,
    nextDay: '2026-11-27',
    scheduleAsOf: '2026-11-24T06:00:00Z',
    scheduleIsStale: true,
  }));
  showScreens('/huddle');
});

const names = () => [...document.querySelectorAll('.huddle-visit .name')].map((one) => one.textContent);

test('visits stand by time with firsts, long absences and what to remember; a stale schedule is said', async () => {
  await screen.findAllByText('Back after 14 months');
  expect(names()).toEqual(['Tom Example1', 'Tom Example2']);
  expect(screen.getByText('2 visits · 1 first visit · 1 back after half a year or more')).toBeDefined();
  expect(screen.getAllByText(/The schedule is of 06:00/).length).toBe(2);
  expect(document.querySelector('.huddle-list')?.textContent).toContain('to know, not to say');
  expect(
    screen.getByText(/^About 31 in 100 such visits are missed here: booked 45 days ahead/),
  ).toBeDefined();
  // Not on paper, which lies about.
  expect(document.querySelector('.huddle-sheet')?.textContent).not.toContain('31 in 100');
  expect(screen.getByText(/too few were kept and missed so far/)).toBeDefined();
});

test('what is for us alone is on the screen and never on paper, and initials there are a choice', async () => {
  await screen.findAllByText('Back after 14 months');
  const paper = () => document.querySelector('.print-root')?.textContent ?? '';
  await waitFor(() => expect(paper()).toContain('runs marathons'));
  expect(paper()).toContain('a price in writing');
  expect(paper()).not.toContain('father in hospital');
  expect(paper()).toContain('by Dana · shred today');
  fireEvent.click(screen.getByLabelText('Initials on paper'));
  expect(paper()).toContain('T. E.');
  expect(paper()).not.toContain('Tom');
});

test('a digit shows one clinician, 0 everybody; the row of buttons does the same', async () => {
  await screen.findAllByText('Back after 14 months');
  fireEvent.keyDown(document.body, { key: '2' });
  expect(names()).toEqual(['Tom Example2']);
  fireEvent.keyDown(document.body, { key: '0' });
  expect(names()).toHaveLength(2);
  fireEvent.click(screen.getByRole('button', { name: /Dr Amin/ }));
  expect(names()).toEqual(['Tom Example1']);
});

test('a day without visits says so and leads to the next that has some', async () => {
  await screen.findAllByText('Back after 14 months');
  fireEvent.click(screen.getByRole('button', { name: 'The day after' }));
  await screen.findByText('No visits on this day.');
  expect(window.location.search).toBe('?asOf=2026-11-25');
  fireEvent.click(screen.getByRole('button', { name: 'Show that day' }));
  await waitFor(() => expect(window.location.search).toBe('?asOf=2026-11-27'));
});

test('behind the privacy eye names are initials', async () => {
  await screen.findAllByText('Back after 14 months');
  toggleVeil();
  try {
    await waitFor(() => expect(names()).toEqual(['T. E.', 'T. E.']));
  } finally {
    toggleVeil();
  }
});

const list = () => screen.getByRole('listbox', { name: 'Visits of the day' });
const ticked = () => screen.getAllByRole('checkbox', { checked: true }).length;

test('b, the numbers and Ctrl+Enter finish the list before somebody leaves; then the next visit stands there', async () => {
  const asked: unknown[] = [];
  server.on('finishLeaving', ({ body }) => {
    asked.push(body);
    return { id: 'l1', seenTo: ['expect', 'questions'], leftOpen: [] };
  });
  await screen.findAllByText('Back after 14 months');
  list().focus();
  fireEvent.keyDown(list(), { key: 'b' });
  const form = screen.getByRole('group', { name: 'Before they leave' });
  await waitFor(() => expect(document.activeElement).toBe(form));
  fireEvent.keyDown(form, { key: '1' });
  fireEvent.keyDown(form, { key: '2' });
  expect(ticked()).toBe(2);
  fireEvent.change(screen.getByLabelText(/Heard something/), { target: { value: 'runs in May' } });
  fireEvent.keyDown(form, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({ seenTo: ['expect', 'questions'], heard: 'runs in May' });
  await waitFor(() => expect(list().getAttribute('aria-activedescendant')).toBe('visit-v2'));
});

test('a refusal keeps what was ticked and typed', async () => {
  let asked = 0;
  server.on('finishLeaving', () => {
    asked += 1;
    return problem(503, 'away', 'the server is away');
  });
  await screen.findAllByText('Back after 14 months');
  list().focus();
  fireEvent.keyDown(list(), { key: 'b' });
  const form = screen.getByRole('group', { name: 'Before they leave' });
  fireEvent.keyDown(form, { key: '1' });
  fireEvent.change(screen.getByLabelText(/Heard something/), { target: { value: 'runs in May' } });
  fireEvent.keyDown(form, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(asked).toBe(1));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Finish' }).hasAttribute('disabled')).toBe(false),
  );
  expect(ticked()).toBe(1);
  expect((screen.getByLabelText(/Heard something/) as HTMLInputElement).value).toBe('runs in May');
});

test('Space marks a visit as talked about', async () => {
  const asked: unknown[] = [];
  server.on('talkAbout', ({ body }) => {
    asked.push(body);
    return { talked: true };
  });
  await screen.findAllByText('Back after 14 months');
  fireEvent.keyDown(list(), { key: ' ' });
  await waitFor(() => expect(asked).toEqual([{ talked: true }]));
});

test('whoever writes cards is offered them, with a way for a patient without an address', async () => {
  cards = {
    writes: true,
    cards: [
      {
        actId: 'a1',
        patientId: '01900000-0000-7000-8000-000000000201',
        patientName: 'Sam Bell',
        title: 'Thank-you card, by hand',
        facts: [{ fact: 'ran the marathon', date: '2026-10-11' }],
        hasAddress: false,
        nextVisit: '2026-12-02',
      },
    ],
  };
  const asked: unknown[] = [];
  server.on('recordOutcome', ({ body }) => {
    asked.push(body);
    return {} as never;
  });
  await screen.findAllByText('Back after 14 months');
  // On the screen and on paper.
  expect(await screen.findAllByText(/no address: hand over on/)).toHaveLength(2);
  fireEvent.click(screen.getByRole('button', { name: 'Written' }));
  await waitFor(() => expect(asked).toMatchObject([{ outcome: 'done' }]));
});
