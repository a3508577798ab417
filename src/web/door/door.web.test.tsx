import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { exampleList, session } from '../testing/examples.ts';
import { type FakeServer, problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

let server: FakeServer;

beforeEach(() => {
  server = startFakeServer();
  server.on('getSession', () => problem(401, 'not_signed_in'));
  server.on('listToday', () => exampleList([]));
});

function type(label: string | RegExp, text: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
}

test('the token of the first link leaves the address bar at once and makes the first account', async () => {
  server.on('firstRun', () => session);
  showScreens('/first-run#token-of-sixteen-or-more');
  await screen.findByLabelText(/Your name/);
  expect(window.location.hash).toBe('');
  type(/Your name/, 'Dana');
  type('E-mail address', 'dana@example.org');
  type(/Choose a password/, 'three little words');
  fireEvent.click(screen.getByRole('button', { name: 'Begin' }));
  await screen.findByText('Nothing left');
  expect(server.seen.find((one) => one.key === 'firstRun')?.body).toEqual({
    token: 'token-of-sixteen-or-more',
    displayName: 'Dana',
    email: 'dana@example.org',
    password: 'three little words',
  });
});

test('a link that has ended says so and keeps what was typed', async () => {
  server.on('acceptInvitation', () => problem(410, 'link_ended', 'this link has been used or has expired'));
  showScreens('/invitation#token-of-sixteen-or-more');
  await screen.findByLabelText(/^Password/, { selector: 'input' });
  type(/^Password/, 'three little words');
  fireEvent.click(screen.getByRole('button', { name: 'Join' }));
  expect((await screen.findByRole('alert')).textContent).toBe('This link has been used or has expired.');
  expect(screen.getByLabelText<HTMLInputElement>(/^Password/, { selector: 'input' }).value).toBe(
    'three little words',
  );
});

test('a page without its link says what is missing', async () => {
  showScreens('/first-run');
  expect(await screen.findByText(/needs the link that Keepwell printed/)).toBeTruthy();
});

test('somebody who is not signed in comes to the sign-in page, and from there to where they wanted', async () => {
  server.on('signIn', () => session);
  showScreens('/today');
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(window.location.pathname).toBe('/sign-in');
  type('E-mail address', 'dana@example.org');
  type('Password', 'three little words');
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(window.location.pathname).toBe('/today'));
});

test('too many attempts are said in words', async () => {
  server.on('signIn', () =>
    problem(429, 'too_many_attempts', 'too many attempts from here; wait a quarter of an hour'),
  );
  showScreens('/sign-in');
  await screen.findByLabelText('E-mail address');
  type('E-mail address', 'dana@example.org');
  type('Password', 'x');
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toBe(
    'Too many attempts from here; wait a quarter of an hour.',
  );
});
