import { sql } from 'kysely';
import { sameKeyOf } from '../contact/inbound-actions.ts';
import type { InboundKind, InboundOutcome, InboundVia } from '../contact/inbound-contract.ts';
import { copyInto, copyLine } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import { newId } from '../kit/ids.ts';
import { dayFromNumber } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { enquiries, questions } from './asked-words.ts';
import { idsOf } from './colour.ts';
import { dieOf, pick } from './person.ts';
import type { Citizen, Places } from './world.ts';

/** Something that a patient of the sample asked, and when somebody answered. */
export interface Asked {
  readonly patient: number;
  readonly kind: InboundKind;
  readonly via: InboundVia;
  readonly day: number;
  /** From midnight; within the opening hours. */
  readonly minute: number;
  readonly answeredAfterMinutes: number;
  readonly outcome: InboundOutcome;
  readonly words: string;
  readonly wants: string;
  readonly expects: string;
}

// Enquiries of a year are shown; older ones would be rows that nobody sees.
const daysOfEnquiries = 370;
const share = { enquiredFirst: 0.55, askedBefore: 0.015, inTime: 0.9 } as const;

/** What a patient asked by a day: before their first visit as a stranger, before later ones a question now and then. */
export function askedBy(
  { person, life }: Citizen,
  seed: number,
  from: number,
  until: number,
): readonly Asked[] {
  const asked: Asked[] = [];
  const { patient, language } = person;
  for (const visit of life.visits) {
    const random = dieOf(seed, patient * 83 + visit.nth, 9);
    const isFirst = visit.nth === 0;
    const chance = random.uniform();
    if (chance > (isFirst ? share.enquiredFirst : share.askedBefore)) continue;
    const day = isFirst ? visit.bookedDay : Math.max(visit.bookedDay, visit.day - 2);
    if (day < from || day >= until || (isFirst && day < until - daysOfEnquiries)) continue;
    const enquiry = pick(random, enquiries[language]);
    asked.push({
      patient,
      kind: isFirst ? 'enquiry' : 'question',
      via: random.uniform() < 0.6 ? 'page' : 'phone',
      day,
      minute: 8 * 60 + Math.floor(random.uniform() * 480),
      answeredAfterMinutes: Math.ceil(random.uniform() * 55) + (random.uniform() < share.inTime ? 0 : 70),
      outcome: isFirst ? 'booked' : 'answered',
      ...(isFirst ? enquiry : { words: pick(random, questions[language]), wants: '', expects: '' }),
    });
  }
  return asked;
}

const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

function referenceOf(seed: number, one: Asked): string {
  const random = dieOf(seed, one.patient * 31 + one.day, 10);
  return Array.from({ length: 4 }, () => pick(random, [...signs])).join('');
}

/** Writes what was asked on days that are over, as answered. Written twice it is one. */
export async function writeAsked(
  db: Db,
  practice: Practice,
  seed: number,
  asked: readonly Asked[],
  places: Places,
): Promise<void> {
  const ids = await idsOf(
    db,
    practice.id,
    asked.map((one) => one.patient),
  );
  const rows = asked.flatMap((one) => {
    const patient = ids.get(one.patient);
    if (patient === undefined) return [];
    const at = (minutes: number): string =>
      places.clock.at(dayFromNumber(one.day), (one.minute + minutes) * 60);
    const key = sameKeyOf('sample', String(one.patient), String(one.day), one.kind);
    return [
      copyLine([
        newId(),
        one.kind,
        one.via,
        patient,
        places.locations[one.patient % 4 === 0 ? 1 : 0] ?? null,
        referenceOf(seed, one),
        one.words,
        one.wants,
        one.expects,
        at(0),
        at(60),
        at(one.answeredAfterMinutes),
        places.clinicians[one.patient % Math.max(1, places.clinicians.length)] ?? null,
        one.outcome,
        `\\x${key.toString('hex')}`,
      ]),
    ];
  });
  await sql`create temporary table asked (id uuid, kind text, via text, patient_id uuid, location_id uuid, reference text,
    words text, wants text, expects text, received_at timestamptz, answer_by timestamptz, answered_at timestamptz,
    answered_by uuid, outcome text, same_key bytea) on commit drop`.execute(db);
  await copyInto(db, 'asked', rows);
  await sql`insert into inbound (practice_id, id, kind, via, patient_id, location_id, reference, words, wants, expects,
      received_at, answer_by, answered_at, answered_by, outcome, same_key)
    select ${practice.id}::int, asked.* from asked
    on conflict (practice_id, same_key) do nothing`.execute(db);
  await sql`drop table asked`.execute(db);
}
