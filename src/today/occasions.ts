import type { Trigger } from '../plan/model.ts';
import { firstVisitAhead, visitAhead } from './occasions/coming-visits.ts';
import { feedback } from './occasions/feedback.ts';
import { inboundWaiting } from './occasions/inbound-waiting.ts';
import type { Occasion } from './occasions/occasion.ts';
import { onDate } from './occasions/on-date.ts';
import { afterVisit, leftWithoutNext } from './occasions/past-visits.ts';
import { priceBefore } from './occasions/price-before.ts';
import { promiseDue } from './occasions/promise-due.ts';
import { drifting, recallDue } from './occasions/rhythm.ts';
import { anniversary, birthday, milestoneVisit } from './occasions/thanks.ts';
import { toldUsEvent } from './occasions/told-us-event.ts';
import { treatmentUnfinished } from './occasions/treatment.ts';
import { welcome } from './occasions/welcome.ts';

/** Every kind of occasion, exhaustively: a new trigger does not compile until it can be found here. */
export const occasions: Readonly<Record<Trigger, Occasion>> = {
  first_visit_ahead: firstVisitAhead,
  visit_ahead: visitAhead,
  left_without_next: leftWithoutNext,
  after_visit: afterVisit,
  milestone_visit: milestoneVisit,
  told_us_event: toldUsEvent,
  birthday,
  anniversary,
  recall_due: recallDue,
  drifting,
  promise_due: promiseDue,
  inbound_waiting: inboundWaiting,
  treatment_unfinished: treatmentUnfinished,
  price_before: priceBefore,
  welcome,
  feedback,
  on_date: onDate,
};
