import { sql } from 'kysely';
import { receiveInbound, sameKeyOf } from '../contact/inbound-actions.ts';
import type { Db } from '../database/database.ts';
import type { PatientId, VisitId } from '../kit/ids.ts';
import { dayFromNumber, type LocalDate } from '../kit/local-date.ts';
import { addProspective, checkStranger } from '../patients/enquire-actions.ts';
import { listVisitWishes, saveVisitWish } from '../patients/visit-wish-actions.ts';
import type { Practice } from '../practice/model.ts';
import { enquiries, questions, wishes } from './asked-words.ts';
import { names } from './names.ts';
import { dieOf, pick } from './person.ts';
import type { Places } from './world.ts';

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

const strangerKey = sameKeyOf('sample', 'stranger');
const waitingKey = (day: number): Buffer => sameKeyOf('sample', 'waiting', String(day));
// A sample that was not opened for longer has one question of then, which waits on.
const daysBack = 400;

// What the sample itself asked a day ago is answered; what somebody noted while trying it out is left to them.
async function answerYesterdays({ practice, day, now }: Waiting, db: Db): Promise<void> {
  const own = [strangerKey, ...Array.from({ length: daysBack }, (_, ago) => waitingKey(day - ago))];
  await sql`update inbound set answered_at = answer_by, outcome = 'answered'
    where practice_id = ${practice.id} and answered_at is null and same_key = any(${own}::bytea[])
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
        sameKey: waitingKey(day),
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
      sameKey: strangerKey,
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
