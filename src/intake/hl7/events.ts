import type { VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';

/** What a message's event (the second part of MSH-9) means for the record. */
export type EventMeaning =
  /** The visit has this status now. */
  | { readonly kind: 'visit'; readonly status: VisitStatus }
  /** Something about the visit changed, its status not; a visit that we do not hold begins with this one. */
  | { readonly kind: 'change'; readonly ifNew: VisitStatus }
  | { readonly kind: 'patient' }
  | { readonly kind: 'merge' }
  /** Nothing that we read; `words` say why. */
  | { readonly kind: 'nothing'; readonly words: string }
  /** A person has to do it; `words` say what. */
  | { readonly kind: 'by-hand'; readonly words: string };

const visit = (status: VisitStatus): EventMeaning => ({ kind: 'visit', status });
const change = (ifNew: VisitStatus): EventMeaning => ({ kind: 'change', ifNew });
const nothing = (words: string): EventMeaning => ({ kind: 'nothing', words });
const byHand = (words: string): EventMeaning => ({ kind: 'by-hand', words });
const patient: EventMeaning = { kind: 'patient' };
const merge: EventMeaning = { kind: 'merge' };

const moves = byHand(told.hl7.movesVisits);
const deletes = byHand(told.hl7.deletes);

/**
 * HL7 table 0003, as far as ADT and SIU go. A feed's own mapping comes before it.
 * @source HL7 2.8 chapters 3 (ADT) and 10 (SIU)
 */
export const events: Readonly<Record<string, EventMeaning>> = {
  A01: visit('arrived'),
  A02: visit('roomed'),
  A03: visit('left'),
  A04: visit('arrived'),
  A05: visit('booked'),
  A06: change('arrived'),
  A07: change('arrived'),
  A08: change('arrived'),
  A09: change('arrived'),
  A10: visit('arrived'),
  A11: visit('cancelled'),
  A12: visit('arrived'),
  A13: visit('arrived'),
  A14: visit('booked'),
  A15: change('arrived'),
  A16: change('arrived'),
  A18: merge,
  A20: nothing('is about a bed'),
  A21: change('arrived'),
  A22: change('arrived'),
  A23: deletes,
  A24: byHand(told.hl7.links),
  A25: change('arrived'),
  A26: change('arrived'),
  A27: visit('cancelled'),
  A28: patient,
  A29: deletes,
  A30: merge,
  A31: patient,
  A32: change('arrived'),
  A33: change('arrived'),
  A34: merge,
  A35: moves,
  A36: merge,
  A37: byHand(told.hl7.unlinks),
  A38: visit('cancelled'),
  A39: merge,
  A40: merge,
  A41: moves,
  A42: moves,
  A43: moves,
  A44: moves,
  A45: moves,
  A46: merge,
  A47: merge,
  A48: byHand(told.hl7.otherNumber),
  A49: moves,
  A50: byHand(told.hl7.visitNumber),
  A51: byHand(told.hl7.visitNumber),
  A52: change('arrived'),
  A53: change('arrived'),
  A54: change('arrived'),
  A55: change('arrived'),
  A60: nothing('is about allergies, which are not read'),
  A61: change('arrived'),
  A62: change('arrived'),
  S12: visit('booked'),
  S13: visit('booked'),
  S14: change('booked'),
  S15: visit('cancelled'),
  S16: visit('cancelled'),
  S17: visit('cancelled'),
  S18: change('booked'),
  S19: change('booked'),
  S20: change('booked'),
  S21: change('booked'),
  S22: change('booked'),
  S23: nothing('closes time in a schedule and is about no patient'),
  S24: nothing('opens time in a schedule and is about no patient'),
  S26: visit('no_show'),
  S27: nothing('is about a schedule and no patient'),
};

/** Events that end a booking: here a status word may only tell how. */
export const endings: ReadonlySet<string> = new Set(['S15', 'S16', 'S17', 'S26']);

/** Words of HL7 table 0278 that tables of practice systems do not have, or mean otherwise by. */
export const bookingWords: ReadonlyMap<string, VisitStatus | 'not-booked'> = new Map<
  string,
  VisitStatus | 'not-booked'
>([
  ['pending', 'booked'],
  ['overbook', 'booked'],
  ['started', 'seen'],
  ['complete', 'left'],
  ['dc', 'cancelled'],
  ['discontinued', 'cancelled'],
  ['deleted', 'cancelled'],
  ['noshow', 'no_show'],
  ['waitlist', 'not-booked'],
  ['blocked', 'not-booked'],
]);
