import { restoreAuthorisation, strikeAuthorisation } from '../contact/authorisation-actions.ts';
import { reopenInbound, strikeInbound, takeInbound } from '../contact/inbound-actions.ts';
import { restorePatientLinks } from '../contact/link-actions.ts';
import { holdOutbox } from '../contact/outbox-actions.ts';
import { type BeforeDecision, takeDecisionBack } from '../contact/outbox-decision-actions.ts';
import { type BeforeSaving, takeSavingBack } from '../contact/template-actions.ts';
import type {
  ActId,
  ActOutcomeId,
  InboundId,
  LeavingId,
  MessageId,
  PatientId,
  PatientLinkId,
  PatientNoteId,
  PersonalDetailId,
  PromiseId,
  ServiceId,
  StaffMemberId,
  TemplateId,
  TouchpointId,
} from '../kit/ids.ts';
import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { takeConsentBack } from '../patients/consent-actions.ts';
import { changePatientStatus, type PatientStatus, removeDetail } from '../patients/detail-actions.ts';
import { type Joined, type Left, returnToHousehold, takeJoiningBack } from '../patients/household-actions.ts';
import { type NoteReader, removeNote, takeVersionBack } from '../patients/note-actions.ts';
import { strikeRequest } from '../patients/request-actions.ts';
import { markWayWrong, setWayWish, type WayWish } from '../patients/way-actions.ts';
import { changeCapacity, changeShares, changeTouchpoint } from '../plan/actions.ts';
import { changeLeavingItems } from '../plan/leaving-actions.ts';
import type { Capacity, LeavingItem } from '../plan/model.ts';
import { type Deed, type DeedKind, noteDeed } from '../platform/deeds.ts';
import type { Actor } from '../practice/model.ts';
import { takePhotoBack } from '../practice/photo-actions.ts';
import { may, type Verb } from '../practice/policy.ts';
import { changeService } from '../practice/settings-actions.ts';
import { strikePromise } from '../promises/actions.ts';
import { restoreSettlement, type Settlement } from '../promises/settle-actions.ts';
import { assignAct, takeWordsBack } from '../today/desk-actions.ts';
import { takeHandActBack } from '../today/hand-actions.ts';
import { takeLeavingBack } from '../today/leaving-actions.ts';
import { undoAnswer } from '../today/outcome-actions.ts';
import { told } from '../words/told.ts';
import { isChangedSince } from './changed-since.ts';
import type { Context } from './request-context.ts';

/** What each kind needs to know to be taken back; ids, choices and settings. */
interface Before {
  readonly outcome: Record<string, never>;
  readonly assignment: { readonly staffMemberId: StaffMemberId | null };
  readonly words: Record<string, never>;
  readonly detail_added: { readonly patientId: PatientId };
  readonly detail_removed: { readonly patientId: PatientId };
  readonly consent: { readonly patientId: PatientId } & Parameters<typeof takeConsentBack>[4];
  readonly status: PatientStatus;
  readonly promise: Record<string, never>;
  readonly note_added: { readonly patientId: PatientId };
  readonly note_changed: Record<string, never>;
  readonly note_removed: { readonly patientId: PatientId };
  readonly way_wrong: { readonly patientId: PatientId };
  readonly way_wish: WayWish & { readonly patientId: PatientId };
  readonly authorisation_written: { readonly patientId: PatientId };
  readonly authorisation_revoked: { readonly patientId: PatientId };
  readonly authorisation_happened: { readonly patientId: PatientId };
  readonly contact_request: { readonly patientId: PatientId };
  readonly links_ended: { readonly links: readonly PatientLinkId[]; readonly endedAt?: string };
  readonly photo: Record<string, never>;
  readonly household_joined: Joined;
  readonly household_left: Left;
  readonly act_added: Record<string, never>;
  readonly leaving: Record<string, never>;
  readonly leaving_items: readonly LeavingItem[];
  readonly touchpoint: Parameters<typeof changeTouchpoint>[3];
  readonly shares: Parameters<typeof changeShares>[2];
  readonly capacity: readonly Capacity[];
  readonly template: BeforeSaving;
  readonly service: Parameters<typeof changeService>[3];
  readonly inbound_noted: { readonly madePatient: PatientId | null };
  readonly inbound_taken: { readonly ownerId: StaffMemberId | null };
  readonly inbound_answered: Record<string, never>;
  readonly promise_settled: Settlement;
  readonly message: BeforeDecision;
  readonly outbox_hold: { readonly held: boolean };
}

