import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import type { TimelineFilter } from './contract.ts';

export interface TimelineReader {
  readonly staff: StaffMemberId | null;
  /** Clinical notes are for them. */
  readonly clinical: boolean;
}

export interface TimelineRow {
  readonly key: string;
  readonly kind:
    | 'visit'
    | 'act'
    | 'contact'
    | 'note'
    | 'detail'
    | 'consent'
    | 'promise'
    | 'merge'
    | 'import'
    | 'exit';
  /** Microseconds since 1970, as text: an instant of JavaScript would cut them. */
  readonly micros: string;
  readonly whole_day: boolean;
  readonly code: string;
  readonly words: string | null;
  readonly title: Readonly<Record<string, string>> | null;
  readonly by: string | null;
  readonly detail: Readonly<Record<string, string | null>>;
}

type Kind = TimelineRow['kind'];

const kindsOf: Readonly<Record<TimelineFilter, readonly Kind[]>> = {
  all: ['visit', 'act', 'contact', 'note', 'detail', 'consent', 'promise', 'merge', 'import', 'exit'],
  visits: ['visit'],
  contact: ['act', 'contact', 'promise'],
  notes: ['note', 'detail'],
  wishes: ['consent', 'exit'],
};

interface Asked {
  readonly practice: PracticeId;
  readonly patient: PatientId;
  readonly reader: TimelineReader;
}

type Branch = (asked: Asked) => RawBuilder<unknown>;

// Whole days stand at noon of the practice's zone, so that they fall among what happened on them.
const noonOf = (day: RawBuilder<unknown>) => sql`((${day} + time '12:00') at time zone pr.zone)`;
const nameOfStaff = (practice: PracticeId, id: RawBuilder<unknown>) =>
  sql`(select m.display_name from staff_member m where m.practice_id = ${practice} and m.id = ${id})`;

