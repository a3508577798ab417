import { fireEvent, screen, act as settle, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { exampleAct, exampleList, exampleOpened, noneDone, session } from '../testing/examples.ts';
import { type FakeServer, problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Act } from './today-queries.ts';

let server: FakeServer;
let open: Act[];
const outcomeId = '01900000-0000-7000-8000-000000000901';

beforeEach(() => {
  localStorage.clear();
  server = startFakeServer();
  open = [exampleAct(1), exampleAct(2), exampleAct(3)];
  server.on('getSession', () => session);
  server.on('listToday', () => exampleList(open));
  server.on('listDone', () => noneDone);
  server.on('openAct', ({ path }) => {
    const act = exampleAct(Number(path.slice(-2)));
    return exampleOpened(act);
  });
  server.on('recordOutcome', ({ path }) => {
    const id = path.split('/')[3] ?? '';
    const act = open.find((one) => one.id === id) ?? exampleAct(1);
    open = open.filter((one) => one.id !== id);
    return { outcomeId, act: { ...act, state: 'done' }, already: null };
  });
  server.on('undoOutcome', () => {
    open = [exampleAct(1), exampleAct(2), exampleAct(3)];
    return { act: exampleAct(1) };
  });
});

function names(): (string | null)[] {
  return [...document.querySelectorAll('.act .name')].map((name) => name.textContent);
}

async function showToday(): Promise<HTMLElement> {
  showScreens('/today');
  const list = await screen.findByRole('listbox', { name: 'Acts of the day' });
  list.focus();
  return list;
}

test('every act shows why it is due, with source and date', async () => {
  await showToday();
  expect(document.querySelector('.act .why')?.textContent).toContain(
    'First visit on Thursday (schedule, Tue 3 Nov)',
  );
});

test('done takes the act off the list at once, tells the server, and keeps the focus on the list', async () => {
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'd' });
  expect(names()).toEqual(['Maria Example2', 'Maria Example3']);
  expect(document.activeElement).toBe(list);
  expect(list.getAttribute('aria-activedescendant')).toBe(`act-${exampleAct(2).id}`);
  await waitFor(() => expect(server.seen.some((one) => one.key === 'recordOutcome')).toBe(true));
  const press = server.seen.find((one) => one.key === 'recordOutcome');
  expect(press?.body).toMatchObject({ outcome: 'done', clientKey: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('undo brings the act back to its place, and takes it back on the server', async () => {
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  fireEvent.keyDown(list, { key: 'd' });
  expect(names()).toEqual(['Maria Example1', 'Maria Example3']);
  await waitFor(() => expect(open).toHaveLength(2));
  fireEvent.keyDown(list, { key: 'z' });
  await waitFor(() => expect(names()).toEqual(['Maria Example1', 'Maria Example2', 'Maria Example3']));
  await waitFor(() =>
    expect(server.seen.some((one) => one.path === `/api/outcomes/${outcomeId}/undo`)).toBe(true),
  );
  expect(list.getAttribute('aria-activedescendant')).toBe(`act-${exampleAct(2).id}`);
});

test('while an answer is taken back, a list that does not know it yet moves neither the row nor the cursor', async () => {
  let stream = new EventTarget();
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      constructor() {
        super();
        stream = this;
      }
      close(): void {}
    },
  );
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'd' });
  const asked = () => server.seen.filter((one) => one.key === 'listToday').length;
  await waitFor(() => expect(asked()).toBe(2));
  let takeBack = () => {};
  server.on('undoOutcome', () => {
    return new Promise((resolve) => {
      takeBack = () => {
        open = [exampleAct(1), exampleAct(2), exampleAct(3)];
        resolve({ act: exampleAct(1) });
      };
    });
  });
  fireEvent.keyDown(list, { key: 'z' });
  await waitFor(() => expect(server.seen.some((one) => one.key === 'undoOutcome')).toBe(true));
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  // The answer is news to every desk, also to this one, which reads the list before the server has taken it back.
  const news = { kind: 'act', id: exampleAct(1).id };
  stream.dispatchEvent(new MessageEvent('news', { data: JSON.stringify(news) }));
  await waitFor(() => expect(asked()).toBe(3));
  await settle(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(names()).toEqual(['Maria Example1', 'Maria Example2', 'Maria Example3']);
  fireEvent.keyDown(list, { key: 'ArrowUp' });
  expect(list.getAttribute('aria-activedescendant')).toBe(`act-${exampleAct(1).id}`);
  await settle(async () => takeBack());
  await waitFor(() => expect(asked()).toBe(4));
  expect(names()).toHaveLength(3);
  vi.unstubAllGlobals();
});