/** Who may still do a thing may take it back. */
const verbOf: Readonly<Record<DeedKind, Verb>> = {
  outcome: 'today.act',
  assignment: 'today.act',
  words: 'today.act',
  detail_added: 'patients.change',
  detail_removed: 'patients.change',
  consent: 'patients.consent',
  status: 'patients.change',
  promise: 'promises.change',
  note_added: 'notes.change',
  note_changed: 'notes.change',
  note_removed: 'notes.change',
  way_wrong: 'patients.change',
  way_wish: 'patients.consent',
  authorisation_written: 'patients.consent',
  authorisation_revoked: 'patients.consent',
  authorisation_happened: 'patients.consent',
  contact_request: 'patients.consent',
  links_ended: 'patients.change',
  photo: 'practice.change',
  household_joined: 'patients.change',
  household_left: 'patients.change',
  message: 'outbox.change',
  outbox_hold: 'outbox.change',
  act_added: 'today.act',
  leaving: 'today.act',
  leaving_items: 'plan.change',
  touchpoint: 'plan.change',
  shares: 'plan.change',
  capacity: 'plan.change',
  template: 'templates.change',
  service: 'practice.change',
  inbound_noted: 'inbound.answer',
  inbound_taken: 'inbound.answer',
  inbound_answered: 'inbound.answer',
  promise_settled: 'promises.change',
};

/** Who reads and writes notes, and whether clinical ones are for them. */
export function noteReaderOf(actor: Actor): NoteReader {
  return { staff: actor.staffMemberId, clinical: may(actor.roles, 'notes.clinical') };
}

/**
 * Notes what a handler did, so that its staff member can take it back, from this desk or another.
 * @param left what others may change as well, as the deed left it: it is taken back only while it is still so
 */
export async function note<K extends DeedKind>(
  { db, actor, now, seen }: Context,
  kind: K,
  objectId: string | null,
  before: Before[K],
  left?: Before[K],
): Promise<void> {
  if (actor.staffMemberId === null) return;
  const kept = left === undefined ? before : { was: before, left };
  const deed = { kind, objectId, before: kept, at: now };
  seen.deed(await noteDeed(db, actor.practice.id, actor.staffMemberId, deed));
}

/** What a caller must be allowed to do still, to take such a thing back. */
export function verbToUndo(kind: DeedKind): Verb {
  return verbOf[kind];
}

// Only `note` writes `before`, from these very types.
function readBefore<K extends DeedKind>(deed: Deed): { readonly was: Before[K]; readonly left?: Before[K] } {
  const kept = deed.before as object;
  if ('was' in kept && 'left' in kept) return kept as { readonly was: Before[K]; readonly left: Before[K] };
  // Nothing is kept of what it left, or was not before this version.
  return { was: kept as Before[K] };
}

function beforeOf<K extends DeedKind>(deed: Deed, _kind: K): Before[K] {
  return readBefore<K>(deed).was;
}

function leftBy<K extends DeedKind>(deed: Deed, _kind: K): Before[K] | undefined {
  return readBefore<K>(deed).left;
}

