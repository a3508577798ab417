import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLayer } from '../app/layers.ts';
import { prefer } from '../app/preferences.ts';
import { homeOf } from '../app/routes.tsx';
import { exampleAct, exampleList, exampleOpened, session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

beforeEach(() => {
  const server = startFakeServer();
  const verbs = [...session.verbs, 'huddle.read', 'matches.read'] as typeof session.verbs;
  server.on('getSession', () => ({ ...session, verbs }));
  server.on('listToday', () => exampleList([exampleAct(1)]));
  server.on('openAct', () => exampleOpened(exampleAct(1)));
  server.on('listPossibleMatches', () => ({ matches: [], total: 0 }));
  server.on('listMerges', () => ({ merges: [] }));
  server.on('getHuddle', () => ({
    day: '2026-11-24',
    visits: [],
    missedVisits: null,
    nextDay: null,
    scheduleAsOf: null,
    scheduleIsStale: false,
    cards: { writes: false, cards: [] },
  }));
});
afterEach(() => {
  act(() => openLayer(undefined));
  prefer({ singleKeys: true });
});

const today = async () => {
  showScreens('/today');
  return screen.findByRole('listbox', { name: /./ });
};
const meanings = () => screen.getAllByRole('definition').map((one) => one.textContent);

test('? shows the keys of this screen and of no other, and finds one by its meaning', async () => {
  await today();
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  const sheet = within(await screen.findByRole('dialog', { name: 'Keys' }));
  expect(meanings()).toContain('Edit the words');
  expect(meanings()).toContain('Go to Huddle');
  expect(meanings()).not.toContain('Go to Audit');
  fireEvent.change(sheet.getByRole('searchbox'), { target: { value: 'answer' } });
  expect(meanings()).toEqual(['No answer', 'Undo the last answer']);
});

test('on another screen the sheet has none of the keys of Today', async () => {
  showScreens('/huddle');
  await screen.findByText('No visits today.');
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  await screen.findByRole('dialog', { name: 'Keys' });
  expect(meanings()).toContain('Print this page');
  expect(meanings()).not.toContain('Edit the words');
});

test('with single keys off the sheet names only keys with Ctrl, arrows, Enter and Esc', async () => {
  await today();
  act(() => prefer({ singleKeys: false }));
  fireEvent.click(screen.getByRole('button', { name: 'Keys' }));
  await screen.findByRole('dialog', { name: 'Keys' });
  expect(meanings()).toContain('Undo, on every screen');
  expect(meanings()).not.toContain('Go to Huddle');
  expect(meanings()).not.toContain('Done');
});

test('g and a letter lead to a place, before a list takes the letter for its own', async () => {
  const list = await today();
  fireEvent.keyDown(list, { key: 'g' });
  fireEvent.keyDown(list, { key: 'm' });
  await waitFor(() => expect(window.location.pathname).toBe('/matches'));
  fireEvent.keyDown(document.body, { key: 'm' });
  fireEvent.keyDown(document.body, { key: 'h' });
  expect(window.location.pathname).toBe('/matches');
});

test('in a field, with Alt or with AltGr nothing happens', async () => {
  await today();
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const field = await screen.findByRole('combobox');
  for (const key of ['?', '/', 'g', 'h']) expect(fireEvent.keyDown(field, { key })).toBe(true);
  act(() => openLayer(undefined));
  for (const key of ['ą', 'ś', 'ñ', '@', 'k', 'd', 'n', '?', 'g'])
    expect(fireEvent.keyDown(document.body, { key, altKey: true, ctrlKey: key === '@' })).toBe(true);
  expect(window.location.pathname).toBe('/today');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('each role has its home', () => {
  const home = (roles: readonly string[], verbs: readonly string[] = []) =>
    homeOf({ ...session, roles: [...roles], verbs: [...verbs] as typeof session.verbs });
  expect(home(['admin', 'manager', 'front_desk'])).toBe('/today');
  expect(home(['clinician'])).toBe('/huddle');
  expect(home(['manager'])).toBe('/overview');
  expect(home(['admin'], ['health.read', 'imports.read'])).toBe('/health');
  expect(home(['integrator'], ['imports.read'])).toBe('/imports');
  expect(home(['billing'], ['patients.search'])).toBe('/patients');
});
