import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

const pictures = process.env.KEEPWELL_PICTURES;
let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

const list = (page: Page) => page.getByRole('listbox', { name: 'Visits of the day' });
const rows = (page: Page) => list(page).getByRole('option');
const hasFocus = async (one: Locator): Promise<boolean> =>
  (await one.and(one.page().locator(':focus')).count()) === 1;
const form = (page: Page) => page.getByRole('group', { name: 'Before they leave' });

async function openDay(page: Page): Promise<void> {
  await page.goto(`${served.origin}/huddle`);
  const next = page.getByRole('button', { name: 'Show that day' });
  await rows(page).first().or(next).first().waitFor();
  // On a day without visits the screen leads to the next that has some.
  if (await next.isVisible()) await next.click();
  await rows(page).nth(2).waitFor();
}

test('each visit has at most three things to remember, each with a date, and one thing to do', async () => {
  const { page } = desk;
  await openDay(page);
  for (const row of await rows(page).all()) {
    expect(await row.locator('.huddle-todo').count()).toBeLessThanOrEqual(1);
    const matters = row
      .locator('.huddle-remember > span:not(.huddle-todo)')
      .filter({ hasNot: page.locator('.chip') });
    expect(await matters.count()).toBeLessThanOrEqual(3);
    for (const matter of await matters.all()) {
      await expect.poll(() => matter.locator('.source').textContent()).toMatch(/\d/);
    }
  }
  await expectAccessible(page, 'the huddle');
});

test('before they leave takes six presses at most, and can be taken back', async () => {
  const { page } = desk;
  await openDay(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  const before = await list(page).getAttribute('aria-activedescendant');
  const name = (await rows(page).first().locator('.name').textContent()) ?? '';
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await press('b');
  await form(page).waitFor();
  await expect.poll(() => hasFocus(form(page))).toBe(true);
  await press('1');
  await press('2');
  await expect.poll(() => form(page).getByRole('checkbox', { checked: true }).count()).toBe(2);
  await expectAccessible(page, 'before they leave');
  await press('Control+Enter');
  expect(presses).toBeLessThanOrEqual(6);
  const first = rows(page).filter({ hasText: name }).first();
  await first.getByText('before-leaving list finished').waitFor();
  // The next visit stands there, and the list has the keys again.
  await expect.poll(() => list(page).getAttribute('aria-activedescendant')).not.toBe(before);
  expect(await hasFocus(list(page))).toBe(true);
  await page.keyboard.press('Control+z');
  await first.getByText('before-leaving list finished').waitFor({ state: 'detached' });
});

test('what was heard is remembered on the patient’s page', async () => {
  const { page } = desk;
  await openDay(page);
  await list(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('m');
  const heard = page.getByLabel(/Heard something worth remembering/);
  await expect.poll(() => hasFocus(heard)).toBe(true);
  await page.keyboard.type('sings in a choir, 2nd alto');
  await page.keyboard.press('Control+Enter');
  await rows(page).last().getByText('sings in a choir, 2nd alto').waitFor();
  await rows(page).last().click();
  await page.getByRole('link', { name: 'Open the record' }).click();
  await page.getByText('sings in a choir, 2nd alto').first().waitFor();
});

test('Space says that a visit was talked about, and says it not', async () => {
  const { page } = desk;
  await openDay(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await rows(page).first().getByText('talked about').waitFor();
  await page.keyboard.press('Space');
  await rows(page).first().getByText('talked about').waitFor({ state: 'detached' });
});

test('cards are offered to whoever says that they write them', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/huddle`);
  const cards = page.getByRole('region', { name: 'My cards' });
  await cards.getByRole('switch', { name: 'I write cards by hand' }).click();
  await cards.getByText(/three a day at most/).waitFor({ state: 'detached' });
  expect(await cards.getByRole('listitem').count()).toBeLessThanOrEqual(3);
  await expectAccessible(page, 'my cards');
});

test('the list is the practice’s own: an item that is added stands at every visit, until it is taken back', async () => {
  const { page } = desk;
  await openDay(page);
  await rows(page).first().click();
  await page.getByRole('link', { name: 'Change this list' }).click();
  await page.getByRole('button', { name: 'Add an item' }).click();
  await page.getByLabel('Words (English)').last().fill('Has their umbrella');
  await expectAccessible(page, 'the list before they leave');
  await page.getByRole('button', { name: 'Save the list' }).click();
  await page.getByText('The list has changed').waitFor();
  await openDay(page);
  await form(page).getByText('Has their umbrella').waitFor();
  await page.keyboard.press('Control+z');
  await form(page).getByText('Has their umbrella').waitFor({ state: 'detached' });
  await form(page).getByText('Questions answered').waitFor();
});

test('it fits a phone: the pane stands alone, and a button leads back', async () => {
  const { page } = desk;
  await page.setViewportSize({ width: 390, height: 844 });
  try {
    await openDay(page);
    await rows(page).first().click();
    await form(page).waitFor();
    await expect.poll(() => list(page).isVisible()).toBe(false);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
    await expectAccessible(page, 'before they leave on a phone');
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'huddle-390.png') });
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await list(page).waitFor();
  } finally {
    await page.setViewportSize({ width: 1366, height: 768 });
  }
});

test('fourteen full visits stand on one page, Letter and A4, with what the practice is here for', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/plan`);
  await page.getByRole('button', { name: 'Change what it is for' }).click();
  await page.getByLabel('Objective, in one sentence').fill('Nobody is forgotten. '.repeat(4));
  await page.getByLabel('Mission, in one line').fill('We say what we do before we do it. '.repeat(3));
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.locator('.toast').first().waitFor();
  await page.goto(`${served.origin}/huddle`);
  await page.locator('main [role=option]').first().waitFor();
  await page.waitForLoadState('networkidle');
  // The same sheet with fourteen visits that fill their lines, in the place of the day's own.
  await page.evaluate(`window.print = () => {
    const sheet = document.querySelector('.print-root').cloneNode(true);
    sheet.id = 'kept';
    const line = sheet.querySelector('.huddle-line');
    for (const text of line.querySelectorAll('p')) text.append(' what was said here runs on'.repeat(20));
    for (const other of sheet.querySelectorAll('.huddle-line')) if (other !== line) other.remove();
    for (let n = 1; n < 14; n += 1) line.after(line.cloneNode(true));
    document.querySelector('.print-root').style.display = 'none';
    document.body.append(sheet);
  }`);
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await page.locator('#kept .huddle-line').nth(13).waitFor({ state: 'attached' });
  await expect
    .poll(() => page.locator('#kept .huddle-for').textContent())
    .toMatch(/Nobody is forgotten.*before we do it/);
  for (const size of ['215.9mm 279.4mm', '210mm 297mm']) {
    await page.evaluate(`(() => {
      document.querySelector('#kept > style').textContent = '@page { size: ${size}; margin: 10mm }';
    })()`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length, size).toBe(1);
  }
});

test.runIf(pictures !== undefined)('pictures', async () => {
  const { page } = desk;
  await openDay(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: join(pictures ?? '', `huddle-${scheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
});
