import { askGateInMany } from '../../contact/actions.ts';
import { onlyMailbox } from '../../contact/channels.ts';
import { enterLinkCode, holdsProof, makeLinkCode } from '../../contact/link-code-actions.ts';
import { listWaysToReach } from '../../patients/reading.ts';
import { countAttempt, type Limit } from '../../platform/rate-limit.ts';
import { callMeSection } from './call-me.ts';
import { type Page, problemBox } from './frame.ts';
import { html } from './html.ts';
import { maskedEmail, tailOf } from './mask.ts';
import { textOf } from './read-form.ts';
import { type CodeToSend, throughChannels } from './send-code.ts';
import type { Visitor } from './visitor.ts';

/** Five codes of five tries an hour: a guess in forty thousand. */
const codeLimit: Limit = { name: 'patient_page.code', attempts: 5, windowMinutes: 60 };
/** And ten a day: over the sixty days of a forwarded link, one in three hundred, with ten texts a day to tell of it. */
const codeDayLimit: Limit = { name: 'patient_page.code.day', attempts: 10, windowMinutes: 1440 };

const kinds = { mobile: 'text', email: 'email' } as const;

/**
 * The patient's own number or address on file, never one that stands in the request: first where a provider carries it,
 * then a mobile. The gate is asked as for every contact; this one answers what the patient has just asked for.
 */
async function wayOf({ db, ports, practice, link, now }: Visitor): Promise<CodeToSend['to'] | undefined> {
  const ways = (await listWaysToReach(db, practice.id, link.patientId)).flatMap((way) =>
    way.belongsTo === 'self' && (way.kind === 'mobile' || way.kind === 'email')
      ? [{ kind: kinds[way.kind], address: way.value }]
      : [],
  );
  const asks = ways.map(
    ({ kind }) => ({ channel: kind, purpose: 'care', about: 'answer', owed: true, answering: true }) as const,
  );
  const decisions = (await askGateInMany(db, practice.id, link.patientId, asks, now)) ?? [];
  const open = ways.filter((_, index) => decisions[index]?.verdict === 'permit');
  const isCarried = ({ kind }: CodeToSend['to']) => (ports.channels ?? onlyMailbox)[kind].name !== 'mailbox';
  return open.find(isCarried) ?? open.find(({ kind }) => kind === 'text') ?? open[0];
}

type Step = 'ask' | 'enter' | 'wrong' | 'used' | 'failed';

async function draw(visitor: Visitor, step: Step): Promise<Page> {
  const { words, language } = visitor;
  const say = words.code;
  const to = await wayOf(visitor);
  const action = `?lang=${language}`;
  if (to === undefined) {
    return { title: say.title, body: html`<p>${say.nowhere}</p>${callMeSection(visitor)}` };
  }
  const where = to.kind === 'text' ? say.toText(tailOf(to.address)) : say.toEmail(maskedEmail(to.address));
  const problem = step === 'wrong' || step === 'used' || step === 'failed' ? say[step] : undefined;
  const enters = step === 'enter' || step === 'wrong';
  const ask = html`<form method="post" action="${action}"><p><button${enters ? html` class="second"` : null} name="do" value="code">${say.ask}</button></p></form>`;
  const enter = html`<p role="status">${say.sent}</p><form method="post" action="${action}">
    <label class="field">${say.label}<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" maxlength="8"></label>
    <p><button name="do" value="enter">${say.enter}</button></p></form>`;
  return {
    title: say.title,
    body: html`${problem === undefined ? null : problemBox(words.problem, [{ field: 'code', words: problem }])}
      <p>${say.lead}</p><p>${where}</p>${enters ? enter : null}${ask}${callMeSection(visitor)}`,
    ...(problem === undefined ? {} : { isProblem: true, status: 422 }),
  };
}

/** Either what the page carries as a proof, or the page that asks for a code. */
export type Gate = { readonly proof: string } | { readonly page: Page };

/** Stands before what shows more than whoever holds the link may see. */
export async function passCode(visitor: Visitor): Promise<Gate> {
  const { db, ports, practice, link, token, form, language, now } = visitor;
  const proof = textOf(form, 'proof');
  if (proof !== '' && proof.length <= 100 && (await holdsProof(db, practice.id, link, proof, now))) {
    return { proof };
  }
  const wanted = form.get('do');
  if (wanted === 'code') {
    const to = await wayOf(visitor);
    if (to === undefined) return { page: await draw(visitor, 'ask') };
    for (const limit of [codeLimit, codeDayLimit])
      if (!(await countAttempt(db, limit, link.id, now))) return { page: await draw(visitor, 'used') };
    const code = await makeLinkCode(db, practice.id, link, token, now);
    const send = ports.sendCode ?? throughChannels(ports.channels ?? onlyMailbox, ports.config.dataFolder);
    const carried = await send(db, { practice, patientId: link.patientId, to, code, language, now });
    if (!carried) return { page: await draw(visitor, 'failed') };
    return { page: await draw(visitor, 'enter') };
  }
  if (wanted === 'enter') {
    const code = textOf(form, 'code').replaceAll(/\D/g, '').slice(0, 8);
    const entered = await enterLinkCode(db, practice.id, link, token, code, now);
    if (entered.ok) return { proof: entered.value };
    return { page: await draw(visitor, entered.refusal.code === 'wrong_code' ? 'wrong' : 'used') };
  }
  return { page: await draw(visitor, 'ask') };
}
