import type { LocationId, ServiceId, StaffMemberId } from '../kit/ids.ts';
import { dayFromNumber } from '../kit/local-date.ts';
import type { ZoneClock } from '../kit/zone-clock.ts';
import type { PatientRow } from '../patients/model.ts';
import type { VisitRow } from '../visits/model.ts';
import { services } from './catalogue.ts';
import { futureDays, joinDay, type Life, type LivedVisit, lifeOf, type Pace } from './life.ts';
import { type Person, personOf, sampleNumber, sampleSystem } from './person.ts';

/** What the rows refer to. */
export interface Places {
  readonly clock: ZoneClock;
  readonly locations: readonly LocationId[];
  readonly clinicians: readonly StaffMemberId[];
  readonly services: ReadonlyMap<string, ServiceId>;
}

export interface World extends Pace {
  readonly places: Places;
}

export interface Citizen {
  readonly person: Person;
  readonly life: Life;
}

/** Everybody whom the practice knows of by a day. */
export function* citizens(world: World, day: number): Generator<Citizen> {
  const { seed, patients, start, years } = world;
  const until = start + futureDays;
  const most = patients + Math.ceil((patients / (years * 365)) * Math.max(0, day - start));
  for (let patient = 0; patient < most; patient += 1) {
    const life = lifeOf(seed, patient, joinDay(world, patient), until);
    if (life.firstDay > day) continue;
    const exit = life.exit !== undefined && life.exit.day <= day ? life.exit : undefined;
    yield { person: personOf(seed, patient, life.firstDay, exit), life };
  }
}

export function patientRow({ person }: Citizen): PatientRow {
  return person.row;
}

function at(day: number, minute: number, clock: ZoneClock): string {
  return clock.at(dayFromNumber(day), minute * 60);
}

interface Moment {
  readonly day: number;
  readonly minute: number;
}

function isPast(at: Moment, now: Moment): boolean {
  return at.day < now.day || (at.day === now.day && at.minute <= now.minute);
}

// What the desk's clock has written down by now.
function progress(
  visit: LivedVisit,
  minutes: number,
  now: Moment,
  clock: ZoneClock,
): Partial<VisitRow> & { readonly status: VisitRow['status'] } {
  if (visit.end === 'cancelled' && visit.cancelledDay !== undefined && visit.cancelledDay <= now.day) {
    return {
      status: 'cancelled',
      cancelledAt: at(visit.cancelledDay, 10 * 60, clock),
      cancelReason: 'patient asked',
    };
  }
  const then = (minute: number): Moment => ({ day: visit.day, minute });
  const seen = visit.minute + visit.waitMinutes;
  const left = seen + minutes;
  if (!isPast(then(visit.minute - 5), now))
    return { status: visit.day - now.day <= 2 ? 'confirmed' : 'booked' };
  if (visit.end === 'missed')
    return isPast(then(visit.minute + 20), now) ? { status: 'no_show' } : { status: 'booked' };
  const arrivedAt = at(visit.day, visit.minute - 5, clock);
  if (!isPast(then(seen), now)) return { status: 'arrived', arrivedAt };
  const through = {
    arrivedAt,
    roomedAt: at(visit.day, Math.max(visit.minute, seen - 3), clock),
    seenAt: at(visit.day, seen, clock),
  };
  return isPast(then(left), now)
    ? { status: 'left', ...through, leftAt: at(visit.day, left, clock) }
    : { status: 'seen', ...through };
}

/** A patient's visits as they stand at a moment: what is not booked yet is not there. */
export function* visitRows(
  world: World,
  { person, life }: Citizen,
  now: Moment,
  since: number,
): Generator<VisitRow> {
  const { places } = world;
  const { clock } = places;
  const number = sampleNumber(person.patient);
  for (const visit of life.visits) {
    const known = visit.bookedDay <= now.day;
    const news = visit.day >= since || visit.bookedDay >= since || (visit.cancelledDay ?? 0) >= since;
    if (!known || !news) continue;
    const service = services.find((one) => one.code === visit.service);
    const minutes = service?.minutes ?? 30;
    const standing = progress(visit, minutes, now, clock);
    const clinician =
      places.clinicians[(person.patient + (visit.service === 'hygiene' ? 3 : 0)) % places.clinicians.length];
    const location = places.locations[person.patient % 4 === 0 ? 1 : 0] ?? places.locations[0];
    const serviceId = places.services.get(visit.service);
    yield {
      patient: { system: sampleSystem, value: number },
      sourceSystem: sampleSystem,
      sourceId: `${number}-${visit.nth}`,
      startsAt: at(visit.day, visit.minute, clock),
      localDay: dayFromNumber(visit.day),
      bookedAt: at(visit.bookedDay, 9 * 60 + ((visit.minute * 7) % 480), clock),
      minutes,
      ...(serviceId === undefined ? {} : { serviceId }),
      ...(clinician === undefined ? {} : { clinicianId: clinician }),
      ...(location === undefined ? {} : { locationId: location }),
      ...(standing.status === 'left' ? { chargeCents: service?.priceCents ?? 0 } : {}),
      ...standing,
    };
  }
}
