import { foldWords, stopSigns } from './fold.ts';
import { type Sense, sensesOf } from './lexicon.ts';
import { joinPhrases } from './phrases.ts';

/** `stop`: plainly so. `maybe`: it counts as stop, and a person reads it. `no`: nothing of the kind. */
export type StopWord = 'stop' | 'maybe' | 'no';

// Signs in a longer message say something else as well.
const shortWords = 8;
// A longer message that asks to stop says more than that: a person reads it too.
const plainWords = 24;
// In a longer letter an angry word alone says little.
const doubtWords = 16;
// Nobody hides a wish to stop behind a page of other words, and nobody waits for a machine that reads on for hours.
const mostWords = 400;
// Between an end or a no, and what it is about: stop it with all of these emails.
const reach = 6;

interface Word {
  readonly text: string;
  readonly senses: ReadonlySet<Sense>;
}
type Clause = readonly Word[];

const is = (word: Word | undefined, ...senses: readonly Sense[]): boolean =>
  word !== undefined && senses.some((sense) => word.senses.has(sense));
const only = (clause: Clause, ...senses: readonly Sense[]): boolean =>
  clause.every((word) => is(word, 'vague', ...senses));
const has = (clause: Clause, ...senses: readonly Sense[]): boolean =>
  clause.some((word) => is(word, ...senses));

/** The place of what is contacted with, after `from`, unless the thought turns or is about something else by then. */
function contactAfter(clause: Clause, from: number): number | undefined {
  for (let i = from + 1; i <= from + reach && i < clause.length; i += 1) {
    if (is(clause[i], 'contact')) return i;
    // Stop the appointment reminders.
    if (is(clause[i], 'topic') && is(clause[i + 1], 'contact')) return i + 1;
    if (is(clause[i], 'turn', 'topic')) return undefined;
  }
  return undefined;
}

/** Stop texting me; cease all communication; no more emails. */
function endsContact(clause: Clause): boolean {
  return clause.some((word, i) => is(word, 'cease') && contactAfter(clause, i) !== undefined);
}

/** Do not write to me; no quiero mensajes. Not before nine, or at work, is no stop; nor is what I do not do myself. */
function refusesContact(clause: Clause): boolean {
  return clause.some((word, i) => {
    if (!is(word, 'not')) return false;
    const at = contactAfter(clause, i);
    if (at === undefined) return false;
    const wanted = clause.slice(i, at).some((one) => is(one, 'want'));
    if (!wanted && clause[i - 1]?.text === 'i' && at === i + 1) return false;
    const after = clause.slice(at + 1);
    return wanted || !has(after, 'bound') || has(after, 'cease');
  });
}

/** Not interested; no quiero nada; I do not consent. */
function wantsNothing(clause: Clause): boolean {
  const at = clause.findIndex((word) => is(word, 'not'));
  if (at < 0) return false;
  const rest = clause.slice(at);
  const refused = has(rest, 'want') || clause[at]?.text === 'rather_not';
  return (
    refused && rest.length > 1 && only(rest, 'not', 'want', 'me', 'contact', 'cease', 'remove', 'consent')
  );
}

/** Take me off; borren mi correo de su lista; I wish to be removed. */
function leavesList(clause: Clause): boolean {
  return clause.some((word, i) => {
    if (!is(word, 'remove')) return false;
    const taken = /^(?:removed|excluded|deleted|unlisted|taken_off)$/.test(word.text);
    if (taken && !has(clause, 'list', 'contact')) {
      if (has(clause, 'topic') || !has(clause.slice(0, i), 'me', 'data', 'want')) return false;
    }
    let at = i;
    const self =
      taken ||
      /(?:an|en|[aeu])me$/.test(word.text) ||
      clause.slice(Math.max(0, i - 3), i).some(({ text }) => text === 'me');
    if (!self) {
      at = clause.findIndex((one, k) => k > i && k <= i + 3 && is(one, 'me', 'data'));
      if (at < 0 || has(clause.slice(i + 1, at), 'topic', 'turn')) return false;
    }
    const rest = clause.slice(at + 1);
    const turn = rest.findIndex((one) => is(one, 'turn'));
    const tail = turn < 0 ? rest : rest.slice(0, turn);
    // From which list is said in any words: the birthday e-mail thing.
    if (has(tail, 'list', 'contact')) return true;
    return only(tail, 'data', 'me', 'cease');
  });
}

/** I withdraw my consent; retiro mi autorización; I object to the use of my data. */
function takesConsentBack(clause: Clause): boolean {
  return clause.some(
    (word, i) =>
      is(word, 'revoke') &&
      clause.slice(i + 1, i + 5).some((one) => is(one, 'consent')) &&
      !has(clause.slice(i + 1, i + 5), 'topic'),
  );
}

/** Unsubscribe me; dar de baja. From something else of theirs it is news, not a wish. */
function unsubscribes(clause: Clause): boolean {
  if (!has(clause, 'leave') || has(clause, 'mistake')) return false;
  return has(clause, 'contact', 'list') || only(clause, 'leave', 'me', 'data', 'cease', 'want', 'turn');
}

