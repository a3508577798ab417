import { afterEach, expect, test, vi } from 'vitest';
import { session } from '../testing/examples.ts';
import { problem, startFakeServer } from '../testing/fake-server.ts';
import { call, callWithoutSession, sessionEnded, stepUpAsked } from './api.ts';

afterEach(() => sessionEnded.set(false));

test('a request whose session has ended waits for the person and then goes out again', async () => {
  const server = startFakeServer();
  let signedIn = false;
  server.on('choosePractice', () => (signedIn ? session : problem(401, 'not_signed_in')));
  const answer = call('choosePractice', { body: { slug: 'lake' } });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(sessionEnded.get()).toBe(true);
  signedIn = true;
  sessionEnded.set(false);
  expect(await answer).toEqual({ ok: true, value: session });
  expect(server.seen.map((one) => one.body)).toEqual([{ slug: 'lake' }, { slug: 'lake' }]);
});

test('wrong credentials are an answer, not an ended session', async () => {
  const server = startFakeServer();
  server.on('signIn', () => problem(401, 'wrong_credentials', 'the password is not right'));
  const answer = await callWithoutSession('signIn', { body: { email: 'a@example.org', password: 'x' } });
  expect(answer.ok).toBe(false);
  expect(sessionEnded.get()).toBe(false);
});

test('a server that cannot be reached is a problem value', async () => {
  startFakeServer();
  globalThis.fetch = () => Promise.reject(new TypeError('no network'));
  const answer = await call('getPlan', {});
  expect(answer).toMatchObject({ ok: false, problem: { code: 'offline' } });
});

test('parameters are escaped and absent query values left out', async () => {
  const server = startFakeServer();
  let asked = '';
  server.on('openAct', ({ path, query }) => {
    asked = `${path}?${query}`;
    return problem(404, 'not_found');
  });
  await call('openAct', { params: { actId: 'a b' }, query: {} });
  expect(asked).toBe('/api/acts/a%20b?');
});

test('what needs a fresh proof waits for it and goes out once more; turned down, it is refused', async () => {
  const server = startFakeServer();
  let proved = false;
  server.on('renewRecoveryCodes', () =>
    proved ? { recoveryCodes: ['one'] } : problem(403, 'step_up_required'),
  );
  const first = call('renewRecoveryCodes', {});
  const second = call('renewRecoveryCodes', {});
  await vi.waitFor(() => expect(stepUpAsked.get()).toBeDefined());
  proved = true;
  stepUpAsked.get()?.(true);
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: { recoveryCodes: ['one'] } },
    { ok: true, value: { recoveryCodes: ['one'] } },
  ]);
  proved = false;
  const third = call('renewRecoveryCodes', {});
  await vi.waitFor(() => expect(stepUpAsked.get()).toBeDefined());
  stepUpAsked.get()?.(false);
  expect(await third).toMatchObject({ ok: false, problem: { code: 'step_up_required' } });
  expect(stepUpAsked.get()).toBeUndefined();
});
