import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

// Pictures for an eye to judge; where none are asked for, none are taken.
const pictures = process.env.KEEPWELL_PICTURES;
async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await desk.page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
});
afterAll(async () => {
  expect(desk.complaints).toEqual([]);
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

test('the owner reads what could have been known a year ago, with its interval and its limits', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/overview`);
  await page.getByRole('link', { name: 'What could we have told you a year ago?' }).click();
  await page.getByRole('heading', { name: 'Looking back a year' }).waitFor();
  const lead = page.locator('.look-back-lead');
  await lead.nth(1).waitFor({ timeout: 60_000 });
  const [, active, away] =
    /called ([\d,]+) patients active[\s\S]*? ([\d,]+) of them did not come/.exec(
      await lead.first().innerText(),
    ) ?? [];
  expect(Number(active?.replace(',', ''))).toBeGreaterThan(Number(away?.replace(',', '')));
  const named = await lead.nth(1).innerText();
  const [, all, stayed, came] =
    /named (\d+): (\d+) of them stayed away \(\d+ to \d+ %\), (\d+) came/.exec(named) ?? [];
  expect(Number(all)).toBeGreaterThan(0);
  expect(Number(stayed) + Number(came)).toBe(Number(all));
  await page.getByRole('button', { name: 'As a table' }).click();
  await page.getByRole('row', { name: /^The \d+ who had been away longest/ }).waitFor();
  await page.getByRole('button', { name: 'As a picture' }).click();
  await page.getByText(/Nothing after .* was shown to the model/).waitFor();
  await expectAccessible(page, 'look back');
  await picture('look-back');
});

test('the practice on one page: who stays, one decision, and a sheet that prints', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/overview`);
  await page.locator('.overview-decision').waitFor();
  await page
    .getByText(/\d+ of [\d,]+ patients are on course/)
    .first()
    .waitFor();
  await page
    .getByText(/Of [\d,]+ patients \d+ are drifting/)
    .first()
    .waitFor();
  await expectAccessible(page, 'the practice');
  await picture('overview');
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('.monday-sheet').innerText()).toMatch(/One decision to take/);
  await picture('overview-printed');
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: 'What could we have told you a year ago?' }).click();
});

test('who drifts, and how far beyond their own rhythm', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/overview`);
  await page.getByRole('link', { name: 'Who they are' }).click();
  const lines = page.locator('.drift-table tbody tr');
  await lines.first().waitFor();
  const all = await lines.count();
  await page.getByRole('button', { name: /^Drifting \(\d+\)$/ }).click();
  await page.getByRole('button', { name: /^Drifting/, pressed: true }).waitFor();
  await expect.poll(() => lines.count()).toBeLessThan(all);
  for (const line of await lines.all()) expect(await line.innerText()).toMatch(/drifting[\s\S]* days/);
  await expectAccessible(page, 'drifting');
  await picture('drifting');
  await page.goto(`${served.origin}/look-back`);
});

test('ten calls with their reason and words, which print on their own', async () => {
  const { page } = desk;
  const calls = page.locator('.calls > li');
  await calls.first().waitFor();
  await expect.poll(() => calls.count()).toBeGreaterThan(0);
  expect(await calls.count()).toBeLessThanOrEqual(10);
  for (const call of await calls.all()) {
    expect((await call.locator('.facts li').allInnerTexts()).length).toBeGreaterThan(0);
    expect((await call.locator('blockquote').innerText()).length).toBeGreaterThan(20);
  }
  await page.emulateMedia({ media: 'print' });
  const first = await calls.first().locator('h3 a').textContent();
  await expect.poll(() => page.locator('.call-sheet').innerText()).toContain(first ?? 'no name');
  await expect.poll(() => page.locator('main').isVisible()).toBe(false);
  await picture('look-back-printed');
  await page.emulateMedia({ media: 'screen' });
});

test('how good the predictions are: what was said against what came, beside the rules', async () => {
  const { page } = desk;
  const wanted = page.getByRole('heading', { name: 'Does it come true?' });
  // The check of a first start takes its time, in a thread of its own.
  await expect
    .poll(
      async () => {
        await page.goto(`${served.origin}/predictions`);
        await page.getByRole('heading', { name: 'How good are our predictions?' }).waitFor();
        await page.waitForLoadState('networkidle');
        return wanted.count();
      },
      { timeout: 120_000, interval: 3000 },
    )
    .toBe(1);
  await page.getByText(/Tonight’s scores are made with: /).waitFor();
  const table = page.getByRole('region', { name: 'Beside the rules that practices use' });
  await table.getByRole('row', { name: /seen within 18 months: yes or no/ }).waitFor();
  const plot = page.getByRole('group', { name: /^Standing on .*: of 100 patients to whom we gave/ });
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^of 100 patients to whom we gave \d+, \d+ came \(\d+ to \d+\), n \d+$/).waitFor();
  await expectAccessible(page, 'predictions');
  await picture('predictions');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await expectAccessible(page, 'predictions on a phone');
  await picture('predictions-390');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'predictions in the dark');
  await picture('predictions-dark');
  await page.emulateMedia({ colorScheme: 'light' });
});

test('on a phone and in the dark nothing is cut', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/look-back`);
  await page.locator('.calls > li').first().waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('look-back-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await expectAccessible(page, 'look back on a phone, dark');
  await picture('look-back-390');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: 'light' });
});
