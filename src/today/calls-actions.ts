import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { listWaysToReach } from '../patients/reading.ts';
import type { Practice } from '../practice/model.ts';
import { presentView } from './actions.ts';
import { callsOfWeek, type listCalls } from './contract.ts';
import { planDay } from './plan-day.ts';
import { presentPlanned } from './present.ts';
import { findPeople } from './queries/find-people.ts';

// Two days of one desk: enough that the share of returns is never what leaves out a call of the first ten.
const plentyOfMinutes = 960;

/**
 * The calls of the return share that are worth most, as if there were minutes for all of them. They pass the gate and
 * every rule of the day like any act; nothing is stored, and whoever makes one of them finds it on Today.
 */
export async function listCallsOfWeek(
  db: Db,
  practice: Practice,
  now: Date,
  staffName: string | undefined,
): Promise<ReplyOf<typeof listCalls>> {
  const view = presentView(practice, now);
  const plan = await planDay(db, practice, view, plentyOfMinutes);
  const calls = plan.acts
    .filter((act) => act.channel === 'call' && act.share === 'return')
    .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, callsOfWeek);
  const people = await findPeople(
    db,
    view,
    calls.map((act) => act.patientId),
  );
  const listed: ReplyOf<typeof listCalls>['calls'] = [];
  for (const act of calls) {
    const ways = await listWaysToReach(db, practice.id, act.patientId);
    const phone = ways.find(({ kind }) => kind === 'mobile' || kind === 'phone')?.value ?? null;
    const name = people.get(act.patientId)?.shownAs ?? '';
    listed.push({ act: presentPlanned(act, name, staffName), phone });
  }
  return { calls: listed };
}
