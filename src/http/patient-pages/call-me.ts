import { sameKeyOf } from '../../contact/inbound-actions.ts';
import { askDesk } from './ask-desk.ts';
import type { Page } from './frame.ts';
import { type Html, html } from './html.ts';
import { sayMoment } from './page-words.ts';
import { telephone } from './telephone.ts';
import type { Visitor } from './visitor.ts';

/** On every page: a person instead of it. */
export function callMeSection({ words, language, place }: Visitor): Html {
  const phone = place?.phone;
  // The number stands where the sentence of this language has it.
  const [before, after] = words.callMe.orCall('\u0001').split('\u0001');
  return html`<section><h2>${words.callMe.title}</h2>
    <form method="post" action="?lang=${language}"><p><button class="second" name="do" value="call">${words.callMe.ask}</button></p></form>
    ${phone ? html`<p>${before}${telephone(phone)}${after}</p>` : null}</section>`;
}

/** A call that was asked for from a page; again on the same day it is the same call. */
export async function askForCall(visitor: Visitor): Promise<Page> {
  const { practice, link, today, words, language, place } = visitor;
  const received = await askDesk(visitor, {
    kind: 'call_me',
    visitId: link.visitId,
    locationId: place?.id ?? null,
    sameKey: sameKeyOf('call_me', link.id, today),
  });
  if ('tooMany' in received) return received.tooMany;
  return {
    title: words.callMe.done,
    body: html`<div class="box" role="status"><p>${words.callMe.by(sayMoment(received.answerBy, received.zone, { language, practice }))}</p>
      <p>${words.reference(received.reference)}</p></div>
      <p><a href="?lang=${language}">${words.back}</a></p>`,
  };
}
