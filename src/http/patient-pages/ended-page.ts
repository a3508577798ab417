import type { Language } from '../../words/bind.ts';
import type { Page } from './frame.ts';
import { html } from './html.ts';
import { wordsOf } from './page-words.ts';
import { telephone } from './telephone.ts';

/** For a link that ended, that never was, or that opens another page: nobody learns which, and of nobody whether they exist. */
export function endedPage(language: Language, phone: string | undefined): Page {
  const words = wordsOf(language);
  const [before, after] = words.ended.call('\u0001').split('\u0001');
  return {
    title: words.ended.title,
    body: html`<p>${phone === undefined ? words.ended.callPractice : html`${before}${telephone(phone)}${after}`}</p>`,
    status: 404,
  };
}

export function tooManyPage(language: Language): Page {
  const words = wordsOf(language);
  return { title: words.tooMany.title, body: html`<p>${words.tooMany.explained}</p>`, status: 429 };
}

export function foreignPage(language: Language): Page {
  const words = wordsOf(language);
  return { title: words.foreign.title, body: html`<p>${words.foreign.explained}</p>`, status: 403 };
}

export function failedPage(language: Language, status: number): Page {
  const words = wordsOf(language);
  return { title: words.failed.title, body: html`<p>${words.failed.explained}</p>`, status };
}
