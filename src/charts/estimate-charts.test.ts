import { expect, test } from 'vitest';
import { type CalibrationPoint, calibrationPlot } from './calibration-plot.ts';
import { type Chart, type Look, onPaper } from './chart.ts';
import { heatMap } from './heat-map.ts';
import { type SurvivalStep, survivalCurve } from './survival-curve.ts';
import type { SvgNode } from './svg.ts';

const look: Look = { width: 600, direction: 'ltr', palette: onPaper };

function nodes(chart: Chart, tag: string): readonly SvgNode[] {
  const inside = (node: SvgNode | string): SvgNode[] =>
    typeof node === 'string' ? [] : [...(node.tag === tag ? [node] : []), ...node.children.flatMap(inside)];
  return chart.drawing.flatMap(inside);
}

const point = (said: number, happened: number, n: number): CalibrationPoint => ({
  said,
  happened,
  low: Math.max(0, happened - 0.1),
  high: Math.min(1, happened + 0.1),
  n,
  words: `${said} ${happened}`,
  cells: [String(said), String(happened), String(n)],
});

test('a chance that comes true as often as said lies on the diagonal; more patients are a larger point', () => {
  const chart = calibrationPlot(
    [point(0.8, 0.6, 50), point(0.2, 0.2, 200)],
    { said: 'said', happened: 'came' },
    ['said', 'came', 'n'],
    look,
  );
  const [low, high] = nodes(chart, 'circle').map(({ attributes }) => attributes);
  const diagonal = nodes(chart, 'line').find(
    ({ attributes }) => attributes['stroke-dasharray'] !== undefined,
  );
  if (diagonal === undefined) throw new Error('there is no diagonal');
  const { x1, y1, x2, y2 } = diagonal.attributes;
  const onLine = (x: number) =>
    Number(y1) + ((Number(y2) - Number(y1)) * (x - Number(x1))) / (Number(x2) - Number(x1));
  expect(Number(low?.cy)).toBeCloseTo(onLine(Number(low?.cx)), 0);
  // Said more than came: below the diagonal, which on a screen is further down.
  expect(Number(high?.cy)).toBeGreaterThan(onLine(Number(high?.cx)) + 20);
  expect(Number(low?.r)).toBeGreaterThan(Number(high?.r));
  expect(chart.points.map(({ said }) => said)).toEqual(['0.2 0.2', '0.8 0.6']);
  expect(chart.table.rows).toEqual([
    ['0.2', '0.2', '200'],
    ['0.8', '0.6', '50'],
  ]);
  const mirrored = calibrationPlot([point(0.2, 0.2, 9)], { said: '', happened: '' }, ['a', 'b', 'c'], {
    ...look,
    direction: 'rtl',
  });
  expect(Number(nodes(mirrored, 'circle')[0]?.attributes.cx)).toBeCloseTo(look.width - Number(low?.cx), 0);
  expect(() => calibrationPlot([point(1.2, 0.5, 1)], { said: '', happened: '' }, [], look)).toThrow(
    RangeError,
  );
});

test('a heat map has a number in each cell, the darker the more, and hatches what is not over', () => {
  const cell = (value: number | undefined, immature = false) => ({
    value,
    label: value === undefined ? '' : String(100 * value),
    said: `${value}`,
    immature,
  });
  const chart = heatMap(
    [
      { label: '2024 Q1', n: '40', cells: [cell(0.9), cell(0.3)] },
      { label: '2024 Q2', n: '50', cells: [cell(0.5, true), cell(undefined)] },
    ],
    ['Joined', 'Year 1', 'Year 2'],
    look,
  );
  const boxes = nodes(chart, 'rect').filter(({ attributes }) => attributes['fill-opacity'] !== undefined);
  expect(boxes).toHaveLength(3);
  const [dark, light] = boxes.map(({ attributes }) => Number(attributes['fill-opacity']));
  expect(dark).toBeGreaterThan(light ?? 1);
  expect(
    nodes(chart, 'rect').filter(({ attributes }) => attributes.fill === 'url(#keepwell-heat-hatch)'),
  ).toHaveLength(1);
  expect(chart.points).toHaveLength(3);
  expect(chart.table.rows[1]).toEqual(['2024 Q2 (50)', '0.5', '–']);
  expect(() => heatMap([{ label: '', n: '', cells: [] }], ['a', 'b'], look)).toThrow(RangeError);
  expect(() => heatMap([{ label: '', n: '', cells: [cell(2)] }], ['a', 'b'], look)).toThrow(RangeError);
});

test('a survival curve goes down in steps within its band, and never up', () => {
  const step = (time: number, share: number): SurvivalStep => ({
    time,
    share,
    low: share - 0.05,
    high: share + 0.05,
    said: `${time}`,
    cells: [`${time}`, `${share}`],
  });
  const chart = survivalCurve(
    [step(100, 0.9), step(300, 0.5)],
    [{ time: 365, label: '1' }],
    'days',
    ['t', 's'],
    look,
  );
  const [band, line] = nodes(chart, 'path').map(({ attributes }) => String(attributes.d));
  const downs = [...(line ?? '').matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
  expect(downs).toEqual([...downs].sort((a, b) => a - b));
  expect(downs).toHaveLength(2);
  expect(band?.endsWith('Z')).toBe(true);
  // Flat until the first loss, and on to the end of the axis after the last.
  expect(line).toMatch(/^M40 10H/);
  expect(line).toMatch(/H586$/);
  expect(chart.points).toHaveLength(2);
  expect(() => survivalCurve([step(1, 0.5), step(2, 0.6)], [], '', [], look)).toThrow(RangeError);
});
