import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PracticeId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { told, toldDay } from '../words/told.ts';
import { type CapabilityName, capabilitiesOf, exportOf, type RecordFacts } from './capabilities.ts';
import type { getCapabilities } from './contract.ts';

/** Counts what is there of everything that Keepwell could use. @cost one pass over patients and one over visits */
async function countFacts(db: Db, practice: PracticeId, today: LocalDate): Promise<RecordFacts> {
  const people = await sql<Omit<RecordFacts, 'visits'>>`
    with reach as (
      select patient_id, bool_or(kind in ('mobile', 'phone')) as phone, bool_or(kind = 'mobile') as mobile,
        bool_or(kind = 'email') as email, bool_or(kind = 'post') as post
      from contact_point where practice_id = ${practice} and valid group by patient_id
    )
    select count(*) filter (where p.status <> 'exited')::int as patients,
      count(*) filter (where p.status <> 'exited' and r.phone)::int as "withPhone",
      count(*) filter (where p.status <> 'exited' and r.mobile)::int as "withMobile",
      count(*) filter (where p.status <> 'exited' and r.email)::int as "withEmail",
      count(*) filter (where p.status <> 'exited' and r.post)::int as "withAddress",
      count(*) filter (where p.status <> 'exited' and p.birth_precision = 'day')::int as "withBirthday",
      count(*) filter (where p.status = 'exited')::int as left
    from patient p left join reach r on r.patient_id = p.id
    where p.practice_id = ${practice}`.execute(db);
  const visits = await sql<Partial<RecordFacts>>`
    select count(*)::int as visits,
      count(*) filter (where status in ('seen', 'left'))::int as completed,
      min(local_day) as "firstDay", max(local_day) filter (where local_day <= ${today}) as "lastDay",
      count(*) filter (where status in ('booked', 'confirmed') and local_day >= ${today})::int as ahead,
      count(booked_at)::int as "bookedKnown",
      count(*) filter (where status = 'no_show')::int as missed,
      count(service_id)::int as "withService"
    from visit where practice_id = ${practice} and not provisional`.execute(db);
  const came = await sql<Partial<RecordFacts>>`
    select count(*)::int as came, count(*) filter (where days > 1)::int as "cameAgain"
    from (
      select count(distinct local_day) as days from visit
      where practice_id = ${practice} and status in ('seen', 'left') group by patient_id
    ) patient_days`.execute(db);
  return { ...people.rows[0], ...visits.rows[0], ...came.rows[0] } as RecordFacts;
}

const ofPatients: ReadonlySet<CapabilityName> = new Set([
  'call',
  'text',
  'email',
  'card',
  'birthday',
  'gaps',
  'leavers',
]);

/** What the record can and cannot tell, in words and numbers. */
export async function describeCapabilities(
  db: Db,
  practice: PracticeId,
  today: LocalDate,
): Promise<ReplyOf<typeof getCapabilities>> {
  const facts = await countFacts(db, practice, today);
  const { patients, left, visits, firstDay, lastDay, ahead } = facts;
  return {
    patients,
    left,
    visits,
    firstDay,
    lastDay,
    ahead,
    words:
      firstDay === null || lastDay === null
        ? told.record.noVisits(patients)
        : told.record.span(visits, patients + left, toldDay(firstDay), toldDay(lastDay)),
    capabilities: capabilitiesOf(facts).map(({ name, can, n, of, lacks }) => ({
      name,
      words: told.record.can[name],
      can,
      n,
      of,
      counted: ofPatients.has(name) ? told.record.counted.patients : told.record.counted.visits,
      missing:
        lacks === null
          ? null
          : {
              words: told.record.lacks[lacks],
              export: exportOf[lacks],
              exportWords: told.record.exports[exportOf[lacks]],
            },
    })),
  };
}
