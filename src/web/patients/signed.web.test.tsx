import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { patient, patientId } from '../testing/example-patient.ts';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Authorisation } from './patient-queries.ts';

const paper: Authorisation = {
  id: '01900000-0000-7000-8000-000000000701',
  discloses: 'name and address',
  usedBy: 'the practice',
  sentTo: 'a maker of lenses',
  purpose: 'a seminar',
  paidBy: '',
  coversPayment: false,
  representative: '',
  relation: '',
  signedOn: '2026-11-02',
  expiresOn: '2027-11-02',
  endsWhen: '',
  daysLeft: 200,
  endedAt: null,
  endedBy: null,
  by: 'Ben',
  state: 'in_force',
};

let server: FakeServer;
let signed: Authorisation[];

beforeEach(() => {
  signed = [];
  server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'patients.consent'] }));
  server.on('getPatient', () => patient);
  server.on('listAuthorisations', () => ({ authorisations: signed }));
});

const box = () => screen.findByRole('region', { name: 'Signed for marketing' });

test('what was signed is written down with all that the rule asks, and no default makes a paper complete', async () => {
  server.on('writeAuthorisation', () => {
    signed = [paper];
    return paper;
  });
  showScreens(`/patients/${patientId}`);
  const place = within(await box());
  expect(await place.findByText('Nothing was signed.')).toBeTruthy();
  fireEvent.click(place.getByRole('button', { name: 'Write down what was signed' }));
  const fill = (label: string, value: string) =>
    fireEvent.change(place.getByLabelText(label), { target: { value } });
  const send = () => place.getByRole('button', { name: 'Write down' });
  fill('What is used or passed on', paper.discloses);
  fill('By whom', paper.usedBy);
  fill('To whom', paper.sentTo);
  fill('What for', paper.purpose);
  expect(send()).toHaveProperty('disabled', true);
  fill('Until this happens', 'when treatment ends');
  fireEvent.click(place.getByLabelText('Somebody signed in the patient’s place'));
  fill('Who signed', 'Ana Example');
  fill('By what right', 'mother');
  fireEvent.click(place.getByLabelText('Somebody else pays us for what is sent'));
  fill('Who pays us', 'Bright Aligners');
  fireEvent.click(place.getByLabelText('that somebody else pays us for it'));
  fireEvent.click(place.getByLabelText('that it can be revoked, and how'));
  // Said by mistake: nobody pays after all.
  fireEvent.click(place.getByLabelText('Somebody else pays us for what is sent'));
  fireEvent.click(send());
  expect(await place.findByText('a seminar')).toBeTruthy();
  expect(server.seen.find((one) => one.key === 'writeAuthorisation')?.body).toMatchObject({
    expiresOn: null,
    endsWhen: 'when treatment ends',
    representative: 'Ana Example',
    relation: 'mother',
    paidBy: '',
    coversPayment: false,
    saysRevocable: true,
    saysUnconditional: false,
    saysPassedOn: false,
  });
});

test('each shows what it stands at, and is ended by hand in its own way', async () => {
  const one = (nth: number, over: Partial<Authorisation>): Authorisation => ({
    ...paper,
    id: paper.id.replace(/1$/, String(nth)),
    ...over,
  });
  const endsWhen = 'when treatment ends';
  const ended = { endedAt: '2026-11-20T10:00:00.000Z', endedBy: 'Dana', daysLeft: null };
  signed = [
    one(1, { purpose: 'first', daysLeft: 1 }),
    one(2, { purpose: 'second', expiresOn: null, endsWhen, daysLeft: null, paidBy: 'Bright Aligners' }),
    one(3, { purpose: 'third', endsWhen, representative: 'Ana Example', relation: 'mother' }),
    one(4, { purpose: 'fourth', state: 'lacking', daysLeft: null }),
    one(5, { purpose: 'fifth', state: 'expired', expiresOn: '2026-11-10', daysLeft: null }),
    one(6, { purpose: 'sixth', state: 'event', endsWhen, ...ended }),
    one(7, { purpose: 'seventh', state: 'revoked', ...ended }),
  ];
  server.on('authorisationHappened', () => paper);
  server.on('revokeAuthorisation', () => paper);
  showScreens(`/patients/${patientId}`);
  const place = within(await box());
  await place.findByText('first');
  const lines = place.getAllByRole('listitem').map((line) => line.textContent ?? '');
  expect(lines[0]).toMatch(/valid until .*2 Nov.* · 1 day left/);
  expect(lines[1]).toContain('valid until this happens: when treatment ends');
  expect(lines[1]).toContain('paid by Bright Aligners');
  expect(lines[2]).toMatch(/valid until .*, or until this happens: when treatment ends · 200 days left/);
  expect(lines[2]).toContain('signed by Ana Example (mother)');
  expect(lines[3]).toContain('permits nothing');
  expect(lines[4]).toMatch(/ended .*10 Nov/);
  expect(lines[5]).toMatch(/for it has happened: when treatment ends \/ Dana/);
  expect(lines[6]).toMatch(/revoked .* \/ Dana/);
  // What has ended can be ended no more, and only an event can happen.
  expect(place.getAllByRole('button', { name: /^Revoked by the patient/ })).toHaveLength(4);
  expect(place.getAllByRole('button', { name: /^It has happened/ })).toHaveLength(2);
  fireEvent.click(place.getAllByRole('button', { name: /^It has happened/ })[0] as HTMLElement);
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'authorisationHappened')).toBe(true));
  await waitFor(() =>
    expect(place.getByRole('button', { name: 'Revoked by the patient: first' })).toHaveProperty(
      'disabled',
      false,
    ),
  );
  fireEvent.click(place.getByRole('button', { name: 'Revoked by the patient: first' }));
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'revokeAuthorisation')).toBe(true));
});
