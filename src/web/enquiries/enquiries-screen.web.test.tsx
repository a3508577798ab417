import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Inbound } from './enquiry-queries.ts';

const line: Inbound = {
  id: '01900000-0000-7000-8000-000000000901',
  kind: 'enquiry',
  via: 'page',
  patientId: '01900000-0000-7000-8000-000000000201',
  patientName: 'Ann Baker',
  patientStatus: 'prospective',
  phone: '(202) 555-0170',
  reference: '4F7K',
  words: 'A tooth that hurts',
  wants: 'no waiting',
  expects: '',
  bestTime: 'mornings',
  worry: null,
  location: null,
  visitDay: null,
  receivedAt: '2020-01-01T09:00:00.000Z',
  answerBy: '2020-01-01T10:00:00.000Z',
  owner: null,
  answered: null,
  suspects: 1,
};

let server: FakeServer;
let waiting: Inbound[];

beforeEach(() => {
  server = startFakeServer();
  waiting = [line];
  server.on('getSession', () => ({
    ...session,
    verbs: [...session.verbs, 'inbound.read', 'inbound.answer', 'matches.read'],
  }));
  server.on('listInbound', () => ({
    inbound: waiting,
    waiting: waiting.length,
    enquiryPage: 'https://you.example.org/p/enquiry/x',
  }));
  server.on('readEnquiryRates', () => ({
    months: [
      {
        month: '2026-10',
        came: 3,
        booked: 1,
        share: { value: 0.75, low: 0.3, high: 0.95, n: 4 },
        inTime: { value: 0.5, low: 0, high: 1, n: 0 },
      },
    ],
  }));
  server.on('answerInbound', () => {
    waiting = [];
    return { ok: true as const };
  });
  server.on('notePhoneCall', () => ({
    id: line.id,
    patientId: line.patientId,
    reference: '4F7K',
    answerBy: line.answerBy,
  }));
});

test('whoever waits stands with their words, their clock, and who they may be', async () => {
  showScreens('/enquiries');
  expect(await screen.findByText('A tooth that hurts')).toBeTruthy();
  expect(screen.getByText(/late since/)).toBeTruthy();
  expect(screen.getByText('Would like: no waiting')).toBeTruthy();
  expect(screen.getByText('not a patient yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: '(202) 555-0170' }).getAttribute('href')).toBe('tel:2025550170');
  expect(screen.getByRole('link', { name: 'may be a patient we know' }).getAttribute('href')).toBe(
    '/matches',
  );
  expect(document.title).toBe('Questions · Keepwell');
});

test('an answer takes them off the list, which says that nobody waits', async () => {
  showScreens('/enquiries');
  fireEvent.click(await screen.findByRole('button', { name: 'Booked: Ann Baker' }));
  expect(await screen.findByText('Nobody waits')).toBeTruthy();
  expect(server.seen.find(({ key }) => key === 'answerInbound')?.path).toContain(line.id);
});

test('shares stand with their interval and n, and nothing is said of none', async () => {
  showScreens('/enquiries');
  const row = await screen.findByRole('row', { name: /October 2026/ });
  expect(row.textContent).toContain('75 (likely 30 to 95; n = 4)');
  expect(row.textContent?.endsWith('–')).toBe(true);
});

test('a call is noted with what was said, and nothing that was not', async () => {
  showScreens('/enquiries');
  fireEvent.click(await screen.findByRole('button', { name: 'Note a call' }));
  fireEvent.change(await screen.findByLabelText('First name'), { target: { value: 'Theo' } });
  fireEvent.change(screen.getByLabelText('Telephone'), { target: { value: '202 555 0170' } });
  fireEvent.change(screen.getByLabelText(/What do they need/), { target: { value: 'A check' } });
  fireEvent.click(screen.getByRole('button', { name: 'Write down' }));
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'notePhoneCall')).toBe(true));
  const { body } = server.seen.find(({ key }) => key === 'notePhoneCall') ?? {};
  expect(body).toMatchObject({ kind: 'enquiry', givenName: 'Theo', phone: '202 555 0170', needs: 'A check' });
  expect(body).not.toHaveProperty('email');
});

test('a call of a patient of ours is noted under them, and nobody is asked who they are', async () => {
  server.on('searchPatients', () => ({
    patients: [
      {
        id: line.patientId,
        name: 'Ann Baker',
        birthYear: 1980,
        lastVisit: null,
        status: 'active',
      },
    ],
    more: false,
  }));
  showScreens('/enquiries');
  fireEvent.click(await screen.findByRole('button', { name: 'Note a call' }));
  const field = await screen.findByLabelText('A patient of ours?');
  fireEvent.change(field, { target: { value: 'bak' } });
  await screen.findByRole('button', { name: 'Ann Baker born 1980' });
  // Enter takes the only one there is, and does not send the form around it.
  expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false);
  expect(screen.queryByLabelText('First name')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Somebody else');
  fireEvent.click(screen.getByRole('button', { name: 'Somebody else' }));
  expect(document.activeElement).toBe(screen.getByLabelText('A patient of ours?'));
  fireEvent.change(screen.getByLabelText('A patient of ours?'), { target: { value: 'bak' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Ann Baker born 1980' }));
  fireEvent.change(screen.getByLabelText(/What do they need/), { target: { value: 'A check' } });
  fireEvent.click(screen.getByRole('button', { name: 'Write down' }));
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'notePhoneCall')).toBe(true));
  const { body } = server.seen.find(({ key }) => key === 'notePhoneCall') ?? {};
  expect(body).toMatchObject({ kind: 'enquiry', patientId: line.patientId, needs: 'A check' });
  expect(body).not.toHaveProperty('givenName');
});

test('which list is looked at stands in the address', async () => {
  showScreens('/enquiries?state=answered');
  const answered = await screen.findByRole('button', { name: 'Answered' });
  expect(answered.getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(screen.getByRole('button', { name: /^Waiting/ }));
  await waitFor(() => expect(window.location.search).toBe(''));
});
