import { sql } from 'kysely';
import type { HouseholdId, PatientId, PersonalDetailId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import { numberParam } from '../../plan/model.ts';
import { told, toldDay } from '../../words/told.ts';
import { householdJoin, type MergeValue, mostCandidates, type Occasion, servedPatients } from './occasion.ts';

interface Row {
  detail_id: PersonalDetailId;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  words: string;
  told_on: LocalDate;
  told_to: string | null;
  total: number;
}

/** Somebody told us of something in their life that may be said back to them. */
export const toldUsEvent: Occasion = {
  restsOnSchedule: false,
  find: async ({ db, view, touchpoint, most = mostCandidates }) => {
    const found = await sql<Row>`
      with news as (
        select distinct on (p.id) d.id as detail_id, p.id as patient_id, hm.household_id, d.words, d.told_on,
          m.display_name as told_to
        from personal_detail d
        join patient p on p.practice_id = ${view.practice} and p.id = d.patient_id
        left join staff_member m on m.practice_id = ${view.practice} and m.id = d.told_to
        ${householdJoin(view)}
        where d.practice_id = ${view.practice} and ${servedPatients(view)} and d.kind = 'event' and d.sharing = 'say'
          and d.told_on between ${addDays(view.day, -numberParam(touchpoint, 'withinDays', 30))} and ${view.day}
          and (d.expires_on is null or d.expires_on >= ${view.day})
          and (d.removed_at is null or d.removed_at > ${view.knownAt})
        order by p.id, d.told_on desc, d.id
      )
      -- counted after one of each patient is left, and cut by what is newest
      select *, count(*) over ()::int as total from news order by told_on desc, detail_id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => {
      // The script says `to` in the patient's language, the fact `who` in the reader's.
      const to: MergeValue =
        row.told_to === null ? { words: { en: 'the practice', es: 'la consulta' } } : { text: row.told_to };
      const who = row.told_to ?? told.facts.practice;
      return {
        patientId: row.patient_id,
        householdId: row.household_id,
        occurrence: `detail:${row.detail_id}`,
        dueFrom: view.day,
        dueTo: addDays(view.day, 7),
        facts: [
          {
            fact: told.facts.told(who, toldDay(row.told_on), row.words),
            source: told.sources.toldTo(who),
            date: row.told_on,
          },
        ],
        merge: { detail: { text: row.words }, toldTo: to, toldOn: { day: row.told_on } },
        premise: { detailId: row.detail_id },
      };
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, premise }) => {
    const found = await sql<{ id: string }>`
      select id from personal_detail
      where practice_id = ${view.practice} and id = ${premise.detailId} and removed_at is null`.execute(db);
    return found.rows.length === 0 ? told.gone.detailRemoved : undefined;
  },
};
