import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
});

afterAll(async () => {
  await desk?.close();
  await served?.stop();
  if (served !== undefined) removeFolder(served.dataFolder);
});

test('a manager sees what each touchpoint costs, tries one, switches it on and brings the plan back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/plan`);
  const titles = page.locator('.plan-title');
  await titles.first().waitFor();
  await expect.poll(() => titles.count()).toBeGreaterThanOrEqual(15);
  const row = page.locator('tr', { hasText: 'Aftercare in writing' });
  await row.getByText(/×, .* min/).waitFor();

  // Tomorrow with it on; how fast it comes is for `npm run bench plan` to say, on a machine of its own.
  await row.locator('.plan-title').focus();
  await page.keyboard.press('v');
  await page
    .getByText(/would be/)
    .first()
    .waitFor();
  await expect
    .poll(() => page.getByRole('dialog').textContent())
    .toMatch(/A week: \d+ minutes would be \d+\./);
  await expectAccessible(page, 'preview of tomorrow');
  await page.keyboard.press('Escape');
  await expect.poll(() => row.locator('input[role=switch], [role=switch]').first().isChecked()).toBe(false);

  await row.locator('.plan-title').focus();
  await page.keyboard.press(' ');
  await page.locator('.toast').first().waitFor();
  await expect.poll(() => row.locator('[role=switch]').first().isChecked()).toBe(true);

  await page.goto(`${served.origin}/plan/versions`);
  await page.getByRole('button', { name: 'Bring back version 1' }).click();
  await page.getByText('the plan as it was').waitFor();
  await expectAccessible(page, 'versions of the plan');
  await page.goto(`${served.origin}/plan`);
  await row.locator('.plan-title').waitFor();
  await expect.poll(() => row.locator('[role=switch]').first().isChecked()).toBe(false);

  // What stands behind a reminder: its own numbers, and apart from them what was found elsewhere.
  await page.getByRole('button', { name: /^untested: what stands behind Remind of the visit/ }).click();
  await page.getByText(/n = 502; Youssef 2014/).waitFor();
  await expectAccessible(page, 'evidence');
  await page.keyboard.press('Escape');

  // Half of the families are drawn for comparison, so that it is tested from now on.
  const reminder = page.locator('tr', { hasText: 'Remind of the visit' });
  await reminder.locator('.plan-title').click();
  await page.getByLabel('Comparison group').fill('50');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await reminder.getByText(/families with it, \d+ without; 2,0\d\d needed/).waitFor();

  await row.locator('.plan-title').click();
  await page.getByLabel('Days of rest for the same patient').waitFor();
  await expectAccessible(page, 'a touchpoint');
  await page.keyboard.press('Escape');
  expect(desk.complaints).toEqual([]);
});
