import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Patient } from './patient-queries.ts';

const id = '01900000-0000-7000-8000-000000000201';
const detail = {
  id: '01900000-0000-7000-8000-000000000301',
  words: 'likes mornings',
  kind: 'likes',
  sharing: 'know',
  source: 'call',
  toldTo: 'Ana',
  toldOn: '2026-08-19',
  expiresOn: null,
};

const patient: Patient = {
  id,
  name: 'Maria Example',
  pronunciation: 'mah-REE-ah',
  pronouns: 'she',
  birthDate: '1981-04',
  sex: 'female',
  spokenLanguage: 'es',
  writtenLanguage: 'es',
  needsInterpreter: false,
  status: 'active',
  exit: null,
  merges: [],
  identifiers: [],
  reachBy: [],
  relatedPersons: [],
  household: [],
  mayDoNow: [
    { channel: 'call', verdict: 'permit', words: '' },
    { channel: 'email', verdict: 'refuse', words: 'patient asked for no e-mail of this kind' },
  ],
  offers: { verdict: 'refuse', words: 'patient has not agreed' },
  whatMatters: [detail],
  promises: [],
  rhythms: [],
  visits: [
    {
      id: '01900000-0000-7000-8000-000000000401',
      day: '2026-08-19',
      service: { en: 'Hygiene visit' },
      status: 'seen',
      location: null,
      clinician: null,
      waitMinutes: null,
      provisional: false,
    },
  ],
  visitCount: 1,
  episodes: [],
  acts: [],
};

let server: FakeServer;
let matters: Patient['whatMatters'];

beforeEach(() => {
  server = startFakeServer();
  matters = [detail];
  server.on('getSession', () => session);
  server.on('getPatient', () => ({ ...patient, whatMatters: matters }));
  server.on('removePersonalDetail', ({ query }) => {
    const restore = query.get('restore') === 'true';
    matters = restore ? [detail] : [];
    return { removed: !restore };
  });
});

test('the band says by channel what may be done now, and why not', async () => {
  showScreens(`/patients/${id}`);
  await screen.findByRole('heading', { name: 'Maria Example' });
  const band = document.querySelector('.band')?.textContent;
  expect(band).toContain('Callyes');
  expect(band).toContain('no (patient asked for no e-mail of this kind)');
  expect(document.title).toBe('Patient · Keepwell');
});

test('of a birth date only as much is said as is known', async () => {
  showScreens(`/patients/${id}`);
  expect(await screen.findByText(/born April 1981/)).toBeTruthy();
});

test('a role that does not see rhythms is told so, instead of an empty place', async () => {
  showScreens(`/patients/${id}`);
  expect(await screen.findByText(/Your role does not see rhythms/)).toBeTruthy();
});

test('what is to be known and not said is marked in words', async () => {
  showScreens(`/patients/${id}`);
  await screen.findByText('likes mornings');
  expect(document.querySelector('.locked')?.textContent).toContain('know, but do not say');
});

test('something that matters is forgotten at a press and brought back by undo', async () => {
  showScreens(`/patients/${id}`);
  fireEvent.click(await screen.findByRole('button', { name: 'Remove: likes mornings' }));
  await waitFor(() => expect(screen.queryByText('likes mornings')).toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('likes mornings')).toBeTruthy();
});

test('behind the privacy eye the name is initials', async () => {
  showScreens(`/patients/${id}`);
  await screen.findByRole('heading', { name: 'Maria Example' });
  fireEvent.click(screen.getByRole('button', { name: 'Show initials instead of names' }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('M. E.');
  fireEvent.keyDown(window, { key: 'P', ctrlKey: true, shiftKey: true });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Maria Example');
});

test('the visits are drawn with a sentence for who cannot see them', async () => {
  showScreens(`/patients/${id}`);
  const drawing = await screen.findByRole('img', { name: /1 visit from Wed 19 Aug to Wed 19 Aug/ });
  expect(drawing.querySelectorAll('circle')).toHaveLength(1);
});

test('a patient who was two records says so, and offers the way back', async () => {
  const mergeId = '01900000-0000-7000-8000-000000000701';
  const merges = [{ id: mergeId, at: '2026-11-20T09:00:00.000Z', decided: 'auto', by: null }];
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'matches.decide'] }));
  server.on('getPatient', () => ({ ...patient, merges }));
  server.on('undoMerge', () => ({ survivorId: id, mergedId: detail.id }));
  showScreens(`/patients/${id}`);
  expect(await screen.findByText(/Merged from two records .* by Keepwell/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Undo merge' }));
  await waitFor(() => expect(server.seen.find(({ key }) => key === 'undoMerge')?.path).toContain(mergeId));
});

test('erasing asks for a word, because it alone has no undo', async () => {
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'patients.erase'] }));
  server.on('erasePatient', () => ({ rows: 40 }));
  server.on('listPatients', () => ({ patients: [], from: 0, total: 0 }));
  showScreens(`/patients/${id}`);
  fireEvent.click(await screen.findByRole('button', { name: 'Erase this patient…' }));
  const go = screen.getByRole('button', { name: 'Erase for good' });
  expect(go).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByLabelText('Type ERASE to go on'), { target: { value: 'erase' } });
  expect(go).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByLabelText('Type ERASE to go on'), { target: { value: 'ERASE' } });
  fireEvent.click(go);
  await waitFor(() => expect(location.pathname).toBe('/patients'));
  expect(server.seen.find((one) => one.key === 'erasePatient')?.body).toEqual({ word: 'ERASE' });
});
