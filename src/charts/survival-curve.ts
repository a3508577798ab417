import { scaleLinear } from 'd3-scale';
import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

export interface SurvivalStep {
  /** Days. */
  readonly time: number;
  /** Share still there from then on, with its interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly said: string;
  readonly cells: readonly string[];
}

const height = 240;
const margin = { top: 10, bottom: 36, start: 40, end: 14 };

/**
 * The share that is still there as time goes on: a step downwards at each loss, its interval as a band.
 * @param ticks of the time axis, days with their label
 * @throws RangeError on a share that rises, or is outside its interval
 */
export function survivalCurve(
  steps: readonly SurvivalStep[],
  ticks: readonly { readonly time: number; readonly label: string }[],
  axis: string,
  heads: readonly string[],
  look: Look,
): Chart {
  for (const [i, { share, low, high }] of steps.entries()) {
    if (!(low <= share && share <= high)) throw new RangeError('a survival curve lies within its interval');
    if (share > (steps[i - 1]?.share ?? 1)) throw new RangeError('a survival curve never rises');
  }
  const { palette, width } = look;
  const turn = mirrored(look);
  const last = Math.max(1, steps.at(-1)?.time ?? 0, ...ticks.map(({ time }) => time));
  const xScale = scaleLinear([0, last], [margin.start, width - margin.end]);
  const yScale = scaleLinear([0, 1], [height - margin.bottom, margin.top]);
  const x = (time: number): number => at(turn(xScale(time)));
  const y = (share: number): number => at(yScale(share));
  const drawing: SvgNode[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    drawing.push(
      svg('line', {
        x1: x(0),
        x2: x(last),
        y1: y(share),
        y2: y(share),
        stroke: palette.line,
        'stroke-width': share === 0 ? 1.5 : 0.5,
      }),
      svg(
        'text',
        {
          x: at(turn(margin.start - 6)),
          y: at(yScale(share) + 4),
          fill: palette.dim,
          'text-anchor': 'end',
          'font-size': 11,
        },
        String(100 * share),
      ),
    );
  }
  for (const { time, label } of ticks) {
    drawing.push(
      svg(
        'text',
        {
          x: x(time),
          y: height - margin.bottom + 16,
          fill: palette.dim,
          'text-anchor': 'middle',
          'font-size': 11,
        },
        label,
      ),
    );
  }
  const along = (value: (step: SurvivalStep) => number): string =>
    steps.map((step) => `H${x(step.time)}V${y(value(step))}`).join('');
  // Back along the lower limit: from the end, each step the other way round.
  const back = steps
    .map((step, i) => ({ time: step.time, before: steps[i - 1]?.low ?? 1 }))
    .reverse()
    .map(({ time, before }) => `H${x(time)}V${y(before)}`)
    .join('');
  const end = x(last);
  drawing.push(
    svg('path', {
      d: `M${x(0)} ${y(1)}${along(({ high }) => high)}H${end}V${y(steps.at(-1)?.low ?? 1)}${back}H${x(0)}Z`,
      fill: palette.accent,
      'fill-opacity': 0.16,
    }),
    svg('path', {
      d: `M${x(0)} ${y(1)}${along(({ share }) => share)}H${end}`,
      fill: 'none',
      stroke: palette.accent,
      'stroke-width': 2,
    }),
    svg(
      'text',
      {
        x: at(turn((margin.start + width - margin.end) / 2)),
        y: height - 4,
        fill: palette.ink,
        'text-anchor': 'middle',
      },
      axis,
    ),
  );
  return {
    width,
    height,
    drawing,
    points: steps.map((step) => ({ x: x(step.time), y: y(step.share), said: step.said })),
    table: { heads, rows: steps.map(({ cells }) => cells) },
  };
}
