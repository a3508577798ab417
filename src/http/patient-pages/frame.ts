import type { FastifyReply } from 'fastify';
import type { Language } from '../../words/bind.ts';
import { type Html, html } from './html.ts';
import { otherLanguage, wordsOf } from './page-words.ts';
import { contentSecurityPolicy, style } from './style.ts';

/** A page before it is framed. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** What was left out or does not fit: said first, and in the title. */
  readonly isProblem?: boolean;
  /**
   * What the form `f` of this page does, whose answers a change of language has to keep; absent: there is none, and the
   * change is a plain link.
   */
  readonly form?: string;
}

export interface Framed {
  readonly page: Page;
  readonly language: Language;
  /** Undefined where no practice is known: nothing is said of any. */
  readonly practiceName: string | undefined;
}

function languageSwitch({ page, language }: Framed): Html {
  const words = wordsOf(language);
  const to = otherLanguage[language];
  // Within a form the answers that were given go along; the server shows them again and keeps nothing.
  return page.form === undefined
    ? html`<a href="?lang=${to}" lang="${to}" hreflang="${to}" rel="nofollow">${words.other}</a>`
    : // The Enter key presses the first button of a form: it must not be the one that changes the language.
      html`<button hidden form="f" name="do" value="${page.form}"></button><button class="link" form="f" name="speak" value="${to}" lang="${to}" formnovalidate>${words.other}</button>`;
}

/** The whole document. */
export function framed(parts: Framed): string {
  const { page, language, practiceName } = parts;
  const words = wordsOf(language);
  const title = page.isProblem === true ? words.errorTitle(page.title) : page.title;
  return html`<!doctype html>
    <html lang="${language}" dir="ltr">
    <head><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <style>${{ html: style }}</style></head>
    <body><header><strong><bdi>${practiceName ?? ''}</bdi></strong>${languageSwitch(parts)}</header>
    <main><h1>${page.title}</h1>
    ${page.body}</main>
    <footer class="dim"><p>${words.neverChanges}</p></footer></body></html>`.html;
}

/** What every page of patients answers with, whatever it says. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};

export function sendPage(reply: FastifyReply, parts: Framed): FastifyReply {
  return reply
    .headers(headers)
    .code(parts.page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(framed(parts));
}

/** The summary of what is wrong: it has the focus, and leads to the field. */
export function problemBox(
  title: string,
  problems: readonly { readonly field: string; readonly words: string }[],
): Html {
  return html`<div class="box bad" role="alert" tabindex="-1" autofocus><h2>${title}</h2>
    ${problems.map(({ field, words }) => html`<p><a href="#${field}">${words}</a></p>`)}</div>`;
}
