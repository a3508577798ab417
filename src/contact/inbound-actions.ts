import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  type InboundId,
  type LocationId,
  newId,
  type PatientId,
  type PatientLinkId,
  type StaffMemberId,
  type VisitId,
} from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { openingDeadline } from '../kit/opening-hours.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { listOpenPlaces, type OpenPlace } from '../practice/reading.ts';
import { told } from '../words/told.ts';
import { newReference } from './inbound.ts';
import type { InboundKind, InboundOutcome, InboundVia } from './inbound-contract.ts';

/** The key of one thing that was sent: the same parts give the same key. */
export function sameKeyOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** A person answers within one opening hour. */
export const answerMinutes = 60;

export interface Received {
  readonly id: InboundId;
  readonly patientId: PatientId;
  readonly reference: string;
  readonly answerBy: Date;
  /** Of the location whose clock it is. */
  readonly zone: string;
  /** False: the very same was sent before. */
  readonly isNew: boolean;
}

interface NewInbound {
  readonly kind: InboundKind;
  readonly via: InboundVia;
  readonly patientId: PatientId;
  readonly visitId?: VisitId | null;
  readonly linkId?: PatientLinkId | null;
  /** Undefined: the practice's first. */
  readonly locationId?: LocationId | null;
  readonly words?: string;
  readonly wants?: string;
  readonly expects?: string;
  readonly bestTime?: 'any' | 'mornings' | 'afternoons' | 'evenings' | null;
  readonly worry?: number | null;
  readonly ownerId?: StaffMemberId | null;
  readonly sameKey: Buffer;
}

function placeOf(
  places: readonly OpenPlace[],
  wanted: LocationId | null | undefined,
  zone: string,
  now: Date,
): OpenPlace {
  // Where nobody is any more nobody answers.
  const open = places.filter((one) => one.closedOn === null || one.closedOn > localDateIn(one.zone, now));
  const place = open.find((one) => one.id === wanted) ?? open[0];
  return place ?? { id: null, zone, openingHours: {}, holidays: [], closedOn: null };
}

/**
 * Takes in what somebody asks of us, and starts the clock of one opening hour. Today shows it as soon as the worker has
 * planned the day anew; the list of what waits shows it at once. Sent twice it is one, also from two requests at once.
 */
export async function receiveInbound(
  db: Db,
  practice: Practice,
  asked: NewInbound,
  now: Date,
): Promise<Received> {
  const place = placeOf(await listOpenPlaces(db, practice.id), asked.locationId, practice.zone, now);
  const id = newId<InboundId>(now.getTime());
  const answerBy = openingDeadline(place, now, answerMinutes);
  const added = await db
    .insertInto('inbound')
    .values({
      practice_id: practice.id,
      id,
      kind: asked.kind,
      via: asked.via,
      patient_id: asked.patientId,
      visit_id: asked.visitId ?? null,
      link_id: asked.linkId ?? null,
      location_id: place.id,
      reference: newReference(),
      words: asked.words ?? '',
      wants: asked.wants ?? '',
      expects: asked.expects ?? '',
      best_time: asked.bestTime ?? null,
      worry: asked.worry ?? null,
      received_at: now,
      answer_by: answerBy,
      owner_id: asked.ownerId ?? null,
      same_key: asked.sameKey,
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'same_key']).doNothing())
    .returning(['reference'])
    .executeTakeFirst();
  if (added !== undefined) {
    await announce(db, 'inbound.received', { patientId: asked.patientId });
    await tellDesks(db, 'patient', { id: asked.patientId });
    const { reference } = added;
    return { id, patientId: asked.patientId, reference, answerBy, zone: place.zone, isNew: true };
  }
  const before = await db
    .selectFrom('inbound')
    .select(['id', 'patient_id', 'reference', 'answer_by'])
    .where('practice_id', '=', practice.id)
    .where('same_key', '=', asked.sameKey)
    .executeTakeFirstOrThrow();
  return {
    id: before.id,
    patientId: before.patient_id,
    reference: before.reference,
    answerBy: before.answer_by,
    zone: place.zone,
    isNew: false,
  };
}

/** Where something that was asked stands: under its key, or under that of its next time once it was answered. */
export interface Asked {
  readonly sameKey: Buffer;
  /** What waits under it; undefined: nothing, and it is to be taken in. */
  readonly waits: Received | undefined;
  /** Who asked the very same before, and was answered. */
  readonly askedBefore: PatientId | undefined;
}

/**
 * The same again is the same for as long as nobody has answered it; from then on it is asked anew. Whoever sends the
 * very same at once waits, as with `findReceived`.
 */
