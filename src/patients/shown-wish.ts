import {
  type ConsentChannel,
  type ConsentPurpose,
  type KeepInTouch,
  type PageChannel,
  pageChannels,
  type StandingWord,
  type Welcome,
} from './model.ts';

interface WishWord {
  readonly at: Date;
  readonly welcome: readonly Welcome[];
  readonly keep: KeepInTouch;
}

const purposeOf = { questions: 'feedback', news: 'marketing' } as const;

/**
 * What the page may show as chosen: what holds by now, so that to save it again grants nothing that was taken back since.
 * What is welcome has no channel there: a no on one that is chosen unticks it.
 */
export function shownWish(
  wish: WishWord | undefined,
  words: readonly StandingWord[],
): { readonly channels: readonly PageChannel[]; readonly welcome: readonly Welcome[] } {
  const find = (purpose: ConsentPurpose, channel: ConsentChannel): StandingWord | undefined =>
    words.find((one) => one.purpose === purpose && one.channel === channel);
  const onAll = (purpose: ConsentPurpose): StandingWord | undefined => {
    const word = find(purpose, 'any');
    // A pause is no change of mind: it gives back what waits with it.
    const waits = wish !== undefined && wish.keep !== 'in_touch' && word?.granted === false;
    return waits && word.at <= wish.at ? undefined : word;
  };
  const holds = (purpose: ConsentPurpose, channel: PageChannel): boolean | undefined => {
    const own = find(purpose, channel);
    const all = purpose === 'care' ? find(purpose, 'any') : onAll(purpose);
    if (own === undefined || all === undefined) return (own ?? all)?.granted;
    const later = own.at.getTime() - all.at.getTime();
    if (later === 0) return own.granted && all.granted;
    return later > 0 ? own.granted : all.granted;
  };
  const channels = pageChannels.filter(
    (channel) => find('care', channel) !== undefined && holds('care', channel) === true,
  );
  const isWelcome = (welcome: 'questions' | 'news'): boolean => {
    const purpose = purposeOf[welcome];
    return (
      pageChannels.some((channel) => holds(purpose, channel) === true) &&
      channels.every((channel) => holds(purpose, channel) !== false)
    );
  };
  const always = (wish?.welcome ?? (['before_visit', 'check_in'] as const)).filter(
    (one) => one !== 'questions' && one !== 'news',
  );
  return { channels, welcome: [...always, ...(['questions', 'news'] as const).filter(isWelcome)] };
}
