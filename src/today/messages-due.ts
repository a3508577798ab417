import type { About, LegalClass } from '../contact/model.ts';
import type { Db } from '../database/database.ts';
import type { HouseholdId, PatientId, TouchpointId } from '../kit/ids.ts';
import { probability } from '../kit/probability.ts';
import { actIdOf, armOf } from '../plan/arm.ts';
import { askOfTouchpoint, fallsBackToPhone, mayHoldOut, owedShare, type Touchpoint } from '../plan/model.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import type { Candidate, MergeValue } from './occasions/occasion.ts';
import { occasions } from './occasions.ts';
import { findDone, findReached } from './queries/find-reach.ts';

/** A message that falls due by itself: what it is about makes it unique for ever, so that it is never queued twice. */
export interface MessageDue {
  readonly touchpoint: TouchpointId;
  /** Of the touchpoint; under it the message is unique. */
  readonly code: string;
  readonly patient: PatientId;
  readonly household: HouseholdId | null;
  readonly occurrence: string;
  readonly channel: 'email' | 'text';
  readonly templateCode: string;
  readonly merge: Readonly<Record<string, MergeValue>>;
  readonly purpose: Touchpoint['purpose'];
  readonly legalClass: LegalClass | null;
  readonly thirdPartyPaid: boolean;
  readonly about: About;
  readonly topic: string;
  readonly dueFrom: string;
  readonly dueTo: string;
  readonly restDays: number | null;
  readonly owed: boolean;
  /** What has to be so still when it goes; ids and dates. */
  readonly premise: Readonly<Record<string, string>>;
  /** In the comparison group it is noted and never sent. */
  readonly arm: 'act' | 'hold_out';
}

// A newsletter goes to everybody at once: whoever is beyond the first would be found again tomorrow, and never queued.
const mostMessages = 1_000_000;

/** Those of the candidates who are not called instead: they have an address, and nobody has told them by phone. */
async function byItself(
  db: Db,
  practice: Practice,
  view: Viewpoint,
  touchpoint: Touchpoint,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const { channel } = touchpoint;
  if (!fallsBackToPhone(touchpoint) || (channel !== 'email' && channel !== 'text')) return candidates;
  const patients = candidates.map(({ patientId }) => patientId);
  const reached = await findReached(db, view, patients, channel);
  const actOf = ({ patientId, occurrence }: Candidate) =>
    actIdOf(practice.id, touchpoint.id, patientId, occurrence);
  const told = await findDone(db, practice.id, candidates.map(actOf));
  return candidates.filter((one) => reached.has(one.patientId) && !told.has(actOf(one)));
}

/**
 * What the automatic touchpoints of the plan would send on the day of the view: candidates, before any gate. Those
 * in the comparison group of a trial are among them, marked; a touchpoint without a template for its channel has none.
 * Reads only.
 */
export async function findMessagesDue(
  db: Db,
  practice: Practice,
  view: Viewpoint,
): Promise<readonly MessageDue[]> {
  const { touchpoints } = await readPlan(db, practice.id);
  const due: MessageDue[] = [];
  for (const touchpoint of touchpoints) {
    const { channel } = touchpoint;
    const templateCode = touchpoint.templates[channel];
    if (!touchpoint.enabled || !touchpoint.automatic || templateCode === undefined) continue;
    if (channel !== 'email' && channel !== 'text') continue;
    const about = askOfTouchpoint(touchpoint).about ?? 'other';
    const { candidates } = await occasions[touchpoint.trigger].find({
      db,
      practice,
      view,
      touchpoint,
      most: mostMessages,
    });
    for (const candidate of await byItself(db, practice, view, touchpoint, candidates)) {
      const unit = candidate.householdId ?? candidate.patientId;
      const arm = mayHoldOut(touchpoint)
        ? armOf(touchpoint.id, unit, probability(touchpoint.holdOut))
        : ('act' as const);
      due.push({
        touchpoint: touchpoint.id,
        code: touchpoint.code,
        patient: candidate.patientId,
        household: candidate.householdId,
        occurrence: candidate.occurrence,
        channel,
        templateCode,
        merge: candidate.merge,
        purpose: touchpoint.purpose,
        legalClass: touchpoint.legalClass,
        thirdPartyPaid: touchpoint.thirdPartyPaid,
        about,
        topic: touchpoint.topic,
        dueFrom: candidate.dueFrom,
        dueTo: candidate.dueTo,
        restDays: touchpoint.restDays,
        owed: touchpoint.share === owedShare,
        premise: candidate.premise,
        arm,
      });
    }
  }
  return due;
}
