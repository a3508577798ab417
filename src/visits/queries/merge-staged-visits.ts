import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ImportId, LocationId, PracticeId, ServiceId } from '../../kit/ids.ts';
import { optionalColumns } from './stage-visits.ts';

// A visit that its source takes back into one of these has not been left after all.
const goingOn = sql`('booked', 'confirmed', 'arrived', 'roomed')`;

// Where a source says when it said something, its order counts and not the one in which it came.
async function orderByTold(db: Db): Promise<void> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from stage_visit where told_at is not null) as yes`.execute(db);
  if (rows[0]?.yes !== true) return;
  await sql`
    update stage_visit s
    set ord = t.place
    from (select id, row_number() over (order by told_at nulls first, ord) as place from stage_visit) t
    where t.id = s.id`.execute(db);
}

/**
 * Two staged rows with one source id are one visit: the later row counts, and what it leaves blank is taken
 * from the earlier ones (an appointment, then the encounter it became). Later is what the source said later,
 * where it says when.
 */
export async function foldRepeatedVisits(db: Db): Promise<void> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from stage_visit group by source_system, source_id having count(*) > 1) as yes`.execute(
    db,
  );
  if (rows[0]?.yes !== true) return;
  await orderByTold(db);
  const latest = (name: string, of: string): string =>
    `(array_agg(${name} order by ord desc) filter (where ${of}))[1]`;
  const picks = [
    ...optionalColumns.map((name) => `${latest(name, `${name} is not null`)} as ${name}`),
    ...['status', 'starts_at', 'local_day'].map((name) => {
      const keeps = name === 'status' ? 'keeps_status' : 'keeps_start';
      return `coalesce(${latest(name, `not ${keeps}`)}, ${latest(name, 'true')}) as ${name}`;
    }),
    'bool_and(keeps_status) as keeps_status',
    'bool_and(keeps_start) as keeps_start',
    `${latest('left_at', 'not keeps_status')} as own_left_at`,
  ];
  const told = [...optionalColumns, 'status', 'starts_at', 'local_day', 'keeps_status', 'keeps_start'];
  await sql
    .raw(`
      create temp table stage_visit_fold on commit drop as
      select source_system, source_id, max(ord) as last, ${picks.join(', ')}
      from stage_visit
      group by source_system, source_id
      having count(*) > 1`)
    .execute(db);
  await sql
    .raw(`
      update stage_visit s
      set ${told.map((name) => `${name} = f.${name}`).join(', ')}
      from stage_visit_fold f
      where s.ord = f.last`)
    .execute(db);
  await sql`
    update stage_visit s
    set left_at = f.own_left_at
    from stage_visit_fold f
    where s.ord = f.last and not s.keeps_status and s.status in ${goingOn}`.execute(db);
  // An earlier row told of a cancellation that the later one took back.
  await sql`
    update stage_visit s
    set cancelled_at = null, cancel_reason = null
    from stage_visit_fold f
    where s.ord = f.last and s.status <> 'cancelled'`.execute(db);
  await sql`
    with dropped as (
      delete from stage_visit s
      using stage_visit_fold f
      where s.source_system = f.source_system and s.source_id = f.source_id and s.ord <> f.last
      returning s.file
    )
    insert into stage_visit_repeat select file from dropped`.execute(db);
  await sql`drop table stage_visit_fold`.execute(db);
}

/**
 * A visit booked at our desk and the one that the schedule brings for the same patient and day are one: ours
 * takes the schedule's identity and keeps its id, so that what points at it stays true; the merge then brings
 * the rest.
 */