test('an answer that fails puts the act back and says why in its row', async () => {
  server.on('recordOutcome', () => problem(409, 'no_more_tries', 'this patient did not answer twice'));
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'd' });
  expect(names()).toHaveLength(2);
  await waitFor(() => expect(names()).toHaveLength(3));
  expect(document.querySelector('.act .why')?.textContent).toBe('This patient did not answer twice.');
  expect(document.activeElement).toBe(list);
});

test('an act that another desk answered first counts as answered', async () => {
  server.on('recordOutcome', () => {
    open = open.slice(1);
    return { outcomeId, act: exampleAct(1), already: { by: 'Ana', at: '2026-11-24T10:02:00Z' } };
  });
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'd' });
  await screen.findByText('Ana did this at 10:02.');
  expect(names()).toHaveLength(2);
});

test('with single keys switched off, d does nothing and the button still answers', async () => {
  const { prefer } = await import('../app/preferences.ts');
  prefer({ singleKeys: false });
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'd' });
  expect(names()).toHaveLength(3);
  fireEvent.click(await screen.findByRole('button', { name: 'Done' }));
  expect(names()).toHaveLength(2);
  prefer({ singleKeys: true });
});

test('not appropriate asks for a reason before anything is sent', async () => {
  const list = await showToday();
  fireEvent.keyDown(list, { key: 's' });
  fireEvent.click(screen.getByRole('button', { name: 'Not appropriate' }));
  expect(screen.getByRole('alert').textContent).toBe('Please give a reason.');
  expect(server.seen.some((one) => one.key === 'recordOutcome')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Already arranged' }));
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'recordOutcome')?.body).toMatchObject({
      outcome: 'not_appropriate',
      reason: 'Already arranged',
    }),
  );
});

test('an act whose reason is gone says so, leaves the list and stays to be read', async () => {
  server.on('openAct', () =>
    exampleOpened(exampleAct(1, { state: 'closed' }), {
      premise: { holds: false, words: 'the visit was cancelled on 9 Nov' },
      offers: [],
    }),
  );
  await showToday();
  const said = await screen.findAllByText('Closed for you: the visit was cancelled on 9 Nov.');
  expect(said.length).toBeGreaterThan(0);
  expect(names()).toEqual(['Maria Example2', 'Maria Example3']);
  expect(screen.getByRole('article').textContent).toContain('Closed for you');
  expect(screen.queryByRole('button', { name: 'Done' })).toBeNull();
});

test('a third unanswered call is not offered', async () => {
  open = [exampleAct(1, { attempts: 2 })];
  server.on('openAct', () =>
    exampleOpened(exampleAct(1, { attempts: 2 }), {
      offers: ['done', 'later', 'not_appropriate', 'left_message'],
    }),
  );
  await showToday();
  await screen.findByRole('button', { name: 'Left message' });
  expect(screen.queryByRole('button', { name: 'No answer' })).toBeNull();
});

