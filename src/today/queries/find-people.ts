import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId } from '../../kit/ids.ts';
import { displayName } from '../../patients/model.ts';
import type { Viewpoint } from '../../visits/reading.ts';

/** What an act says of its patient. */
export interface Person {
  readonly id: PatientId;
  /** Shown in lists: the name, else an identifier. */
  readonly shownAs: string;
  /** How to address them in a script; undefined without a name. */
  readonly calledBy: string | undefined;
  readonly language: string | null;
  /** A detail that may be said, newest first; undefined: none. */
  readonly detail:
    | { readonly words: string; readonly toldTo: string | null; readonly toldOn: string }
    | undefined;
}

interface Row {
  id: PatientId;
  family_name: string;
  given_name: string;
  full_name: string;
  preferred_name: string;
  language: string | null;
  identifier: string | null;
  detail_words: string | null;
  told_to: string | null;
  told_on: string | null;
}

/** Somebody without a name is shown by the number that the practice's own system gave them. */
export function shownAs(
  row: Pick<Row, 'family_name' | 'given_name' | 'full_name' | 'preferred_name' | 'identifier'>,
): string {
  const name = displayName({
    familyName: row.family_name,
    givenName: row.given_name,
    fullName: row.full_name,
    preferredName: row.preferred_name,
  });
  return name ?? (row.identifier === null ? 'Patient without a name' : `No. ${row.identifier}`);
}

function toPerson(row: Row): Person {
  const calledBy = row.preferred_name || row.given_name || row.full_name;
  return {
    id: row.id,
    shownAs: shownAs(row),
    calledBy: calledBy === '' ? undefined : calledBy,
    language: row.language,
    detail:
      row.detail_words === null
        ? undefined
        : { words: row.detail_words, toldTo: row.told_to, toldOn: row.told_on ?? '' },
  };
}

/** People by id, in one statement. Calls are spoken, so the spoken language leads. */
export async function findPeople(
  db: Db,
  view: Viewpoint,
  patients: readonly PatientId[],
): Promise<ReadonlyMap<PatientId, Person>> {
  if (patients.length === 0) return new Map();
  const found = await sql<Row>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name,
      coalesce(p.spoken_language, p.written_language) as language, identifier.value as identifier,
      detail.words as detail_words, detail.told_to, detail.told_on::text as told_on
    from patient p
    left join lateral (
      select value from patient_identifier
      where practice_id = ${view.practice} and patient_id = p.id order by created_at, system, value limit 1
    ) identifier on true
    left join lateral (
      select d.words, m.display_name as told_to, d.told_on
      from personal_detail d
      left join staff_member m on m.practice_id = ${view.practice} and m.id = d.told_to
      where d.practice_id = ${view.practice} and d.patient_id = p.id and d.sharing = 'say'
        and d.told_on <= ${view.day} and (d.expires_on is null or d.expires_on >= ${view.day})
        and (d.removed_at is null or d.removed_at > ${view.knownAt})
      order by d.told_on desc, d.id limit 1
    ) detail on true
    where p.practice_id = ${view.practice} and p.id = any(${patients}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, toPerson(row)]));
}
