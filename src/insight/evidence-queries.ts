import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId, TouchpointId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { completedStatuses, type Viewpoint } from '../visits/reading.ts';

/** The share held out as the versions of the plan have it: one row a change, the oldest first. */
export interface ShareChange {
  readonly code: string;
  readonly at: Date;
  readonly share: number;
}

export async function listShareChanges(db: Db, practice: PracticeId): Promise<readonly ShareChange[]> {
  const found = await sql<ShareChange>`
    with said as (
      select v.version, v.at, t ->> 'code' as code, coalesce((t ->> 'holdOut')::float8, 0) as share
      from plan_version v, jsonb_array_elements(v.content -> 'touchpoints') t
      where v.practice_id = ${practice}
    ), changes as (
      select *, lag(share) over (partition by code order by version) as before from said
    )
    select code, at, share from changes where share is distinct from before
    order by code, version limit 10000`.execute(db);
  return found.rows;
}

export interface Made {
  readonly touchpointId: TouchpointId;
  readonly patients: number;
  readonly lastOn: LocalDate;
}

/** For how many patients each touchpoint was done or sent, and when last. @cost one pass over acts and messages */
export async function countMade(db: Db, { practice }: Viewpoint, zone: string): Promise<readonly Made[]> {
  const found = await sql<Made>`
    with made as (
      select touchpoint_id, patient_id, day from act where practice_id = ${practice} and state = 'done'
      union all
      select t.id, m.patient_id, (m.state_at at time zone ${zone})::date
      from message m
      join touchpoint t on t.practice_id = ${practice} and t.code = m.source
      where m.practice_id = ${practice} and m.state in ('accepted', 'delivered')
    )
    select touchpoint_id as "touchpointId", count(distinct patient_id)::int as patients, max(day) as "lastOn"
    from made group by touchpoint_id order by touchpoint_id limit 500`.execute(db);
  return found.rows;
}

/** From when until when a touchpoint held families out. */
export interface Window {
  readonly touchpointId: TouchpointId;
  readonly since: Date;
  readonly until: Date | null;
}

export interface Drawn {
  readonly touchpointId: TouchpointId;
  readonly arm: 'act' | 'hold_out';
  readonly families: number;
  /** Of these, whose first visit it was about is over; and who missed it. */
  readonly over: number;
  readonly missed: number;
}

/**
 * The families that came into each arm while it was compared, each by the first occasion it had: they were drawn together,
 * and what follows depends on what was done before. Everybody counts in the arm that the lot gave, reached or not.
 * @cost one pass over acts and messages since the oldest window began
 */
export async function countDrawn(
  db: Db,
  { practice, day }: Viewpoint,
  windows: readonly Window[],
): Promise<readonly Drawn[]> {
  if (windows.length === 0) return [];
  const found = await sql<Drawn>`
    with compared as (
      select * from unnest(${windows.map((one) => one.touchpointId)}::uuid[],
        ${windows.map((one) => one.since.toISOString())}::timestamptz[],
        ${windows.map((one) => one.until?.toISOString() ?? null)}::timestamptz[]) as w (id, since, until)
    ), occasion as (
      select a.touchpoint_id, coalesce(a.household_id, a.patient_id) as family, a.arm, a.created_at, a.id,
        a.premise ->> 'visitId' as visit_id
      from act a
      join compared w on w.id = a.touchpoint_id
      where a.practice_id = ${practice} and a.created_at >= w.since and (w.until is null or a.created_at < w.until)
      union all
      select w.id, coalesce(h.household_id, m.patient_id), m.arm, m.created_at, m.id, m.premise ->> 'visitId'
      from message m
      join touchpoint t on t.practice_id = ${practice} and t.code = m.source
      join compared w on w.id = t.id
      left join household_member h on h.practice_id = ${practice} and h.patient_id = m.patient_id
      where m.practice_id = ${practice} and m.created_at >= w.since and (w.until is null or m.created_at < w.until)
    ), first as (
      select distinct on (touchpoint_id, family) touchpoint_id, family, arm, visit_id
      from occasion order by touchpoint_id, family, created_at, id
    )
    select f.touchpoint_id as "touchpointId", f.arm, count(*)::int as families,
      count(*) filter (where v.status in ${completedStatuses} or v.status in ('no_show', 'cancelled'))::int as over,
      count(*) filter (where v.status = 'no_show')::int as missed
    from first f
    left join visit v on v.practice_id = ${practice} and v.id = f.visit_id::uuid and v.local_day < ${day}
    group by f.touchpoint_id, f.arm order by f.touchpoint_id, f.arm limit 1000`.execute(db);
  return found.rows;
}
