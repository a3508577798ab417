import type { Touchpoint, TouchpointWish } from './plan-queries.ts';

export interface NewsDraft {
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly channel: 'email' | 'post';
  readonly restDays: string;
  /** By language; empty ones are not sent. */
  readonly words: Readonly<Record<string, string>>;
}

/** What stands in the form at first: what was written for its date, else nothing, in the practice's languages. */
export function draftOf(touchpoint: Touchpoint, languages: readonly string[]): NewsDraft {
  const { params, script, channel, restDays } = touchpoint;
  const written = typeof params.on === 'string' && params.writtenFor === params.on;
  const empty = Object.fromEntries(languages.map((language) => [language, '']));
  return {
    on: written ? String(params.on) : '',
    channel: channel === 'email' ? 'email' : 'post',
    restDays: restDays === null ? '' : String(restDays),
    words: written ? { ...empty, ...script } : empty,
  };
}

const written = (words: NewsDraft['words']): NewsDraft['words'] =>
  Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== ''));

/** Whether there is something to look at. */
export function hasWords({ words }: NewsDraft): boolean {
  return Object.keys(written(words)).length > 0;
}

/** Whether there is something to send, and a day to send it on. */
export function isWhole(draft: NewsDraft): boolean {
  return draft.on !== '' && hasWords(draft);
}

/** The change of the plan that a draft is: the date is the one that it was written for, so that it goes once. */
export function wishOfNews(touchpoint: Touchpoint, draft: NewsDraft): TouchpointWish {
  const { on, channel, restDays, words } = draft;
  return {
    code: touchpoint.code,
    channel,
    restDays: restDays.trim() === '' ? null : Number(restDays),
    params: { ...touchpoint.params, on, writtenFor: on },
    script: { ...written(words) },
    enabled: true,
  };
}
