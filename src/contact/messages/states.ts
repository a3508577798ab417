import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';

/** planned: waits. claimed: the gate permitted it. handed: it may be on its way. unknown: nobody can tell whether it left. */
export const messageStates = [
  'planned',
  'claimed',
  'handed',
  'accepted',
  'delivered',
  'failed',
  'unknown',
  'cancelled',
  'held',
] as const;
export type MessageState = (typeof messageStates)[number];

interface Transition {
  readonly from: readonly MessageState[];
  readonly to: MessageState;
}

/**
 * Every step that a message can take, by name. What is not here cannot happen: no step leads from `unknown` back to
 * `planned` but `resend`, which only a person takes, and none leads to `handed` but from a claim, in whose transaction
 * the gate was asked.
 */
export const steps = {
  claim: { from: ['planned'], to: 'claimed' },
  delay: { from: ['planned'], to: 'planned' },
  hold: { from: ['planned'], to: 'held' },
  /** What it rests on is no longer so. */
  cancel: { from: ['planned', 'held'], to: 'cancelled' },
  hand: { from: ['claimed'], to: 'handed' },
  /** Its worker died or dawdled before anything was handed over: the gate is asked again. */
  release: { from: ['claimed'], to: 'planned' },
  /** Also late, or found by a search with the provider. */
  accept: { from: ['handed', 'unknown'], to: 'accepted' },
  /** Not now, and surely not taken: tried again later. */
  postpone: { from: ['handed'], to: 'planned' },
  refuse: { from: ['handed'], to: 'failed' },
  lose: { from: ['handed'], to: 'unknown' },
  deliver: { from: ['accepted'], to: 'delivered' },
  /** Some servers are quicker than our own pen. */
  bounce: { from: ['handed', 'accepted', 'delivered', 'unknown'], to: 'failed' },
  /** A person's words from here on. */
  arrived: { from: ['unknown'], to: 'accepted' },
  resend: { from: ['unknown', 'failed'], to: 'planned' },
  ask_again: { from: ['held'], to: 'planned' },
  drop: { from: ['planned', 'held', 'failed', 'unknown'], to: 'cancelled' },
  not_printed: { from: ['handed'], to: 'planned' },
} as const satisfies Readonly<Record<string, Transition>>;

export type Step = keyof typeof steps;

/** Steps of a person that can be taken back, as long as nothing came of them. */
export const decisions = ['arrived', 'resend', 'ask_again', 'drop'] as const satisfies readonly Step[];
export type Decision = (typeof decisions)[number];

export type ImpossibleStep = Refusal<'impossible_step'>;

/** Where a step leads. @returns `impossible_step`, with the state that forbids it */
export function takeStep(state: MessageState, step: Step): Outcome<MessageState, ImpossibleStep> {
  const { from, to }: Transition = steps[step];
  if (from.includes(state)) return done(to);
  return refuse('impossible_step', told.outbox.impossibleStep(told.outbox.states[state]));
}

/** The steps that somebody may take with a message in this state, as buttons. */
export function decisionsFor(state: MessageState): readonly Decision[] {
  return decisions.filter((decision) => takeStep(state, decision).ok);
}

/** Whether the message may have reached somebody. */
export function mayHaveArrived(state: MessageState): boolean {
  return ['handed', 'accepted', 'delivered', 'unknown'].includes(state);
}
