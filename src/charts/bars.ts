import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

export interface Bar {
  readonly label: string;
  /** At least nought. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** The value with its unit, and its interval or n: `41 % (35 to 47), n 240`. */
  readonly said: string;
  /** Drawn hatched: estimated, or of another kind than the others. */
  readonly hatched?: boolean;
}

const rowHeight = 40;
const barHeight = 12;
const edge = 4;

/**
 * Amounts side by side, from nought, each under its own words: long labels wrap nowhere and cover nothing.
 * @param heads of the table: what is compared, and the amount
 * @param atMost the right end of the scale; the largest value or interval when absent
 * @throws RangeError on a value below nought or that is no number
 */
export function bars(
  rows: readonly Bar[],
  heads: readonly [string, string],
  look: Look,
  atMost?: number,
): Chart {
  if (rows.some((row) => row.value < 0)) throw new RangeError('a bar cannot be shorter than nothing');
  const { palette, width } = look;
  const turn = mirrored(look);
  const top = atMost ?? max(rows, (row) => Math.max(row.value, row.high ?? 0)) ?? 0;
  const x = scaleLinear([0, top === 0 ? 1 : top], [edge, width - edge]).clamp(true);
  const from = (a: number, b: number): number => at(Math.min(turn(a), turn(b)));
  const drawing: SvgNode[] = rows.some((row) => row.hatched === true) ? [hatch(palette.accent)] : [];
  const points: Chart['points'][number][] = [];
  for (const [i, row] of rows.entries()) {
    const y = i * rowHeight;
    const middle = y + 22 + barHeight / 2;
    drawing.push(
      svg('text', { x: at(turn(edge)), y: y + 15, fill: palette.ink, 'text-anchor': 'start' }, row.label),
      svg(
        'text',
        { x: at(turn(width - edge)), y: y + 15, fill: palette.dim, 'text-anchor': 'end' },
        row.said,
      ),
      svg('rect', {
        x: from(x(0), x(row.value)),
        y: y + 22,
        width: at(x(row.value) - x(0)),
        height: barHeight,
        rx: 2,
        fill: row.hatched === true ? 'url(#keepwell-hatch)' : palette.accent,
        stroke: palette.accent,
      }),
    );
    if (row.low !== undefined && row.high !== undefined) {
      const [low, high] = [at(turn(x(row.low))), at(turn(x(row.high)))];
      const d = `M${low} ${middle - 4}v8M${low} ${middle}H${high}M${high} ${middle - 4}v8`;
      // Twice, so that it is seen on the bar and beside it.
      drawing.push(
        svg('path', { d, fill: 'none', stroke: palette.paper, 'stroke-width': 4 }),
        svg('path', { d, fill: 'none', stroke: palette.ink, 'stroke-width': 1.5 }),
      );
    }
    points.push({ x: at(turn(x(row.value))), y: middle, said: `${row.label}: ${row.said}` });
  }
  return {
    width,
    height: Math.max(1, rows.length) * rowHeight,
    drawing,
    points,
    table: { heads, rows: rows.map((row) => [row.label, row.said]) },
  };
}

function hatch(colour: string): SvgNode {
  return svg(
    'defs',
    {},
    svg(
      'pattern',
      {
        id: 'keepwell-hatch',
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      },
      svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, stroke: colour, 'stroke-width': 2.5 }),
    ),
  );
}
