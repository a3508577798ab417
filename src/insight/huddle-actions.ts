import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { findNoShowState, sayOfVisitsOn } from '../noshow/actions.ts';
import type { Actor } from '../practice/model.ts';
import { scheduleAge } from '../today/actions.ts';
import { nameOf } from './actions.ts';
import type { getHuddle } from './contract.ts';
import { findNextDay, type HuddleVisit, listOwed, listToRemember, listVisitsOn } from './huddle-queries.ts';

type Huddle = ReplyOf<typeof getHuddle>;

const clinicianOf = ({ clinician_id: id, clinician: name }: HuddleVisit) =>
  id === null || name === null ? null : { id, name };

// Told twice is one thing to remember.
function once<T extends { readonly words: string }>(all: readonly T[]): readonly T[] {
  return all.filter((one, index) => all.findIndex(({ words }) => words === one.words) === index);
}

const sayOf = (sentence: { readonly en: string; readonly es: string } | undefined) =>
  sentence === undefined ? null : { ...sentence };

/** The visits of a day as the team talks them over; writes nothing. */
export async function drawHuddle(db: Db, actor: Actor, day: LocalDate, now: Date): Promise<Huddle> {
  const practice = actor.practice.id;
  const visits = await listVisitsOn(db, practice, day);
  const patients: readonly PatientId[] = [...new Set(visits.map((visit) => visit.id))];
  const matters = await listToRemember(db, practice, patients, actor.staffMemberId, day);
  const owed = await listOwed(db, practice, patients);
  const likelier = await sayOfVisitsOn(db, practice, day);
  const age = await scheduleAge(db, actor.practice, now);
  return {
    day,
    visits: visits.map((visit) => ({
      id: visit.visit_id,
      patientId: visit.id,
      patientName: nameOf(visit),
      startsAt: visit.starts_at.toISOString(),
      minutes: visit.minutes,
      status: visit.status,
      service: visit.service,
      clinician: clinicianOf(visit),
      isFirst: visit.months_away === null,
      monthsAway: visit.months_away,
      spokenLanguage: visit.spoken_language,
      needsInterpreter: visit.needs_interpreter,
      matters: once(matters.filter((detail) => detail.patient_id === visit.id)).map((detail) => ({
        words: detail.words,
        toldOn: detail.told_on,
        locked: detail.locked,
      })),
      promises: once(owed.filter((promise) => promise.patient_id === visit.id)).map((promise) => ({
        words: promise.words,
        dueOn: promise.due_on,
        late: promise.due_on < day,
      })),
      mayBeMissed: sayOf(likelier.get(visit.visit_id)),
    })),
    missedVisits: (await findNoShowState(db, practice)) ?? null,
    nextDay: (await findNextDay(db, practice, day)) ?? null,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
  };
}
