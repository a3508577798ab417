import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

export interface SparklineValue {
  /** Absent: not known then; the line has a gap there and nothing is filled in. */
  readonly value: number | undefined;
  readonly low?: number;
  readonly high?: number;
  /** The cells of its row in the table; the first names the time. */
  readonly cells: readonly string[];
}

const height = 64;
const margin = { x: 10, top: 10, bottom: 10 };

/**
 * How something went, period by period: a line, its interval as a band, the last value as a dot.
 * The scale begins at the lowest value and not at nought: a sparkline shows movement, the table shows size.
 * @param values in the order of time, at least one known @throws RangeError on a value that is no number
 */
export function sparkline(values: readonly SparklineValue[], heads: readonly string[], look: Look): Chart {
  const turn = mirrored(look);
  const known = values.flatMap(({ value, low, high }) =>
    [value, low, high].filter((one) => one !== undefined),
  );
  const [low = 0, high = 1] = extent(known);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [margin.x, look.width - margin.x]);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [
    height - margin.bottom,
    margin.top,
  ]);
  const placed = values.map((one, i) => ({ ...one, x: at(turn(x(i))) }));
  const path = line<(typeof placed)[number]>()
    .defined((one) => one.value !== undefined)
    .x((one) => one.x)
    .y((one) => at(y(one.value ?? 0)));
  const band = area<(typeof placed)[number]>()
    .defined((one) => one.low !== undefined && one.high !== undefined)
    .x((one) => one.x)
    .y0((one) => at(y(one.low ?? 0)))
    .y1((one) => at(y(one.high ?? 0)));
  const { palette } = look;
  const drawing: SvgNode[] = [];
  const bandPath = band(placed);
  if (bandPath) drawing.push(svg('path', { d: bandPath, fill: palette.line, 'fill-opacity': 0.5 }));
  const linePath = path(placed);
  if (linePath)
    drawing.push(svg('path', { d: linePath, fill: 'none', stroke: palette.accent, 'stroke-width': 2 }));
  // A value between two gaps has no line to stand on.
  const alone = placed.filter(
    (one, i) =>
      one.value !== undefined && placed[i - 1]?.value === undefined && placed[i + 1]?.value === undefined,
  );
  const last = placed.findLast((one) => one.value !== undefined);
  for (const one of new Set([...alone, ...(last === undefined ? [] : [last])])) {
    drawing.push(svg('circle', { cx: one.x, cy: at(y(one.value ?? 0)), r: 3.5, fill: palette.accent }));
  }
  return {
    width: look.width,
    height,
    drawing,
    points: placed.map((one) => ({
      x: one.x,
      y: one.value === undefined ? height - margin.bottom : at(y(one.value)),
      said: one.cells.join(', '),
    })),
    table: { heads, rows: values.map((one) => one.cells) },
  };
}
