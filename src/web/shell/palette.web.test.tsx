import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { prefer } from '../app/preferences.ts';
import { toggleVeil } from '../app/privacy.ts';
import { exampleAct, exampleList, exampleOpened, session } from '../testing/examples.ts';
import { problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

const hit = (number: number) => ({
  id: `01900000-0000-7000-8000-00000000020${number}`,
  name: `Maria Example${number}`,
  birthYear: 1981,
  lastVisit: null,
  status: 'active',
});

afterEach(() => prefer({ singleKeys: true }));

async function open(verbs: readonly string[] = []) {
  const server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, ...verbs] }) as typeof session);
  server.on('listToday', () => exampleList([exampleAct(1), exampleAct(2, { title: 'Birthday card' })]));
  server.on('openAct', ({ path }) => {
    const number = Number(path.slice(-1));
    return exampleOpened(exampleAct(number));
  });
  server.on('searchPatients', ({ body }) => ({
    patients: String(body.text).startsWith('exa') ? [hit(1), hit(2)] : [],
    more: false,
  }));
  server.on('getPatient', () => problem(404, 'not_found', 'there is no such patient'));
  showScreens('/today');
  const list = await screen.findByRole('listbox', { name: /./ });
  list.focus();
  fireEvent.keyDown(list, { key: 'k', ctrlKey: true });
  const field = await screen.findByRole('combobox');
  return { server, list, field };
}

const options = () => screen.queryAllByRole('option').map((one) => one.textContent);
const inDialog = () => within(screen.getByRole('dialog'));

test('a few letters and Enter open a patient, and what was typed stays out of the address', async () => {
  const { server, field } = await open();
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'exa' } });
  await inDialog().findByRole('option', { name: /Maria Example2.*born 1981/ });
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(field.getAttribute('aria-activedescendant')).toBe(`hit-${hit(2).id}`);
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(window.location.href).toBe(`http://localhost:3000/patients/${hit(2).id}`));
  expect(server.seen.find((one) => one.key === 'searchPatients')?.body).toEqual({ text: 'exa' });
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('Enter before the patients came waits for them and opens the first', async () => {
  const { field } = await open();
  fireEvent.change(field, { target: { value: 'exa' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(window.location.pathname).toBe(`/patients/${hit(1).id}`));
});

test('Escape gives the focus back to where it was', async () => {
  const { list } = await open();
  fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.activeElement).toBe(list);
});

test('it finds acts of today, places and actions; only those that the role leads to', async () => {
  const { field } = await open();
  expect(inDialog().queryByRole('option', { name: 'Import files' })).toBeNull();
  expect(inDialog().queryByRole('option', { name: 'Audit' })).toBeNull();
  fireEvent.change(field, { target: { value: 'birth' } });
  const act = await inDialog().findByRole('option', { name: /Birthday card/ });
  fireEvent.change(field, { target: { value: 'dark' } });
  await inDialog().findByRole('option', { name: 'Dark appearance' });
  expect(act.isConnected).toBe(false);
  fireEvent.change(field, { target: { value: 'five min' } });
  expect(options().join()).not.toContain('Dark');
});

test('an act that is chosen is opened on Today', async () => {
  const { field } = await open();
  fireEvent.change(field, { target: { value: 'birth' } });
  fireEvent.click(await inDialog().findByRole('option', { name: /Birthday card/ }));
  await waitFor(() =>
    expect(screen.getByRole('option', { name: /Birthday card/ }).getAttribute('aria-selected')).toBe('true'),
  );
  expect(window.location.href).not.toContain('0102');
});

test('single keys are switched off from here', async () => {
  const { field } = await open();
  fireEvent.change(field, { target: { value: 'single' } });
  fireEvent.click(await inDialog().findByRole('option', { name: 'Turn single keys off' }));
  await waitFor(() => expect(localStorage.getItem('keepwell.preferences')).toContain('"singleKeys":false'));
  fireEvent.keyDown(document.body, { key: '/' });
  fireEvent.keyDown(document.body, { key: '?' });
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('behind the privacy eye names are initials here as well', async () => {
  const { field } = await open();
  toggleVeil();
  try {
    fireEvent.change(field, { target: { value: 'exa' } });
    await waitFor(() => expect(options().join()).toContain('M. E.'));
    expect(options().join()).not.toContain('Maria');
  } finally {
    toggleVeil();
  }
});
