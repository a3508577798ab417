import { sql } from 'kysely';
import { copyInto, copyLine } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import { newId, type PracticeId } from '../kit/ids.ts';
import { dayFromNumber, dayNumber } from '../kit/local-date.ts';
import type { ZoneClock } from '../kit/zone-clock.ts';
import type { ConsentChannel } from '../patients/model.ts';
import { idsOf } from './colour.ts';
import { dieOf, pick } from './person.ts';
import type { Citizen } from './world.ts';

/** A word of a patient of the sample on news and offers. */
export interface Agreed {
  readonly patient: number;
  readonly channel: ConsentChannel;
  readonly granted: boolean;
  readonly source: 'form' | 'patient page';
  readonly day: number;
  /** From midnight. */
  readonly minute: number;
}

// Of adults who came once: about a third tick the box of the form, and one in twelve of those thinks better of it.
const share = { agree: 0.36, withdraw: 0.08 } as const;
const channels = ['any', 'any', 'any', 'email', 'post'] as const;
const adultDays = 18 * 365.25;

/**
 * What a patient said about news and offers, by a day: on the form of their first visit or never; some took it back
 * later, on their own page.
 */
export function agreedBy(
  { person, life }: Citizen,
  seed: number,
  from: number,
  until: number,
): readonly Agreed[] {
  const { patient, row } = person;
  const first = life.visits.find((visit) => visit.end === 'came');
  if (first === undefined || row.birthDate === undefined) return [];
  if (first.day - dayNumber(row.birthDate) < adultDays) return [];
  const random = dieOf(seed, patient, 13);
  if (random.uniform() >= share.agree) return [];
  const channel = pick(random, channels);
  const form = {
    patient,
    channel,
    granted: true,
    source: 'form',
    day: first.day,
    minute: first.minute,
  } as const;
  const days = 40 + Math.floor(random.uniform() * 500);
  const page = {
    patient,
    granted: false,
    source: 'patient page',
    day: first.day + days,
    minute: 19 * 60,
  } as const;
  const words = random.uniform() < share.withdraw ? [form, { ...page, channel: 'any' as const }] : [form];
  return words.filter(({ day }) => day >= from && day < until);
}

/** Writes what was agreed to. Written twice it is one. */
export async function writeAgreed(
  db: Db,
  practice: PracticeId,
  agreed: readonly Agreed[],
  clock: ZoneClock,
): Promise<void> {
  const ids = await idsOf(
    db,
    practice,
    agreed.map((one) => one.patient),
  );
  const rows = agreed.flatMap((one) => {
    const patient = ids.get(one.patient);
    const at = clock.at(dayFromNumber(one.day), one.minute * 60);
    return patient === undefined
      ? []
      : [copyLine([newId(), patient, one.channel, one.granted, one.source, at])];
  });
  await sql`create temporary table agreed (id uuid, patient_id uuid, channel text, granted boolean, source text,
    at timestamptz) on commit drop`.execute(db);
  await copyInto(db, 'agreed', rows);
  await sql`insert into consent (practice_id, id, patient_id, purpose, channel, granted, source, evidence, at)
    select ${practice}::int, id, patient_id, 'marketing', channel, granted, source,
      case source when 'form' then 'box for news and offers, form of the first visit' end, at
    from agreed
    -- moved on twice in a day, the same day is made up twice
    where not exists (select from consent c where c.practice_id = ${practice} and c.patient_id = agreed.patient_id
      and c.purpose = 'marketing' and c.source = agreed.source and c.at = agreed.at)`.execute(db);
  await sql`drop table agreed`.execute(db);
}
