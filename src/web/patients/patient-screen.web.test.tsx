import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { trail } from '../app/patient-trail.ts';
import { detail, patientId as id, patient } from '../testing/example-patient.ts';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Entry, Patient } from './patient-queries.ts';

let server: FakeServer;
let matters: Patient['whatMatters'];
let notes: Entry[];

const aNote = (words: string, more: Partial<Entry> = {}): Entry => ({
  key: 'note:01900000-0000-7000-8000-000000000501',
  kind: 'note',
  at: '2026-11-20T10:00:00.000Z',
  wholeDay: false,
  code: 'team',
  words,
  title: null,
  by: 'Dana',
  detail: { mine: 'yes', edited: null },
  ...more,
});
const mayNote = { ...session, verbs: [...session.verbs, 'notes.change' as const] };
const timelineOf = () => screen.findByRole('region', { name: 'Timeline' });

beforeEach(() => {
  trail.set(undefined);
  // happy-dom lays nothing out; the virtual list wants to know how high it is.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 480 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 800 });
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 480 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 800 });
  server = startFakeServer();
  matters = [detail];
  notes = [];
  server.on('getSession', () => session);
  server.on('getPatient', () => ({ ...patient, whatMatters: matters }));
  server.on('readTimeline', () => ({ entries: notes, next: null }));
  server.on('readOrigins', () => ({ origins: [] }));
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
  expect(band).toContain('Call yes');
  expect(band).toMatch(/E-mail no \(not wanted: said Wed 2 Sept, to us \/ Ben\)/);
  // Four times the same is said once.
  expect(band).toContain('no by any way (has not agreed to any)');
  expect(document.title).toBe('Patient · Keepwell');
});

test('offers that need a signature have a row, which says once that nothing signed is valid', async () => {
  const unsigned = ['call', 'text', 'email', 'post'].map((channel) => ({
    purpose: 'signed',
    channel,
    verdict: 'refuse',
    words: 'the law asks for a signed authorisation, and none is in force',
    codes: ['no_authorisation'],
    said: null,
  }));
  server.on('getPatient', () => ({ ...patient, mayDoNow: unsigned }));
  showScreens(`/patients/${id}`);
  expect(await screen.findByText('Offers that need a signature')).toBeTruthy();
  expect(screen.getAllByText('(nothing signed is valid now)')).toHaveLength(1);
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

test('a fact says where it is from when asked, and that it is not known where it was not kept', async () => {
  const way = {
    id: '01900000-0000-7000-8000-000000000601',
    kind: 'mobile',
    value: '+1 555 0141',
    belongsTo: 'self',
    confidentialOnly: false,
    neverVoicemail: false,
    asked: false,
  };
  server.on('getPatient', () => ({ ...patient, reachBy: [way] }));
  server.on('readOrigins', () => ({
    origins: [
      {
        fact: `way:${way.id}`,
        from: 'file' as const,
        name: 'patients.csv',
        who: 'Ben',
        at: '2026-03-01T10:00:00.000Z',
        changedAt: null,
      },
    ],
  }));
  server.on('markWayWrong', () => ({ wrong: true }));
  showScreens(`/patients/${id}`);
  fireEvent.click(await screen.findByRole('button', { name: 'Where this is from: +1 555 0141' }));
  expect(await screen.findByText('From the file patients.csv, brought in by Ben')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Where this is from: name' }));
  expect(await screen.findByText('Where this is from is not known: it was not kept.')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'This is wrong' }));
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'markWayWrong')?.body).toEqual({ wrong: true }),
  );
});

test('attachment that nobody asked about is said to be that, and is no number', async () => {
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'loyalty.read' as never] }));
  showScreens(`/patients/${id}`);
  expect(await screen.findByText('Nobody asked yet. One question at check-out would tell us.')).toBeTruthy();
});

test('a note that could not be saved keeps its words, also through a look at another screen', async () => {
  server.on('getSession', () => mayNote);
  const save = () => {
    const form = screen.getByRole('textbox', { name: 'Note' }).closest('form');
    if (form === null) throw new Error('the note is in no form');
    fireEvent.submit(form);
  };
  server.on('addNote', () => ({ problem: { status: 500, code: 'fault', detail: '' } }));
  server.on('listPatients', () => ({ patients: [], from: 0, total: 0 }));
  showScreens(`/patients/${id}`);
  fireEvent.click(await screen.findByRole('button', { name: /Add note/ }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Note' }), {
    target: { value: 'parks behind – ñ ś @' },
  });
  save();
  await waitFor(() => expect(server.seen.some((one) => one.key === 'addNote')).toBe(true));
  await waitFor(() => expect(document.querySelector('.inline-form .problem')).toBeTruthy());
  expect(screen.getByRole('textbox', { name: 'Note' })).toHaveProperty('value', 'parks behind – ñ ś @');
  fireEvent.click(screen.getByRole('link', { name: 'Patients' }));
  await screen.findByRole('heading', { name: 'Patients' });
  history.back();
  fireEvent.click(await screen.findByRole('button', { name: /Add note/ }));
  expect(screen.getByRole('textbox', { name: 'Note' })).toHaveProperty('value', 'parks behind – ñ ś @');
  server.on('addNote', ({ body }) => {
    notes = [aNote(String(body.words))];
    return { id: '01900000-0000-7000-8000-000000000501' };
  });
  save();
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull());
  expect(await screen.findByText('parks behind – ñ ś @')).toBeTruthy();
});

