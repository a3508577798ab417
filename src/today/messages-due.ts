import type { LegalClass } from '../contact/model.ts';
import type { Db } from '../database/database.ts';
import type { HouseholdId, PatientId, TouchpointId } from '../kit/ids.ts';
import { probability } from '../kit/probability.ts';
import { armOf } from '../plan/arm.ts';
import { askOfTouchpoint, mayHoldOut, type Touchpoint } from '../plan/model.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import type { MergeValue } from './occasions/occasion.ts';
import { occasions } from './occasions.ts';

/** A message that falls due by itself: what it is about makes it unique for ever, so that it is never queued twice. */
export interface MessageDue {
  readonly touchpoint: TouchpointId;
  readonly patient: PatientId;
  readonly household: HouseholdId | null;
  readonly occurrence: string;
  readonly channel: 'email' | 'text';
  readonly templateCode: string;
  readonly merge: Readonly<Record<string, MergeValue>>;
  readonly purpose: Touchpoint['purpose'];
  readonly legalClass: LegalClass | null;
  readonly thirdPartyPaid: boolean;
  readonly about: string;
  readonly topic: string;
  readonly dueFrom: string;
  readonly dueTo: string;
  readonly restDays: number | null;
}

/**
 * What the automatic touchpoints of the plan would send on the day of the view: candidates, before any gate. One in the
 * comparison group of a trial is not among them, nor a touchpoint without a template for its channel. Reads only.
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
    const { candidates } = await occasions[touchpoint.trigger].find({ db, practice, view, touchpoint });
    for (const candidate of candidates) {
      const unit = candidate.householdId ?? candidate.patientId;
      const held =
        mayHoldOut(touchpoint) && armOf(touchpoint.id, unit, probability(touchpoint.holdOut)) === 'hold_out';
      if (held) continue;
      due.push({
        touchpoint: touchpoint.id,
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
      });
    }
  }
  return due;
}
