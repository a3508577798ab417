import type { Db } from '../database/database.ts';
import { type LeavingId, newId, type PatientId, type VisitId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { rememberDetail, removeDetail } from '../patients/detail-actions.ts';
import { settleWishesOf } from '../patients/visit-wish-actions.ts';
import { readLeavingItems } from '../plan/leaving-actions.ts';
import { itemsFor, type LeavingItem } from '../plan/model.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { presentView } from './actions.ts';
import {
  findLeaving,
  findLeavingByKey,
  findVisitInHand,
  insertLeaving,
  type Leaving,
  markLeavingUndone,
  setTalkedAbout,
} from './queries/leaving.ts';

function seenToWorry(items: readonly LeavingItem[], seenTo: readonly string[]): boolean {
  return items.some(({ code, applies }) => applies === 'worried' && seenTo.includes(code));
}

const noVisit = refuse('not_found', told.refusals.noVisit);

/** Marks a visit as talked about in the huddle, or as not. @returns whose it is; `not_found` */
export async function talkAboutVisit(
  db: Db,
  actor: Actor,
  id: VisitId,
  talked: boolean,
  now: Date,
): Promise<Outcome<PatientId, Refusal<'not_found'>>> {
  const visit = await findVisitInHand(db, presentView(actor.practice, now), id);
  if (visit === undefined) return noVisit;
  const { patientId } = visit;
  await setTalkedAbout(db, actor.practice.id, { id, patientId }, talked, actor.staffMemberId, now);
  await tellDesks(db, 'huddle');
  return done(patientId);
}

/**
 * Finishes the list of a visit: what was seen to, what was left open, and what was heard on the way. A second call with
 * the key of the first does nothing, and answers as the first did.
 * @returns `not_found`; `invalid_input` for a visit that did not take place, or an item that the practice does not list
 */
export async function finishLeavingOf(
  db: Db,
  actor: Actor,
  id: VisitId,
  finished: { readonly clientKey: string; readonly seenTo: readonly string[]; readonly heard?: string },
  now: Date,
): Promise<
  Outcome<{ readonly leaving: Leaving; readonly isNew: boolean }, Refusal<'not_found' | 'invalid_input'>>
> {
  const practice = actor.practice.id;
  const before = await findLeavingByKey(db, practice, finished.clientKey);
  if (before !== undefined) return before.visitId === id ? done({ leaving: before, isNew: false }) : noVisit;
  const visit = await findVisitInHand(db, presentView(actor.practice, now), id);
  if (visit === undefined) return noVisit;
  if (!visit.takesPlace) return refuse('invalid_input', told.refusals.visitNotTakenPlace);
  const all = (await readLeavingItems(db, practice)).filter(({ enabled }) => enabled);
  if (finished.seenTo.some((seen) => all.every(({ code }) => code !== seen)))
    return refuse('invalid_input', told.refusals.notOnList);
  // What was ticked was on the list when it was looked at: that the next visit was booked meanwhile takes nothing back.
  const applying = itemsFor(all, visit);
  const listed = all.filter((item) => applying.includes(item) || finished.seenTo.includes(item.code));
  const items = listed.map(({ code }) => code);
  const heard = finished.heard?.trim() ?? '';
  const remembered =
    heard === ''
      ? undefined
      : await rememberDetail(db, practice, visit.patientId, {
          words: heard,
          kind: 'other',
          sharing: 'say',
          source: 'visit',
          toldOn: localDateIn(actor.practice.zone, now),
          expiresOn: null,
          toldTo: actor.staffMemberId,
        });
  if (remembered !== undefined && !remembered.ok) return remembered;
  const leaving: Leaving = {
    id: newId<LeavingId>(now.getTime()),
    visitId: id,
    patientId: visit.patientId,
    seenTo: items.filter((code) => finished.seenTo.includes(code)),
    leftOpen: items.filter((code) => !finished.seenTo.includes(code)),
    detailId: remembered?.value ?? null,
    at: now,
    undoneAt: null,
  };
  const { clientKey } = finished;
  if (seenToWorry(listed, leaving.seenTo)) {
    await settleWishesOf(db, practice, id, actor.staffMemberId, { from: null, to: now });
  }
  await insertLeaving(db, practice, { ...leaving, clientKey, by: actor.staffMemberId });
  await tellDesks(db, 'huddle');
  return done({ leaving, isNew: true });
}

/** It was not finished after all; what was heard is forgotten again. @returns whose it was; `not_found` */
export async function takeLeavingBack(
  db: Db,
  actor: Actor,
  id: LeavingId,
  now: Date,
): Promise<Outcome<PatientId, Refusal<'not_found'>>> {
  const practice = actor.practice.id;
  const leaving = await findLeaving(db, practice, id);
  if (leaving === undefined || leaving.undoneAt !== null) return noVisit;
  if (leaving.detailId !== null) {
    const change = { removedAt: now, reader: actor.staffMemberId };
    await removeDetail(db, practice, leaving.patientId, leaving.detailId, change);
  }
  await settleWishesOf(db, practice, leaving.visitId, null, { from: leaving.at, to: null });
  await markLeavingUndone(db, practice, id, now);
  await tellDesks(db, 'huddle');
  return done(leaving.patientId);
}
