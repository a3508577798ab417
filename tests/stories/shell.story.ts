import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enterByLink,
  expectAccessible,
  expectAccessibleInAllLooks,
  expectNothingSideways,
  looks,
  openBeside,
  openWindow,
  turnTo,
  type Window,
} from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await rows(desk.page).first().waitFor();
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

const rooms = [
  '/today',
  '/huddle',
  '/overview',
  '/patients',
  '/matches',
  '/imports',
  '/imports/new',
  '/plan',
  '/practice',
  '/audit',
  '/health',
];
const list = (page: Page) => page.locator('main [role=listbox]').first();
const rows = (page: Page) => list(page).getByRole('option');
const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page) => dialog(page).getByRole('combobox');
const goTo = async (page: Page, path: string) => {
  await page.goto(`${served.origin}${path}`);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
};

const outlineOf = (page: Page, selector: string) =>
  page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).outlineStyle`);

test('1: Ctrl+K opens, three letters show the patient, Enter opens, Esc gives the focus back', async () => {
  const { page } = desk;
  await list(page).focus();
  for (let i = 0; i < 3; i += 1) {
    await page.keyboard.press('Control+k');
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("role")')).toBe('combobox');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await expect
      .poll(() => list(page).evaluate('document.activeElement.getAttribute("role")'))
      .toBe('listbox');
  }
  await page.keyboard.press('Control+k');
  await field(page).pressSequentially('oka', { delay: 40 });
  const hit = dialog(page)
    .getByRole('option', { name: /Okafor/ })
    .first();
  await hit.waitFor();
  const name = (await hit.locator('bdi').textContent()) ?? '';
  await page.keyboard.press('Enter');
  await page.waitForURL('**/patients/**');
  await page.getByRole('heading', { name }).first().waitFor();
  await page.goBack();
  await rows(page).first().waitFor();
  // Remembered while the page stands, and nowhere else.
  await page.keyboard.press('Control+k');
  await dialog(page).getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Escape');
});

test('2: ? lists the keys of this screen, and finds one', async () => {
  const { page } = desk;
  await list(page).focus();
  await page.keyboard.press('?');
  await dialog(page).getByText('Edit the words').waitFor();
  await dialog(page).getByRole('searchbox').fill('huddle');
  await dialog(page).getByText('Go to Huddle').waitFor();
  expect(await dialog(page).getByText('Edit the words').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL('**/huddle');
  await page.locator('main h1').waitFor();
  await page.keyboard.press('?');
  await dialog(page).getByText('Print this page').waitFor();
  expect(await dialog(page).getByText('Edit the words').count()).toBe(0);
  await page.keyboard.press('Escape');
  await goTo(page, '/today');
});

test('3: with single keys off, d does nothing and Done is reached by Tab and Enter', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  await field(page).fill('single');
  await page.keyboard.press('Enter');
  await dialog(page).waitFor({ state: 'detached' });
  await rows(page).first().waitFor();
  const first = (await rows(page).first().textContent()) ?? 'nothing';
  await list(page).focus();
  await page.locator('.outcomes button').first().waitFor();
  for (const key of ['d', '?', '/', 'g', 'h']) await page.keyboard.press(key);
  expect(await rows(page).first().textContent()).toBe(first);
  expect(page.url()).toContain('/today');
  expect(await dialog(page).count()).toBe(0);
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent')) === 'Done') break;
  }
  const answered = page.waitForResponse((reply) => reply.url().endsWith('/outcomes') && reply.ok());
  await page.keyboard.press('Enter');
  await answered;
  await expect.poll(() => rows(page).allTextContents()).not.toContain(first);
  const undone = page.waitForResponse((reply) => reply.url().endsWith('/undo') && reply.ok());
  await page.keyboard.press('Control+z');
  await undone;
  await page.keyboard.press('Control+k');
  await field(page).fill('single');
  await dialog(page).getByRole('option', { name: 'Turn single keys on' }).click();
});

test('4 and 5: in a field letters are letters, also those that AltGr types', async () => {
  const { page } = desk;
  const before = await rows(page).count();
  await page.keyboard.press('Control+k');
  await field(page).pressSequentially('d n l z g h ? /');
  await expect.poll(() => field(page).inputValue()).toBe('d n l z g h ? /');
  await field(page).fill('');
  for (const letter of 'ąśñé@') {
    // As a keyboard with AltGr says it: Ctrl and Alt held, the letter inserted.
    await page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(letter)}, ctrlKey: true, altKey: true, bubbles: true, cancelable: true }))`,
    );
    await page.keyboard.insertText(letter);
  }
  await expect.poll(() => field(page).inputValue()).toBe('ąśñé@');
  await page.keyboard.press('Escape');
  for (const letter of ['d', 'k', 'n', 'z', 'g', 'h', 'p', 'e']) await page.keyboard.press(`Alt+${letter}`);
  expect(await rows(page).count()).toBe(before);
  expect(await dialog(page).count()).toBe(0);
});

