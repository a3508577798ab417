import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openWindow, type Window, welcomeByLink } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await welcomeByLink(desk.page, served.link);
  await desk.page.getByLabel('Name of the practice').fill('Empty Street');
  await desk.page.getByRole('button', { name: 'Make the practice' }).click();
  await desk.page.getByRole('button', { name: /^Look round/ }).click();
  await desk.page.waitForURL('**/today');
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    await served.stop();
    removeFolder(served.dataFolder);
  }
});

// What each screen of a practice without a single record says, and what to do next.
const screens: readonly (readonly [path: string, says: RegExp, next: string])[] = [
  ['/today', /Today needs a schedule/, 'button:has-text("Import files")'],
  ['/today?tab=held', /Nothing is held back/, 'main a:has-text("To the acts of today")'],
  ['/today?tab=done', /Nothing answered yet today/, 'main a:has-text("To the acts of today")'],
  ['/patients', /No patients yet/, 'main a[href="/imports/new"]'],
  [
    '/matches',
    /After each import new and changed patients are compared/,
    'main h2:has-text("Nobody to look at")',
  ],
  ['/imports', /Nothing was imported yet|No patients and no visits yet/, 'button:has-text("Import files")'],
  ['/imports/systems', /Open Dental/, 'main a[href^="/imports/new"]'],
  ['/progress', /Nothing has been done yet/, 'main a[href="/today"]'],
  ['/overview', /Nobody has been scored yet/, 'main a[href="/look-back"]'],
  ['/look-back', /There is no visit to look back on yet/, 'main a[href="/imports"]'],
  ['/predictions', /Nothing has been checked yet/, 'main a[href="/imports"]'],
  ['/drifting', /Nobody has been scored yet/, 'main a[href="/imports"]'],
  ['/plan', /Keep a promise/, 'main input'],
  ['/settings/practice', /Empty Street/, 'main button'],
  ['/health', /^keepwell backup$/, 'main .finding-to-do code'],
  ['/audit', /Dana Whitcomb/, 'main [role=grid]'],
];

test.for(screens)('%s of an empty practice says what to do next', async ([path, says, next]) => {
  const { page } = desk;
  await page.goto(`${served.origin}${path}`);
  await page.locator('main').getByText(says).filter({ visible: true }).first().waitFor();
  await page.locator(next).first().waitFor();
  expect(await page.locator('main [role=alert]').count()).toBe(0);
  await expectAccessible(page, path);
  expect(desk.complaints).toEqual([]);
});