test('another day can be looked at, and nothing answered there', async () => {
  server.on('listToday', () => exampleList(open, { whatIf: true, asOf: '2026-11-25' }));
  showScreens('/today?asOf=2026-11-25');
  await screen.findByText(/You are looking at Wednesday 25 November/);
  expect(screen.queryByRole('button', { name: 'Done' })).toBeNull();
  expect(screen.getByText(/Nothing can be answered here/)).toBeTruthy();
  await settle(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  expect(server.seen.some((one) => one.key === 'openAct')).toBe(false);
});

test('a practice without a schedule is told how to bring one in', async () => {
  server.on('listToday', () => exampleList([], { scheduleAsOf: null }));
  showScreens('/today');
  expect(await screen.findByText('Today needs a schedule')).toBeTruthy();
  expect(screen.getByText('keepwell import')).toBeTruthy();
});

test('a finished list says what was achieved', async () => {
  server.on('listToday', () => exampleList([], { doneToday: 14 }));
  server.on('listDone', () => ({ done: [], people: 14, minutes: 52 }));
  showScreens('/today');
  expect(await screen.findByText('Nothing left')).toBeTruthy();
  expect(await screen.findByText('14 people heard from you today; 52 minutes.')).toBeTruthy();
});

test('acts for other roles are a step away when none is mine', async () => {
  open = [exampleAct(1, { ownerRole: 'clinician' })];
  showScreens('/today?tab=mine');
  expect(await screen.findByText('The open act is not for your roles')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show everyone’s' }));
  await waitFor(() => expect(names()).toEqual(['Maria Example1']));
});

test('a list that does not come says so, with a way on and a reference', async () => {
  server.on('listToday', () => problem(403, 'not_allowed', 'your role does not include this'));
  showScreens('/today');
  expect(await screen.findByText('Your role does not include this.')).toBeTruthy();
  expect(screen.getByText('request-1')).toBeTruthy();
  server.on('listToday', () => exampleList(open));
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(names()).toHaveLength(3));
});

test('worth is said in a hundred acts, with its range', async () => {
  open = [exampleAct(1, { value: 0.04, valueLow: 0.02, valueHigh: 0.07 })];
  await showToday();
  expect(
    screen.getByText('Of 100 acts like this, about 4 keep a visit that would not have come (likely 2 to 7).'),
  ).toBeTruthy();
});

test('the title of the tab never names a patient', async () => {
  await showToday();
  expect(document.title).toBe('Today · Keepwell');
});

test('what is answered while the server cannot be reached waits in its order, and goes out once', async () => {
  const { tryAgainNow } = await import('../app/outbox.ts');
  const list = await showToday();
  const through = globalThis.fetch;
  globalThis.fetch = async () => {
    throw new TypeError('no connection');
  };
  fireEvent.keyDown(list, { key: 'd' });
  fireEvent.keyDown(list, { key: 'n' });
  expect(names()).toEqual(['Maria Example3']);
  await screen.findByText(/2 answers wait for the server/);
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(true);
  expect(server.seen.filter((one) => one.key === 'recordOutcome')).toEqual([]);
  globalThis.fetch = through;
  tryAgainNow();
  await waitFor(() => expect(screen.queryByText(/wait for the server/)).toBeNull());
  const sent = server.seen.filter((one) => one.key === 'recordOutcome');
  expect(sent.map((one) => one.body.outcome)).toEqual(['done', 'no_answer']);
  expect(new Set(sent.map((one) => one.body.clientKey)).size).toBe(2);
  expect(names()).toEqual(['Maria Example3']);
  const later = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(later);
  expect(later.defaultPrevented).toBe(false);
});

test('after a reload, z takes back the newest deed that the server knows of', async () => {
  const { forgetDone } = await import('../app/undo-stack.ts');
  forgetDone();
  const deed = '01900000-0000-7000-8000-000000000aaa';
  server.on('listDeeds', () => ({ deeds: [{ id: deed, kind: 'consent', at: '2026-11-24T09:00:00Z' }] }));
  server.on('undoDeed', () => ({ kind: 'consent' }));
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'z' });
  await screen.findByText('Taken back.');
  expect(server.seen.some((one) => one.path === `/api/deeds/${deed}/undo`)).toBe(true);
});

