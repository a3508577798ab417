import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callWithoutSession } from './api.ts';
import { askEarly, forgetEarly, takeEarly } from './asked-early.ts';

let asked: { readonly path: string; readonly language: string | null }[] = [];
let answerWith: () => Promise<Response>;

beforeEach(() => {
  localStorage.clear();
  forgetEarly();
  asked = [];
  answerWith = () => Promise.resolve(Response.json({ acts: [] }));
  globalThis.fetch = (input, init) => {
    asked.push({ path: String(input), language: new Headers(init?.headers).get('accept-language') });
    return answerWith();
  };
});
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

test.each([
  ['/today', '', ['/api/session', '/api/today']],
  ['/', '', ['/api/session', '/api/today']],
  ['/today', '?tab=everyone', ['/api/session', '/api/today']],
  ['/today', '?asOf=2026-03-10', ['/api/session']],
  ['/today', '?minutes=40', ['/api/session']],
  ['/patients', '', []],
  ['/sign-in', '', []],
])('on %s%s it asks for what that page begins with, and for nothing else', (pathname, search, paths) => {
  askEarly({ pathname, search });
  expect(asked.map(({ path }) => path)).toEqual(paths);
});

test('it asks in the language that was chosen, not in that of the browser', () => {
  localStorage.setItem('keepwell.preferences', JSON.stringify({ language: 'es' }));
  askEarly({ pathname: '/today', search: '' });
  expect(asked.map(({ language }) => language)).toEqual(['es', 'es']);
});

test('the screens take an answer once, and ask by themselves from then on', async () => {
  askEarly({ pathname: '/today', search: '' });
  expect(await callWithoutSession('listToday', { query: {} })).toMatchObject({
    ok: true,
    value: { acts: [] },
  });
  expect(asked).toHaveLength(2);
  await callWithoutSession('listToday', { query: {} });
  expect(asked.map(({ path }) => path)).toEqual(['/api/session', '/api/today', '/api/today']);
});

test('an answer for the day is none for another day', async () => {
  askEarly({ pathname: '/today', search: '' });
  await callWithoutSession('listToday', { query: { asOf: '2026-03-10' } });
  expect(asked.at(-1)?.path).toBe('/api/today?asOf=2026-03-10');
});

test('what came too late, was refused or failed is asked for again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  askEarly({ pathname: '/today', search: '' });
  vi.setSystemTime(Date.now() + 10_001);
  expect(await takeEarly('/api/today')).toBeUndefined();
  vi.useRealTimers();
  answerWith = () => Promise.resolve(Response.json({ code: 'not_signed_in' }, { status: 401 }));
  askEarly({ pathname: '/today', search: '' });
  expect(await takeEarly('/api/today')).toBeUndefined();
  answerWith = () => Promise.reject(new TypeError('no network'));
  askEarly({ pathname: '/today', search: '' });
  expect(await takeEarly('/api/today')).toBeUndefined();
});

test('what one person asked for is not shown to the next', async () => {
  askEarly({ pathname: '/today', search: '' });
  forgetEarly();
  expect(await takeEarly('/api/today')).toBeUndefined();
});
