import { judgeContact } from '../src/contact/gate/gate.ts';
import { die, randomCase } from '../tests/gate-oracle/cases.ts';
import { askIn, factsIn, policyIn } from '../tests/gate-oracle/compare.ts';
import type { Figure } from './ground.ts';

const cases = 100_000;
const atLeast = 200_000;

/** Decisions a second on one core, of cases of every kind; the best of five rounds after one to warm up. */
export async function bench(): Promise<Figure[]> {
  const roll = die(1);
  const policies = new Map<string, ReturnType<typeof policyIn>>();
  const asked = Array.from({ length: cases }, () => {
    const one = randomCase(roll);
    // As in the house: a practice has one policy, not one a question.
    const policy = policyIn(one);
    const key = JSON.stringify(policy);
    policies.set(key, policies.get(key) ?? policy);
    return {
      ask: askIn(one),
      facts: factsIn(one),
      policy: policies.get(key) ?? policy,
      now: new Date(one.now),
    };
  });
  let permitted = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6; round += 1) {
    const before = process.cpuUsage();
    for (const { ask, facts, policy, now } of asked) {
      if (judgeContact(ask, facts, policy, now).verdict === 'permit') permitted += 1;
    }
    const { user, system } = process.cpuUsage(before);
    if (round > 0) best = Math.min(best, (user + system) / 1e6);
  }
  const perSecond = Math.round(cases / best);
  return [
    {
      what: `gate: decisions a second on one core (${Math.round((permitted / cases / 6) * 100)} % permitted)`,
      measured: `${perSecond}`,
      reach: `at least ${atLeast}`,
      holds: perSecond >= atLeast,
    },
  ];
}
