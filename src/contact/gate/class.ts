import { told } from '../../words/told.ts';
import type { Authorisation, ContactFacts, GateReason, Purpose, WholeAsk } from '../model.ts';
import type { Rules } from './place.ts';

/** What the ask is in the eyes of the law of every place concerned: care may count as advertising there. */
export function purposeOf(ask: WholeAsk, rules: Rules): Purpose {
  if (ask.legalClass === 'marketing') return 'marketing';
  return rules.packs.some((pack) => pack.advertising.includes(ask.about)) ? 'marketing' : ask.purpose;
}

/** Promotion in the plain sense: what can wait and what a grieving household is spared. */
export function isPromotion(ask: WholeAsk, purpose: Purpose): boolean {
  return purpose === 'marketing' || ask.about === 'news' || ask.about === 'birthday';
}

function holds(one: Authorisation, ask: WholeAsk, now: number): boolean {
  return (
    one.signedAt.getTime() <= now &&
    one.isWhole &&
    (one.expiresAt === undefined ? one.endsWithEvent : one.expiresAt.getTime() > now) &&
    (one.endedAt === undefined || one.endedAt.getTime() > now) &&
    (!ask.thirdPartyPaid || one.coversPayment)
  );
}

/** HIPAA's classes: what nobody classed is never sent, and marketing needs a signature. */
export function classReasons(ask: WholeAsk, facts: ContactFacts, rules: Rules, now: number): GateReason[] {
  if (ask.legalClass === 'unknown') return [{ code: 'class_unknown', words: told.gate.class_unknown }];
  const needed = ask.legalClass === 'marketing' || ask.thirdPartyPaid;
  if (!needed || !rules.packs.some((pack) => pack.needsAuthorisation)) return [];
  if (facts.authorisations.some((one) => holds(one, ask, now))) return [];
  return [{ code: 'no_authorisation', words: told.gate.no_authorisation }];
}

/** Commercial e-mail says who sends it and how to stop it. */
export function mailReasons(ask: WholeAsk, facts: ContactFacts, promotion: boolean): GateReason[] {
  if (ask.channel !== 'email' || !promotion) return [];
  const reasons: GateReason[] = [];
  if (!facts.hasSenderAddress)
    reasons.push({ code: 'no_sender_address', words: told.gate.no_sender_address });
  if (!ask.unsubscribe) reasons.push({ code: 'no_way_out', words: told.gate.no_way_out });
  return reasons;
}
