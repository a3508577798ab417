import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

// Dana and Ana, each at a desk of their own, over one server that is stopped and started again.
let served: Served;
let dana: Window;
let ana: Window;

// Far below the minute after which a desk looks by itself, so that only news can be the cause; and above what a machine
// takes that tells other stories beside this one. The two seconds of a quiet machine are measured by the bench.
const soon = 12_000;

const list = (page: Page) => page.locator('main [role=listbox]').first();
const acts = (page: Page) => list(page).locator('.act:not(:has([aria-hidden]))');
const tab = (page: Page, name: string) =>
  page.locator('nav.tabs').getByRole('button', { name: new RegExp(`^${name}`) });
const idOf = async (page: Page, nth: number) => (await acts(page).nth(nth).getAttribute('id')) ?? '';
const row = (page: Page, id: string) => page.locator(`[id="${id}"]`);
const toasts = (page: Page) => page.locator('.toasts');

async function everyone(page: Page): Promise<void> {
  await tab(page, 'Everyone').click();
  await acts(page).first().waitFor();
}

/** Clicks an act, waits until it is open, and gives the list the keys back. */
async function open(page: Page, id: string): Promise<void> {
  await row(page, id).click();
  await page.locator('.gate').first().waitFor();
  await list(page).focus();
}

async function ask(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  return page.evaluate(
    `fetch(${JSON.stringify(path)}, { method: ${JSON.stringify(method)}, headers: { 'content-type': 'application/json' },
      ${body === undefined ? '' : `body: JSON.stringify(${JSON.stringify(body)})`} }).then((reply) => reply.json())`,
  );
}

beforeAll(async () => {
  served = await serveKeepwell();
  dana = await openWindow(served.origin);
  await enterByLink(dana.page, served.link);
  const invited = (await ask(dana.page, 'POST', '/api/staff/invitations', {
    email: 'ana@practice.example',
    displayName: 'Ana Lopez',
    roles: ['front_desk'],
  })) as { link: string };
  ana = await openWindow(served.origin);
  await ana.page.goto(invited.link);
  await ana.page.fill('input[type=password]', 'other quiet words here');
  await ana.page.click('button[type=submit]');
  await ana.page.waitForURL('**/today');
  await everyone(dana.page);
  await everyone(ana.page);
});

