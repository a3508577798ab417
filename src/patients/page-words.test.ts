import { expect, test } from 'vitest';
import { type ContactWish, type PageConsent, pageChannels, pageWords, type StandingWord } from './model.ts';

const wish: ContactWish = {
  channels: ['text', 'email'],
  bestTime: 'any',
  welcome: ['before_visit', 'questions'],
  keep: 'in_touch',
};

/** What holds after the words: the newest of each purpose and channel. */
function after(before: readonly StandingWord[], words: readonly PageConsent[]): readonly StandingWord[] {
  const at = new Date((before[0]?.at.getTime() ?? 0) + 1000);
  const newest = new Map(before.map((one) => [`${one.purpose} ${one.channel}`, one]));
  for (const word of words) newest.set(`${word.purpose} ${word.channel}`, { ...word, at });
  return [...newest.values()];
}

const holds = (all: readonly PageConsent[], purpose: string, channel: string): boolean | undefined =>
  all.find((one) => one.purpose === purpose && one.channel === channel)?.granted;

test('each channel is said, yes or no, for each purpose', () => {
  const words = pageWords(wish, []);
  expect(words).toHaveLength(12);
  for (const channel of pageChannels) {
    const chosen = wish.channels.includes(channel);
    expect(holds(words, 'care', channel)).toBe(chosen);
    expect(holds(words, 'feedback', channel)).toBe(chosen);
    expect(holds(words, 'marketing', channel)).toBe(false);
  }
});

test('the same wish again has nothing to say, whatever it is', () => {
  for (const keep of ['in_touch', 'pause', 'appointments'] as const) {
    for (const welcome of [[], ['news'], ['questions', 'news']] as const) {
      const one = { ...wish, keep, welcome };
      expect(pageWords(one, after([], pageWords(one, [])))).toEqual([]);
    }
  }
});

test('an older word on all channels is lifted only for what is wished', () => {
  const stopped = (['care', 'feedback', 'marketing'] as const).map(
    (purpose): StandingWord => ({ purpose, channel: 'any', granted: false, at: new Date(0) }),
  );
  const now = after(stopped, pageWords(wish, stopped));
  expect(holds(now, 'care', 'any')).toBe(true);
  expect(holds(now, 'feedback', 'any')).toBe(true);
  expect(holds(now, 'marketing', 'any')).toBe(false);
});

test('a pause withdraws what is no care on all channels, and never care', () => {
  const words = pageWords({ ...wish, keep: 'pause' }, []);
  expect(holds(words, 'feedback', 'any')).toBe(false);
  expect(holds(words, 'marketing', 'any')).toBe(false);
  expect(holds(words, 'care', 'any')).toBeUndefined();
  expect(holds(words, 'care', 'text')).toBe(true);
});

test('a word on all channels, whoever said it, opens no channel that is left unticked', () => {
  const first = after([], pageWords({ ...wish, keep: 'appointments' }, []));
  expect(pageWords(wish, first)).toContainEqual({ purpose: 'feedback', channel: 'call', granted: false });
  const atDesk: StandingWord = { purpose: 'marketing', channel: 'any', granted: true, at: new Date(9e6) };
  const again = pageWords({ ...wish, welcome: ['news'] }, [...first, atDesk]);
  expect(again).toContainEqual({ purpose: 'marketing', channel: 'call', granted: false });
});

test('a way that is chosen during a pause waits for its end', () => {
  const paused: ContactWish = { ...wish, keep: 'pause' };
  const first = after([], pageWords(paused, []));
  const words = pageWords({ ...paused, channels: ['text', 'email', 'post'] }, first);
  expect(words).toContainEqual({ purpose: 'feedback', channel: 'post', granted: true });
  expect(words).toContainEqual({ purpose: 'feedback', channel: 'any', granted: false });
});
