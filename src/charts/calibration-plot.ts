import { max } from 'd3-array';
import { scaleLinear, scaleSqrt } from 'd3-scale';
import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

/** Patients who were given about the same chance, and how many of them came. */
export interface CalibrationPoint {
  /** Mean of what was said, in [0, 1]. */
  readonly said: number;
  /** Share that came true, with its interval. */
  readonly happened: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** In words: `of 100 like these we said 70, 68 came (61 to 74), n 210`. */
  readonly words: string;
  /** The cells of its row in the table. */
  readonly cells: readonly string[];
}

const margin = { top: 10, bottom: 40, start: 40, end: 12 };
const tallest = 320;

/**
 * What was said against what happened. On the diagonal every chance is what it says; below it we promised too much. A
 * point's area goes with its patients, its line is the interval.
 * @param axes what stands along the two axes
 * @throws RangeError on a share that is not in [0, 1]
 */
export function calibrationPlot(
  points: readonly CalibrationPoint[],
  axes: { readonly said: string; readonly happened: string },
  heads: readonly string[],
  look: Look,
): Chart {
  if (
    points.some(({ said, low, high }) => !(said >= 0 && said <= 1 && low >= 0 && high <= 1 && low <= high))
  ) {
    throw new RangeError('a calibration plot requires shares in [0, 1]');
  }
  const { palette, width } = look;
  const turn = mirrored(look);
  const height = Math.min(tallest, width);
  const xScale = scaleLinear([0, 1], [margin.start, width - margin.end]);
  const yScale = scaleLinear([0, 1], [height - margin.bottom, margin.top]);
  const x = (share: number): number => at(turn(xScale(share)));
  const y = (share: number): number => at(yScale(share));
  const radius = scaleSqrt([0, max(points, ({ n }) => n) ?? 1], [3, 11]);
  const ordered = [...points].sort((a, b) => a.said - b.said);
  const drawing: SvgNode[] = [];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    const label = String(Math.round(100 * tick));
    const grid = { stroke: palette.line, 'stroke-width': tick === 0 ? 1.5 : 0.5 };
    drawing.push(
      svg('line', { x1: x(0), x2: x(1), y1: y(tick), y2: y(tick), ...grid }),
      svg('line', { x1: x(tick), x2: x(tick), y1: y(0), y2: y(1), ...grid }),
      svg(
        'text',
        {
          x: at(turn(margin.start - 6)),
          y: at(yScale(tick) + 4),
          fill: palette.dim,
          'text-anchor': 'end',
          'font-size': 11,
        },
        label,
      ),
      svg(
        'text',
        {
          x: x(tick),
          y: height - margin.bottom + 16,
          fill: palette.dim,
          'text-anchor': 'middle',
          'font-size': 11,
        },
        label,
      ),
    );
  }
  drawing.push(
    svg('line', {
      x1: x(0),
      y1: y(0),
      x2: x(1),
      y2: y(1),
      stroke: palette.dim,
      'stroke-dasharray': '5 4',
      'stroke-width': 1.5,
    }),
    svg(
      'text',
      {
        x: at(turn((margin.start + width - margin.end) / 2)),
        y: height - 6,
        fill: palette.ink,
        'text-anchor': 'middle',
      },
      axes.said,
    ),
    svg(
      'text',
      { x: at(turn(margin.start + 8)), y: margin.top + 12, fill: palette.ink, 'text-anchor': 'start' },
      axes.happened,
    ),
  );
  for (const point of ordered) {
    drawing.push(
      svg('path', {
        d: `M${at(x(point.said) - 4)} ${y(point.low)}h8M${x(point.said)} ${y(point.low)}V${y(point.high)}M${at(x(point.said) - 4)} ${y(point.high)}h8`,
        fill: 'none',
        stroke: palette.ink,
        'stroke-width': 1.5,
      }),
      svg('circle', {
        cx: x(point.said),
        cy: y(point.happened),
        r: at(radius(point.n)),
        fill: palette.accent,
        'fill-opacity': 0.8,
        stroke: palette.paper,
      }),
    );
  }
  return {
    width,
    height,
    drawing,
    points: ordered.map((point) => ({ x: x(point.said), y: y(point.happened), said: point.words })),
    table: { heads, rows: ordered.map(({ cells }) => cells) },
  };
}