export async function adoptProvisionalVisits(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with ours as (
      select distinct on (v.patient_id, v.local_day) v.id, v.patient_id, v.local_day
      from visit v
      where v.practice_id = ${practice} and v.provisional and v.status in ('booked', 'confirmed')
      order by v.patient_id, v.local_day, v.created_at
    ), theirs as (
      select distinct on (o.id) o.id, s.source_system, s.source_id
      from ours o
      join stage_visit s on s.local_day = o.local_day and not s.provisional and s.status <> 'cancelled'
      left join patient_identifier i
        on i.practice_id = ${practice} and i.system = s.patient_system and i.value = s.patient_value
      where coalesce(s.patient_id, i.patient_id) = o.patient_id
        and not exists (
          select from visit h
          where h.practice_id = ${practice} and h.source_system = s.source_system and h.source_id = s.source_id)
      order by o.id, s.ord
    )
    update visit v
    set source_system = t.source_system, source_id = t.source_id
    from theirs t
    where v.practice_id = ${practice} and v.id = t.id`.execute(db);
}

// What the visit becomes: blanks keep what we hold, and only a cancelled visit has a cancellation.
const newStatus = sql`case when s.keeps_status then v.status else s.status end`;
const becomes = sql`
  coalesce(s.patient_id, i.patient_id) as patient_id, ${newStatus} as status,
  case when s.keeps_start then v.starts_at else s.starts_at end as starts_at,
  case when s.keeps_start then v.local_day else s.local_day end as local_day,
  coalesce(s.minutes, v.minutes) as minutes,
  coalesce(s.booked_at, v.booked_at) as booked_at,
  coalesce(s.arrived_at, v.arrived_at) as arrived_at,
  coalesce(s.roomed_at, v.roomed_at) as roomed_at,
  coalesce(s.seen_at, v.seen_at) as seen_at,
  case
    when s.told_at is not null and not s.keeps_status and s.status in ${goingOn} then s.left_at
    else coalesce(s.left_at, v.left_at)
  end as left_at,
  case when ${newStatus} = 'cancelled' then coalesce(s.cancelled_at, v.cancelled_at) end as cancelled_at,
  case when ${newStatus} = 'cancelled' then coalesce(s.cancel_reason, v.cancel_reason) end as cancel_reason,
  coalesce(s.charge_cents, v.charge_cents) as charge_cents,
  coalesce(s.location_id, v.location_id) as location_id,
  coalesce(s.clinician_id, v.clinician_id) as clinician_id,
  coalesce(s.service_id, v.service_id) as service_id,
  s.provisional`;

const columnNames = [
  'patient_id',
  'status',
  'starts_at',
  'local_day',
  'minutes',
  'booked_at',
  'arrived_at',
  'roomed_at',
  'seen_at',
  'left_at',
  'cancelled_at',
  'cancel_reason',
  'charge_cents',
  'location_id',
  'clinician_id',
  'service_id',
  'provisional',
] as const;

function columnsOf(alias: string): ReturnType<typeof sql.raw> {
  return sql.raw(columnNames.map((name) => `${alias}.${name}`).join(', '));
}

/** Writes the held visits that differ, with what they were before in the ledger. */
export async function updateStagedVisits(
  db: Db,
  practice: PracticeId,
  importId: ImportId | null,
): Promise<void> {
  await sql`
    insert into stage_visit_held (ord, visit_id, changed)
    select n.ord, n.visit_id, n.patient_id is not null and (${columnsOf('n')}) is distinct from (${columnsOf('o')})
      and (n.told_at is null or o.told_at is null or n.told_at >= o.told_at)
    from (
      select s.ord, v.id as visit_id, s.told_at, ${becomes}
      from stage_visit s
      join visit v on v.practice_id = ${practice} and v.source_system = s.source_system and v.source_id = s.source_id
      left join patient_identifier i
        on i.practice_id = ${practice} and i.system = s.patient_system and i.value = s.patient_value
    ) n
    join visit o on o.practice_id = ${practice} and o.id = n.visit_id`.execute(db);
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from stage_visit_held where changed) as yes`.execute(db);
  if (rows[0]?.yes !== true) return;
  await sql`
    insert into visit_change (practice_id, id, visit_id, old_status, old_starts_at, old_local_day, import_id)
    select ${practice}, s.id, v.id, v.status, v.starts_at, v.local_day, ${importId}::uuid
    from stage_visit_held h
    join stage_visit s on s.ord = h.ord
    join visit v on v.practice_id = ${practice} and v.id = h.visit_id
    where h.changed`.execute(db);
  await sql`
    with before as (
      select v.id, v.patient_id
      from stage_visit_held h
      join visit v on v.practice_id = ${practice} and v.id = h.visit_id
      where h.changed
    ), changed as (
      update visit o
      set ${sql.raw(columnNames.map((name) => `${name} = n.${name}`).join(', '))}, updated_at = now()
      from (
        select v.id, ${becomes}
        from stage_visit_held h
        join stage_visit s on s.ord = h.ord
        join visit v on v.practice_id = ${practice} and v.id = h.visit_id
        left join patient_identifier i
          on i.practice_id = ${practice} and i.system = s.patient_system and i.value = s.patient_value
        where h.changed
      ) n
      where o.practice_id = ${practice} and o.id = n.id
      returning o.patient_id, least(o.booked_at, o.starts_at) as at
    )
    insert into first_known (patient_id, at)
    select patient_id, at from changed
    union all
    select patient_id, null from before`.execute(db);
}

/** Notes when the source last spoke of the visits that we hold, whether or not it said anything new. */
export async function noteWhenTold(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    update visit v
    set told_at = s.told_at
    from stage_visit_held h
    join stage_visit s on s.ord = h.ord
    where v.practice_id = ${practice} and v.id = h.visit_id
      and s.told_at is not null and (v.told_at is null or v.told_at < s.told_at)`.execute(db);
}

/** Adds the staged visits that we did not hold. @returns how many */
export async function addStagedVisits(
  db: Db,
  practice: PracticeId,
  importId: ImportId | null,
  defaults: { readonly locationId?: LocationId | undefined; readonly serviceId?: ServiceId | undefined } = {},
): Promise<number> {
  const { rows } = await sql<{ added: number }>`
    with added as (
      insert into visit (practice_id, id, source_system, source_id, import_id, patient_id, status, starts_at,
        local_day, minutes, booked_at, arrived_at, roomed_at, seen_at, left_at, cancelled_at, cancel_reason,
        charge_cents, location_id, clinician_id, service_id, provisional, told_at)
      select ${practice}, s.id, s.source_system, s.source_id, ${importId}::uuid,
        coalesce(s.patient_id, i.patient_id), s.status, s.starts_at, s.local_day, s.minutes, s.booked_at,
        s.arrived_at, s.roomed_at, s.seen_at, s.left_at, s.cancelled_at, s.cancel_reason, s.charge_cents,
        coalesce(s.location_id, ${defaults.locationId ?? null}::uuid), s.clinician_id,
        coalesce(s.service_id, ${defaults.serviceId ?? null}::uuid), s.provisional, s.told_at
      from stage_visit s
      left join patient_identifier i
        on i.practice_id = ${practice} and i.system = s.patient_system and i.value = s.patient_value
      where coalesce(s.patient_id, i.patient_id) is not null
        and not exists (select from stage_visit_held h where h.ord = s.ord)
      returning patient_id, least(booked_at, starts_at) as at
    ), known as (
      insert into first_known (patient_id, at)
      select patient_id, min(at) from added group by patient_id
    )
    select count(*)::int as added from added`.execute(db);
  return rows[0]?.added ?? 0;
}

/** Marks the patients whose visits changed, for the next summary. */
export async function markDirty(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    insert into visit_dirty (practice_id, patient_id)
    select distinct ${practice}::int, patient_id from first_known
    on conflict do nothing`.execute(db);
}
