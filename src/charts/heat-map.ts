import type { Chart, Look } from './chart.ts';
import { mirrored } from './direction.ts';
import { at, type SvgNode, svg } from './svg.ts';

export interface HeatCell {
  /** In [0, 1]; undefined: nothing is known yet. */
  readonly value: number | undefined;
  /** What stands in it, a few characters: `68`. */
  readonly label: string;
  /** Its reading: `joined January to March 2024, second year: 68 in 100 came (60 to 75), n 140`. */
  readonly said: string;
  /** Drawn hatched: the time that it speaks of is not over. */
  readonly immature?: boolean;
}

export interface HeatRow {
  readonly label: string;
  /** How many patients the row is of; drawn beside the label. */
  readonly n: string;
  readonly cells: readonly HeatCell[];
}

const rowHeight = 26;
const headHeight = 24;
const labelWidth = 128;
const narrowLabel = 84;

/**
 * Shares by row and column, the darker the more; each cell has its number as well, so that it is read without colour.
 * @param heads of the columns; the first is over the labels
 * @throws RangeError on a value outside [0, 1], or a row that has not one cell a column
 */
export function heatMap(rows: readonly HeatRow[], heads: readonly string[], look: Look): Chart {
  const columns = heads.length - 1;
  for (const { cells } of rows) {
    if (cells.length !== columns) throw new RangeError('a heat map requires one cell a column');
    if (cells.some(({ value }) => value !== undefined && !(value >= 0 && value <= 1))) {
      throw new RangeError('a heat map requires shares in [0, 1]');
    }
  }
  const { palette, width } = look;
  const turn = mirrored(look);
  const first = width < 480 ? narrowLabel : labelWidth;
  const cellWidth = (width - first) / Math.max(1, columns);
  const left = (column: number): number => {
    const [a, b] = [turn(first + column * cellWidth), turn(first + (column + 1) * cellWidth)];
    return Math.min(a, b);
  };
  const centre = (column: number): number => at(left(column) + cellWidth / 2);
  const drawing: SvgNode[] = [hatch(palette.paper)];
  const points: Chart['points'][number][] = [];
  for (const [i, head] of heads.slice(1).entries()) {
    drawing.push(
      svg(
        'text',
        { x: centre(i), y: headHeight - 8, fill: palette.dim, 'text-anchor': 'middle', 'font-size': 11 },
        head,
      ),
    );
  }
  for (const [r, row] of rows.entries()) {
    const y = headHeight + r * rowHeight;
    drawing.push(
      svg(
        'text',
        { x: at(turn(0)), y: y + 17, fill: palette.ink, 'text-anchor': 'start', 'font-size': 11 },
        `${row.label} (${row.n})`,
      ),
    );
    for (const [c, cell] of row.cells.entries()) {
      if (cell.value === undefined) continue;
      const box = { x: at(left(c) + 1), y: y + 1, width: at(cellWidth - 2), height: rowHeight - 2, rx: 2 };
      drawing.push(
        svg('rect', {
          ...box,
          fill: palette.accent,
          'fill-opacity': Math.round(100 * (0.08 + 0.72 * cell.value)) / 100,
        }),
        ...(cell.immature === true ? [svg('rect', { ...box, fill: 'url(#keepwell-heat-hatch)' })] : []),
        svg(
          'text',
          {
            x: centre(c),
            y: y + 17,
            // Dark cells need light letters; the paper's colour is that in both themes.
            fill: cell.value > 0.6 && cell.immature !== true ? palette.paper : palette.ink,
            'text-anchor': 'middle',
            'font-size': 12,
          },
          cell.label,
        ),
      );
      points.push({ x: centre(c), y: y + rowHeight / 2, said: cell.said });
    }
  }
  return {
    width,
    height: headHeight + Math.max(1, rows.length) * rowHeight,
    drawing,
    points,
    table: {
      heads,
      rows: rows.map(({ label, n, cells }) => [
        `${label} (${n})`,
        ...cells.map((cell) => (cell.value === undefined ? '–' : cell.said)),
      ]),
    },
  };
}

function hatch(colour: string): SvgNode {
  return svg(
    'defs',
    {},
    svg(
      'pattern',
      {
        id: 'keepwell-heat-hatch',
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      },
      svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, stroke: colour, 'stroke-width': 3, 'stroke-opacity': 0.7 }),
    ),
  );
}
