import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry, Repointing } from '../../database/repoint.ts';
import {
  newId,
  type PatientId,
  type PossibleMatchId,
  type PracticeId,
  type StaffMemberId,
} from '../../kit/ids.ts';
import type { MatchReason } from '../../patients/model.ts';

/** Pairs that name a merged patient: what a person decided holds for the survivor, open questions are asked anew. */
export async function repointMatches(
  db: Db,
  { practice, from, to }: Repointing,
): Promise<readonly JournalEntry[]> {
  const removed = await sql<{ row: { patient_a: string; patient_b: string; state: string } }>`
    delete from possible_match m
    where m.practice_id = ${practice} and (m.patient_a = ${from} or m.patient_b = ${from})
    returning to_jsonb(m) as row`.execute(db);
  if (removed.rows.length === 0) return [];
  const rows = removed.rows.map(({ row }) => row);
  // Two whom a person called different are not asked about again under the survivor's name.
  const settled = rows
    .filter(({ state }) => state === 'different')
    .map((row) => (row.patient_a === from ? row.patient_b : row.patient_a));
  const answered = await sql<{ row: (typeof rows)[number] }>`
    delete from possible_match m
    where m.practice_id = ${practice} and m.state = 'open'
      and ((m.patient_a = ${to} and m.patient_b = any(${settled}::uuid[]))
        or (m.patient_b = ${to} and m.patient_a = any(${settled}::uuid[])))
    returning to_jsonb(m) as row`.execute(db);
  const added = await sql<{ row: unknown }>`
    insert into possible_match as m
      (practice_id, id, patient_a, patient_b, score, why, state, decided_by, decided_at, found_at)
    select ${practice}, gen_random_uuid(), least(o.other, ${to}), greatest(o.other, ${to}), o.score, o.why, o.state,
      o.decided_by, o.decided_at, o.found_at
    from (
      select case when p.patient_a = ${from} then p.patient_b else p.patient_a end as other, p.*
      from jsonb_populate_recordset(null::possible_match, ${JSON.stringify(rows)}::jsonb) p
    ) o
    where o.other <> ${to}
    on conflict (practice_id, patient_a, patient_b) do nothing
    returning jsonb_build_object('id', m.id) as row`.execute(db);
  return [
    { table: 'possible_match', action: 'removed', rows: [...rows, ...answered.rows.map(({ row }) => row)] },
    { table: 'possible_match', action: 'added', rows: added.rows.map(({ row }) => row) },
  ];
}

/** The way back; pairs of patients who are gone by now stay away. */
export async function putMatchesBack(
  db: Db,
  { practice }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'possible_match') continue;
    const rows = JSON.stringify(entry.rows);
    if (entry.action === 'added') {
      await sql`
        delete from possible_match m
        using jsonb_to_recordset(${rows}::jsonb) j (id uuid)
        where m.practice_id = ${practice} and m.id = j.id`.execute(db);
    } else {
      await sql`
        insert into possible_match
        select p.*
        from jsonb_populate_recordset(null::possible_match, ${rows}::jsonb) p
        where p.practice_id = ${practice}
          and exists (select from patient a where a.practice_id = ${practice} and a.id = p.patient_a)
          and exists (select from patient b where b.practice_id = ${practice} and b.id = p.patient_b)
        on conflict do nothing`.execute(db);
    }
  }
}

/** These two are two, whatever the next comparison says. */
export async function rememberDifferent(
  db: Db,
  practice: PracticeId,
  one: PatientId,
  other: PatientId,
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  await sql`
    insert into possible_match (practice_id, id, patient_a, patient_b, score, why, state, decided_by, decided_at)
    values (${practice}, ${newId(now.getTime())}, least(${one}::uuid, ${other}::uuid),
      greatest(${one}::uuid, ${other}::uuid), 0, '[]', 'different', ${by}, ${now})
    on conflict (practice_id, patient_a, patient_b)
    do update set state = 'different', decided_by = ${by}, decided_at = ${now}`.execute(db);
}

export interface FoundMatch {
  readonly one: PatientId;
  readonly other: PatientId;
  readonly score: number;
  readonly why: readonly MatchReason[];
}

/** Puts pairs into the queue; one that is there is weighed anew, one that was decided stays decided. @returns how many are new */
export async function queueMatches(
  db: Db,
  practice: PracticeId,
  found: readonly FoundMatch[],
  now: Date,
): Promise<number> {
  if (found.length === 0) return 0;
  const rows = found.map((match) => ({ id: newId(now.getTime()), ...match }));
  const written = await sql<{ fresh: boolean }>`
    insert into possible_match as m (practice_id, id, patient_a, patient_b, score, why)
    select ${practice}, r.id, least(r.one, r.other), greatest(r.one, r.other), r.score, r.why
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r (id uuid, one uuid, other uuid, score double precision, why jsonb)
    join patient a on a.practice_id = ${practice} and a.id = r.one
    join patient b on b.practice_id = ${practice} and b.id = r.other
    on conflict (practice_id, patient_a, patient_b)
    do update set score = excluded.score, why = excluded.why
      where m.state = 'open'
    returning xmax = 0 as fresh`.execute(db);
  return written.rows.filter(({ fresh }) => fresh).length;
}

/** Of these pairs, those that a person has called different. */
export async function areKnownDifferent(
  db: Db,
  practice: PracticeId,
  one: PatientId,
  other: PatientId,
): Promise<boolean> {
  const found = await sql`
    select from possible_match
    where practice_id = ${practice} and patient_a = least(${one}::uuid, ${other}::uuid)
      and patient_b = greatest(${one}::uuid, ${other}::uuid) and state = 'different'`.execute(db);
  return found.rows.length > 0;
}

export interface MatchPair {
  readonly id: PossibleMatchId;
  readonly one: PatientId;
  readonly other: PatientId;
  readonly state: 'open' | 'different';
  readonly score: number;
  readonly why: readonly MatchReason[];
  readonly foundAt: Date;
}

// Written as data by the comparison; whatever else stands there is no reason of a match.
const reasons = sql`jsonb_path_query_array(why, '$[*] ? (exists (@.field))')`;

const pairColumns = sql`id, patient_a as one, patient_b as other, state, score, ${reasons} as why, found_at as "foundAt"`;

/** The open pairs, the surest first. */
export async function listOpenMatches(
  db: Db,
  practice: PracticeId,
  limit: number,
): Promise<{ readonly pairs: readonly MatchPair[]; readonly total: number }> {
  const found = await sql<MatchPair & { total: number }>`
    select ${pairColumns}, (count(*) over ())::int as total
    from possible_match
    where practice_id = ${practice} and state = 'open'
    order by score desc, id
    limit ${limit}`.execute(db);
  return { pairs: found.rows.map(({ total: _, ...pair }) => pair), total: found.rows[0]?.total ?? 0 };
}

/** One pair, locked until the transaction ends. */
export async function findMatchForUpdate(
  db: Db,
  practice: PracticeId,
  id: PossibleMatchId,
): Promise<MatchPair | undefined> {
  const found = await sql<MatchPair>`
    select ${pairColumns}
    from possible_match
    where practice_id = ${practice} and id = ${id}
    for update`.execute(db);
  return found.rows[0];
}

/** A person said that they are two, or that it is open again. */
export async function decideMatch(
  db: Db,
  practice: PracticeId,
  id: PossibleMatchId,
  state: 'open' | 'different',
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  const isDecided = state === 'different';
  await db
    .updateTable('possible_match')
    .set({ state, decided_by: isDecided ? by : null, decided_at: isDecided ? now : null })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}
