import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { getPlanEvidence } from '../plan/contract.ts';
import { mayHoldOut, type Touchpoint, type Trigger } from '../plan/model.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { type Comparison, evidenceOf } from './evidence.ts';
import { countDrawn, countMade, type Drawn, listShareChanges, type ShareChange } from './evidence-queries.ts';

// A reminder is about one visit, and whether that visit was missed is in the record. Of coming back nothing is counted:
// acts of return stand on the list by what they are worth, those held out do not, so the two arms are no equals.
const countsMissed: readonly Trigger[] = ['visit_ahead'];

interface Span {
  readonly share: number;
  readonly since: Date;
  readonly until: Date | null;
}

/**
 * The newest comparison of a touchpoint: from its share being set to its being changed. Another share is another
 * comparison, because those between the two shares changed sides.
 * @param changes of one touchpoint, the oldest first
 */
export function newestSpan(changes: readonly Pick<ShareChange, 'at' | 'share'>[]): Span | undefined {
  const nth = changes.findLastIndex(({ share }) => share > 0);
  const found = changes[nth];
  if (found === undefined) return undefined;
  // What the first version says was so before it was kept.
  const since = nth === 0 ? new Date(0) : found.at;
  return { share: found.share, since, until: changes[nth + 1]?.at ?? null };
}

function comparisonOf(touchpoint: Touchpoint, span: Span, drawn: readonly Drawn[]): Comparison {
  const of = (arm: Drawn['arm']) =>
    drawn.find((one) => one.touchpointId === touchpoint.id && one.arm === arm) ?? {
      families: 0,
      over: 0,
      missed: 0,
    };
  const [treated, held] = [of('act'), of('hold_out')];
  return {
    heldShare: span.share,
    drawn: { treated: treated.families, held: held.families },
    ...(countsMissed.includes(touchpoint.trigger)
      ? { missed: { treated: [treated.missed, treated.over], held: [held.missed, held.over] } }
      : {}),
  };
}

/** What stands behind each touchpoint of the plan; counted anew each time, and nothing is written. */
export async function drawEvidence(
  db: Db,
  practice: Practice,
  view: Viewpoint,
  touchpoints: readonly Touchpoint[],
): Promise<ReplyOf<typeof getPlanEvidence>> {
  const changes = await listShareChanges(db, practice.id);
  const spans = new Map<string, Span>();
  for (const touchpoint of touchpoints.filter(mayHoldOut)) {
    const span = newestSpan(changes.filter((one) => one.code === touchpoint.code));
    if (span !== undefined) spans.set(touchpoint.id, span);
    // Set where no version was kept, such as by a restore of rows.
    else if (touchpoint.holdOut > 0)
      spans.set(touchpoint.id, { share: touchpoint.holdOut, since: new Date(0), until: null });
  }
  const made = await countMade(db, view, practice.zone);
  const windows = touchpoints.flatMap(({ id }) => {
    const span = spans.get(id);
    return span === undefined ? [] : [{ touchpointId: id, since: span.since, until: span.until }];
  });
  const drawn = await countDrawn(db, view, windows);
  return {
    evidence: touchpoints.map((touchpoint) => {
      const span = spans.get(touchpoint.id);
      const done = made.find((one) => one.touchpointId === touchpoint.id);
      const found = evidenceOf({
        enabled: touchpoint.enabled,
        comparing: touchpoint.enabled && touchpoint.holdOut > 0 && mayHoldOut(touchpoint),
        made: done?.patients ?? 0,
        comparison: span === undefined ? undefined : comparisonOf(touchpoint, span, drawn),
      });
      return {
        code: touchpoint.code,
        ...found,
        heldShare: span?.share ?? null,
        made: done?.patients ?? 0,
        lastOn: done?.lastOn ?? null,
      };
    }),
  };
}
