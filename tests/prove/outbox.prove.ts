import { aPractice, aSchedule } from '../harness/builders.ts';
import { onOwnServer } from '../harness/prove-database.ts';
import { sendThroughKills } from '../harness/send-kills.ts';
import type { Proof } from './rhythm.prove.ts';

const plan = { messages: 2000, kills: 100, concurrency: 4, seed: 6 };

/** About five minutes: 2,000 e-mails through a real mail server, by a sender that is killed 100 times in the midst. */
export async function prove(): Promise<Proof> {
  const found = await onOwnServer(async ({ access, database }) => {
    const practice = await aPractice(database);
    await aSchedule(database, practice.id);
    return sendThroughKills(database, access.app, practice, plan);
  });
  const none = { atLeast: 0, atMost: 0 };
  return {
    claims: [
      {
        claim: 'senders killed in the midst',
        measured: found.killed,
        atLeast: plan.kills,
        atMost: plan.kills,
      },
      { claim: 'messages lost', measured: found.lost, ...none },
      { claim: 'mails under one Message-ID, at most', measured: found.mostTaken, atLeast: 1, atMost: 1 },
      {
        claim: 'uncertain messages, left to a person',
        measured: found.unknown,
        atLeast: 0,
        atMost: plan.kills * plan.concurrency,
      },
      { claim: 'messages called sent that the server never had', measured: found.untrue, ...none },
      { claim: 'mails at the server that nobody knows of', measured: found.unnoticed, ...none },
    ],
    leftOut: [],
  };
}
