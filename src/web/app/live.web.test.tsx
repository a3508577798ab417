import { QueryClient } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startFakeServer } from '../testing/fake-server.ts';
import { followLive, useLivePaused } from './live.ts';
import { usePresence } from './presence.ts';

// What the browser has and the test's does not: it stands in for the network, which is not ours.
class Stream extends EventTarget {
  static all: Stream[] = [];
  readonly url: string;
  closed = false;
  constructor(url: string) {
    super();
    this.url = url;
    Stream.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  say(event: string, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

let client: QueryClient;
let asked: unknown[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  Stream.all = [];
  vi.stubGlobal('EventSource', Stream);
  startFakeServer();
  client = new QueryClient();
  asked = [];
  vi.spyOn(client, 'invalidateQueries').mockImplementation(async (filters) => {
    if (filters?.queryKey !== undefined) asked.push(filters.queryKey);
  });
  stop = followLive(client);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what the news name is read again, and only that; several at once are one look', async () => {
  const [stream] = Stream.all;
  expect(stream?.url).toBe('/api/events');
  stream?.say('ready');
  stream?.say('news', { kind: 'act', id: 'a1' });
  stream?.say('news', { kind: 'act', id: 'a1' });
  stream?.say('news', { kind: 'plan' });
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual([['today', 'list'], ['today', 'done'], ['today', 'act', 'a1'], ['plan']]);
});

test('a stream that stands has read again what was read before the last news, and that alone', async () => {
  const minute = 60_000;
  client.setQueryData(['today', 'list'], 1, { updatedAt: Date.now() - 2 * minute });
  client.setQueryData(['plan'], 1, { updatedAt: Date.now() - 30_000 });
  client.setQueryData(['promises'], 1, { updatedAt: Date.now() - 1000 });
  client.setQueryData(['session'], 1, { updatedAt: Date.now() - 2 * minute });
  const again = () => {
    const { predicate } = vi.mocked(client.invalidateQueries).mock.lastCall?.[0] ?? {};
    const all = client.getQueryCache().getAll();
    return all.filter((query) => predicate?.(query)).map(({ queryKey }) => queryKey.join(' '));
  };
  const [stream] = Stream.all;
  // A practice that was quiet for long: what is over a minute old goes by the clock.
  stream?.say('ready', { quietMilliseconds: 10 * minute });
  expect(again()).toEqual(['today list']);
  // News forty seconds ago: what arrived ten seconds later may have been read before them.
  stream?.say('ready', { quietMilliseconds: 40_000 });
  expect(again()).toEqual(['today list', 'plan']);
  // News now, or a server that does not say: everything.
  for (const said of [{ quietMilliseconds: 0 }, {}]) {
    stream?.say('ready', said);
    expect(again()).toEqual(['today list', 'plan', 'promises']);
  }
});

test('half a minute without a sign of life is said, and taken back by the next', async () => {
  const { result } = renderHook(() => useLivePaused());
  const [stream] = Stream.all;
  stream?.say('ready');
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  stream?.say('beat');
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(result.current).toBe(false);
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(result.current).toBe(true);
  act(() => stream?.say('beat'));
  expect(result.current).toBe(false);
});

test('a stream that is lost is opened again, later each time, and one that is left is not', async () => {
  Stream.all[0]?.say('error');
  expect(Stream.all[0]?.closed).toBe(true);
  await vi.advanceTimersByTimeAsync(1100);
  expect(Stream.all).toHaveLength(2);
  Stream.all[1]?.say('error');
  await vi.advanceTimersByTimeAsync(900);
  expect(Stream.all).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1200);
  expect(Stream.all).toHaveLength(3);
  stop();
  Stream.all[2]?.say('error');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Stream.all).toHaveLength(3);
});

test('somebody is on an act until half a minute after their last sign of life', async () => {
  const { result } = renderHook(() => usePresence());
  const [stream] = Stream.all;
  act(() => stream?.say('news', { kind: 'presence', id: 'a1', staff: 'ana', desk: 'd1', here: true }));
  expect([...result.current]).toEqual([['a1', 'ana']]);
  await act(() => vi.advanceTimersByTimeAsync(31_500));
  expect(result.current.size).toBe(0);
  act(() => stream?.say('news', { kind: 'presence', id: 'a2', staff: 'ana', desk: 'd1', here: true }));
  act(() => stream?.say('news', { kind: 'presence', id: 'a2', staff: 'ana', desk: 'd1', here: false }));
  expect(result.current.size).toBe(0);
});
