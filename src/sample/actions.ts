import { sql } from 'kysely';
import type { Database, Db } from '../database/database.ts';
import type { SampleOrigin } from '../database/tables/practice.ts';
import { type LocationId, newId, type PracticeId, type ServiceId, type StaffMemberId } from '../kit/ids.ts';
import { wallTime } from '../kit/instant.ts';
import { dayFromNumber, dayNumber, type LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { createZoneClock } from '../kit/zone-clock.ts';
import { writePatients } from '../patients/actions.ts';
import { startPlan } from '../plan/actions.ts';
import { createPractice } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { refreshToday } from '../today/actions.ts';
import { writeVisits } from '../visits/actions.ts';
import { type Agreed, agreedBy, writeAgreed } from './agreed.ts';
import { type Asked, askedBy, writeAsked } from './asked.ts';
import { clinicians, desk, locations, openEveryDay, services } from './catalogue.ts';
import {
  type Promised,
  promisedTo,
  type Told,
  toldBy,
  writeHouseholds,
  writeProblems,
  writePromises,
  writeTold,
} from './colour.ts';
import { usualYears } from './life.ts';
import { writeSamplePlan } from './plan.ts';
import { writeWaiting, writeWishes } from './waiting.ts';
import { type Citizen, citizens, type Places, patientRow, visitRows, type World } from './world.ts';

export interface SampleReport {
  readonly practice: string;
  readonly patients: number;
  readonly visits: number;
  readonly seconds: number;
}

const zone = 'America/New_York';
// Patients to a transaction: a million at once would hold one for minutes.
const batch = 20_000;
const longWork = { statementTimeoutMs: 900_000 } as const;

async function insertPlaces(db: Db, practice: PracticeId): Promise<Places> {
  const locationIds: LocationId[] = [];
  for (const place of locations) {
    const id = newId<LocationId>();
    locationIds.push(id);
    await db
      .insertInto('location')
      .values({
        practice_id: practice,
        id,
        name: place.name,
        zone,
        address: [...place.address],
        phone: place.phone,
        parking: JSON.stringify(place.parking),
        opening_hours: JSON.stringify(openEveryDay),
      })
      .execute();
  }
  for (const service of services) {
    await db
      .insertInto('service')
      .values({
        practice_id: practice,
        id: newId<ServiceId>(),
        code: service.code,
        name: JSON.stringify(service.name),
        recall_days: service.recallDays,
        returns: service.returns,
        minutes: service.minutes,
        price_cents: service.priceCents,
        what_we_do: JSON.stringify(service.whatWeDo),
        steps: JSON.stringify(service.steps),
        hurts: JSON.stringify(service.hurts),
        after_care: JSON.stringify(service.afterCare),
        check_in_days: service.checkInDays,
      })
      .execute();
  }
  const staff = [
    ...clinicians.map((name) => ({ name, roles: ['clinician'] })),
    ...desk.map((name) => ({ name, roles: ['front_desk'] })),
  ];
  for (const { name, roles } of staff) {
    await db
      .insertInto('staff_member')
      .values({
        practice_id: practice,
        id: newId<StaffMemberId>(),
        display_name: name,
        roles,
        languages: ['en', 'es'],
      })
      .execute();
  }
  return readPlaces(db, practice);
}

async function readPlaces(db: Db, practice: PracticeId): Promise<Places> {
  const places = await db
    .selectFrom('location')
    .select('id')
    .where('practice_id', '=', practice)
    .orderBy('name')
    .limit(10)
    .execute();
  const offered = await db
    .selectFrom('service')
    .select(['id', 'code'])
    .where('practice_id', '=', practice)
    .orderBy('code')
    .limit(50)
    .execute();
  const staff = await db
    .selectFrom('staff_member')
    .select('id')
    .where('practice_id', '=', practice)
    .where('account_id', 'is', null)
    .where('roles', '@>', sql<string[]>`array['clinician']`)
    .orderBy('display_name')
    .limit(20)
    .execute();
  return {
    clock: createZoneClock(zone),
    locations: places.map((place) => place.id),
    services: new Map(offered.map((service) => [service.code, service.id])),
    clinicians: staff.map((member) => member.id),
  };
}

interface Written {
  readonly patients: number;
  readonly visits: number;
}

// Everything that the practice knows by `now`, of what is news since a day; batch by batch, each in its transaction.
async function writeWorld(
  database: Database,
  practice: Practice,
  world: World,
  now: { readonly day: number; readonly minute: number },
  since: number,
  onProgress: (words: string) => void,
): Promise<Written> {
  let patients = 0;
  let visits = 0;
  const everybody = citizens(world, now.day);
  for (;;) {
    const group: Citizen[] = [];
    for (let i = 0; i < batch; i += 1) {
      const next = everybody.next();
      if (next.done) break;
      group.push(next.value);
    }
    if (group.length === 0) return { patients, visits };
    await database.inPractice(
      practice.id,
      async (db) => {
        const fresh = group.filter(
          ({ life }) =>
            life.firstDay >= since ||
            (life.exit !== undefined && life.exit.day >= since && life.exit.day <= now.day),
        );
        await writePatients(db, practice.id, fresh.map(patientRow), { country: practice.country });
        const rows = function* () {
          for (const citizen of group) yield* visitRows(world, citizen, now, since);
        };
        const counts = await writeVisits(db, practice.id, rows());
        visits += counts.added;
        const told: Told[] = group.flatMap((citizen) => toldBy(citizen, world.seed, since, now.day));
        const made: Promised[] = group.flatMap((citizen) => promisedTo(citizen, world.seed, since, now.day));
        await writeTold(db, practice.id, told, world.places.clinicians);
        await writePromises(db, practice.id, made, world.places.clinicians, now.day);
        const asked: Asked[] = group.flatMap((citizen) => askedBy(citizen, world.seed, since, now.day));
        await writeAsked(db, practice, world.seed, asked, world.places);
        const agreed: Agreed[] = group.flatMap((citizen) => agreedBy(citizen, world.seed, since, now.day));
        await writeAgreed(db, practice.id, agreed, world.places.clock);
        const members = new Map(
          fresh.flatMap(({ person, life }) =>
            person.household === undefined || life.firstDay < since
              ? []
              : [[person.patient, person.household] as const],
          ),
        );
        if (since === firstDayEver) await writeHouseholds(db, practice.id, members);
      },
      longWork,
    );
    patients += group.length;
    onProgress(
      `Sample practice: ${patients.toLocaleString('en')} patients, ${visits.toLocaleString('en')} visits ...`,
    );
  }
}

const firstDayEver = -100_000;
const mostYears = 30;

function momentOf(now: Date): { readonly day: number; readonly minute: number } {
  const wall = wallTime(now, zone);
  return { day: dayNumber(wall.day), minute: wall.minutes };
}

/**
 * Makes a sample practice: flagged, so that it can never send anything, with its plan, patients, visits, households,
 * what matters, promises, scores and a first day.
 * @returns `already_there` when the slug is taken
 * @cost about 0.1 ms a visit
 */
export async function makeSample(
  database: Database,
  options: {
    readonly slug: string;
    readonly patients: number;
    readonly seed: number;
    /** Of history; six where it is not said. */
    readonly years?: number;
    readonly now: Date;
    readonly onProgress?: (words: string) => void;
  },
): Promise<Outcome<SampleReport, Refusal>> {
  const startedAt = performance.now();
  const onProgress = options.onProgress ?? (() => {});
  if (options.patients > 2_000_000)
    return refuse('invalid_input', 'a sample has at most two million patients');
  const years = options.years ?? usualYears;
  if (years > mostYears) return refuse('invalid_input', `a sample looks back at most ${mostYears} years`);
  const made = await createPractice(database, {
    slug: options.slug,
    name: 'Port Alder Practice',
    zone,
    languages: ['en', 'es'],
    sample: {
      seed: options.seed,
      patients: options.patients,
      start: dayFromNumber(momentOf(options.now).day),
      years,
    },
  });
  if (!made.ok) return made;
  const practice = made.value;
  const places = await database.inPractice(practice.id, async (db) => {
    await startPlan(db, practice.id);
    await writeSamplePlan(db, practice, options.now);
    return insertPlaces(db, practice.id);
  });
  const now = momentOf(options.now);
  const world: World = { seed: options.seed, patients: options.patients, start: now.day, years, places };
  const written = await writeWorld(database, practice, world, now, firstDayEver, onProgress);
  await database.inPractice(
    practice.id,
    async (db) => {
      await writeProblems(db, practice.id, options.seed);
      const waiting = { practice, places, seed: options.seed, day: now.day, now: options.now };
      await writeWishes(db, waiting);
      await writeWaiting(db, waiting, true);
      onProgress('Sample practice: scores and the first day ...');
      await refreshToday(db, practice, options.now);
    },
    longWork,
  );
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  return done({ practice: practice.slug, ...written, seconds });
}

// A practice of a million is for measuring; to move it on each morning would take minutes.
const mostToAdvance = 50_000;

/**
 * Moves a sample practice on to now: visits happen, are missed or cancelled, new ones are booked, new patients come.
 * Run twice it changes nothing the second time.
 * @returns false when it is too large to be moved on, or has just been
 */
export async function advanceSample(database: Database, practice: Practice, now: Date): Promise<boolean> {
  const { origin, last, places } = await database.inPractice(practice.id, async (db) => {
    const found = await sql<{ origin: SampleOrigin | null; last: LocalDate | null }>`
      select p.sample as origin,
        (select max((v.booked_at at time zone ${zone})::date) from visit v
          where v.practice_id = ${practice.id} and v.source_system = 'sample') as last
      from practice p where p.id = ${practice.id}`.execute(db);
    return {
      origin: found.rows[0]?.origin,
      last: found.rows[0]?.last,
      places: await readPlaces(db, practice.id),
    };
  });
  if (!origin || !last || origin.patients > mostToAdvance) return false;
  const world: World = {
    seed: origin.seed,
    patients: origin.patients,
    start: dayNumber(origin.start),
    years: origin.years ?? usualYears,
    places,
  };
  // From the day before the newest booking: what was under way then may have ended since.
  const moment = momentOf(now);
  await writeWorld(database, practice, world, moment, dayNumber(last) - 1, () => {});
  const waiting = { practice, places, seed: origin.seed, day: moment.day, now };
  await database.inPractice(practice.id, async (db) => {
    await writeWishes(db, waiting);
    await writeWaiting(db, waiting, false);
  });
  return true;
}
