import { sql } from 'kysely';
import type { HouseholdId, PatientId, PromiseId } from '../../kit/ids.ts';
import { instantOf } from '../../kit/instant.ts';
import { addDays, daysBetween, type LocalDate } from '../../kit/local-date.ts';
import { numberParam } from '../../plan/model.ts';
import { told, toldDay } from '../../words/told.ts';
import { householdJoin, mostCandidates, type Occasion } from './occasion.ts';

interface Row {
  promise_id: PromiseId;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  words: string;
  made_on: LocalDate;
  due_on: LocalDate;
  owner: string | null;
  total: number;
}

// The end of the working day by which a promise is to be kept, minutes after midnight.
const closeOfDay = 17 * 60;

/**
 * A promise falls due today, or was due and is neither kept nor given up. One that its day has broken is still owed until
 * it is made good.
 */
export const promiseDue: Occasion = {
  restsOnSchedule: false,
  find: async ({ db, view, practice, touchpoint, most = mostCandidates }) => {
    const until = addDays(view.day, numberParam(touchpoint, 'daysBefore', 0));
    // Whoever may come was promised something as well: they are no part of most other occasions, but of this one.
    const found = await sql<Row>`
      select r.id as promise_id, p.id as patient_id, hm.household_id, r.words, r.made_on, r.due_on,
        m.display_name as owner, count(*) over ()::int as total
      from promise r
      join patient p on p.practice_id = ${view.practice} and p.id = r.patient_id
      left join staff_member m on m.practice_id = ${view.practice} and m.id = r.owner_id
      ${householdJoin(view)}
      where r.practice_id = ${view.practice} and p.status <> 'exited' and p.deceased_on is null
        and p.known_from <= ${view.knownAt} and r.due_on <= ${until}
        and r.made_on <= ${view.day}
        and (r.kept_at is null or r.kept_at > ${view.knownAt})
        and (r.broken_at is null or r.broken_by is null or r.broken_at > ${view.knownAt})
        and (r.made_good_at is null or r.made_good_at > ${view.knownAt})
      order by r.due_on, r.id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => {
      const late = daysBetween(row.due_on, view.day);
      const by = row.owner ?? told.facts.practice;
      return {
        patientId: row.patient_id,
        householdId: row.household_id,
        occurrence: `promise:${row.promise_id}`,
        dueFrom: row.made_on,
        dueTo: row.due_on,
        deadline: instantOf(row.due_on, closeOfDay, practice.zone),
        facts: [
          { fact: told.facts.promised(row.words), source: told.sources.promiseBy(by), date: row.made_on },
          {
            fact:
              late > 0
                ? told.facts.wasDue(toldDay(row.due_on), late)
                : late === 0
                  ? told.facts.dueToday
                  : told.facts.dueOn(toldDay(row.due_on)),
            source: told.sources.promise,
            date: row.due_on,
          },
        ],
        merge: { promise: { text: row.words } },
        premise: { promiseId: row.promise_id },
      };
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, premise }) => {
    const found = await sql<{ kept: boolean; given_up: boolean; good: boolean }>`
      select coalesce(kept_at <= ${view.knownAt}, false) as kept,
        coalesce(broken_at <= ${view.knownAt} and broken_by is not null, false) as given_up,
        coalesce(made_good_at <= ${view.knownAt}, false) as good
      from promise
      where practice_id = ${view.practice} and id = ${premise.promiseId}`.execute(db);
    const promise = found.rows[0];
    if (promise === undefined) return told.gone.promiseTakenBack;
    if (promise.kept) return told.gone.promiseKept;
    if (promise.good) return told.gone.promiseMadeGood;
    return promise.given_up ? told.gone.promiseGivenUp : undefined;
  },
};
