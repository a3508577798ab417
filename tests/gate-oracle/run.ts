import type { GateCase, OracleAnswer } from './case.ts';
import { die, randomCase } from './cases.ts';
import { type Judge, judgeCase, same } from './compare.ts';
import { oracle } from './oracle.ts';

export interface Comparison {
  readonly differences: readonly { readonly case: GateCase; readonly oracle: OracleAnswer }[];
  readonly verdicts: Readonly<Record<string, number>>;
  readonly rules: Readonly<Record<string, number>>;
}

/** Asks both gates about random cases. @param most differences after which it stops */
export function compareGates(seed: number, cases: number, most = 5, judge?: Judge): Comparison {
  const roll = die(seed);
  const differences: { case: GateCase; oracle: OracleAnswer }[] = [];
  const verdicts: Record<string, number> = {};
  const rules: Record<string, number> = {};
  for (let nth = 0; nth < cases && differences.length < most; nth += 1) {
    const one = randomCase(roll);
    const answer = oracle(one);
    verdicts[answer.verdict] = (verdicts[answer.verdict] ?? 0) + 1;
    for (const rule of answer.rules) rules[rule] = (rules[rule] ?? 0) + 1;
    if (!same(judgeCase(one, judge), answer)) differences.push({ case: one, oracle: answer });
  }
  return { differences, verdicts, rules };
}
