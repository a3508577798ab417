import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

// Others may work on the same machine.
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

test('a saving is taken back, and an old version is looked at and brought back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/templates`);
  await page.getByRole('link', { name: 'Check-in', exact: false }).first().click();
  const body = page.getByLabel('Words (English)');
  await body.waitFor();
  const first = await body.inputValue();
  const versions = page.locator('.template-versions li');
  const save = page.getByRole('button', { name: 'Save as a new version' });

  await body.fill('Hello {patient}, how are you?');
  await save.click();
  await expect.poll(() => versions.count()).toBe(2);
  await page.locator('.toast button').first().click();
  await expect.poll(() => versions.count()).toBe(3);
  await expect.poll(() => body.inputValue()).toBe(first);

  // The second says what was taken back: it stands in the form, and is saved only when somebody says so.
  await versions.nth(1).getByRole('button').click();
  await expect.poll(() => body.inputValue()).toBe('Hello {patient}, how are you?');
  await expect.poll(() => versions.count()).toBe(3);
  await expectAccessible(page, 'an old version of a template');
  await save.click();
  await expect.poll(() => versions.count()).toBe(4);
  await page.reload();
  await body.waitFor();
  await expect.poll(() => body.inputValue()).toBe('Hello {patient}, how are you?');
  expect(desk.complaints).toEqual([]);
});

test('news are written, looked at for a patient and counted, and stopped again', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/plan/news`);
  await page
    .getByLabel('The news (English)')
    .fill('From May on we open on Saturdays. You can book by telephone.');
  const today = await page.evaluate<string>('new Date(Date.now() + 7 * 86400000).toISOString().slice(0, 10)');
  await page.getByLabel('Goes on').fill(today);
  await page.getByLabel('How', { exact: true }).selectOption('email');
  await page.getByText(/households? of [\d,]+ would get it/).waitFor();
  await page.frameLocator('iframe').getByText('From May on we open on Saturdays').waitFor();
  await page.getByText('Every sentence is short and plain.').waitFor();
  await expectAccessible(page, 'news');
  await page.getByRole('button', { name: 'Send it on that day' }).click();
  await page
    .getByText(/^It goes on /)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Stop it' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Stop it' }).count()).toBe(0);
  expect(desk.complaints).toEqual([]);
});
