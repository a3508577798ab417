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
  expect(await titles.count()).toBeGreaterThanOrEqual(15);
  const row = page.locator('tr', { hasText: 'Aftercare in writing' });
  await row.getByText(/×, .* min/).waitFor();

  // Tomorrow with it on: a second on a machine of its own, while here others work beside it.
  await row.locator('.plan-title').focus();
  const asked = Date.now();
  await page.keyboard.press('v');
  await page
    .getByText(/would be/)
    .first()
    .waitFor();
  expect(Date.now() - asked).toBeLessThan(5_000);
  await expectAccessible(page, 'preview of tomorrow');
  await page.keyboard.press('Escape');
  expect(await row.locator('input[role=switch], [role=switch]').first().isChecked()).toBe(false);

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
  expect(await row.locator('[role=switch]').first().isChecked()).toBe(false);

  await row.locator('.plan-title').click();
  await page.getByLabel('Days of rest for the same patient').waitFor();
  await expectAccessible(page, 'a touchpoint');
  await page.keyboard.press('Escape');
  expect(desk.complaints).toEqual([]);
});
