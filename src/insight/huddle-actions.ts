import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { findNoShowState, sayOfVisitsOn } from '../noshow/actions.ts';
import { readLeavingItems } from '../plan/leaving-actions.ts';
import { itemsFor } from '../plan/model.ts';
import type { Actor } from '../practice/model.ts';
import { scheduleAge } from '../today/actions.ts';
import { nameOf } from './actions.ts';
import type { getHuddle } from './contract.ts';
import {
  type FinishedLeaving,
  findNextDay,
  type HuddleVisit,
  listCardsFor,
  listFinishedLeavings,
  listOwed,
  listToRemember,
  listVisitsOn,
  writesCards,
} from './huddle-queries.ts';
import { hasBirthday, isLongAway, todoOf } from './huddle-todo.ts';

type Huddle = ReplyOf<typeof getHuddle>;

const clinicianOf = ({ clinician_id: id, clinician: name }: HuddleVisit) =>
  id === null || name === null ? null : { id, name };

// Told twice is one thing to remember.
function once<T extends { readonly words: string }>(all: readonly T[]): readonly T[] {
  return all.filter((one, index) => all.findIndex(({ words }) => words === one.words) === index);
}

const sayOf = (sentence: { readonly en: string; readonly es: string } | undefined) =>
  sentence === undefined ? null : { ...sentence };

function finishedOf(finished: readonly FinishedLeaving[], visit: HuddleVisit) {
  const newest = finished.find((one) => one.visit_id === visit.visit_id);
  if (newest === undefined) return null;
  return { at: newest.at.toISOString(), by: newest.by_name, seenTo: newest.seen_to };
}

/** The cards of the day for whoever looks, if they write any. */
async function drawCards(db: Db, actor: Actor, day: LocalDate): Promise<Huddle['cards']> {
  const { staffMemberId: id, roles } = actor;
  if (id === null || !(await writesCards(db, actor.practice.id, id))) return { writes: false, cards: [] };
  const cards = await listCardsFor(db, actor.practice.id, { id, roles }, day);
  return {
    writes: true,
    cards: cards.map((card) => ({
      actId: card.act_id,
      patientId: card.id,
      patientName: nameOf(card),
      title: card.title,
      facts: card.why_now.slice(0, 3).map(({ fact, date }) => ({ fact, date })),
      hasAddress: card.has_address,
      nextVisit: card.has_address ? null : card.next_visit,
    })),
  };
}

/** The visits of a day as the team talks them over; writes nothing. */
export async function drawHuddle(db: Db, actor: Actor, day: LocalDate, now: Date): Promise<Huddle> {
  const practice = actor.practice.id;
  const visits = await listVisitsOn(db, practice, day);
  const patients: readonly PatientId[] = [...new Set(visits.map((visit) => visit.id))];
  const matters = await listToRemember(db, practice, patients, actor.staffMemberId, day);
  const owed = await listOwed(db, practice, patients);
  const likelier = await sayOfVisitsOn(db, practice, day);
  const finished = await listFinishedLeavings(
    db,
    practice,
    visits.map((visit) => visit.visit_id),
  );
  const items = await readLeavingItems(db, practice);
  const age = await scheduleAge(db, actor.practice, now);
  return {
    day,
    visits: visits.map((visit) => {
      const isFirst = visit.months_away === null;
      const longAway = isLongAway(visit.days_away, visit.usual_days);
      const remember = once(matters.filter((detail) => detail.patient_id === visit.id)).map((detail) => ({
        words: detail.words,
        toldOn: detail.told_on,
        locked: detail.locked,
      }));
      const promises = once(owed.filter((promise) => promise.patient_id === visit.id)).map((promise) => ({
        words: promise.words,
        dueOn: promise.due_on,
        late: promise.due_on < day,
      }));
      const facts = {
        isFirst,
        hasNextVisit: visit.has_next,
        promiseOpen: promises.length > 0,
        worried: visit.worried,
      };
      const birthday = hasBirthday(visit.birth_date, visit.birth_precision, day);
      const todo = todoOf(
        {
          isFirst,
          longAway,
          needsInterpreter: visit.needs_interpreter,
          worried: visit.worried,
          birthday,
          promises,
          matters: remember,
        },
        day,
      );
      return {
        id: visit.visit_id,
        patientId: visit.id,
        patientName: nameOf(visit),
        startsAt: visit.starts_at.toISOString(),
        minutes: visit.minutes,
        status: visit.status,
        service: visit.service,
        clinician: clinicianOf(visit),
        isFirst,
        monthsAway: visit.months_away,
        longAway,
        spokenLanguage: visit.spoken_language,
        needsInterpreter: visit.needs_interpreter,
        matters: remember,
        promises,
        mayBeMissed: sayOf(likelier.get(visit.visit_id)),
        todo: todo ?? null,
        talkedAbout: visit.talked,
        leaving: {
          items: itemsFor(items, facts).map(({ code, words }) => ({ code, words })),
          finished: finishedOf(finished, visit),
        },
      };
    }),
    cards: await drawCards(db, actor, day),
    missedVisits: (await findNoShowState(db, practice)) ?? null,
    nextDay: (await findNextDay(db, practice, day)) ?? null,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
  };
}
