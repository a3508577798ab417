import { addDays, daysBetween, type LocalDate } from '../kit/local-date.ts';
import { type ArmSizes, sampleSizeOfShares } from '../statistics/inference/sample-size.ts';

/** So many points make a chart from which a change can be told. */
export const weeksNeeded = 12;

// Ten in a hundred more who come back: what a practice would notice in its calendar. Less needs thousands.
export const gainWorthKnowing = 0.1;
// While nothing is scored: half come back by themselves.
const unknownBase = 0.5;

export interface Arms {
  readonly acted: number;
  readonly held: number;
}

export interface WhatKept extends Arms {
  readonly needed: { readonly acted: number; readonly held: number } | null;
  readonly expectedOn: LocalDate | null;
  readonly base: number;
  readonly gain: number;
}

/**
 * When it can be told whether the acts kept anybody: how many either arm has, how many it takes, and when they will be
 * there at the pace of until now. Nobody held out: never.
 * @param base the share who come back by themselves, as the scores have it; undefined: not known
 */
export function whatKeptThem(
  arms: Arms,
  base: number | undefined,
  since: LocalDate | null,
  today: LocalDate,
): WhatKept {
  // The formula wants shares inside (0, 1), with the gain.
  const held = Math.min(0.85, Math.max(0.05, base ?? unknownBase));
  const said = { ...arms, base: held, gain: gainWorthKnowing };
  if (arms.held === 0) return { ...said, needed: null, expectedOn: null };
  const ratio = Math.max(1, arms.acted) / arms.held;
  const sizes = sampleSizeOfShares(held, held + gainWorthKnowing, ratio);
  const needed = { acted: sizes.treated, held: sizes.held };
  return { ...said, needed, expectedOn: expectedOn(arms, sizes, since, today) };
}

// Of the arm that takes longer; each grows by what it grew a day until now.
function expectedOn(
  arms: Arms,
  sizes: ArmSizes,
  since: LocalDate | null,
  today: LocalDate,
): LocalDate | null {
  if (since === null || arms.acted === 0) return null;
  const days = Math.max(1, daysBetween(since, today) + 1);
  const wait = (have: number, need: number): number =>
    have >= need ? 0 : Math.ceil(((need - have) * days) / have);
  const longest = Math.max(wait(arms.acted, sizes.treated), wait(arms.held, sizes.held));
  // Beyond ten years it is not a date any more.
  return longest > 3650 ? null : addDays(today, longest);
}

/** When there will be weeks enough for a chart; null: there are, or nothing has begun. */
export function chartOn(
  since: LocalDate | null,
  weeks: number,
  firstMonday: LocalDate | null,
): LocalDate | null {
  if (since === null || firstMonday === null || weeks >= weeksNeeded) return null;
  return addDays(firstMonday, 7 * weeksNeeded);
}