export async function findWaiting(db: Db, practice: Practice, sameKey: Buffer): Promise<Asked> {
  let key = sameKey;
  let askedBefore: PatientId | undefined;
  for (;;) {
    const found = await findReceived(db, practice, key);
    if (found?.isAnswered !== true) return { sameKey: key, waits: found, askedBefore };
    askedBefore = found.patientId;
    key = sameKeyOf('after', found.id);
  }
}

/**
 * What was sent with this key before; undefined: nothing. Whoever sends the very same at once waits until this transaction
 * ends, so that what is made beside it, such as a prospective patient, is made once.
 */
export async function findReceived(
  db: Db,
  practice: Practice,
  sameKey: Buffer,
): Promise<(Received & { readonly isAnswered: boolean }) | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('keepwell inbound ' || ${sameKey.toString('hex')}::text, ${practice.id}))`.execute(
    db,
  );
  const found = await sql<Omit<Received, 'isNew'> & { isAnswered: boolean }>`
    select i.id, i.patient_id as "patientId", i.reference, i.answer_by as "answerBy",
      i.answered_at is not null as "isAnswered",
      coalesce(l.zone, ${practice.zone}) as zone
    from inbound i
    left join location l on l.practice_id = ${practice.id} and l.id = i.location_id
    where i.practice_id = ${practice.id} and i.same_key = ${sameKey}`.execute(db);
  const [row] = found.rows;
  return row === undefined ? undefined : { ...row, isNew: false };
}

const notThere = refuse('not_found', told.refusals.noInbound);

interface HeldInbound {
  readonly patientId: PatientId;
  readonly ownerId: StaffMemberId | null;
  readonly outcome: InboundOutcome | null;
}

async function lock(db: Db, practice: Practice['id'], id: InboundId): Promise<HeldInbound | undefined> {
  const found = await sql<HeldInbound>`
    select patient_id as "patientId", owner_id as "ownerId", outcome from inbound
    where practice_id = ${practice} and id = ${id} for update`.execute(db);
  return found.rows[0];
}

/**
 * Somebody takes it, or gives it back.
 * @param left when this takes such a step back: whose it was after that
 * @returns who had it before; `not_found`, `already_done`; `cannot_undo` when somebody else took it since
 */
export async function takeInbound(
  db: Db,
  practice: Practice['id'],
  id: InboundId,
  owner: StaffMemberId | null,
  left?: StaffMemberId | null,
): Promise<Outcome<HeldInbound, Refusal<'not_found' | 'already_done' | 'cannot_undo'>>> {
  const before = await lock(db, practice, id);
  if (before === undefined) return notThere;
  if (before.outcome !== null) return refuse('already_done', told.refusals.inboundAnswered);
  if (left !== undefined && before.ownerId !== left) {
    return refuse('cannot_undo', told.refusals.changedSince);
  }
  await db
    .updateTable('inbound')
    .set({ owner_id: owner })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
  await tellDesks(db, 'inbound');
  return done(before);
}

/** Somebody was answered: the clock stands. @returns whom; `not_found`, `already_done` */
export async function answerInbound(
  db: Db,
  practice: Practice['id'],
  id: InboundId,
  answer: { readonly outcome: InboundOutcome; readonly by: StaffMemberId | null },
  now: Date,
): Promise<Outcome<PatientId, Refusal<'not_found' | 'already_done'>>> {
  const before = await lock(db, practice, id);
  if (before === undefined) return notThere;
  if (before.outcome !== null) return refuse('already_done', told.refusals.inboundAnswered);
  await db
    .updateTable('inbound')
    .set({ answered_at: now, answered_by: answer.by, outcome: answer.outcome })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
  await announce(db, 'inbound.answered', { patientId: before.patientId });
  return done(before.patientId);
}

/** It was not answered after all: it waits again, by the same clock. @returns whom; `not_found` */
export async function reopenInbound(
  db: Db,
  practice: Practice['id'],
  id: InboundId,
): Promise<Outcome<PatientId, Refusal<'not_found'>>> {
  const before = await lock(db, practice, id);
  if (before === undefined) return notThere;
  await db
    .updateTable('inbound')
    .set({ answered_at: null, answered_by: null, outcome: null })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
  await announce(db, 'inbound.received', { patientId: before.patientId });
  return done(before.patientId);
}

/** A note that was written down by mistake. @returns of whom; `cannot_undo` when it was answered since, or is not there */
export async function strikeInbound(
  db: Db,
  practice: Practice['id'],
  id: InboundId,
): Promise<Outcome<PatientId, Refusal<'cannot_undo'>>> {
  const row = await db
    .deleteFrom('inbound')
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .returning('patient_id')
    .executeTakeFirst();
  if (row === undefined) return refuse('cannot_undo', told.refusals.inboundAnswered);
  await announce(db, 'inbound.answered', { patientId: row.patient_id });
  return done(row.patient_id);
}
