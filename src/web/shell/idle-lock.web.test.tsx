import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionEnded } from '../app/api.ts';
import { exampleList, session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server = startFakeServer();
  server.on('getSession', () => ({ ...session, idleMinutes: 3 }));
  server.on('listToday', () => exampleList([]));
  server.on('signOut', () => ({ ok: true as const }));
  server.on('getDesk', () => ({ desk: null }));
});
afterEach(() => {
  sessionEnded.set(false);
  vi.useRealTimers();
});

const signedOut = (): number => server.seen.filter(({ key }) => key === 'signOut').length;

test('a page that nobody touches asks a minute before, and then locks and ends the session', async () => {
  showScreens('/today');
  await screen.findByText('Nothing left');
  await vi.advanceTimersByTimeAsync(115_000);
  expect(screen.queryByText('Still there?')).toBeNull();
  await vi.advanceTimersByTimeAsync(6000);
  await screen.findByText('Still there?');
  expect(signedOut()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  await screen.findByText('Your session has ended');
  expect(signedOut()).toBe(1);
});

test('whoever says that they are here stays', async () => {
  showScreens('/today');
  await screen.findByText('Nothing left');
  await vi.advanceTimersByTimeAsync(121_000);
  fireEvent.click(await screen.findByRole('button', { name: 'I am here', hidden: true }));
  await waitFor(() => expect(screen.queryByText('Still there?')).toBeNull());
  await vi.advanceTimersByTimeAsync(100_000);
  expect(signedOut()).toBe(0);
});
