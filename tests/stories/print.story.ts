import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await rows(desk.page).first().waitFor();
  // A script has no printer; that the dialog was opened is all there is to see.
  await desk.page.addInitScript('window.print = () => {};');
  await desk.page.reload();
  await rows(desk.page).first().waitFor();
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

const list = (page: Page) => page.locator('main [role=listbox]').first();
const rows = (page: Page) => list(page).getByRole('option');

async function chooseAll(page: Page): Promise<number> {
  await page.goto(`${served.origin}/today?tab=everyone`);
  await rows(page).nth(3).waitFor();
  await list(page).focus();
  await page.keyboard.press('Home');
  const count = Math.min(12, await rows(page).count());
  for (let i = 1; i < count; i += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('p');
  await page.waitForURL('**/print');
  await page.locator('.preview-sheets > *').first().waitFor();
  return count;
}

const kind = (page: Page, name: string) => page.getByRole('radio', { name }).click();

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

// Of the PDF itself: the page's size and the frames of the alignment sheet, in points from its top left corner. Chromium
// writes a thin frame as one filled ring, or as four sides; either way its outermost points are its corners.
function readFrames(pdf: Buffer): {
  readonly page: readonly [number, number];
  readonly frames: readonly Frame[];
} {
  const text = pdf.toString('latin1');
  const box = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/.exec(text);
  const page = [Number(box?.[1]), Number(box?.[2])] as const;
  const frames: Frame[] = [];
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const from = (match.index ?? 0) + match[0].length;
    let content: string;
    try {
      content = inflateSync(pdf.subarray(from, pdf.indexOf('endstream', from))).toString('latin1');
    } catch {
      continue;
    }
    frames.push(...ringsOf(content));
  }
  return { page, frames };
}

type Matrix = readonly [number, number, number, number, number, number];

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}

function ringsOf(content: string): Frame[] {
  const frames: Frame[] = [];
  const stack: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let points: [number, number][] = [];
  const numbers: number[] = [];
  const put = (x: number, y: number): void => {
    points.push([x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]]);
  };
  for (const token of content.split(/\s+/)) {
    const number = Number(token);
    if (token !== '' && !Number.isNaN(number)) {
      numbers.push(number);
      continue;
    }
    const last = numbers.slice(-6);
    if (token === 'q') stack.push(matrix);
    else if (token === 'Q') matrix = stack.pop() ?? [1, 0, 0, 1, 0, 0];
    else if (token === 'cm') matrix = times(last as unknown as Matrix, matrix);
    else if (token === 'm' || token === 'l') put(numbers.at(-2) ?? 0, numbers.at(-1) ?? 0);
    else if (token === 're') {
      const [x = 0, y = 0, w = 0, h = 0] = numbers.slice(-4);
      put(x, y);
      put(x + w, y + h);
    } else if (['f', 'f*', 'S', 's', 'B', 'n'].includes(token)) {
      if (points.length > 0 && token !== 'n') {
        const xs = points.map(([x]) => x);
        const ys = points.map(([, y]) => y);
        const [left, top] = [Math.min(...xs), Math.min(...ys)];
        frames.push({ left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top });
      }
      points = [];
    }
    numbers.length = 0;
  }
  return frames;
}

const pointsAMillimetre = 72 / 25.4;