// Each: key, at, whole_day, code, words, title, by, detail. Nothing is cut before the union: a patient has thousands of
// rows at most, found by an index each, and sorting them takes milliseconds.
const branches: Readonly<Record<Kind, Branch>> = {
  visit: ({ practice, patient }) => sql`
    select 'visit:' || v.id, v.starts_at, false, v.status, null, s.name, ${nameOfStaff(practice, sql`v.clinician_id`)},
      jsonb_build_object('location', l.name, 'reason', v.cancel_reason,
        'wait', greatest(0, (extract(epoch from v.seen_at - greatest(v.arrived_at, v.starts_at)) / 60)::int)::text,
        'provisional', case when v.provisional then 'yes' end)
    from visit v
    left join service s on s.practice_id = ${practice} and s.id = v.service_id
    left join location l on l.practice_id = ${practice} and l.id = v.location_id
    where v.practice_id = ${practice} and v.patient_id = ${patient}`,
  act: ({ practice, patient }) => sql`
    select 'act:' || o.id, o.recorded_at, false, o.outcome, coalesce(o.reason, ''), null,
      ${nameOfStaff(practice, sql`o.by_staff`)},
      jsonb_build_object('title', a.title, 'channel', a.channel, 'actId', a.id)
    from act_outcome o
    join act a on a.practice_id = ${practice} and a.id = o.act_id
    where o.practice_id = ${practice} and o.patient_id = ${patient} and o.outcome <> 'undo'
      and not exists (select from act_outcome u where u.practice_id = ${practice} and u.undoes = o.id)
    union all
    select 'act:' || a.id, case when a.state = 'closed' then a.updated_at else ${noonOf(sql`a.day`)} end,
      a.state <> 'closed', a.state, coalesce(a.closed_reason, a.why_now -> 0 ->> 'fact', ''), null, null,
      jsonb_build_object('title', a.title, 'channel', a.channel, 'actId', a.id)
    from act a
    join practice pr on pr.id = a.practice_id
    where a.practice_id = ${practice} and a.patient_id = ${patient} and a.state in ('planned', 'waiting', 'closed')
      and not exists (
        select from act_outcome o
        where o.practice_id = ${practice} and o.act_id = a.id and o.outcome <> 'undo'
          and not exists (select from act_outcome u where u.practice_id = ${practice} and u.undoes = o.id))`,
  // What an act did is told by its outcome.
  contact: ({ practice, patient }) => sql`
    select 'contact:' || c.id, c.at, false, c.channel, null, null, ${nameOfStaff(practice, sql`c.by_staff`)},
      jsonb_build_object('reached', case when c.reached then 'yes' else 'no' end, 'purpose', c.purpose)
    from contact_made c
    where c.practice_id = ${practice} and c.patient_id = ${patient} and not c.undone and c.act_id is null`,
  note: ({ practice, patient, reader }) => sql`
    select 'note:' || n.id, n.at, false, n.sensitivity, now.words, null, ${nameOfStaff(practice, sql`n.by_staff`)},
      jsonb_build_object('edited', case when now.id <> n.id then to_char(now.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
        'mine', case when n.by_staff = ${reader.staff} then 'yes' end)
    from patient_note n
    cross join lateral (
      select w.id, w.words, w.at from patient_note w
      where w.practice_id = ${practice} and w.note_id = n.id and w.undone_at is null
      order by w.at desc, w.id desc limit 1
    ) now
    where n.practice_id = ${practice} and n.patient_id = ${patient} and n.id = n.note_id and n.removed_at is null
      and (n.sensitivity = 'team' or ${reader.clinical})`,
  detail: ({ practice, patient, reader }) => sql`
    select 'detail:' || d.id, ${noonOf(sql`d.told_on`)}, true, d.source, d.words, null,
      ${nameOfStaff(practice, sql`d.told_to`)}, jsonb_build_object('sharing', d.sharing)
    from personal_detail d
    join practice pr on pr.id = d.practice_id
    where d.practice_id = ${practice} and d.patient_id = ${patient} and d.removed_at is null
      and (d.sharing <> 'only_told' or d.told_to = ${reader.staff})`,
  consent: ({ practice, patient }) => sql`
    select 'consent:' || c.id, c.at, false, case when c.granted then 'granted' else 'withdrawn' end, c.evidence, null,
      ${nameOfStaff(practice, sql`c.by_staff`)},
      jsonb_build_object('purpose', c.purpose, 'channel', c.channel, 'source', c.source)
    from consent c
    where c.practice_id = ${practice} and c.patient_id = ${patient}`,
  promise: ({ practice, patient }) => sql`
    select 'promise_' || e.code || ':' || r.id, e.at, e.whole_day, e.code, r.words, null,
      ${nameOfStaff(practice, sql`r.owner_id`)}, jsonb_build_object('due', r.due_on)
    from promise r
    join practice pr on pr.id = r.practice_id
    cross join lateral (values
      ('made', ${noonOf(sql`r.made_on`)}, true), ('kept', r.kept_at, false), ('broken', r.broken_at, false)
    ) e (code, at, whole_day)
    where r.practice_id = ${practice} and r.patient_id = ${patient} and e.at is not null`,
  merge: ({ practice, patient }) => sql`
    select 'merge:' || g.id, g.at, false, case when g.undone_at is null then 'merged' else 'undone' end, null, null,
      ${nameOfStaff(practice, sql`g.by_staff`)}, jsonb_build_object('decided', g.decided)
    from merge g
    where g.practice_id = ${practice} and g.survivor_id = ${patient}`,
  // Who was added carries the import's id for good; what it changed is noted for as long as it can be taken back.
  import: ({ practice, patient }) => sql`
    select 'import:' || i.id, i.started_at, false, what.code, null, null,
      (select c.display_name from account c where c.id = i.by_account),
      jsonb_build_object('files', (select string_agg(f.name, ', ' order by f.position) from import_file f
        where f.practice_id = ${practice} and f.import_id = i.id and f.position < 3))
    from (
      select p.import_id, 'added' as code from patient p
      where p.practice_id = ${practice} and p.id = ${patient} and p.import_id is not null
      union
      select c.import_id, 'changed' from import_change c
      join patient p on p.practice_id = ${practice} and p.id = ${patient}
      where c.practice_id = ${practice} and c.import_id is distinct from p.import_id
        and (c.table_name = 'patient' and c.key = jsonb_build_object('id', ${patient}::text)
          or c.table_name = 'household_member' and c.key = jsonb_build_object('patient_id', ${patient}::text))
    ) what
    join import i on i.practice_id = ${practice} and i.id = what.import_id and i.state = 'finished'`,
  exit: ({ practice, patient }) => sql`
    select 'exit:' || p.id, ${noonOf(sql`p.exited_on`)}, true, p.exit_reason, null, null, null, '{}'::jsonb
    from patient p
    join practice pr on pr.id = p.practice_id
    where p.practice_id = ${practice} and p.id = ${patient} and p.exited_on is not null`,
};

/** Where a page ended: microseconds and key of its last row. */
export interface Cursor {
  readonly micros: string;
  readonly key: string;
}

/** A page of what happened with one patient, newest first; of one instant, in the order of their keys. */
export async function listTimeline(
  db: Db,
  asked: Asked,
  filter: TimelineFilter,
  after: Cursor | undefined,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const parts = kindsOf[filter].map(
    (kind) => sql`
      select ${kind}::text as kind, b.key::text as key, b.at, b.whole_day, b.code::text as code, b.words::text as words,
        b.title::text::jsonb as title, b.by::text as by, b.detail
      from (${branches[kind](asked)}) b (key, at, whole_day, code, words, title, by, detail)`,
  );
  // Keys are compared byte by byte, as the cursor's is, whatever the database's language.
  const from =
    after === undefined
      ? sql`true`
      : sql`(t.micros, t.key collate "C") < (${after.micros}::bigint, ${after.key}::text collate "C")`;
  const found = await sql<TimelineRow>`
    select t.kind, t.key, t.micros::text as micros, t.whole_day, t.code, nullif(t.words, '') as words, t.title, t.by,
      t.detail
    from (
      select u.*, (extract(epoch from u.at) * 1000000)::bigint as micros
      from (${sql.join(parts, sql` union all `)}) u (kind, key, at, whole_day, code, words, title, by, detail)
    ) t
    where ${from}
    order by t.micros desc, t.key collate "C" desc
    limit ${limit}`.execute(db);
  return found.rows;
}
