import { sql } from 'kysely';
import { askOf, type ContactAsk, newsPrefix } from '../contact/model.ts';
import { type Queued, queueMessages, type WantedMessage } from '../contact/outbox-actions.ts';
import type { Db } from '../database/database.ts';
import type { VisitId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { presentView } from './actions.ts';
import { findMessagesDue, type MessageDue } from './messages-due.ts';
import { findResting } from './queries/find-resting.ts';

interface AboutVisit {
  readonly startsAt: Date;
  /** Nobody has come to it yet. */
  readonly coming: boolean;
}

/** The visits that messages are about. */
async function findVisits(
  db: Db,
  practice: Practice,
  due: readonly MessageDue[],
): Promise<ReadonlyMap<string, AboutVisit>> {
  const ids = [...new Set(due.flatMap(({ premise }) => premise.visitId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await sql<AboutVisit & { id: string }>`
    select id, starts_at as "startsAt", status in ('booked', 'confirmed') as coming
    from visit where practice_id = ${practice.id} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, row]));
}

function newsOf({ merge: { news } }: MessageDue): Readonly<Record<string, string>> {
  if (news === undefined || !('words' in news)) return {};
  return Object.fromEntries(Object.entries(news.words).map(([tag, text]) => [`${newsPrefix}${tag}`, text]));
}

function toWanted(one: MessageDue, visits: ReadonlyMap<string, AboutVisit>, now: Date): WantedMessage {
  const ask: ContactAsk = {
    channel: one.channel,
    purpose: one.purpose,
    ...(one.legalClass === null ? {} : { legalClass: one.legalClass }),
  };
  const { visitId } = one.premise;
  const visit = visitId === undefined ? undefined : visits.get(visitId);
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
    ...(visitId === undefined || visit === undefined
      ? {}
      : {
          visit: {
            id: visitId as VisitId,
            startsAt: visit.startsAt,
            // Whoever came before their hour is not still to come.
            open: visit.coming && visit.startsAt > now,
          },
        }),
    arm: one.arm,
  };
}

const keyOf = (source: string, patient: string, channel: string, visit: string): string =>
  `${source} ${patient} ${channel} ${visit}`;

/**
 * What was said of a visit holds for the hour that it named: of one that was moved since, or that stands again after its
 * message was dropped for its sake, the same is said anew, under the hour that it has now.
 */
async function sayMovedAnew(
  db: Db,
  practice: Practice,
  wanted: readonly WantedMessage[],
): Promise<readonly WantedMessage[]> {
  const about = wanted.filter(({ visit }) => visit?.open === true);
  if (about.length === 0) return wanted;
  const broken = [told.outbox.visitGone, told.outbox.visitMoved, told.outbox.visitOver];
  const found = await sql<{ key: string; startsAt: string; dropped: boolean }>`
    select distinct on (key) m.source || ' ' || m.patient_id || ' ' || m.channel || ' ' || (m.premise ->> 'visitId') as key,
      m.premise ->> 'startsAt' as "startsAt",
      m.state = 'cancelled' and m.arm = 'act' and coalesce(m.why = any(${broken}::text[]), false) as dropped
    from message m
    where m.practice_id = ${practice.id} and m.premise is not null
      and m.patient_id = any(${[...new Set(about.map(({ patientId }) => patientId))]}::uuid[])
      and m.source = any(${[...new Set(about.map(({ source }) => source))]}::text[])
    order by key, m.created_at desc, m.id desc`.execute(db);
  const last = new Map(found.rows.map((row) => [row.key, row]));
  return wanted.map((one) => {
    if (one.visit?.open !== true) return one;
    const before = last.get(keyOf(one.source, one.patientId, one.channel, one.visit.id));
    const startsAt = one.visit.startsAt.toISOString();
    if (before === undefined || (before.startsAt === startsAt && !before.dropped)) return one;
    return { ...one, occurrence: `${one.occurrence}@${startsAt}` };
  });
}

/**
 * Puts what the automatic touchpoints of the plan want said today into the outbox. As often as it runs: what is there
 * stays as it is. The gate is asked when each message is claimed.
 */
export async function queueDueMessages(db: Db, practice: Practice, now: Date): Promise<Queued> {
  const due = await findMessagesDue(db, practice, presentView(practice, now));
  const resting = await findResting(db, practice.id, due, now);
  const fresh = due.filter(({ code, patient }) => !resting.has(`${code} ${patient}`));
  const visits = await findVisits(db, practice, fresh);
  const wanted = fresh.map((one) => toWanted(one, visits, now));
  return queueMessages(db, practice, await sayMovedAnew(db, practice, wanted), now);
}
