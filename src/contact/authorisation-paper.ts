import { type LocalDate, parseLocalDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';

/** A signed authorisation as somebody copies it from the paper; empty: the paper does not say. */
export interface Paper {
  readonly discloses: string;
  readonly usedBy: string;
  readonly sentTo: string;
  readonly purpose: string;
  /** Who pays us for what is sent. */
  readonly paidBy: string;
  /** The paper says that somebody pays. */
  readonly coversPayment: boolean;
  /** Who signed in the patient's place; empty: the patient. */
  readonly representative: string;
  /** By what right they did. */
  readonly relation: string;
  readonly signedOn: string;
  /** The last day on which it holds. */
  readonly expiresOn: string | null;
  /** The event that ends it, beside the day or instead of one. */
  readonly endsWhen: string;
  readonly saysRevocable: boolean;
  readonly saysUnconditional: boolean;
  readonly saysPassedOn: boolean;
}

// A year of three figures and one of the next century are slips of the hand.
const oldest = '1950-01-01';
const latest = '2199-12-31';

function readDay(text: string): LocalDate | undefined {
  const day = parseLocalDate(text);
  return day !== undefined && day >= oldest && day <= latest ? day : undefined;
}

function wrongDays({ signedOn, expiresOn, endsWhen }: Paper, today: LocalDate): string | undefined {
  const signed = readDay(signedOn);
  if (signed === undefined) return told.refusals.noSuchDay;
  if (signed > today) return told.refusals.signedLater;
  if (expiresOn === null) return endsWhen === '' ? told.refusals.noEnd : undefined;
  const last = readDay(expiresOn);
  if (last === undefined) return told.refusals.noSuchDay;
  if (last < signed) return told.refusals.endsBeforeSigned;
  return last < today ? told.refusals.endedAlready : undefined;
}

/**
 * What keeps a paper from being an authorisation, in words for whoever holds it; undefined: nothing does.
 * @source 45 CFR 164.508(c)(1) core elements, (c)(2) statements, (a)(3) payment; a defective one is none, (b)(2)
 */
export function whatIsWrong(paper: Paper, today: LocalDate): string | undefined {
  const days = wrongDays(paper, today);
  if (days !== undefined) return days;
  if (paper.representative !== '' && paper.relation === '') return told.refusals.noRelation;
  if (paper.representative === '' && paper.relation !== '') return told.refusals.noRepresentative;
  if (paper.paidBy !== '' && !paper.coversPayment) return told.refusals.paymentUnsaid;
  if (!paper.saysRevocable) return told.refusals.notRevocable;
  if (!paper.saysUnconditional) return told.refusals.notUnconditional;
  return paper.saysPassedOn ? undefined : told.refusals.notPassedOn;
}
