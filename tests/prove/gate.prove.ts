import { gateRules } from '../../src/contact/model.ts';
import { compareGates } from '../gate-oracle/run.ts';
import type { Proof } from './rhythm.prove.ts';

const cases = 10_000_000;

/** Ten million random contacts judged by the gate and by its oracle; some ten minutes. */
export function prove(): Proof {
  let differences = 0;
  let permitted = 0;
  let asked = 0;
  const met = new Set<string>();
  // In pieces, each with a seed of its own, so that one that differs can be run alone.
  for (let seed = 1; seed <= 10; seed += 1) {
    const found = compareGates(seed, cases / 10);
    differences += found.differences.length;
    permitted += found.verdicts.permit ?? 0;
    for (const count of Object.values(found.verdicts)) asked += count;
    for (const rule of Object.keys(found.rules)) met.add(rule);
  }
  return {
    claims: [
      { claim: 'cases that were judged', measured: asked, atLeast: cases, atMost: cases },
      { claim: 'differences between the gate and its oracle', measured: differences, atLeast: 0, atMost: 0 },
      { claim: 'share that is permitted', measured: permitted / asked, atLeast: 0.05, atMost: 0.95 },
      {
        claim: 'rules that were met',
        measured: met.size,
        atLeast: gateRules.length,
        atMost: gateRules.length,
      },
    ],
    leftOut: [],
  };
}