test.each([
  ['Address labels', 'Avery 5160 / 8160', [215.9, 279.4], [66.675, 25.4], [4.7625, 12.7], [144.4625, 241.3]],
  ['Address labels', 'Avery L7160', [210, 297], [63.5, 38.1], [7.25, 15.15], [139.25, 243.75]],
  [
    'Cards with the words on them',
    'Avery 5389',
    [215.9, 279.4],
    [152.4, 101.6],
    [31.75, 38.1],
    [31.75, 139.7],
  ],
  [
    'Cards with the words on them',
    'A4 → 2 × A6, 148 × 105 mm',
    [210, 297],
    [148, 105],
    [31, 43.5],
    [31, 148.5],
  ],
] as const)(
  '%s: the first and the last of %s are within half a millimetre in the PDF',
  async (what, name, paper, cell, first, last) => {
    const { page } = desk;
    await chooseAll(page);
    await kind(page, what);
    await page.getByRole('combobox', { name: 'Sheet' }).click();
    await page.getByRole('option', { name, exact: true }).click();
    // The frames stand in the page only while the dialog is open: here, for as long as it takes to write the PDF.
    await page.evaluate(`
      document.querySelector('#kept')?.remove();
      window.print = () => {
        const frames = document.querySelector('.print-root').cloneNode(true);
        frames.id = 'kept';
        setTimeout(() => {
          document.querySelector('.print-root')?.remove();
          document.body.append(frames);
        });
      };
      [...document.querySelectorAll('button')].find((one) => one.textContent === 'Print an alignment page').click();
    `);
    await page.locator('#kept .frame').first().waitFor({ state: 'attached' });
    const { page: size, frames } = readFrames(
      await page.pdf({ preferCSSPageSize: true, printBackground: true }),
    );
    expect(Math.abs(size[0] / pointsAMillimetre - paper[0])).toBeLessThan(0.5);
    expect(Math.abs(size[1] / pointsAMillimetre - paper[1])).toBeLessThan(0.5);
    const near = (a: number, b: number) => Math.abs(a / pointsAMillimetre - b) < 0.5;
    const at = (corner: readonly [number, number]) =>
      frames.some((frame) => {
        const fromTop = size[1] - frame.top - frame.height;
        const stands =
          near(frame.left, corner[0]) && (near(fromTop, corner[1]) || near(frame.top, corner[1]));
        return stands && near(frame.width, cell[0]) && near(frame.height, cell[1]);
      });
    expect([at(first), at(last)], JSON.stringify(frames.slice(0, 12))).toEqual([true, true]);
  },
);

test('label 7 is the first where the sheet was begun, and names in every script stand whole', async () => {
  const { page } = desk;
  await chooseAll(page);
  await kind(page, 'Address labels');
  const cells = page.locator('.preview-sheets .cell');
  await cells.first().waitFor();
  const topOfFirst = () => page.evaluate(`document.querySelector('.preview-sheets .cell').style.top`);
  const before = await topOfFirst();
  await page.getByLabel('Start at label').fill('7');
  await expect.poll(topOfFirst).not.toBe(before);
  const cut = await page.evaluate(`[...document.querySelectorAll('.preview-sheets .cell')].filter(
    (cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.scrollHeight > cell.clientHeight + 1).length`);
  expect(cut).toBe(0);
});

test('a cancelled print leaves the cards open; yes marks them done, and undo brings them back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today?tab=everyone`);
  await rows(page).nth(3).waitFor();
  const before = await rows(page).count();
  await page.getByRole('button', { name: /^Print cards/ }).click();
  await page.waitForURL('**/print');
  await page.locator('.print-preview[aria-busy=false] .preview-sheets section').first().waitFor();
  const cards = await page.locator('.preview-sheets section').count();
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await page.getByRole('button', { name: 'Not yet; leave them open' }).click();
  await page.getByRole('link', { name: 'Back to Today' }).click();
  await page.waitForURL('**/today');
  await page.goto(`${served.origin}/today?tab=everyone`);
  await rows(page).nth(3).waitFor();
  await expect.poll(() => rows(page).count()).toBe(before);
  await page.getByRole('button', { name: /^Print cards/ }).click();
  await page.locator('.print-preview[aria-busy=false] .preview-sheets section').first().waitFor();
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await page.getByRole('button', { name: 'Yes, done' }).click();
  await page.getByText(`${cards} acts done.`).waitFor();
  await page.goto(`${served.origin}/today?tab=everyone`);
  await expect.poll(() => rows(page).count()).toBe(before - cards);
});

test('the print screen is accessible, also while it asks, in light and dark, wide and narrow', async () => {
  const { page } = desk;
  for (const [dark, width] of [
    [false, 1366],
    [true, 390],
  ] as const) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 768 });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await chooseAll(page);
    for (const name of ['Address labels', 'A cue sheet for cards written by hand', 'A list of these acts']) {
      await kind(page, name);
      await expectAccessible(page, `${name} ${width}`);
    }
    const sideways = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(sideways).toBeLessThanOrEqual(0);
  }
  expect(desk.complaints).toEqual([]);
});
