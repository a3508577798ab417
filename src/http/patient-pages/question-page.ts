import { sameKeyOf } from '../../contact/inbound-actions.ts';
import { askDesk } from './ask-desk.ts';
import { callMeSection } from './call-me.ts';
import { type Page, problemBox } from './frame.ts';
import { html } from './html.ts';
import type { PatientPage } from './page-route.ts';
import { sayMoment } from './page-words.ts';
import { textOf } from './read-form.ts';
import type { Visitor } from './visitor.ts';

export const mostLetters = 2000;

function draw(visitor: Visitor, asked: string, problem?: string): Page {
  const { words, language, calledBy } = visitor;
  const say = words.question;
  return {
    title: say.title,
    body: html`${problem === undefined ? null : problemBox(words.problem, [{ field: 'q', words: problem }])}
      ${calledBy === undefined ? null : html`<p><bdi>${words.hello(calledBy)}</bdi></p>`}
      <p>${say.lead}</p><p class="box">${words.emergency}</p>
      <form id="f" method="post" action="?lang=${language}"><label class="field">${say.label}<textarea id="q" name="words" rows="5" maxlength="${mostLetters}">${asked}</textarea></label>
      <p><button name="do" value="ask">${words.send}</button></p></form>${callMeSection(visitor)}`,
    form: 'ask',
    ...(problem === undefined ? {} : { isProblem: true, status: 422 }),
  };
}

/** A question to the practice, answered by a person within an opening hour. */
export const questionPage: PatientPage = {
  purpose: 'question',
  show: async (visitor) => draw(visitor, ''),
  take: async (visitor) => {
    const { practice, link, form, words, language, today, place } = visitor;
    const asked = textOf(form, 'words');
    if (form.has('speak')) return draw(visitor, asked);
    if (asked === '') return draw(visitor, asked, words.question.empty);
    if ([...asked].length > mostLetters) {
      return draw(visitor, asked, words.question.long(String(mostLetters)));
    }
    const received = await askDesk(visitor, {
      kind: 'question',
      visitId: link.visitId,
      locationId: place?.id ?? null,
      words: asked,
      sameKey: sameKeyOf('question', link.patientId, asked, today),
    });
    if ('tooMany' in received) return received.tooMany;
    const until = sayMoment(received.answerBy, received.zone, { language, practice });
    return {
      title: words.question.done,
      body: html`<div class="box" role="status"><p>${words.question.by(until)}</p>
        <p>${words.reference(received.reference)}</p></div>
        <p class="box">${words.emergency}</p>${callMeSection(visitor)}`,
    };
  },
};
