import { expect, test } from 'vitest';
import { type ContactWish, type PageConsent, pageChannels, pageWords } from './model.ts';

const wish: ContactWish = {
  channels: ['text', 'email'],
  bestTime: 'any',
  welcome: ['before_visit', 'questions'],
  keep: 'in_touch',
};

/** What holds after the words: the newest of each purpose and channel. */
function after(before: readonly PageConsent[], words: readonly PageConsent[]): readonly PageConsent[] {
  const newest = new Map(before.map((one) => [`${one.purpose} ${one.channel}`, one]));
  for (const word of words) newest.set(`${word.purpose} ${word.channel}`, word);
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
    (purpose): PageConsent => ({ purpose, channel: 'any', granted: false }),
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
