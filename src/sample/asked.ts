import { sql } from 'kysely';
import { receiveInbound, sameKeyOf } from '../contact/inbound-actions.ts';
import type { InboundKind, InboundOutcome, InboundVia } from '../contact/inbound-contract.ts';
import { copyInto, copyLine } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type VisitId } from '../kit/ids.ts';
import { dayFromNumber, type LocalDate } from '../kit/local-date.ts';
import { addProspective, checkStranger } from '../patients/enquire-actions.ts';
import { listVisitWishes, saveVisitWish } from '../patients/visit-wish-actions.ts';
import type { Practice } from '../practice/model.ts';
import { enquiries, questions, wishes } from './asked-words.ts';
import { idsOf } from './colour.ts';
import { names } from './names.ts';
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

interface Waiting {
  readonly practice: Practice;
  readonly places: Places;
  readonly seed: number;
  readonly day: number;
  readonly now: Date;
}

interface Coming {
  readonly id: VisitId;
  readonly patientId: PatientId;
  readonly day: LocalDate;
  readonly language: 'en' | 'es';
}

async function comingVisits(
  { practice, day, now }: Waiting,
  db: Db,
  days: number,
): Promise<readonly Coming[]> {
  const found = await sql<Coming>`
    select v.id, v.patient_id as "patientId", v.local_day as day,
      case when p.written_language = 'es' then 'es' else 'en' end as language
    from visit v
    join patient p on p.practice_id = ${practice.id} and p.id = v.patient_id
    where v.practice_id = ${practice.id} and v.status in ('booked', 'confirmed') and v.starts_at > ${now}
      and v.local_day <= ${dayFromNumber(day + days)}
    order by v.starts_at, v.id limit 40`.execute(db);
  return found.rows;
}

// What waited a day is answered: nobody sits at the sample's desk at night.
async function answerYesterdays({ practice, now }: Waiting, db: Db): Promise<void> {
  await sql`update inbound set answered_at = answer_by, outcome = 'answered'
    where practice_id = ${practice.id} and answered_at is null and link_id is null
      and received_at < ${now}::timestamptz - interval '20 hours'`.execute(db);
}

/** Who is waiting for an answer this morning: a patient with a question and, on the first day, a stranger. */
export async function writeWaiting(db: Db, waiting: Waiting, withStranger: boolean): Promise<void> {
  const { practice, places, seed, day, now } = waiting;
  await answerYesterdays(waiting, db);
  const random = dieOf(seed, day, 11);
  const [asks] = await comingVisits(waiting, db, 14);
  if (asks !== undefined) {
    await receiveInbound(
      db,
      practice,
      {
        kind: 'question',
        via: 'page',
        patientId: asks.patientId,
        visitId: asks.id,
        words: pick(random, questions[asks.language]),
        sameKey: sameKeyOf('sample', 'waiting', String(day)),
      },
      now,
    );
  }
  if (!withStranger) return;
  const location = places.locations[0] ?? null;
  const stranger = checkStranger(
    {
      givenName: pick(random, names.en.female),
      familyName: pick(random, names.en.family),
      phone: '(212) 555-0199',
      email: '',
      language: 'en',
      locationId: location,
    },
    practice.country,
  );
  if (!stranger.ok) throw new Error(`the sample's stranger is refused: ${stranger.refusal.code}`);
  await receiveInbound(
    db,
    practice,
    {
      kind: 'enquiry',
      via: 'page',
      patientId: await addProspective(db, practice, stranger.value, now),
      locationId: location,
      bestTime: 'afternoons',
      ...pick(random, enquiries.en.slice(0, 4)),
      sameKey: sameKeyOf('sample', 'stranger'),
    },
    now,
  );
}

/** What those who come in the next days have told us before: about every third of them. */
export async function writeWishes(db: Db, waiting: Waiting): Promise<void> {
  const { practice, seed, day, now } = waiting;
  const coming = await comingVisits(waiting, db, 4);
  const known = await listVisitWishes(
    db,
    practice.id,
    coming.map(({ id }) => id),
  );
  for (const [nth, visit] of coming.entries()) {
    const random = dieOf(seed, day * 41 + nth, 12);
    if (known.has(visit.id) || random.uniform() > 0.35) continue;
    await saveVisitWish(
      db,
      practice.id,
      visit,
      pick(random, wishes[visit.language]),
      dayFromNumber(day),
      now,
    );
  }
}
