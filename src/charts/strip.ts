import { scaleLinear } from 'd3-scale';
import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

export interface StripMark {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Filled: it took place. Hollow: it did not, or is still to come. */
  readonly kept: boolean;
  /** The cells of its row in the table. */
  readonly cells: readonly string[];
}

export interface Strip {
  readonly marks: readonly StripMark[];
  readonly today: { readonly day: number; readonly said: string };
  /** When the next visit is expected. `from` and `to` may be one day. */
  readonly due?: { readonly from: number; readonly to: number; readonly said: string };
  /** Lines of the calendar, such as the first day of each year. */
  readonly ticks: readonly { readonly day: number; readonly label: string }[];
  readonly heads: readonly string[];
}

const height = 76;
const axis = 34;
const margin = 12;
const closestLabels = 44;

/**
 * The visits of a patient along time, today, and the days when the next is due: the rhythm as the eye sees it.
 * @throws RangeError on a day that is no number
 */
export function strip({ marks, today, due, ticks, heads }: Strip, look: Look): Chart {
  const { palette, width } = look;
  const turn = mirrored(look);
  const days = [
    ...marks.map((mark) => mark.day),
    today.day,
    ...(due === undefined ? [] : [due.from, due.to]),
  ];
  const first = Math.min(...days);
  const last = Math.max(...days, first + 1);
  const scale = scaleLinear([first, last], [margin, width - margin]);
  const x = (day: number): number => at(turn(scale(day)));
  const drawing: SvgNode[] = [];
  let labelled = Number.NEGATIVE_INFINITY;
  for (const { day, label } of ticks.filter((tick) => tick.day >= first && tick.day <= last)) {
    drawing.push(svg('line', { x1: x(day), x2: x(day), y1: axis - 4, y2: axis + 14, stroke: palette.line }));
    if (scale(day) - labelled < closestLabels || scale(day) > width - 30) continue;
    labelled = scale(day);
    drawing.push(
      svg(
        'text',
        { x: x(day), y: height - 12, fill: palette.dim, 'text-anchor': 'middle', 'font-size': 11 },
        label,
      ),
    );
  }
  if (due !== undefined) {
    const [a, b] = [x(due.from), x(due.to)];
    drawing.push(
      svg('rect', {
        x: at(Math.min(a, b) - 2),
        y: axis - 16,
        width: at(Math.abs(a - b) + 4),
        height: 32,
        rx: 3,
        fill: palette.accent,
        'fill-opacity': 0.18,
        stroke: palette.accent,
        'stroke-dasharray': '3 2',
      }),
    );
  }
  drawing.push(
    svg('line', {
      x1: margin,
      x2: width - margin,
      y1: axis,
      y2: axis,
      stroke: palette.line,
      'stroke-width': 1.5,
    }),
    svg('path', { d: `M${x(today.day)} ${axis - 20}v40`, stroke: palette.late, 'stroke-width': 1.5 }),
    svg('path', { d: `M${at(x(today.day) - 4)} ${axis - 24}h8l-4 6z`, fill: palette.late }),
  );
  const ordered = [...marks].sort((a, b) => a.day - b.day);
  for (const mark of ordered) {
    drawing.push(
      svg('circle', {
        cx: x(mark.day),
        cy: axis,
        r: 5,
        fill: mark.kept ? palette.accent : palette.paper,
        stroke: mark.kept ? palette.accent : palette.dim,
        'stroke-width': 1.5,
      }),
    );
  }
  const stops = [
    ...ordered.map((mark) => ({ day: mark.day, said: mark.cells.join(', ') })),
    today,
    ...(due === undefined ? [] : [{ day: due.from, said: due.said }]),
  ].sort((a, b) => a.day - b.day);
  return {
    width,
    height,
    drawing,
    points: stops.map(({ day, said }) => ({ x: x(day), y: axis, said })),
    table: { heads, rows: ordered.map((mark) => mark.cells) },
  };
}
