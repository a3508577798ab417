import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bars } from './bars.ts';
import { type Chart, chartFile, type Look, onPaper } from './chart.ts';
import { sparkline } from './sparkline.ts';
import { strip } from './strip.ts';
import { markup, type SvgNode, svg } from './svg.ts';

const look: Look = { width: 400, direction: 'ltr', palette: onPaper };
const mirroredLook: Look = { ...look, direction: 'rtl' };

function nodes(chart: Chart, tag: string): readonly SvgNode[] {
  const inside = (node: SvgNode | string): SvgNode[] =>
    typeof node === 'string' ? [] : [...(node.tag === tag ? [node] : []), ...node.children.flatMap(inside)];
  return chart.drawing.flatMap(inside);
}

test('what came from outside stays text', () => {
  const hostile = '<script>alert("1")</script>&\u0000\u0008';
  expect(markup(svg('text', { 'data-x': hostile }, hostile))).toBe(
    '<text data-x="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;</text>',
  );
});

test('a file says its language and its sentence, and has a ground of its own', () => {
  const chart = bars([{ label: 'Elm & Oak', value: 3, said: '3' }], ['Street', 'Patients'], look);
  const file = chartFile(chart, 'Patients by <street>', 'es', look);
  expect(file).toContain('<title>Patients by &lt;street&gt;</title>');
  expect(file).toContain('xml:lang="es"');
  expect(file).toContain('Elm &amp; Oak');
  expect(file).not.toContain('var(');
});

test('a bar is as long as its value, on a scale from nought', () => {
  const chart = bars(
    [
      { label: 'a', value: 10, said: '10' },
      { label: 'b', value: 5, said: '5' },
      { label: 'c', value: 0, said: '0' },
    ],
    ['what', 'n'],
    look,
  );
  const widths = nodes(chart, 'rect').map((bar) => Number(bar.attributes.width));
  expect(widths).toEqual([392, 196, 0]);
  expect(chart.table).toEqual({
    heads: ['what', 'n'],
    rows: [
      ['a', '10'],
      ['b', '5'],
      ['c', '0'],
    ],
  });
});

test('an interval that is longer than every bar still fits', () => {
  const chart = bars([{ label: 'a', value: 1, low: 0, high: 8, said: '1 (0 to 8)' }], ['w', 'n'], look);
  const [halo] = nodes(chart, 'path');
  expect(halo?.attributes.d).toContain('H396');
  expect(nodes(chart, 'rect').map((bar) => Number(bar.attributes.width))).toEqual([49]);
});

test('nothing to compare, and all of nothing, are drawn without a fault', () => {
  expect(bars([], ['w', 'n'], look).height).toBeGreaterThan(0);
  expect(nodes(bars([{ label: 'a', value: 0, said: '0' }], ['w', 'n'], look), 'rect')).toHaveLength(1);
  expect(() => bars([{ label: 'a', value: -1, said: '-1' }], ['w', 'n'], look)).toThrow(RangeError);
  expect(() => bars([{ label: 'a', value: Number.NaN, said: '?' }], ['w', 'n'], look)).toThrow(RangeError);
});

test('a period of which nothing is known leaves a gap, and a value between two gaps is a dot', () => {
  const values = [1, undefined, 3, undefined, 2, 4].map((value, i) => ({ value, cells: [`week ${i}`] }));
  const chart = sparkline(values, ['Week'], look);
  expect(nodes(chart, 'circle')).toHaveLength(3);
  expect(chart.points).toHaveLength(6);
  const [line] = nodes(chart, 'path');
  expect(line?.attributes.d).toMatch(/^M.*ZM.*ZM/);
});

test('the same value all the time is a level line inside of the drawing', () => {
  const chart = sparkline(
    [7, 7, 7].map((value) => ({ value, cells: ['x'] })),
    ['w'],
    look,
  );
  for (const point of chart.points) expect(point.y).toBe(32);
});

test('a strip fills the visits that took place and shades the days when the next is due', () => {
  const chart = strip(
    {
      marks: [
        { day: 1000, kept: true, cells: ['one'] },
        { day: 1100, kept: false, cells: ['two'] },
      ],
      today: { day: 1200, said: 'today' },
      due: { from: 1180, to: 1300, said: 'due' },
      ticks: [{ day: 1095, label: '1973' }],
      heads: ['Visit'],
    },
    look,
  );
  expect(nodes(chart, 'circle').map((dot) => dot.attributes.fill)).toEqual([onPaper.accent, onPaper.paper]);
  expect(chart.points.map((point) => point.said)).toEqual(['one', 'two', 'due', 'today']);
  expect(nodes(chart, 'rect')[0]?.attributes.width).toBeGreaterThan(100);
});

const someDay = fc.integer({ min: -30_000, max: 60_000 });

test('everything of a strip lies inside of it, in both directions, and is the mirror of itself', () => {
  const anyStrip = fc.record({
    marks: fc.array(fc.record({ day: someDay, kept: fc.boolean(), cells: fc.constant(['v']) }), {
      maxLength: 40,
    }),
    today: fc.record({ day: someDay, said: fc.constant('today') }),
    ticks: fc.array(fc.record({ day: someDay, label: fc.constant('1999') }), { maxLength: 30 }),
    heads: fc.constant(['Visit']),
  });
  fc.assert(
    fc.property(anyStrip, (data) => {
      const there = strip(data, look);
      const back = strip(data, mirroredLook);
      expect(there.points).toHaveLength(data.marks.length + 1);
      for (const [i, point] of there.points.entries()) {
        expect(point.x).toBeGreaterThanOrEqual(0);
        expect(point.x).toBeLessThanOrEqual(400);
        expect(point.x + (back.points[i]?.x ?? 0)).toBeCloseTo(400, 0);
      }
    }),
  );
});
