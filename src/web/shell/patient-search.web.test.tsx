import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { exampleList, session } from '../testing/examples.ts';
import { problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

const hit = (number: number) => ({
  id: `01900000-0000-7000-8000-00000000020${number}`,
  name: `Maria Example${number}`,
  birthYear: 1981,
  lastVisit: null,
  status: 'active',
});

test('Ctrl+K, a few letters and Enter open a patient, and what was typed stays out of the address', async () => {
  const server = startFakeServer();
  server.on('getSession', () => session);
  server.on('listToday', () => exampleList([]));
  server.on('searchPatients', () => ({ patients: [hit(1), hit(2)], more: false }));
  server.on('getPatient', () => problem(404, 'not_found', 'there is no such patient'));
  showScreens('/today');
  const field = await screen.findByRole('combobox', { name: 'Find a patient' });
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'exa' } });
  await screen.findByRole('option', { name: /Maria Example2/ });
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(field.getAttribute('aria-activedescendant')).toBe(`hit-${hit(2).id}`);
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(window.location.href).toBe(`http://localhost:3000/patients/${hit(2).id}`));
  expect(server.seen.find((one) => one.key === 'searchPatients')?.body).toEqual({ text: 'exa' });
});