test('Ctrl+Z undoes on every screen, but in a field it is the browser’s', async () => {
  await showToday();
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  fireEvent.keyDown(await screen.findByRole('combobox'), { key: 'z', ctrlKey: true });
  expect(server.seen.some((one) => one.key === 'listDeeds')).toBe(false);
  server.on('listDeeds', () => ({ deeds: [] }));
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await screen.findByText('There is nothing of today that you could take back.');
});

test('several of one touchpoint are a line that opens, folds, and is never answered', async () => {
  const drifting = [4, 5, 6, 7].map((n) =>
    exampleAct(n, { kind: 'win_back', title: 'Ask how they are', value: 0.1, minutes: 3 }),
  );
  open = [exampleAct(1), ...drifting];
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  expect(screen.getAllByText('4 people · 12 min').length).toBeGreaterThan(0);
  fireEvent.keyDown(list, { key: 'd' });
  expect(server.seen.some((one) => one.key === 'recordOutcome')).toBe(false);
  fireEvent.keyDown(list, { key: 'Enter' });
  expect(document.querySelectorAll('.act')).toHaveLength(6);
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  fireEvent.keyDown(list, { key: 'ArrowLeft' });
  expect(document.querySelectorAll('.act')).toHaveLength(2);
  expect(list.getAttribute('aria-activedescendant')).toContain('group');
});

test('an act is given to a colleague, and is no longer mine', async () => {
  const ana = '01900000-0000-7000-8000-000000000002';
  server.on('listStaff', () => ({
    staff: [
      {
        id: ana,
        displayName: 'Ana',
        email: 'ana@example.org',
        roles: ['front_desk'],
        languages: [],
        state: 'active' as const,
      },
    ],
  }));
  server.on('assignAct', () => {
    open = open.map((act, at) => (at === 0 ? { ...act, assignedTo: { id: ana, name: 'Ana' } } : act));
    return { act: open[0] as Act };
  });
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'a' });
  fireEvent.click(await screen.findByRole('button', { name: 'Ana' }));
  await waitFor(() => expect(names()).toEqual(['Maria Example2', 'Maria Example3']));
  expect(server.seen.find((one) => one.key === 'assignAct')?.body).toEqual({ staffMemberId: ana });
});

test('L then 3 puts an act off until tomorrow', async () => {
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'l' });
  fireEvent.keyDown(screen.getByRole('heading', { name: 'When?' }), { key: '3' });
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'recordOutcome')?.body).toMatchObject({ outcome: 'later' }),
  );
});

test('Shift and an arrow pick out several acts; x lets one go', async () => {
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'ArrowDown', shiftKey: true });
  await screen.findByText(/2 selected/);
  fireEvent.keyDown(list, { key: 'x' });
  await screen.findByText(/1 selected/);
});

test('an act whose visit was cancelled closes itself, says why, and opens again', async () => {
  server.on('openAct', () =>
    exampleOpened(exampleAct(1, { state: 'closed' }), {
      premise: { holds: false, words: 'the visit was cancelled at 09:40' },
      canReopen: true,
    }),
  );
  server.on('reopenAct', () => ({ act: exampleAct(1) }));
  const list = await showToday();
  fireEvent.keyDown(list, { key: 'Enter' });
  await screen.findAllByText('Closed for you: the visit was cancelled at 09:40.');
  server.on('openAct', () => exampleOpened(exampleAct(1)));
  fireEvent.click(screen.getByRole('button', { name: 'Undo: open it again' }));
  await screen.findByText('Open again.');
  await waitFor(() => expect(names()).toContain('Maria Example1'));
});

test('an old schedule is said, and the acts that rest on it say to check the book', async () => {
  server.on('listToday', () =>
    exampleList(open, {
      scheduleIsStale: true,
      scheduleAsOf: '2026-11-24T07:00:00Z',
      checkFirst: [exampleAct(2).id],
    }),
  );
  await showToday();
  await screen.findByText(/The schedule is as of/);
  expect(document.querySelectorAll('.act')[0]?.textContent).not.toContain('check the book');
  expect(document.querySelectorAll('.act')[1]?.textContent).toContain('check the book');
});
