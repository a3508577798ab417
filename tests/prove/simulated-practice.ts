import {
  normalNumber,
  poissonNumber,
  type Random,
  seededRandom,
} from '../../src/statistics/functions/random.ts';

/**
 * A practice of patients who follow nobody's model: three ways of keeping a recall, skips, follow-ups, lapses,
 * returns from a lapse, and silent moves and deaths. The shares are those the design took from the field:
 * 45 % compliant, 35 % semi-compliant, 20 % who come with symptoms; skips 8-12 %; lapse 20-35 % after a first
 * visit and about 8 % after later ones; 35 % of the lapsed return; 4 % a year move or die; 28 % of visits have
 * follow-ups.
 */
export interface SimulatedPatient {
  /** Days of completed visits, ascending, from day 0 to the end of the simulation. */
  readonly visitDays: readonly number[];
}

export interface SimulatedPractice {
  readonly recallDays: number;
  readonly size: number;
  readonly days: number;
  readonly seed: number;
}

interface Habit {
  readonly share: number;
  readonly nextGap: (random: Random, recallDays: number) => number;
  readonly skip: number;
  readonly firstLapse: number;
  readonly lapse: number;
}

const habits: readonly Habit[] = [
  {
    share: 0.45,
    nextGap: (random, recallDays) => recallDays * Math.exp(0.12 * normalNumber(random) + 0.02),
    skip: 0.08,
    firstLapse: 0.2,
    lapse: 0.06,
  },
  {
    share: 0.35,
    nextGap: (random, recallDays) => recallDays * Math.exp(0.35 * normalNumber(random) + 0.25),
    skip: 0.12,
    firstLapse: 0.28,
    lapse: 0.09,
  },
  {
    share: 0.2,
    nextGap: (random, recallDays) => 20 - 2 * recallDays * Math.log(random.uniform()),
    skip: 0,
    firstLapse: 0.35,
    lapse: 0.1,
  },
];

export function simulatePractice({ recallDays, size, days, seed }: SimulatedPractice): SimulatedPatient[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => ({ visitDays: livesOf(random, recallDays, days) }));
}

function livesOf(random: Random, recallDays: number, days: number): number[] {
  const habit = habitOf(random.uniform());
  const gone = -Math.log(random.uniform()) * (365 / 0.04);
  const joined = random.uniform() * days;
  const visits = new Set<number>();
  let lapseChance = habit.firstLapse;
  for (let day = joined; day < days && day < joined + gone; ) {
    visits.add(Math.floor(day));
    let last = day;
    if (random.uniform() < 0.28) {
      const followUps = 1 + poissonNumber(random, 0.4);
      for (let i = 0; i < followUps; i += 1) {
        last += 5 + 20 * random.uniform();
        if (last < days && last < joined + gone) visits.add(Math.floor(last));
      }
    }
    const lapsed = random.uniform() < lapseChance;
    if (lapsed && random.uniform() >= 0.35) break;
    let gap = habit.nextGap(random, recallDays);
    if (lapsed) gap += recallDays * (1.5 + 4 * random.uniform());
    else while (random.uniform() < habit.skip) gap += recallDays;
    day += gap;
    lapseChance = habit.lapse;
  }
  return [...visits].sort((a, b) => a - b);
}

function habitOf(pick: number): Habit {
  let upTo = 0;
  for (const habit of habits) {
    upTo += habit.share;
    if (pick < upTo) return habit;
  }
  throw new Error('the shares of the habits add up to less than one');
}
