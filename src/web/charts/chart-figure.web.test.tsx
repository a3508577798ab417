import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { bars } from '../../charts/bars.ts';
import { ChartFigure } from './chart-figure.tsx';

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('dir');
  vi.restoreAllMocks();
});

const rows = [
  { label: 'Hygiene', value: 41, low: 35, high: 47, said: '41 % (35 to 47), n 240' },
  { label: 'Check-up', value: 30, low: 20, high: 41, said: '30 % (20 to 41), n 60' },
];

function show() {
  render(
    <ChartFigure
      sentence="Of 100 patients, 41 came back for hygiene."
      draw={(look) => bars(rows, ['Service', 'Came back'], look)}
    />,
  );
  return screen.getByRole('group', { name: 'Of 100 patients, 41 came back for hygiene.' });
}

test('a chart has a sentence, and the same figures as a table', () => {
  show();
  expect(screen.getByRole('img', { name: /41 came back/ })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'ServiceCame back',
    'Hygiene41 % (35 to 47), n 240',
    'Check-up30 % (20 to 41), n 60',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'As a picture' }));
  expect(screen.getByRole('img')).toBeTruthy();
});

test('arrow keys read it point by point, in the direction of the script, and leaving it ends that', () => {
  const chart = show();
  const said = () => screen.getByRole('status').textContent;
  fireEvent.keyDown(chart, { key: 'ArrowRight' });
  expect(said()).toBe('Hygiene: 41 % (35 to 47), n 240');
  fireEvent.keyDown(chart, { key: 'End' });
  fireEvent.keyDown(chart, { key: 'ArrowRight' });
  expect(said()).toBe('Check-up: 30 % (20 to 41), n 60');
  document.documentElement.dir = 'rtl';
  fireEvent.keyDown(chart, { key: 'Escape' });
  fireEvent.keyDown(chart, { key: 'ArrowLeft' });
  expect(said()).toBe('Hygiene: 41 % (35 to 47), n 240');
  fireEvent.blur(chart);
  expect(said()).toMatch(/to read it/);
});

test('it is saved as a file that needs nothing of the page', async () => {
  const blobs: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return 'blob:x';
  });
  show();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save as SVG' }));
  const file = (await blobs[0]?.text()) ?? '';
  expect(file).toMatch(/^<\?xml/);
  expect(file).toContain('Hygiene');
  expect(file).not.toContain('var(--');
});