test('6: the first Tab shows “Skip to …”, and it works', async () => {
  const { page } = desk;
  for (const path of ['/huddle', '/audit']) {
    await goTo(page, path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('button', { name: 'Skip to content' });
    await expect.poll(() => skip.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    expect((await skip.boundingBox())?.width).toBeGreaterThan(60);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
  }
});

test('7 and 8: the privacy eye makes initials of names everywhere; title, address and storage hold none', async () => {
  const { page } = desk;
  const namesOf = () => page.locator('main .name').allTextContents();
  for (const path of ['/today', '/huddle', '/patients']) {
    await goTo(page, path);
    await page.locator('main .name').first().waitFor();
    const plain = await namesOf();
    await page.keyboard.press('Control+Shift+P');
    for (const name of await namesOf()) expect(name, path).toMatch(/^((\p{L}|\d)\. ?)+$/u);
    await page.keyboard.press('Control+Shift+P');
    expect((await namesOf())[0]).toBe(plain[0]);
    const kept = await page.evaluate(
      'document.title + location.href + JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])',
    );
    for (const name of plain) expect(kept).not.toContain(name);
  }
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.press('Control+k');
  await field(page).pressSequentially('oka', { delay: 30 });
  const hit = dialog(page).locator('[id^=hit-] .name').first();
  await hit.waitFor();
  await expect.poll(() => hit.textContent()).toMatch(/^((\p{L}|\d)\. ?)+$/u);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
});

test('10: nothing that can be taken back asks whether one is sure', async () => {
  const { page } = desk;
  let asked = 0;
  page.on('dialog', (box) => {
    asked += 1;
    void box.dismiss();
  });
  await goTo(page, '/plan');
  const toggle = page.locator('main [role=switch], main input[type=checkbox]').first();
  await toggle.waitFor({ state: 'attached' });
  await toggle.click({ force: true });
  await page.locator('.toast').first().waitFor();
  expect(await dialog(page).count()).toBe(0);
  await page.locator('.toast').getByRole('button', { name: /undo/i }).first().click();
  expect(asked).toBe(0);
});

const fourteen = (day: string) => ({
  day,
  visits: Array.from({ length: 14 }, (_, i) => ({
    id: `visit-${i}`,
    patientId: `01900000-0000-7000-8000-0000000000${String(i).padStart(2, '0')}`,
    patientName: `Maximiliana Featherstonehaugh-Example${i}`,
    startsAt: `${day}T${String(8 + Math.floor(i / 2)).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}:00Z`,
    minutes: 45,
    status: 'booked',
    service: { en: 'Comprehensive periodontal examination' },
    clinician: { id: `c${i % 3}`, name: `Dr. Clinician Number ${i % 3}` },
    isFirst: i % 4 === 0,
    monthsAway: i % 4 === 0 ? null : 14,
    longAway: i % 4 !== 0,
    spokenLanguage: 'es',
    needsInterpreter: true,
    matters: ['one', 'two', 'three'].map((word) => ({
      words: `Thing number ${word} that somebody wrote down at some length, because it mattered to them then`,
      toldOn: '2026-01-12',
      locked: word === 'two',
    })),
    promises: [{ words: 'a price in writing, and the leaflet', dueOn: '2026-01-20', late: true }],
    mayBeMissed: i % 5 === 0 ? { en: 'About 46 in 100 such visits are missed here.' } : null,
    todo: 'Ask about: Thing number one that somebody wrote down at some length',
    talkedAbout: false,
    leaving: {
      items: [
        'Next visit offered',
        'Knows what happens next',
        'Promise kept or dated',
        'Questions answered',
      ].map((en, nth) => ({ code: `item-${nth}`, words: { en } })),
      finished: null,
    },
  })),
  cards: {
    writes: true,
    cards: [0, 1, 2].map((nth) => ({
      actId: `act-${nth}`,
      patientId: `01900000-0000-7000-8000-0000000001${nth}0`,
      patientName: `Maximiliana Featherstonehaugh-Example${nth}`,
      title: 'Thank-you card, by hand',
      facts: [{ fact: 'ran the marathon', date: '2026-01-11' }],
      hasAddress: nth > 0,
      nextVisit: nth > 0 ? null : '2026-02-12',
    })),
  },
  missedVisits: 'told',
  nextDay: null,
  scheduleAsOf: `${day}T07:41:00Z`,
  scheduleIsStale: true,
});

test('fourteen visits with much to say print on one sheet, A4 and Letter; what is locked is not on it', async () => {
  const { page } = desk;
  await page.route('**/api/huddle*', (route) =>
    route.fulfill({ json: fourteen(new Date().toISOString().slice(0, 10)) }),
  );
  for (const paper of ['a4', 'letter']) {
    await goTo(page, '/huddle');
    await page.locator('.huddle-visit').nth(13).waitFor();
    await page.locator('.huddle-paper select').selectOption(paper);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, paper).toBe(1);
    const width = Number(/\/MediaBox\s*\[0 0 ([\d.]+)/.exec(pdf)?.[1]);
    expect(Math.round(width), paper).toBe(paper === 'a4' ? 595 : 612);
    const sheet = (await page.locator('.print-root').textContent()) ?? '';
    expect(sheet).toContain('number one');
    expect(sheet).not.toContain('number two');
    expect(sheet).not.toContain('missed here');
    expect(sheet).toMatch(/Printed \d\d:\d\d by Dana Whitcomb · shred today/);
    const smallest =
      await page.evaluate(`Math.min(...[...document.querySelectorAll('.print-root p, .print-root span')]
      .map((one) => parseFloat(getComputedStyle(one).fontSize)))`);
    expect(smallest).toBeGreaterThanOrEqual(12);
  }
  await page.unroute('**/api/huddle*');
});

test('63: nothing for axe to find, with palette, sheet, menus, dialog and toast open, light and dark, wide and narrow', async () => {
  const seen = await openBeside(desk, served.origin);
  const { page } = seen;
  for (const path of ['/huddle', '/overview', '/audit', '/health']) {
    await goTo(page, path);
    await expectAccessibleInAllLooks(page, path);
  }
  await page.keyboard.press('Control+k');
  await field(page).pressSequentially('a');
  await dialog(page).locator('[id^=hit-]').first().waitFor();
  await expectAccessibleInAllLooks(page, 'palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await dialog(page).getByRole('searchbox').waitFor();
  await expectAccessibleInAllLooks(page, 'sheet');
  await page.keyboard.press('Escape');
  await page.locator('.user-menu > button').click();
  await expectAccessibleInAllLooks(page, 'user menu');
  await page.keyboard.press('Escape');
  await page.locator('.schedule-age > button').click();
  await page.locator('.schedule-age .panel li').first().waitFor();
  await expectAccessible(page, 'age of the schedule');
  await page.keyboard.press('Escape');
  for (const look of looks.filter(({ width }) => width === 390)) {
    const what = `menu ${await turnTo(page, look)}`;
    await page.locator('.menu-button').click();
    await expectAccessible(page, what);
    await page.keyboard.press('Escape');
  }
  await turnTo(page, looks[0]);
  await goTo(page, '/plan');
  for (const look of looks) {
    const what = `toast ${await turnTo(page, look)}`;
    await page.locator('main [role=switch], main input[type=checkbox]').first().click({ force: true });
    await page.locator('.toast').first().waitFor();
    await expectAccessible(page, what);
    await page.locator('.toast').getByRole('button', { name: /undo/i }).first().click();
    await page.locator('.toast').first().waitFor({ state: 'detached' });
  }
  expect(seen.complaints).toEqual([]);
  await seen.close();
});

test('66: at 320 px nothing scrolls sideways on any screen, and the menu covers nothing', async () => {
  const seen = await openBeside(desk, served.origin, { width: 320, height: 640 });
  for (const path of rooms) {
    await goTo(seen.page, path);
    await expectNothingSideways(seen.page, `${path} at 320`);
  }
  await seen.page.keyboard.press('Control+k');
  await field(seen.page).waitFor();
  await expectNothingSideways(seen.page, 'palette at 320');
  await seen.page.keyboard.press('Escape');
  await goTo(seen.page, '/today');
  await seen.page.locator('.menu-button').click();
  const menu = await seen.page.locator('#places').boundingBox();
  const main = await seen.page.locator('main').boundingBox();
  expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual((main?.y ?? 0) + 1);
  await seen.close();
});

test('67: from right to left the layout is mirrored, and nothing scrolls sideways', async () => {
  const { page } = desk;
  for (const path of rooms) {
    await page.goto(`${served.origin}${path}?dir=rtl`);
    await page.locator('main h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    const nav = await page.locator('#places').boundingBox();
    expect(nav?.x, path).toBeGreaterThan(1000);
    await expectNothingSideways(page, `${path} rtl`);
  }
  await page.goto(`${served.origin}/today?dir=ltr`);
});

test('68: with forced colours and without motion everything is there, and what is selected is marked', async () => {
  const { page } = desk;
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const path of rooms) {
    await goTo(page, path);
    await expect.poll(() => page.locator('main h1').first().isVisible()).toBe(true);
    expect(await outlineOf(page, '.places a[aria-current]'), path).toBe('solid');
    const moving = await page.evaluate(
      'document.getAnimations().filter((one) => one.effect.getTiming().duration > 1).length',
    );
    expect(moving, path).toBe(0);
  }
  // The kit's switches are backgrounds alone, which forced colours take away.
  await goTo(page, '/plan');
  expect(
    await page.evaluate(`getComputedStyle(document.querySelector('.mantine-Switch-track')).borderTopWidth`),
  ).toBe('1px');
  const grounds = await page.evaluate(
    `new Set([...document.querySelectorAll('main .mantine-Switch-input')].map((one) =>
      one.checked + getComputedStyle(one.nextElementSibling).backgroundColor)).size`,
  );
  expect(grounds).toBeGreaterThan(0);
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  expect(await outlineOf(page, 'dialog [role=option][aria-selected=true]')).toBe('solid');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
  expect(desk.complaints).toEqual([]);
});

test('9: without the server the desk says since when it is on its own, and comes back by itself', async () => {
  const { page } = desk;
  await goTo(page, '/today');
  await rows(page).first().waitFor();
  const port = Number(new URL(served.origin).port);
  expect(await served.stop()).toBe(0);
  await page.getByText(/Live updates paused/).waitFor({ timeout: 40_000 });
  served = await serveKeepwell(served.dataFolder, port);
  await page.getByText(/Live updates paused/).waitFor({ state: 'detached', timeout: 40_000 });
});
