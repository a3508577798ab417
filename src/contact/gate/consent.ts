import { told } from '../../words/told.ts';
import type { Channel, ConsentWord, ContactFacts, GateReason, Purpose, WholeAsk } from '../model.ts';
import type { Rules } from './place.ts';

/** The newer of two words; of two at one instant, the no. */
function newer(a: ConsentWord | undefined, b: ConsentWord): ConsentWord {
  if (a === undefined) return b;
  const later = b.at.getTime() - a.at.getTime();
  return later > 0 || (later === 0 && !b.granted) ? b : a;
}

function newest(facts: ContactFacts, purpose: Purpose, channels: readonly string[]): ConsentWord | undefined {
  let found: ConsentWord | undefined;
  for (const word of facts.consents) {
    if (word.purpose === purpose && channels.includes(word.channel)) found = newer(found, word);
  }
  return found;
}

const otherPhone: Partial<Record<Channel, string>> = { call: 'text', text: 'call' };

/**
 * The newest word on a purpose holds, on the channel or on all channels. Care needs no consent until it is withdrawn;
 * feedback and marketing need one that was granted. A machine also heeds a no to the other use of the telephone.
 */
function wordOn(
  ask: WholeAsk,
  facts: ContactFacts,
  rules: Rules,
  purpose: Purpose,
): 'withdrawn' | 'no_consent' | undefined {
  const own = newest(facts, purpose, [ask.channel, 'any']);
  if (own?.granted === false) return 'withdrawn';
  const other = otherPhone[ask.channel];
  if (ask.automatic && other !== undefined && rules.packs.some((pack) => pack.revokeAll)) {
    const sibling = newest(facts, purpose, [other]);
    const revoked = sibling !== undefined && !sibling.granted;
    if (revoked && (own === undefined || sibling.at.getTime() >= own.at.getTime())) return 'withdrawn';
  }
  return purpose === 'care' || own !== undefined ? undefined : 'no_consent';
}

// Put together once: a plan asks for thousands of them.
const byChannel = (words: (channel: string) => string): Readonly<Record<Channel, string>> => ({
  call: words(told.channels.call),
  text: words(told.channels.text),
  email: words(told.channels.email),
  post: words(told.channels.post),
  in_person: words(told.channels.in_person),
});
const withdrawnWords = byChannel((channel) => told.gate.withdrawn(channel));
const without = (purpose: Purpose) =>
  byChannel((channel) => told.gate.no_consent(told.purposes[purpose], channel));
const noConsentWords = {
  care: without('care'),
  feedback: without('feedback'),
  marketing: without('marketing'),
};

/** What the patient said. Where care counts as advertising, it needs the yes to both. */
export function consentReason(
  ask: WholeAsk,
  facts: ContactFacts,
  rules: Rules,
  purpose: Purpose,
): GateReason | undefined {
  const asked = wordOn(ask, facts, rules, ask.purpose);
  const inLaw = purpose === ask.purpose ? asked : wordOn(ask, facts, rules, purpose);
  if (asked === 'withdrawn' || inLaw === 'withdrawn') {
    return { code: 'withdrawn', words: withdrawnWords[ask.channel] };
  }
  if (asked === undefined && inLaw === undefined) return undefined;
  const missing = asked === undefined ? purpose : ask.purpose;
  return { code: 'no_consent', words: noConsentWords[missing][ask.channel] };
}

const kindsOf: Readonly<Record<Channel, readonly string[]>> = {
  call: ['mobile', 'phone'],
  text: ['mobile'],
  email: ['email'],
  post: [],
  in_person: [],
};

/** Whether a number or address of the patient asked us to stop what is asked for here. */
export function isSuppressed(ask: WholeAsk, facts: ContactFacts, rules: Rules, promotion: boolean): boolean {
  if (ask.channel === 'in_person' || ask.channel === 'post') return false;
  const revokeAll = rules.packs.some((pack) => pack.revokeAll);
  return facts.suppressed.some(({ scope, kind }) => {
    const ofChannel = kindsOf[ask.channel].includes(kind);
    if (scope === 'all') return revokeAll || ofChannel;
    return ofChannel && (scope === 'number' || promotion);
  });
}

/** Whether there is a way, and whether the patient's confidential wish leaves it. */
export function reachReasons(ask: WholeAsk, facts: ContactFacts): GateReason[] {
  const reasons: GateReason[] = [];
  const wished = facts.confidential === undefined || facts.confidential.includes(ask.channel);
  if (ask.channel !== 'in_person') {
    if (!wished) reasons.push({ code: 'confidential', words: told.gate.confidential });
    if (facts.reachKnown && !facts.reachable.includes(ask.channel)) {
      reasons.push({ code: 'unreachable', words: told.gate.unreachable[ask.channel] });
    }
  }
  if (ask.voicemail && facts.neverVoicemail) {
    reasons.push({ code: 'never_voicemail', words: told.gate.never_voicemail });
  }
  return reasons;
}