/** Takes one deed back by the action that undoes its kind. @returns the refusal of that action */
export async function undo(context: Context, deed: Deed): Promise<Outcome<unknown>> {
  const { db, actor, now, seen } = context;
  const practice = actor.practice.id;
  const object = deed.objectId ?? '';
  if (await isChangedSince(context, deed, leftBy(deed, deed.kind)))
    return refuse('cannot_undo', told.refusals.changedSince);
  switch (deed.kind) {
    case 'outcome':
      return undoAnswer(db, actor, object as ActOutcomeId, deed.id, now);
    case 'assignment':
      return assignAct(
        db,
        actor,
        object as ActId,
        beforeOf(deed, deed.kind).staffMemberId,
        leftBy(deed, deed.kind)?.staffMemberId,
      );
    case 'words':
      return takeWordsBack(db, actor, object, now);
    case 'detail_added':
    case 'detail_removed': {
      const { patientId } = beforeOf(deed, deed.kind);
      seen.patient(patientId);
      const removedAt = deed.kind === 'detail_added' ? now : null;
      const change = { removedAt, reader: actor.staffMemberId };
      return removeDetail(db, practice, patientId, object as PersonalDetailId, change);
    }
    case 'consent': {
      const { patientId, ...word } = beforeOf(deed, 'consent');
      seen.patient(patientId);
      return takeConsentBack(db, practice, patientId, object, word, actor.staffMemberId, now);
    }
    case 'status':
      seen.patient(object as PatientId);
      return changePatientStatus(db, practice, object as PatientId, beforeOf(deed, 'status'), now);
    case 'promise': {
      const patient = await strikePromise(db, practice, object as PromiseId);
      if (patient === undefined) return refuse('cannot_undo', told.refusals.promiseSettled);
      seen.patient(patient);
      return done(true);
    }
    case 'note_added':
    case 'note_removed': {
      const { patientId } = beforeOf(deed, deed.kind);
      seen.patient(patientId);
      const change = { removed: deed.kind === 'note_added', reader: noteReaderOf(actor), now };
      return removeNote(db, practice, patientId, object as PatientNoteId, change);
    }
    case 'note_changed': {
      const undone = await takeVersionBack(db, practice, object as PatientNoteId, now);
      if (undone.ok) seen.patient(undone.value);
      return undone;
    }
    case 'way_wrong': {
      const { patientId } = beforeOf(deed, 'way_wrong');
      seen.patient(patientId);
      return markWayWrong(db, practice, patientId, object, { wrong: false, by: actor.staffMemberId, now });
    }
    case 'way_wish': {
      const { patientId, ...wish } = beforeOf(deed, 'way_wish');
      seen.patient(patientId);
      return setWayWish(db, practice, patientId, object, wish);
    }
    case 'authorisation_written': {
      const { patientId } = beforeOf(deed, 'authorisation_written');
      seen.patient(patientId);
      return strikeAuthorisation(db, actor.practice, patientId, object, now);
    }
    case 'authorisation_revoked':
    case 'authorisation_happened': {
      const { patientId } = beforeOf(deed, deed.kind);
      seen.patient(patientId);
      return restoreAuthorisation(db, actor.practice, patientId, object);
    }
    case 'contact_request': {
      const { patientId } = beforeOf(deed, 'contact_request');
      seen.patient(patientId);
      return strikeRequest(db, practice, patientId, object, now);
    }
    case 'links_ended': {
      const { links, endedAt } = beforeOf(deed, 'links_ended');
      const since = endedAt === undefined ? undefined : new Date(endedAt);
      const restored = await restorePatientLinks(db, practice, links, since);
      if (restored.ok) seen.patient(...restored.value);
      return restored;
    }
    case 'photo':
      return takePhotoBack(db, practice, object);
    case 'household_joined': {
      const joined = beforeOf(deed, 'household_joined');
      seen.patient(...joined.members);
      await takeJoiningBack(db, practice, joined);
      return done(true);
    }
    case 'household_left':
      seen.patient(object as PatientId);
      return returnToHousehold(db, practice, object as PatientId, beforeOf(deed, 'household_left'));
    case 'act_added': {
      const taken = await takeHandActBack(db, actor, object as ActId);
      if (taken.ok) seen.patient(taken.value);
      return taken;
    }
    case 'leaving': {
      const taken = await takeLeavingBack(db, actor, object as LeavingId, now);
      if (taken.ok) seen.patient(taken.value);
      return taken;
    }
    case 'leaving_items':
      return changeLeavingItems(db, practice, beforeOf(deed, 'leaving_items'));
    case 'touchpoint':
      return changeTouchpoint(db, actor, object as TouchpointId, beforeOf(deed, 'touchpoint'), now);
    case 'shares':
      return changeShares(db, actor, beforeOf(deed, 'shares'));
    case 'capacity':
      return changeCapacity(db, actor, beforeOf(deed, 'capacity'));
    case 'template':
      return takeSavingBack(db, actor, object as TemplateId, beforeOf(deed, 'template'), now);
    case 'message': {
      const taken = await takeDecisionBack(db, actor, object as MessageId, beforeOf(deed, 'message'), now);
      if (taken.ok) seen.patient(taken.value);
      return taken;
    }
    case 'outbox_hold':
      return done(await holdOutbox(db, actor, beforeOf(deed, 'outbox_hold').held, now));
    case 'service':
      return changeService(db, actor, object as ServiceId, beforeOf(deed, 'service'), now);
    case 'inbound_noted': {
      const struck = await strikeInbound(db, practice, object as InboundId);
      if (!struck.ok) return struck;
      seen.patient(struck.value);
      const { madePatient } = beforeOf(deed, 'inbound_noted');
      if (madePatient === null) return done(true);
      // Somebody may have written more about them meanwhile: they are put away, not erased.
      const away = { status: 'exited', reason: 'inactive', on: context.today } as const;
      return changePatientStatus(db, practice, madePatient, away, now);
    }
    case 'inbound_taken': {
      const given = await takeInbound(
        db,
        practice,
        object as InboundId,
        beforeOf(deed, deed.kind).ownerId,
        leftBy(deed, deed.kind)?.ownerId,
      );
      if (given.ok) seen.patient(given.value.patientId);
      return given;
    }
    case 'inbound_answered': {
      const reopened = await reopenInbound(db, practice, object as InboundId);
      if (reopened.ok) seen.patient(reopened.value);
      return reopened;
    }
    case 'promise_settled': {
      const restored = await restoreSettlement(
        db,
        practice,
        object as PromiseId,
        beforeOf(deed, 'promise_settled'),
      );
      if (restored.ok) seen.patient(restored.value.patientId);
      return restored;
    }
  }
}
