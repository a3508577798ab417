import { enterLinkCode, holdsProof, makeLinkCode } from '../../contact/link-code-actions.ts';
import { listWaysToReach } from '../../patients/reading.ts';
import { countAttempt, type Limit } from '../../platform/rate-limit.ts';
import { callMeSection } from './call-me.ts';
import { type Page, problemBox } from './frame.ts';
import { html } from './html.ts';
import { maskedEmail, tailOf } from './mask.ts';
import { textOf } from './read-form.ts';
import { type CodeToSend, localMailbox } from './send-code.ts';
import type { Visitor } from './visitor.ts';

/** Five codes of five tries an hour: a guess in forty thousand. */
const codeLimit: Limit = { name: 'patient_page.code', attempts: 5, windowMinutes: 60 };

/** The patient's own number or address on file, a mobile first; never one that stands in the request. */
async function wayOf({ db, practice, link }: Visitor): Promise<CodeToSend['to'] | undefined> {
  const ways = (await listWaysToReach(db, practice.id, link.patientId)).filter(
    (way) => way.belongsTo === 'self',
  );
  const mobile = ways.find((way) => way.kind === 'mobile');
  if (mobile !== undefined) return { kind: 'text', address: mobile.value };
  const email = ways.find((way) => way.kind === 'email');
  return email === undefined ? undefined : { kind: 'email', address: email.value };
}

type Step = 'ask' | 'enter' | 'wrong' | 'used';

async function draw(visitor: Visitor, step: Step): Promise<Page> {
  const { words, language } = visitor;
  const say = words.code;
  const to = await wayOf(visitor);
  const action = `?lang=${language}`;
  if (to === undefined) {
    return { title: say.title, body: html`<p>${say.nowhere}</p>${callMeSection(visitor)}` };
  }
  const where = to.kind === 'text' ? say.toText(tailOf(to.address)) : say.toEmail(maskedEmail(to.address));
  const problem = step === 'wrong' ? say.wrong : step === 'used' ? say.used : undefined;
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
    if (!(await countAttempt(db, codeLimit, link.id, now))) return { page: await draw(visitor, 'used') };
    const code = await makeLinkCode(db, practice.id, link, token, now);
    const send = ports.sendCode ?? localMailbox(ports.config.dataFolder);
    await send(db, { practice, patientId: link.patientId, to, code, language, now });
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
