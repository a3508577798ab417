import {
  putAuthorisationsBack,
  putContactsMadeBack,
  putInboundBack,
  putPatientLinksBack,
  repointAuthorisations,
  repointContactsMade,
  repointInbound,
  repointPatientLinks,
} from '../contact/merge-actions.ts';
import { putMessagesBack, repointMessages } from '../contact/message-merge-actions.ts';
import type { Db } from '../database/database.ts';
import type { Repointing } from '../database/repoint.ts';
import { type MergeId, newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { dropScoresOf } from '../loyalty/merge-actions.ts';
import { dropNoShowsOf } from '../noshow/merge-actions.ts';
import { patientExists } from '../patients/detail-actions.ts';
import {
  closeMerge,
  journalMerge,
  lockForMerge,
  openMerge,
  putPatientBack,
  repointPatient,
  restorePatientRow,
} from '../patients/merge-actions.ts';
import type { MatchReason } from '../patients/model.ts';
import { announce } from '../platform/queue.ts';
import { putPromisesBack, repointPromises } from '../promises/merge-actions.ts';
import { putActsBack, repointActs } from '../today/merge-actions.ts';
import { putVisitsBack, repointVisits } from '../visits/merge-actions.ts';
import { told } from '../words/told.ts';
import { putMatchesBack, rememberDifferent, repointMatches } from './queries/possible-matches.ts';

export interface MergeWish {
  readonly one: PatientId;
  readonly other: PatientId;
  readonly decided: 'auto' | 'staff';
  readonly by: StaffMemberId | null;
  readonly score: number | null;
  readonly why: readonly MatchReason[];
}

export interface Merged {
  readonly mergeId: MergeId;
  readonly survivor: PatientId;
  readonly merged: PatientId;
}

/**
 * Makes two patients one: the one known longer survives. Every owner re-points its own rows and says what it did; all
 * of that is journalled, so that `undoMerge` can replay it backwards. One transaction; announces `patient.merged`.
 * @returns `not_found` when one of the two is not there (any more)
 */
export async function mergePatients(
  db: Db,
  practice: PracticeId,
  wish: MergeWish,
  now: Date,
): Promise<Outcome<Merged, Refusal<'not_found'>>> {
  const locked = await lockForMerge(db, practice, wish.one, wish.other);
  if (locked === undefined) return refuse('not_found', told.refusals.noPatient);
  const { survivor, merged } = locked;
  const pair: Repointing = { practice, from: merged, to: survivor };
  const entries = [
    ...(await repointMatches(db, pair)),
    ...(await repointActs(db, pair)),
    ...(await repointContactsMade(db, pair)),
    ...(await repointAuthorisations(db, pair)),
    ...(await repointPatientLinks(db, pair)),
    ...(await repointInbound(db, pair)),
    ...(await repointMessages(db, pair, now)),
    ...(await repointPromises(db, pair)),
    ...(await repointVisits(db, pair)),
  ];
  await dropScoresOf(db, pair);
  await dropNoShowsOf(db, pair);
  entries.push(...(await repointPatient(db, pair, now)));
  const mergeId = newId<MergeId>(now.getTime());
  const { decided, by, score, why } = wish;
  await journalMerge(db, practice, { id: mergeId, survivor, merged, decided, by, score, why }, entries, now);
  await announce(db, 'patient.merged', { patientId: survivor });
  return done({ mergeId, survivor, merged });
}

/**
 * Makes them two again, row by row as they were. What was recorded since the merge stays with the survivor, and
 * withdrawals of consent since then hold for both. They are remembered as different: no import merges them again.
 * @returns `not_found`, `already_undone`, or `cannot_undo` while the survivor has itself been merged
 */
export async function undoMerge(
  db: Db,
  practice: PracticeId,
  id: MergeId,
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<Merged, Refusal<'not_found' | 'already_undone' | 'cannot_undo'>>> {
  const merge = await openMerge(db, practice, id);
  if (merge === undefined) return refuse('not_found', told.refusals.noMerge);
  if (merge.undoneAt !== null) return refuse('already_undone', told.refusals.twoAgain);
  const { survivor, merged, entries } = merge;
  if (!(await patientExists(db, practice, survivor))) {
    return refuse('cannot_undo', told.refusals.mergedLater);
  }
  const pair: Repointing = { practice, from: merged, to: survivor };
  const backwards = [...entries].reverse();
  await restorePatientRow(db, pair, backwards);
  await putPatientBack(db, pair, backwards, merge.writtenAt, now);
  await putVisitsBack(db, pair, backwards);
  await putPromisesBack(db, pair, backwards);
  await putInboundBack(db, pair, backwards);
  await putMessagesBack(db, pair, backwards);
  await putPatientLinksBack(db, pair, backwards);
  await putContactsMadeBack(db, pair, backwards);
  await putAuthorisationsBack(db, pair, backwards);
  await putActsBack(db, pair, backwards);
  await putMatchesBack(db, pair, backwards);
  await rememberDifferent(db, practice, survivor, merged, by, now);
  await closeMerge(db, practice, id, by, now);
  await announce(db, 'patient.merged', { patientId: survivor });
  await announce(db, 'patient.merged', { patientId: merged });
  return done({ mergeId: id, survivor, merged });
}
