import { sameKeyOf } from '../../contact/inbound-actions.ts';
import { localeOf } from '../../kit/locale.ts';
import type { Words } from '../../kit/words.ts';
import { type Comfort, comforts, worriedFrom } from '../../patients/model.ts';
import { listVisitWishes, saveVisitWish, type VisitWish } from '../../patients/visit-wish-actions.ts';
import { confirmVisit } from '../../visits/confirm-actions.ts';
import { askDesk } from './ask-desk.ts';
import { callMeSection } from './call-me.ts';
import { passCode } from './code-page.ts';
import { type Page, problemBox } from './frame.ts';
import { type Html, html } from './html.ts';
import type { PatientPage } from './page-route.ts';
import { sayDay, sayMoment } from './page-words.ts';
import { textOf, ticked } from './read-form.ts';
import { findVisitFacts, type VisitFacts } from './visit-facts.ts';
import type { Visitor } from './visitor.ts';

const mostLetters = 500;

interface Shown {
  readonly visitor: Visitor;
  readonly visit: VisitFacts;
  /** Carried by each form once a code was right; empty where none is asked for. */
  readonly proof: string;
}

/** In the page's language, else in the practice's own, marked as such; undefined: nobody has written it. */
function inPageLanguage(words: Words, { language, practice }: Visitor): Html | undefined {
  const own = words[language];
  if (own !== undefined && own.trim() !== '') return html`${own}`;
  const other = [...practice.languages, 'en', ...Object.keys(words)].find(
    (one) => (words[one] ?? '').trim() !== '',
  );
  return other === undefined ? undefined : html`<span lang="${other}">${words[other] ?? ''}</span>`;
}

function when({ visitor, visit }: Shown): string {
  return visit.hasTime ? sayMoment(visit.startsAt, visit.zone, visitor) : sayDay(visit.localDay, visitor);
}

function price({ visitor: { practice, language, words }, visit }: Shown): string | undefined {
  const cents = visit.service?.priceCents ?? null;
  if (cents === null) return undefined;
  if (cents === 0) return words.visit.free;
  const style = { style: 'currency', currency: practice.currency, currencyDisplay: 'narrowSymbol' } as const;
  return words.visit.price(
    new Intl.NumberFormat(localeOf(language, practice.country), style).format(cents / 100),
  );
}

function who({ clinician, photo }: VisitFacts): Html | undefined {
  if (clinician === null) return undefined;
  const name = html`<bdi>${clinician}</bdi>`;
  // The name stands beside it: read aloud, the picture would say it twice.
  return photo === null ? name : html`<img class="face" alt="" width="80" height="80" src="${photo}">${name}`;
}

function facts(shown: Shown): Html {
  const { visitor, visit } = shown;
  const say = visitor.words.visit;
  const { service } = visit;
  const written = (words: Words | undefined): Html | undefined =>
    words === undefined ? undefined : inPageLanguage(words, visitor);
  const name = written(service?.name);
  const what = written(service?.whatWeDo);
  const address = [visit.locationName ?? '', ...visit.address].filter((line) => line !== '').join('\n');
  const lines: readonly (readonly [string, Html | string | undefined])[] = [
    [say.when, when(shown)],
    [say.where, address === '' ? undefined : html`<bdi>${address}</bdi>`],
    [say.what, name === undefined ? what : html`${name}${what === undefined ? null : html`\n${what}`}`],
    [say.steps, written(service?.steps)],
    [say.long, visit.minutes === null ? undefined : say.minutes(visit.minutes)],
    [say.hurts, written(service?.hurts)],
    [say.costs, price(shown)],
    [say.who, who(visit)],
    [say.parking, written(visit.parking)],
  ];
  return html`<dl>${lines.map(
    ([head, text]) => html`<dt>${head}</dt><dd>${text ?? html`<span class="dim">${say.askUs}</span>`}</dd>
    `,
  )}</dl>`;
}

function form({ visitor: { language }, proof }: Shown, id: string, content: Html): Html {
  const carried = proof === '' ? null : html`<input type="hidden" name="proof" value="${proof}">`;
  return html`<form id="${id}" method="post" action="?lang=${language}">${carried}${content}</form>`;
}