/** This is harassment; tired of your messages. */
function isFedUp(clause: Clause): boolean {
  if (!has(clause, 'anger') || has(clause, 'topic', 'not', 'mistake')) return false;
  const ours = clause.some((word) => is(word, 'contact') && !is(word, 'anger'));
  return ours || only(clause, 'anger', 'me', 'cease', 'remove', 'data');
}

/** Please stop it now. */
function isBareStop(clause: Clause): boolean {
  return has(clause, 'cease') && only(clause, 'cease', 'me', 'contact', 'data', 'list', 'want', 'turn');
}

/** Whoever has a number or address that is not the patient's; or who says that this one is not to be used. */
function isWrongOne(clause: Clause): boolean {
  return clause.some(
    (word, i) =>
      word.text === 'wrong_one' ||
      (is(word, 'not') &&
        /^us(?:e|en)$/.test(clause[i + 1]?.text ?? '') &&
        has(clause.slice(i + 2, i + 5), 'data')),
  );
}

/** Text me; call me after five: one way is asked for, and so the other that is refused is a wish and no stop. */
function asksFor(clause: Clause): boolean {
  return clause.some(
    (word, i) =>
      is(word, 'contact') &&
      /^(?:me|us)$/.test(clause[i + 1]?.text ?? '') &&
      !has(clause.slice(0, i), 'not', 'cease', 'anger', 'want'),
  );
}

const readings = [
  endsContact,
  wantsNothing,
  leavesList,
  takesConsentBack,
  unsubscribes,
  isFedUp,
  isBareStop,
  isWrongOne,
];

function clausesOf(folded: string): readonly Clause[] {
  return joinPhrases(folded.split(' ', mostWords).join(' '))
    .split(/[.,?]|\b(?:but|pero|however)\b/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split(/\s+/).map((text) => ({ text, senses: sensesOf(text) })));
}

// Listed by 47 CFR 64.1200(a)(10), with their Spanish peers: words that mean an end only where they are all that is said.
const alone = new Set(
  `stop quit end revoke cancel unsubscribe opt_out stopall remove delete dnc ya_no alto baja para pare paren parar basta fin finalizar salir
  terminar borrar eliminar anular revocar detener suspender cancelar no_mas nomas optout alta_no`.split(
    /\s+/,
  ),
);

// Of these nothing follows by itself: one tube is enough.
const weak = new Set('enough basta done_with kill pause avoid too_many cut no_more no_mas'.split(' '));

// Spellings that may be a slip of the hand, one letter off, in a message that is nothing else.
function isOneOff(word: string, aim: string): boolean {
  const [short, long] = word.length < aim.length ? [word, aim] : [aim, word];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (short.length > long.length - 1) {
    if (short.slice(i + 1) === long.slice(i + 1)) return true;
    return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
  }
  return short.slice(i) === long.slice(i + 1);
}

const aims = ['stop', 'unsubscribe', 'cancel', 'revoke', 'optout', 'cancelar', 'stopall'];
// One letter off, and words of their own.
const notSlips = new Set(['step', 'shop', 'top', 'slop', 'spot', 'stow', 'stops', 'store', 'invoke', 'sop']);

function isSaidAlone(clauses: readonly Clause[]): boolean {
  const said = clauses.flat().filter((word) => alone.has(word.text) || !is(word, 'vague', 'me'));
  if (said.length === 0 || said.length > 3) return false;
  if (said.every(({ text }) => alone.has(text))) return true;
  const [one] = said;
  return (
    said.length === 1 &&
    one !== undefined &&
    !notSlips.has(one.text) &&
    aims.some((aim) => isOneOff(one.text, aim))
  );
}

/**
 * Whether somebody asks to stop, as a reasonable person would read it; the quoted part is taken out before. English and
 * Spanish. Where it is not clear it counts as stop (L-31). Reads clause by clause: words give senses, a few rules put
 * them together; docs/methods/opt-out.md says how well it does.
 */
export function readStop(text: string): StopWord {
  const folded = foldWords(text);
  const clauses = clausesOf(folded);
  const words = clauses.flat();
  if (stopSigns.some((sign) => text.includes(sign)) && words.length <= shortWords) {
    return words.length <= 2 || clauses.some(refusesContact) || clauses.some(isPlain) ? 'stop' : 'maybe';
  }
  const [first] = words;
  if (isSaidAlone(clauses)) {
    const asks = folded.includes('?') && !(words.length === 1 && first?.text === 'stop');
    return asks ? 'maybe' : 'stop';
  }
  const refuses = clauses.some(refusesContact) && !clauses.some(asksFor);
  // Stop? Somebody wonders; it counts, and a person reads it.
  const wonders = folded.includes('?') && !clauses.some((clause) => isPlain(clause) && !isBareStop(clause));
  if (!refuses && wonders && clauses.some(isBareStop)) return 'maybe';
  if (refuses || clauses.some(isPlain)) return words.length <= plainWords ? 'stop' : 'maybe';
  const strong = words.filter((word) => !weak.has(word.text));
  const doubtful = has(strong, 'cease', 'anger', 'leave') && !has(words, 'topic', 'bound', 'mistake');
  return doubtful && words.length <= doubtWords && !words.some((word) => word.text === 'question')
    ? 'maybe'
    : 'no';
}

function isPlain(clause: Clause): boolean {
  return readings.some((reads) => reads(clause));
}