test('the keys work on the timeline alone, and do nothing while somebody types', async () => {
  server.on('getSession', () => mayNote);
  showScreens(`/patients/${id}`);
  const place = await timelineOf();
  fireEvent.keyDown(place, { key: 'n', ctrlKey: true });
  expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull();
  fireEvent.keyDown(place, { key: 'n' });
  const field = await screen.findByRole('textbox', { name: 'Note' });
  fireEvent.keyDown(field, { key: 'a' });
  fireEvent.keyDown(field, { key: 'f' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('button', { name: 'All' }).getAttribute('aria-pressed')).toBe('true');
  fireEvent.keyDown(place, { key: 'f' });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Visits' }).getAttribute('aria-pressed')).toBe('true'),
  );
});

test('[ and ] go along the list that somebody came from, which says where they are', async () => {
  const ids = [id, '01900000-0000-7000-8000-000000000202', '01900000-0000-7000-8000-000000000203'];
  const { leaveTrail } = await import('../app/patient-trail.ts');
  leaveTrail('today', ids);
  server.on('getPatient', ({ path }) => ({ ...patient, id: path.split('/').at(-1) ?? '' }));
  showScreens(`/patients/${id}`);
  expect(await screen.findByText('(1 of 3)')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Previous patient' })).toHaveProperty('disabled', true);
  fireEvent.keyDown(await timelineOf(), { key: ']' });
  expect(await screen.findByText('(2 of 3)')).toBeTruthy();
  expect(location.pathname).toBe(`/patients/${ids[1]}`);
  fireEvent.click(screen.getByRole('button', { name: 'Next patient' }));
  expect(await screen.findByText('(3 of 3)')).toBeTruthy();
  fireEvent.keyDown(await timelineOf(), { key: '[' });
  expect(await screen.findByText('(2 of 3)')).toBeTruthy();
});

test('an act by hand is asked for with its reason and comes to Today', async () => {
  server.on('listStaff', () => ({ staff: [] }));
  server.on('addAct', () => ({
    problem: { status: 409, code: 'cannot_act', detail: 'the patient has left' },
  }));
  showScreens(`/patients/${id}`);
  fireEvent.keyDown(await timelineOf(), { key: 'a' });
  const dialog = await screen.findByRole('dialog', { hidden: true });
  fireEvent.change(screen.getByLabelText('Why, in a few words'), {
    target: { value: 'asked about parking' },
  });
  const form = dialog.querySelector('form');
  if (form !== null) fireEvent.submit(form);
  await waitFor(() =>
    expect(server.seen.find((one) => one.key === 'addAct')?.body).toEqual({
      reason: 'asked about parking',
      channel: 'call',
      minutes: 5,
      ownerRole: 'front_desk',
      assignedTo: null,
      day: '2026-11-24',
    }),
  );
  // Refused: the words stay where they are.
  expect(screen.getByLabelText('Why, in a few words')).toHaveProperty('value', 'asked about parking');
});

test('what the gate held back is told with its reason', async () => {
  showScreens(`/patients/${id}`);
  const region = await screen.findByRole('region', { name: 'Why not sent' });
  expect(region.textContent).toContain('Recall call');
  expect(region.textContent).toContain('held by a practice rule');
});

test('only somebody else’s note cannot be changed; any can be removed', async () => {
  server.on('getSession', () => mayNote);
  notes = [
    aNote('mine'),
    aNote('theirs', {
      key: 'note:01900000-0000-7000-8000-000000000502',
      detail: { mine: null, edited: null },
    }),
  ];
  showScreens(`/patients/${id}`);
  expect(await screen.findByRole('button', { name: 'Change the note: mine' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Change the note: theirs' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Remove the note: theirs' })).toBeTruthy();
});

test('a note that meets an ended session is saved once somebody has signed in over it', async () => {
  let ended = true;
  server.on('getSession', () => mayNote);
  server.on('signIn', () => {
    ended = false;
    return mayNote;
  });
  server.on('addNote', ({ body }) => {
    if (ended) return { problem: { status: 401, code: 'not_signed_in', detail: '' } };
    notes = [aNote(String(body.words))];
    return { id: '01900000-0000-7000-8000-000000000501' };
  });
  showScreens(`/patients/${id}`);
  fireEvent.click(await screen.findByRole('button', { name: /Add note/ }));
  const field = screen.getByRole('textbox', { name: 'Note' });
  fireEvent.change(field, { target: { value: 'asked about parking' } });
  const form = field.closest('form');
  if (form !== null) fireEvent.submit(form);
  const password = await screen.findByLabelText('Password');
  fireEvent.change(password, { target: { value: 'four calm otters reading' } });
  const door = password.closest('form');
  if (door !== null) fireEvent.submit(door);
  expect(await screen.findByText('asked about parking')).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull());
  expect(server.seen.filter((one) => one.key === 'addNote')).toHaveLength(2);
});

test('who saw a patient is said in words, also what came in by itself', async () => {
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'audit.read' as const] }));
  server.on('readSeenBy', () => ({
    people: [
      {
        staffMemberId: null,
        name: null,
        lastAt: '2026-11-24T09:00:00Z',
        times: 3,
        on: ['patients.get', 'outbox.optOut', 'pages.visit.send'],
      },
    ],
  }));
  showScreens(`/patients/${patient.id}`);
  const said = await screen.findByText(/Opened a patient/);
  expect(said.textContent).toBe(
    'Opened a patient · Took in that a patient wants to hear nothing more · Told us something on the page of a visit',
  );
});
