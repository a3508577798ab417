import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { listPossibleMatches } from '../intake/contract.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import { nameOf } from './actions.ts';
import type { NamedPatient } from './patient-queries.ts';

export type MatchSide = ReplyOf<typeof listPossibleMatches>['matches'][number]['one'];

type Row = NamedPatient & Omit<MatchSide, 'name'>;

const mostSides = 200;

/** Patients as they stand side by side to be compared, by id. */
export async function describeSides(
  db: Db,
  practice: PracticeId,
  ids: readonly PatientId[],
): Promise<ReadonlyMap<string, MatchSide>> {
  if (ids.length === 0) return new Map();
  const points = (kinds: readonly string[]) => sql`coalesce((
    select array_agg(c.received order by c.rank, c.id)
    from contact_point c
    where c.practice_id = ${practice} and c.patient_id = p.id and c.valid and c.kind = any(${kinds})), '{}')`;
  const found = await sql<Row>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, p.sex, p.status,
      left(p.birth_date::text, case p.birth_precision when 'year' then 4 when 'month' then 7 else 10 end)
        as "birthDate",
      ${points(['mobile', 'phone'])} as phones, ${points(['email'])} as emails, ${points(['post'])} as addresses,
      i.list as identifiers, i.list -> 0 ->> 'value' as identifier,
      v.visits, v.last as "lastVisit"
    from patient p
    left join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('system', n.system, 'value', n.value)
        order by n.system, n.value), '[]') as list
      from patient_identifier n
      where n.practice_id = ${practice} and n.patient_id = p.id
    ) i on true
    left join lateral (
      select count(*)::int as visits, max(local_day) as last
      from visit
      where practice_id = ${practice} and patient_id = p.id and status in ('seen', 'left')
    ) v on true
    where p.practice_id = ${practice} and p.id = any(${ids}::uuid[])
    order by p.id
    limit ${mostSides}`.execute(db);
  return new Map(
    found.rows.map((row) => {
      const { family_name, given_name, full_name, preferred_name, identifier, ...rest } = row;
      const name = nameOf({ id: row.id, family_name, given_name, full_name, preferred_name, identifier });
      return [row.id, { ...rest, name }];
    }),
  );
}
