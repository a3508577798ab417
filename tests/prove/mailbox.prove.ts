import { aPractice, aSchedule } from '../harness/builders.ts';
import { readThroughKills } from '../harness/mailbox-kills.ts';
import { onOwnServer } from '../harness/prove-database.ts';
import type { Proof } from './rhythm.prove.ts';

const plan = { mails: 1200, kills: 30, seed: 18 };

/** About a minute: 1,200 mails out of a real mailbox, by a reader that is killed 30 times in the midst. */
export async function prove(): Promise<Proof> {
  const found = await onOwnServer(async ({ access, database }) => {
    const practice = await aPractice(database);
    await aSchedule(database, practice.id);
    return readThroughKills(database, access.app, practice, plan);
  });
  const none = { atLeast: 0, atMost: 0 };
  const all = { atLeast: plan.kills, atMost: plan.kills };
  return {
    claims: [
      { claim: 'readers killed', measured: found.killed, ...all },
      { claim: 'of them while mails were left to read', measured: found.inTheMidst, ...all },
      { claim: 'mails lost', measured: found.lost, ...none },
      {
        claim: 'times that one mail was applied, at most',
        measured: found.mostApplied,
        atLeast: 1,
        atMost: 1,
      },
      { claim: 'answers that do not wait for a person, once', measured: found.wrongQuestions, ...none },
      { claim: 'patients whose stop is not one, once', measured: found.wrongStops, ...none },
      { claim: 'returned mail of which nothing or too much came', measured: found.wrongBounces, ...none },
    ],
    leftOut: [],
  };
}
