import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { nameOf } from './actions.ts';
import { type listDrift, mostDrifting } from './contract.ts';
import { listDrifting } from './drift-queries.ts';
import { countStandings } from './retention-queries.ts';

/** Who drifts, and how far; the list behind the number of the owner's page. */
export async function drawDrift(
  db: Db,
  view: Viewpoint,
  status: 'drifting' | 'overdue' | undefined,
): Promise<ReplyOf<typeof listDrift>> {
  const { scoredOn, drifting, overdue } = await countStandings(db, view);
  const lines = await listDrifting(db, view, status, mostDrifting);
  return {
    asOf: scoredOn,
    counts: { drifting, overdue },
    patients: lines.map((line) => ({
      patientId: line.id,
      patientName: nameOf(line),
      service: { ...line.service },
      status: line.status,
      lastDay: line.lastDay,
      dueOn: line.dueOn,
      silentDays: line.silentDays,
      usualGap: figure(line.usualGap, line.usualGapLow, line.usualGapHigh, line.gaps),
      overduePercentile: line.overdue,
      pVisit: figure(line.pVisit, line.pLow, line.pHigh, line.modelN ?? 0),
    })),
  };
}

function figure(value: number | null, low: number | null, high: number | null, n: number) {
  return value === null || low === null || high === null ? null : { value, low, high, n };
}
