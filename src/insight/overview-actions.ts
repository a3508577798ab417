import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { wilsonInterval } from '../statistics/inference/wilson.ts';
import type { getOverview } from './contract.ts';
import { decisionOf } from './decision.ts';
import {
  countActsOfWeek,
  countPatients,
  describeVisits,
  findLastImport,
  listWeeks,
} from './overview-queries.ts';
import {
  countLeft,
  countRebooked,
  countRebookedByService,
  countStandings,
  findDayMinutes,
} from './retention-queries.ts';

// A quarter of a year: long enough to see a season turn, short enough to read bar by bar.
const weeksShown = 13;
const leftDays = 90;
const rebookedDays = 28;
// The house rule for figures that are compared.
const fewestCompared = 11;

/** The practice on one page: who stays, who drifts, who left, and one thing to decide. Nothing is written. */
export async function drawOverview(
  db: Db,
  practice: Practice,
  day: LocalDate,
  now: Date,
): Promise<ReplyOf<typeof getOverview>> {
  const view = { practice: practice.id, day, knownAt: now, live: true };
  const { active, prospective, exited, withNext, withoutWay, withoutBirthDate } = await countPatients(
    db,
    view,
  );
  const { since, ...ofVisits } = await describeVisits(db, view);
  const last = await findLastImport(db, view);
  const { scoredOn, ...standings } = await countStandings(db, view);
  const rebooked = await countRebooked(db, view, rebookedDays);
  const byService = await countRebookedByService(db, view, rebookedDays, fewestCompared);
  const plan = await findDayMinutes(db, view);
  const staying = standings.booked + standings.fresh + standings.onRhythm;
  return {
    day,
    patients: { active, prospective, exited },
    weeks: [...(await listWeeks(db, view, weeksShown))],
    withNext,
    kept:
      scoredOn === null
        ? null
        : { ...standings, asOf: scoredOn, share: wilsonInterval(staying, standings.scored) },
    left: [...(await countLeft(db, view, leftDays))],
    rebooked:
      rebooked.came === 0
        ? null
        : { share: wilsonInterval(rebooked.rebooked, rebooked.came), datesKnown: rebooked.datesKnown },
    rebookedByService: byService.map(({ service, came, rebooked: n }) => ({
      service,
      share: wilsonInterval(n, came),
    })),
    decision: decisionOf({
      ...rebooked,
      active,
      withoutWay,
      backlog: plan?.backlog ?? 0,
      backlogMinutes: plan?.backlogMinutes ?? 0,
      minutesADay: plan?.available ?? 0,
    }),
    acts: await countActsOfWeek(db, view),
    lastImport: last === undefined ? null : { ...last, at: last.at.toISOString() },
    visitsSince: since,
    missing: { ...ofVisits, withoutWay, withoutBirthDate },
  };
}
