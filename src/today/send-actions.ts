import { sql } from 'kysely';
import { askOf, type ContactAsk, newsPrefix } from '../contact/model.ts';
import { type Queued, queueMessages, type WantedMessage } from '../contact/outbox-actions.ts';
import type { Db } from '../database/database.ts';
import type { VisitId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';
import { presentView } from './actions.ts';
import { findMessagesDue, type MessageDue } from './messages-due.ts';
import { findResting } from './queries/find-resting.ts';

/** Of the visits that messages are about, when they begin. */
async function findStarts(
  db: Db,
  practice: Practice,
  due: readonly MessageDue[],
): Promise<ReadonlyMap<string, Date>> {
  const ids = [...new Set(due.flatMap(({ premise }) => premise.visitId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: string; starts_at: Date }>`
    select id, starts_at from visit where practice_id = ${practice.id} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(found.rows.map((row) => [row.id, row.starts_at]));
}

function newsOf({ merge: { news } }: MessageDue): Readonly<Record<string, string>> {
  if (news === undefined || !('words' in news)) return {};
  return Object.fromEntries(Object.entries(news.words).map(([tag, text]) => [`${newsPrefix}${tag}`, text]));
}

function toWanted(one: MessageDue, starts: ReadonlyMap<string, Date>, now: Date): WantedMessage {
  const ask: ContactAsk = {
    channel: one.channel,
    purpose: one.purpose,
    ...(one.legalClass === null ? {} : { legalClass: one.legalClass }),
  };
  const { visitId } = one.premise;
  const startsAt = visitId === undefined ? undefined : starts.get(visitId);
  return {
    source: one.code,
    patientId: one.patient,
    occurrence: one.occurrence,
    channel: one.channel,
    templateCode: one.templateCode,
    merge: newsOf(one),
    legalClass: askOf(ask).legalClass,
    purpose: one.purpose,
    about: one.about,
    dueAt: now,
    thirdPartyPaid: one.thirdPartyPaid,
    owed: one.owed,
    ...(visitId === undefined || startsAt === undefined
      ? {}
      : { visit: { id: visitId as VisitId, startsAt, open: startsAt > now } }),
    arm: one.arm,
  };
}

/**
 * Puts what the automatic touchpoints of the plan want said today into the outbox. As often as it runs: what is there
 * stays as it is. The gate is asked when each message is claimed.
 */
export async function queueDueMessages(db: Db, practice: Practice, now: Date): Promise<Queued> {
  const due = await findMessagesDue(db, practice, presentView(practice, now));
  const resting = await findResting(db, practice.id, due, now);
  const fresh = due.filter(({ code, patient }) => !resting.has(`${code} ${patient}`));
  const starts = await findStarts(db, practice, fresh);
  return queueMessages(
    db,
    practice,
    fresh.map((one) => toWanted(one, starts, now)),
    now,
  );
}
