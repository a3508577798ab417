import { useFormats } from '../app/format.ts';
import type { Overview } from './overview-query.ts';
import { useOverviewWords } from './overview-words.ts';

/** A share as whole percent. */
export const hundredth = (share: number): number => Math.round(100 * share);

/** The sentence about those who are on course, with its interval. */
export function useKeptWords(): (kept: NonNullable<Overview['kept']>) => string {
  const words = useOverviewWords();
  const { number } = useFormats();
  return ({ share, scored, booked, fresh, onRhythm }) =>
    words.kept(
      number(booked + fresh + onRhythm),
      number(scored),
      number(hundredth(share.value)),
      number(hundredth(share.low)),
      number(hundredth(share.high)),
    );
}

export function useRebookedWords(): (rebooked: Overview['rebooked']) => string {
  const words = useOverviewWords();
  const { number } = useFormats();
  return (rebooked) => {
    if (rebooked === null) return words.nobodyCame;
    const { share, datesKnown } = rebooked;
    const said = words.rebookedSaid(
      number(hundredth(share.value)),
      number(hundredth(share.low)),
      number(hundredth(share.high)),
      number(share.n),
    );
    return datesKnown ? said : `${said} ${words.rebookedUndated}`;
  };
}

export function useLeftWords(): (left: Overview['left']) => string {
  const words = useOverviewWords();
  const { number } = useFormats();
  const known: Readonly<Record<string, ((n: string) => string) | undefined>> = words.leftBy;
  return (left) =>
    left.length === 0
      ? words.nobodyLeft
      : left.map(({ reason, n }) => known[reason]?.(number(n)) ?? `${reason}: ${number(n)}`).join('; ');
}

/** The one decision, in words with its numbers. */
export function useDecisionWords(): (decision: Overview['decision']) => string {
  const words = useOverviewWords();
  const { number } = useFormats();
  return (decision) => {
    switch (decision.kind) {
      case 'reach':
        return words.decisions.reach(number(decision.patients), number(decision.of));
      case 'rebook':
        return words.decisions.rebook(number(decision.without), number(decision.came));
      case 'minutes':
        return words.decisions.minutes(
          number(decision.patients),
          number(decision.more),
          number(decision.weeks),
        );
      case 'nothing':
        return words.decisions.nothing;
    }
  };
}
