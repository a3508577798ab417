import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { patient, patientId } from '../testing/example-patient.ts';
import { session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

test('a link is made and counted, and all of them are ended with one press', async () => {
  let pageLinks = 1;
  const server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'patients.change'] }));
  server.on('getPatient', () => ({ ...patient, pageLinks }));
  server.on('readOrigins', () => ({ origins: [] }));
  server.on('listAuthorisations', () => ({ authorisations: [] }));
  server.on('makePageLink', () => {
    pageLinks += 1;
    return { address: 'https://elm.example/p/question/elm.token', until: '2026-06-01T10:00:00.000Z' };
  });
  server.on('endPageLinks', () => {
    const ended = pageLinks;
    pageLinks = 0;
    return { ended };
  });
  showScreens(`/patients/${patientId}`);
  expect(await screen.findByText('1 link works now.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Make a link: Ask a question' }));
  expect(await screen.findByText('https://elm.example/p/question/elm.token')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'End these 2 links' }));
  expect(await screen.findByText('No link works now.')).toBeTruthy();
  expect(screen.getByText('2 links open nothing any more.')).toBeTruthy();
  // What opens nothing is not left to be copied.
  expect(screen.queryByText('https://elm.example/p/question/elm.token')).toBeNull();
  expect(screen.queryByRole('button', { name: /^End/ })).toBeNull();
});
