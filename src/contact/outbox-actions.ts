import type { Db } from '../database/database.ts';
import { type MessageId, newId, type PatientId, type PracticeId, type VisitId } from '../kit/ids.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor, Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import type { LegalClass, MessageChannel, MessageSubject } from './messages/ask.ts';
import type { Purpose } from './model.ts';
import { findPause, insertMessages, type NewMessage, setPause } from './queries/outbox-messages.ts';
import { readTemplates } from './template-actions.ts';

/** A message that somebody wants to go out. */
export interface WantedMessage {
  /** Code of the touchpoint or the campaign. */
  readonly source: string;
  readonly patientId: PatientId;
  /** What it is about, once for each source, patient and channel: a visit, a year, a promise. */
  readonly occurrence: string;
  readonly channel: MessageChannel;
  readonly templateCode: string;
  /** Values that only the sender knows, by field. */
  readonly merge?: Readonly<Record<string, string>>;
  readonly legalClass: LegalClass | 'unknown';
  readonly purpose: Purpose;
  readonly about: MessageSubject;
  readonly dueAt: Date;
  readonly thirdPartyPaid?: boolean;
  /** A clock or a promise that no cap may hold up. */
  readonly owed?: boolean;
  /** The visit that it is about. `open`: it must still be to come, at that time, when the message goes. */
  readonly visit?: { readonly id: VisitId; readonly startsAt: Date; readonly open: boolean };
  /** In a comparison group it is noted and never sent; what is owed is never compared. */
  readonly arm?: 'act' | 'hold_out';
}

export interface Queued {
  /** In the order in which they were wanted; undefined: its key was there before. */
  readonly ids: readonly (MessageId | undefined)[];
  readonly queued: number;
  readonly already: number;
  readonly refused: readonly { readonly patientId: PatientId; readonly reason: string }[];
}

function refusalOf(wanted: WantedMessage, templates: ReadonlyMap<string, unknown>): string | undefined {
  if (wanted.legalClass === 'unknown') return told.outbox.unsorted;
  if (!templates.has(wanted.templateCode)) return told.outbox.noTemplate(wanted.templateCode);
  return undefined;
}

/**
 * Puts messages into the outbox, in the transaction that wants them. Idempotent: what is there under the same key
 * stays as it is. Nothing is decided yet; the gate is asked when each is claimed.
 */
export async function queueMessages(
  db: Db,
  practice: Practice,
  wanted: readonly WantedMessage[],
  now: Date,
): Promise<Queued> {
  const templates = new Map((await readTemplates(db, practice.id, now)).map((one) => [one.code, one]));
  const refused: { patientId: PatientId; reason: string }[] = [];
  const ids: (MessageId | undefined)[] = [];
  const rows: NewMessage[] = [];
  for (const one of wanted) {
    const reason = refusalOf(one, templates);
    const template = templates.get(one.templateCode);
    if (reason !== undefined || template === undefined || one.legalClass === 'unknown') {
      refused.push({ patientId: one.patientId, reason: reason ?? told.outbox.unsorted });
      ids.push(undefined);
      continue;
    }
    const heldOut = one.arm === 'hold_out' && one.owed !== true;
    const id = newId<MessageId>(now.getTime());
    ids.push(id);
    rows.push({
      id,
      source: one.source,
      patientId: one.patientId,
      occurrence: one.occurrence,
      channel: one.channel,
      templateId: template.templateId,
      legalClass: one.legalClass,
      purpose: one.purpose,
      about: one.about,
      thirdPartyPaid: one.thirdPartyPaid ?? false,
      owed: one.owed ?? false,
      premise:
        one.visit === undefined
          ? null
          : { visitId: one.visit.id, startsAt: one.visit.startsAt.toISOString(), open: one.visit.open },
      merge: one.merge ?? {},
      arm: heldOut ? 'hold_out' : 'act',
      dueAt: one.dueAt,
      why: heldOut ? told.outbox.holdOut : null,
    });
  }
  const added = await insertMessages(db, practice.id, rows, now);
  if (added.size > 0) await tellDesks(db, 'outbox');
  return {
    ids: ids.map((id) => (id !== undefined && added.has(id) ? id : undefined)),
    queued: added.size,
    already: rows.length - added.size,
    refused,
  };
}

/** Since when everything is held, and by whom; undefined: it is not. */
export function readPause(db: Db, practice: Practice): ReturnType<typeof findPause> {
  return findPause(db, practice.id);
}

/**
 * Holds everything from this commit on, or lets it go again: what is claimed already goes back, and what is on its way
 * cannot be called back.
 * @returns false when it was so before
 */
export async function holdOutbox(db: Db, actor: Actor, held: boolean, now: Date): Promise<boolean> {
  const { practice, staffMemberId } = actor;
  if (((await findPause(db, practice.id)) !== undefined) === held) return false;
  await setPause(db, practice.id, held ? now : null, held ? staffMemberId : null);
  await tellDesks(db, 'outbox');
  return true;
}

/**
 * Holds everything that came back with a backup or an export: what waited then may have gone out since, from where the
 * copy was made. A person looks, and lets it go.
 * @returns false when nothing waited
 */
export async function holdWhatReturned(db: Db, practice: PracticeId, now: Date): Promise<boolean> {
  const waiting = await db
    .selectFrom('message')
    .select('id')
    .where('practice_id', '=', practice)
    .where('state', 'in', ['planned', 'claimed', 'handed'])
    .limit(1)
    .executeTakeFirst();
  if (waiting === undefined) return false;
  await setPause(db, practice, now, null);
  return true;
}
