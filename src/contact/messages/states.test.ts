import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { speak } from '../../words/told.ts';
import {
  decisionsFor,
  type MessageState,
  mayHaveArrived,
  messageStates,
  type Step,
  steps,
  takeStep,
} from './states.ts';

const stepNames = Object.keys(steps) as Step[];
const byPeople: readonly Step[] = ['arrived', 'resend', 'ask_again', 'drop', 'not_printed'];

function reach(from: MessageState, allowed: readonly Step[]): ReadonlySet<MessageState> {
  const found = new Set<MessageState>([from]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const state of [...found])
      for (const step of allowed) {
        const to = takeStep(state, step);
        if (to.ok && !found.has(to.value)) {
          found.add(to.value);
          grew = true;
        }
      }
  }
  return found;
}

const automatic = stepNames.filter((step) => !byPeople.includes(step));

describe('no way leads back by itself', () => {
  test.each(['unknown', 'accepted', 'delivered', 'failed', 'cancelled'] as const)(
    'what is %s is never planned, claimed or handed over again without a person',
    (state) => {
      const reached = reach(state, automatic);
      for (const again of ['planned', 'claimed', 'handed'] as const) expect(reached).not.toContain(again);
    },
  );

  test('only a claim, in which the gate was asked, leads to handing over', () => {
    const before = stepNames.filter((step) => steps[step].to === 'handed');
    expect(before).toEqual(['hand']);
    expect(steps.hand.from).toEqual(['claimed']);
    expect(stepNames.filter((step) => steps[step].to === 'claimed')).toEqual(['claim']);
  });

  test('what was sent is sent: no person can send it again or drop it', () => {
    for (const state of ['accepted', 'delivered', 'handed', 'claimed'] as const)
      expect(decisionsFor(state)).toEqual([]);
    expect(decisionsFor('unknown')).toEqual(['arrived', 'resend', 'drop']);
    expect(decisionsFor('held')).toEqual(['ask_again', 'drop']);
  });
});

test('an impossible step is refused with the state that forbids it', () => {
  const refused = takeStep('accepted', 'claim');
  expect(refused.ok).toBe(false);
  if (!refused.ok) {
    expect(refused.refusal.code).toBe('impossible_step');
    expect(speak(refused.refusal.detail, 'en')).toBe('this message is sent by now: look again');
  }
});

test('every state is reached, and no walk of steps leaves the table', () => {
  expect(reach('planned', stepNames)).toEqual(new Set(messageStates));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...stepNames), { maxLength: 40 }), (walk) => {
      let state: MessageState = 'planned';
      let handed = 0;
      let accepted = 0;
      for (const step of walk) {
        const to = takeStep(state, step);
        if (!to.ok) continue;
        if (step === 'resend') handed = 0;
        if (step === 'hand') handed += 1;
        if (step === 'accept') accepted += 1;
        // Between two decisions of a person, one acceptance needs one handing over.
        if (step === 'accept') expect(handed).toBeGreaterThan(0);
        state = to.value;
        expect(messageStates).toContain(state);
      }
      if (accepted > 0 && !walk.includes('resend')) expect(accepted).toBeLessThanOrEqual(1);
      if (mayHaveArrived(state)) expect(walk).toContain('hand');
    }),
  );
});
