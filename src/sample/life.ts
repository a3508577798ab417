import { normalNumber, type Random } from '../statistics/functions/random.ts';
import { services } from './catalogue.ts';
import { dieOf } from './person.ts';

/** One visit of a simulated life. Days count from 1970-01-01, minutes from midnight. */
export interface LivedVisit {
  /** Within the patient. */
  readonly nth: number;
  readonly service: string;
  readonly bookedDay: number;
  readonly day: number;
  readonly minute: number;
  readonly end: 'came' | 'missed' | 'cancelled';
  readonly cancelledDay: number | undefined;
  readonly waitMinutes: number;
}

export interface Life {
  readonly firstDay: number;
  readonly visits: readonly LivedVisit[];
  readonly exit: { readonly day: number; readonly reason: 'moved' | 'died' } | undefined;
}

type Habit = 'keeps_to_recall' | 'now_and_then' | 'when_it_hurts';

/** What makes a sample's patients, and when they come. */
export interface Pace {
  readonly seed: number;
  /** On the first day; more keep coming. */
  readonly patients: number;
  /** First day of the sample, days since 1970-01-01. */
  readonly start: number;
  /** Of history before the first day. */
  readonly years: number;
}

/** Of history, unless somebody asks for more or fewer. */
export const usualYears = 6;
/** After the first day: what only time will tell. */
export const futureDays = 2 * 365;

function habitOf(random: Random): Habit {
  const die = random.uniform();
  if (die < 0.45) return 'keeps_to_recall';
  return die < 0.8 ? 'now_and_then' : 'when_it_hurts';
}

function firstServiceOf(random: Random): string {
  let die = random.uniform() * 100;
  for (const service of services) {
    die -= service.weight;
    if (die < 0) return service.code;
  }
  return 'hygiene';
}

// Days until the next visit, and how long before it is booked. Published habits: recall is kept by under half, a tenth
// of intervals is skipped, and those who come when it hurts come when it hurts.
function nextGap(
  random: Random,
  habit: Habit,
  recall: number,
): { readonly gap: number; readonly lead: number } {
  const skips = random.uniform() < 0.1 ? 2 : 1;
  switch (habit) {
    case 'keeps_to_recall': {
      const gap = recall * skips * Math.exp(0.07 * normalNumber(random));
      return { gap, lead: random.uniform() < 0.72 ? gap : 4 + random.uniform() * 20 };
    }
    case 'now_and_then':
      return {
        gap: recall * 1.25 * skips * Math.exp(0.32 * normalNumber(random)),
        lead: 3 + random.uniform() * 18,
      };
    case 'when_it_hurts':
      return { gap: 30 - recall * 1.7 * Math.log(random.uniform()), lead: 1 + random.uniform() * 6 };
  }
}

const slots = 36;

function visitOf(random: Random, nth: number, service: string, day: number, lead: number): LivedVisit {
  const die = random.uniform();
  const end = die < 0.06 ? 'missed' : die < 0.12 ? 'cancelled' : 'came';
  const bookedDay = Math.floor(day - Math.max(0, lead));
  return {
    nth,
    service,
    bookedDay,
    day: Math.floor(day),
    minute: 8 * 60 + 15 * Math.floor(random.uniform() * slots),
    end,
    cancelledDay:
      end === 'cancelled'
        ? Math.max(bookedDay, Math.floor(day) - 1 - Math.floor(random.uniform() * 4))
        : undefined,
    // Most wait a few minutes, some half an hour.
    waitMinutes: Math.round(Math.min(70, Math.exp(1.6 + 0.8 * normalNumber(random)))),
  };
}

/**
 * A patient's visits from their first to two years past the first day of the sample: first visit, own rhythm, skips,
 * misses, follow-ups, lapse (a quarter after the first visit, one in twelve after each later one) and return of a third.
 * @param joins day of the first visit
 * @cost about 20 us
 */
export function lifeOf(seed: number, patient: number, joins: number, until: number): Life {
  const random = dieOf(seed, patient, 3);
  const habit = habitOf(random);
  const first = firstServiceOf(random);
  const main = first === 'crown' ? 'hygiene' : first;
  const recall = services.find((service) => service.code === main)?.recallDays ?? 182;
  const visits: LivedVisit[] = [];
  // Moved or died: about one in twenty-five a year.
  const exitDay = joins + Math.floor((-365 / 0.04) * Math.log(random.uniform()));
  const exit =
    exitDay < until
      ? { day: exitDay, reason: random.uniform() < 0.82 ? ('moved' as const) : ('died' as const) }
      : undefined;
  const end = Math.min(until, exit?.day ?? until);
  let day = joins;
  let service = first;
  let lead = 1 + random.uniform() * 20;
  while (day < end && visits.length < 80) {
    const visit = visitOf(random, visits.length, service, day, lead);
    visits.push(visit);
    const came = visit.end === 'came';
    if (came && (service === 'crown' || random.uniform() < 0.2)) {
      const after = day + 10 + random.uniform() * 12;
      if (after < end) visits.push(visitOf(random, visits.length, 'follow-up', after, after - day));
    }
    if (!came) {
      // Two thirds make it good within a fortnight or so.
      if (random.uniform() < 0.68) {
        day += 3 + random.uniform() * 14;
        lead = 2;
        continue;
      }
    }
    const lapses = random.uniform() < (visits.length <= 2 ? 0.24 : 0.08);
    if (lapses && random.uniform() > 0.35) break;
    const { gap, lead: ahead } = nextGap(random, habit, recall);
    day += lapses ? gap + recall * (1 + 1.5 * random.uniform()) : gap;
    lead = lapses ? 5 : Math.min(ahead, gap);
    service = random.uniform() < 0.06 ? 'crown' : main;
  }
  return { firstDay: visits[0]?.bookedDay ?? joins, visits, exit };
}

/**
 * The day of a patient's first visit: those who are there on the first day came over its whole history; later ones
 * keep coming at the same pace.
 */
export function joinDay({ seed, patients, start, years }: Pace, patient: number): number {
  const random = dieOf(seed, patient, 4);
  if (patient < patients) return Math.floor(start + 12 - random.uniform() * (years * 365 + 12));
  const perDay = patients / (years * 365);
  return Math.floor(start + 12 + (patient - patients) / perDay + random.uniform() * 3);
}