afterAll(async () => {
  await dana?.close();
  await ana?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

test('what one desk completes leaves the other at once, and comes back in its place', async () => {
  const id = await idOf(dana.page, 0);
  const second = await idOf(dana.page, 1);
  await row(ana.page, id).waitFor();
  await list(dana.page).focus();
  await dana.page.keyboard.press('Home');
  await dana.page.keyboard.press('d');
  await row(ana.page, id).waitFor({ state: 'detached', timeout: soon });
  await dana.page.keyboard.press('z');
  await row(ana.page, id).waitFor({ timeout: soon });
  expect(await idOf(dana.page, 0)).toBe(id);
  expect(await idOf(dana.page, 1)).toBe(second);
});

test('who is on an act is said at the other desk, until they leave it', async () => {
  const id = await idOf(dana.page, 1);
  await open(dana.page, id);
  await row(ana.page, id).getByText('Dana Whitcomb is on this').waitFor({ timeout: soon });
  await dana.page.keyboard.press('Home');
  await row(ana.page, id).getByText('is on this').waitFor({ state: 'detached', timeout: soon });
});

test('one act completed at both desks is one outcome, and a success at both', async () => {
  const id = await idOf(dana.page, 2);
  await open(dana.page, id);
  await open(ana.page, id);
  // A row leaves its list before its answer has arrived: what the server said is waited for by itself.
  const answered = [dana, ana].map(({ page }) =>
    page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().includes(id.slice(4)),
    ),
  );
  await Promise.all([dana.page.keyboard.press('d'), ana.page.keyboard.press('d')]);
  for (const response of await Promise.all(answered)) expect(response.ok()).toBe(true);
  await row(dana.page, id).waitFor({ state: 'detached' });
  await row(ana.page, id).waitFor({ state: 'detached' });
  for (const { page } of [dana, ana]) expect(await toasts(page).locator('.problem').count()).toBe(0);
  const done = (await ask(dana.page, 'GET', '/api/today/done')) as { done: { act: { id: string } }[] };
  expect(done.done.filter(({ act }) => `act-${act.id}` === id)).toHaveLength(1);
});

test('a consent that is withdrawn takes the number off an open act at once', async () => {
  const calls = acts(ana.page).filter({ has: ana.page.locator('.kind', { hasText: 'Call' }) });
  const id = (await calls.first().getAttribute('id')) ?? '';
  await open(ana.page, id);
  const number = ana.page.locator('.pane a[href^="tel:"]').first();
  await number.waitFor();
  const opened = (await ask(dana.page, 'GET', `/api/acts/${id.slice(4)}`)) as { patient: { id: string } };
  const consent = `/api/patients/${opened.patient.id}/consents`;
  for (const purpose of ['care', 'feedback', 'marketing']) {
    await ask(dana.page, 'POST', consent, { purpose, channel: 'any', granted: false });
  }
  await number.waitFor({ state: 'detached', timeout: soon });
  // Then the act closes itself, on every desk.
  await row(dana.page, id).waitFor({ state: 'detached', timeout: 15_000 });
});

test('no answer asks for another time, and not appropriate for a reason', async () => {
  const { page } = dana;
  const calls = acts(page).filter({ has: page.locator('.kind', { hasText: 'Call' }) });
  const id = (await calls.first().getAttribute('id')) ?? '';
  await open(page, id);
  await page.keyboard.press('n');
  await row(page, id)
    .getByText(/from \d\d:\d\d|from \w+/)
    .waitFor({ timeout: soon });
  const other = await idOf(page, 0);
  await open(page, other);
  await page.keyboard.press('s');
  await page.locator('.outcome-form').getByRole('button', { name: 'Wrong facts' }).click();
  await row(page, other).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('listbox');
});

test('while the server is away the list stays, answers wait, and all is well when it is back', async () => {
  const { page } = dana;
  const port = Number(new URL(served.origin).port);
  const folder = served.dataFolder;
  const id = await idOf(page, 0);
  expect(await served.stop()).toBe(0);
  await page.getByText(/Live updates paused – list as of \d\d:\d\d/).waitFor({ timeout: 30_000 });
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('d');
  await row(page, id).waitFor({ state: 'detached' });
  await page.getByText(/1 answer waits for the server/).waitFor();
  await expect.poll(() => acts(page).count()).toBeGreaterThan(3);
  served = await serveKeepwell(folder, port);
  await page.getByText(/waits for the server/).waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByText(/Live updates paused/).waitFor({ state: 'detached', timeout: 30_000 });
  await row(ana.page, id).waitFor({ state: 'detached', timeout: 30_000 });
  const done = (await ask(page, 'GET', '/api/today/done')) as { done: { act: { id: string } }[] };
  expect(done.done.filter(({ act }) => `act-${act.id}` === id)).toHaveLength(1);
});

test('after a reload Ctrl+Z still takes back the newest deed, whatever it was', async () => {
  const { page } = dana;
  const id = await idOf(page, 0);
  const staff = (await ask(page, 'GET', '/api/staff')) as { staff: { id: string; displayName: string }[] };
  const her = staff.staff.find(({ displayName }) => displayName === 'Ana Lopez')?.id;
  await ask(page, 'PUT', `/api/acts/${id.slice(4)}/owner`, { staffMemberId: her });
  await row(page, id).getByText('for Ana Lopez').waitFor({ timeout: soon });
  await page.reload();
  await everyone(page);
  await page.keyboard.press('Control+z');
  await row(page, id).getByText('for Ana Lopez').waitFor({ state: 'detached', timeout: soon });
});

test('words that one desk changes are read at the other, and survive a reload', async () => {
  const id = await idOf(dana.page, 0);
  await open(dana.page, id);
  await dana.page.keyboard.press('e');
  await dana.page.keyboard.press('ControlOrMeta+a');
  await dana.page.keyboard.type('Good morning, a word about Thursday. d n l z');
  await dana.page.keyboard.press('Control+Enter');
  await toasts(dana.page).getByText('Words kept for this act.').waitFor();
  await open(ana.page, id);
  await expect
    .poll(() => ana.page.locator('#script').inputValue())
    .toBe('Good morning, a word about Thursday. d n l z');
});

test('the list is finished with the keyboard alone; it says what was achieved, and sells nothing', async () => {
  const { page } = dana;
  await everyone(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  let answered = 0;
  for (let press = 0; press < 200 && (await list(page).count()) > 0; press += 1) {
    const isGroup = (await list(page).locator('[aria-selected=true] [aria-hidden]').count()) > 0;
    await page.keyboard.press(isGroup ? 'Enter' : 'd');
    if (isGroup) await page.keyboard.press('ArrowDown');
    else answered += 1;
    const focused = await page.evaluate('document.activeElement?.getAttribute("role") ?? ""');
    if ((await list(page).count()) > 0) expect(focused).toBe('listbox');
  }
  expect(answered).toBeGreaterThan(10);
  await page.getByText(/heard from you today; \d+ minutes/).waitFor({ timeout: 10_000 });
  await ana.page.getByText(/heard from you today; \d+ minutes/).waitFor({ timeout: 10_000 });
  expect([...dana.complaints, ...ana.complaints].filter((one) => !/ERR_|EventSource/.test(one))).toEqual([]);
});