function scale(worry: number | null): Html {
  const steps = Array.from({ length: 11 }, (_, step) => step);
  return html`<div class="scale">${steps.map(
    (step) =>
      html`<label>${step}<input type="radio" name="worry" value="${step}"${step === worry ? html` checked` : null}></label>`,
  )}</div>`;
}

type Told = Pick<VisitWish, 'matters' | 'worry' | 'comfort'>;
const nothingTold: Told = { matters: '', worry: null, comfort: [] };

function draw(shown: Shown, told: Told, problem?: string): Page {
  const { visitor, visit } = shown;
  const { words } = visitor;
  const say = words.visit;
  if (!visit.isToCome) return over(visitor);
  const coming = visit.isConfirmed
    ? html`<p class="box">${say.isConfirmed}</p>`
    : form(
        shown,
        'c',
        html`<input type="hidden" name="start" value="${visit.startsAt.toISOString()}"><p><button name="do" value="confirm">${say.confirm}</button></p>`,
      );
  const move = html`<section><h2>${say.moveTitle}</h2>${form(
    shown,
    'm',
    html`<label class="field">${say.moveLabel}<textarea name="when" rows="2" maxlength="${mostLetters}"></textarea></label>
    <p><button class="second" name="do" value="move">${say.moveAsk}</button></p>`,
  )}</section>`;
  const wish = html`<section><h2>${say.wishTitle}</h2>${form(
    shown,
    'f',
    html`<label class="field">${say.matters}<textarea id="w" name="matters" rows="3" maxlength="${mostLetters}">${told.matters}</textarea></label>
    <fieldset><legend>${say.worry}</legend>${scale(told.worry)}</fieldset>
    <p><button name="do" value="wish">${say.wishSend}</button></p>`,
  )}</section>`;
  return {
    title: say.title,
    body: html`${problem === undefined ? null : problemBox(words.problem, [{ field: 'w', words: problem }])}
      ${visitor.calledBy === undefined ? null : html`<p><bdi>${words.hello(visitor.calledBy)}</bdi></p>`}
      ${facts(shown)}${coming}${wish}${move}${callMeSection(visitor)}`,
    form: 'wish',
    ...(problem === undefined ? {} : { isProblem: true, status: 422 }),
  };
}

function over(visitor: Visitor): Page {
  const { words } = visitor;
  return { title: words.visit.title, body: html`<p>${words.visit.over}</p>${callMeSection(visitor)}` };
}

function saidSo({ visitor, proof }: Shown, title: string, content: Html): Page {
  const { words, language } = visitor;
  const carried = proof === '' ? null : html`<input type="hidden" name="proof" value="${proof}">`;
  // With a proof the way back is a form: the proof stands in no address.
  const back =
    proof === ''
      ? html`<p><a href="?lang=${language}">${words.back}</a></p>`
      : html`<form method="post" action="?lang=${language}">${carried}<p><button class="link">${words.back}</button></p></form>`;
  return {
    title,
    body: html`<div class="box" role="status">${content}</div>${back}${callMeSection(visitor)}`,
  };
}

async function askFor(
  { visitor, visit }: Shown,
  kind: 'move_request' | 'worry',
  text: string,
  worry: number | null,
): Promise<{ readonly until: string; readonly reference: string } | { readonly tooMany: Page }> {
  const { practice, link, today, language } = visitor;
  const received = await askDesk(visitor, {
    kind,
    visitId: visit.id,
    locationId: visit.locationId,
    words: text,
    worry,
    sameKey: sameKeyOf(kind, link.patientId, visit.id, text, today),
  });
  if ('tooMany' in received) return received;
  return {
    until: sayMoment(received.answerBy, received.zone, { language, practice }),
    reference: received.reference,
  };
}

async function toldBefore({ visitor, visit }: Shown): Promise<Told> {
  const wishes = await listVisitWishes(visitor.db, visitor.practice.id, [visit.id]);
  return wishes.get(visit.id) ?? nothingTold;
}

async function keep({ visitor, visit }: Shown, told: Told): Promise<void> {
  const { db, practice, link, today, now } = visitor;
  const about = { id: visit.id, patientId: link.patientId, day: visit.localDay };
  await saveVisitWish(db, practice.id, about, told, today, now);
}

