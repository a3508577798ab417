import { markup, type SvgNode, svg } from './svg.ts';

/** Colours by meaning; any CSS colour. */
export interface Palette {
  readonly ink: string;
  readonly dim: string;
  readonly line: string;
  readonly accent: string;
  readonly late: string;
  readonly paper: string;
}

/** For a file or a sheet of paper: opaque, and told apart in black and white as well. */
export const onPaper: Palette = {
  ink: '#1a1a1a',
  dim: '#555555',
  line: '#bbbbbb',
  accent: '#0b5449',
  late: '#8c1a3f',
  paper: '#ffffff',
};

/** How a chart is to look. */
export interface Look {
  /** CSS pixels. */
  readonly width: number;
  /** `rtl`: time and bars run from right to left. */
  readonly direction: 'ltr' | 'rtl';
  readonly palette: Palette;
}

/** A place of the drawing where a reader can stop, and what is said there. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly said: string;
}

/** A drawing, its points in reading order, and the same in a table. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly drawing: readonly SvgNode[];
  readonly points: readonly ChartPoint[];
  readonly table: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/**
 * A chart as a file that opens by itself.
 * @param title one sentence; it is drawn above the chart, and is what a screen reader says
 * @param language BCP 47
 */
export function chartFile(chart: Chart, title: string, language: string, look: Look): string {
  const top = 28;
  const { width, height } = chart;
  const anchor = look.direction === 'rtl' ? width - 8 : 8;
  const root = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height: height + top,
      viewBox: `0 ${-top} ${width} ${height + top}`,
      role: 'img',
      'xml:lang': language,
      direction: look.direction,
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    svg('title', {}, title),
    svg('rect', { x: 0, y: -top, width, height: height + top, fill: look.palette.paper }),
    svg('text', { x: anchor, y: -top + 18, fill: look.palette.ink, 'font-weight': 600 }, title),
    ...chart.drawing,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup(root)}\n`;
}
