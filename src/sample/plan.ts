import type { Db } from '../database/database.ts';
import { applyPlan } from '../plan/version-actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';

/**
 * What the sample's owners would have written into their plan. One touchpoint goes out by itself, so that the outbox
 * and its mailbox have something to read; the others stay with the desk.
 */
export async function writeSamplePlan(db: Db, practice: Practice, now: Date): Promise<void> {
  const applied = await applyPlan(
    db,
    consoleActor(practice),
    {
      statement: {
        objective: 'Every patient knows whom to call, and nobody leaves because we were silent.',
        mission: 'We take the time that it takes.',
        methods: [
          'Call before a first visit and say what we will do',
          'Ask what matters and what worries before each visit',
          'Answer a question within one opening hour',
          'Write down what we promise, with a day and a name',
        ],
      },
      touchpoints: [{ code: 'before-visit', enabled: true, channel: 'email' }],
    },
    now,
  );
  if (!applied.ok) throw new Error(`the sample's plan is refused: ${applied.refusal.code}`);
}