function comfortPage(shown: Shown, told: Told): Page {
  const { words } = shown.visitor;
  const say = words.visit;
  const box = (name: string, value: string, label: string, on: boolean): Html =>
    html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${on ? html` checked` : null}><span>${label}</span></label>
      `;
  return {
    title: say.comfortTitle,
    body: html`<p role="status">${say.wishDone}. ${say.wishRead}</p><p>${say.comfortLead}</p>${form(
      shown,
      'f',
      html`<fieldset><legend class="trap">${say.comfortLead}</legend>${comforts.map((one) => box('comfort', one, say.comforts[one], told.comfort.includes(one)))}
      ${box('please', 'call', say.comfortCall, false)}</fieldset><p><button name="do" value="comfort">${say.comfortSend}</button></p>`,
    )}${callMeSection(shown.visitor)}`,
    form: 'comfort',
  };
}

function readWorry(form: URLSearchParams): number | null {
  const given = form.get('worry') ?? '';
  return /^(\d|10)$/.test(given) ? Number(given) : null;
}

async function take(shown: Shown): Promise<Page> {
  const { visitor, visit } = shown;
  const { db, practice, form: sent, words, now } = visitor;
  const say = words.visit;
  const before = await toldBefore(shown);
  const typed: Told = {
    ...before,
    matters: textOf(sent, 'matters').slice(0, mostLetters),
    worry: readWorry(sent),
  };
  const comfort: readonly Comfort[] = ticked(sent, 'comfort', comforts);
  if (sent.has('speak')) {
    const isComfort = sent.has('comfort') || sent.has('please');
    return isComfort
      ? comfortPage(shown, { ...before, comfort })
      : draw(shown, sent.has('matters') ? typed : before);
  }
  switch (sent.get('do')) {
    case 'confirm': {
      // The time that the page showed: of a visit that was moved since, nobody has said that they come.
      const start = new Date(textOf(sent, 'start'));
      if (start.getTime() !== visit.startsAt.getTime()) return draw(shown, before);
      await confirmVisit(db, practice.id, visit.id, visit.startsAt, now);
      return saidSo(shown, say.confirmed, html`<p>${when(shown)}</p>`);
    }
    case 'move': {
      const asked = textOf(sent, 'when').slice(0, mostLetters);
      const received = await askFor(shown, 'move_request', asked, null);
      if ('tooMany' in received) return received.tooMany;
      const { until, reference } = received;
      return saidSo(shown, say.moved, html`<p>${say.movedBy(until)}</p><p>${words.reference(reference)}</p>`);
    }
    case 'wish': {
      if (typed.matters === '' && typed.worry === null) return draw(shown, typed, say.wishEmpty);
      await keep(shown, typed);
      if (typed.worry !== null && typed.worry >= worriedFrom) return comfortPage(shown, typed);
      return saidSo(shown, say.wishDone, html`<p>${say.wishRead}</p>`);
    }
    case 'comfort': {
      await keep(shown, { ...before, comfort });
      if (sent.get('please') !== 'call') return saidSo(shown, say.comfortDone, html`<p>${say.wishRead}</p>`);
      const received = await askFor(shown, 'worry', before.matters, before.worry);
      if ('tooMany' in received) return received.tooMany;
      const { until, reference } = received;
      return saidSo(
        shown,
        say.comfortDone,
        html`<p>${words.callMe.by(until)}</p><p>${words.reference(reference)}</p>`,
      );
    }
    default:
      return draw(shown, before);
  }
}

async function enter(visitor: Visitor, goOn: (shown: Shown) => Promise<Page>): Promise<Page> {
  const visit = await findVisitFacts(visitor);
  if (visit === undefined) return over(visitor);
  const isSensitive = visitor.sensitive || visit.service?.sensitive === true;
  if (!isSensitive) return goOn({ visitor, visit, proof: '' });
  const passed = await passCode(visitor);
  return 'page' in passed ? passed.page : goOn({ visitor, visit, proof: passed.proof });
}

/** A visit as the patient needs to know it, and what they want us to know before it. */
export const visitPage: PatientPage = {
  purpose: 'visit',
  show: (visitor) => enter(visitor, async (shown) => draw(shown, await toldBefore(shown))),
  take: (visitor) =>
    enter(visitor, (shown) => (shown.visit.isToCome ? take(shown) : Promise.resolve(over(visitor)))),
};
