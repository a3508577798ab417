import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import type { getOverview } from './contract.ts';
import {
  countActsOfWeek,
  countPatients,
  describeVisits,
  findLastImport,
  listWeeks,
} from './overview-queries.ts';

// A quarter of a year: long enough to see a season turn, short enough to read bar by bar.
const weeksShown = 13;

/** The practice in counts, as the record has them; nothing is estimated and nothing written. */
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
  return {
    day,
    patients: { active, prospective, exited },
    weeks: [...(await listWeeks(db, view, weeksShown))],
    withNext,
    acts: await countActsOfWeek(db, view),
    lastImport: last === undefined ? null : { ...last, at: last.at.toISOString() },
    visitsSince: since,
    missing: { ...ofVisits, withoutWay, withoutBirthDate },
  };
}
