import { sql } from 'kysely';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { openInstallation } from '../../src/database/open.ts';
import {
  account,
  confirmByCode,
  enrolApp,
  expectAccessibleInAllLooks,
  openWindow,
  type Window,
} from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;
let codes: readonly string[] = [];

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
});

afterAll(async () => {
  expect(desk.complaints).toEqual([]);
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

/** A finger on a sensor that this browser has. */
async function anAuthenticator(page: Page): Promise<CDPSession> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return client;
}

async function typePassword(page: Page): Promise<void> {
  await page.goto(`${served.origin}/sign-in`);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('.user-menu > button').click();
}

async function leave(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/sign-in*');
}

test('whoever administers sets a second factor up before anything else, by an app', async () => {
  const { page } = desk;
  await page.goto(served.link);
  await page.fill('input[autocomplete=name]', account.name);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await page.waitForURL('**/second-factor');
  // Nothing else opens meanwhile.
  await page.goto(`${served.origin}/patients`);
  await page.waitForURL('**/second-factor*');
  await expectAccessibleInAllLooks(page, 'first set-up');
  await enrolApp(page);
  await expectAccessibleInAllLooks(page, 'recovery codes');
  codes = await page.locator('.recovery-codes code').allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  // The first account is asked which practice it is before anything else.
  await page.waitForURL('**/welcome');
  await page.getByRole('button', { name: 'Not now: begin with the sample practice' }).click();
  await page.waitForURL('**/today');
});

test('a password alone opens nothing; a recovery code does, once', async () => {
  const { page } = desk;
  await leave(page);
  await page.goBack();
  await page.waitForURL('**/sign-in*');
  await typePassword(page);
  await page.waitForURL('**/second-factor');
  await page.goto(`${served.origin}/settings/staff`);
  await page.waitForURL('**/second-factor*');
  await page.getByRole('button', { name: /recovery code/ }).click();
  await expectAccessibleInAllLooks(page, 'a recovery code');
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.waitForURL('**/settings/staff');
  await leave(page);
  await typePassword(page);
  await page.waitForURL('**/second-factor');
  await page.getByRole('button', { name: /recovery code/ }).click();
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('used before');
  await page.getByRole('button', { name: 'Use the app instead' }).click();
  await confirmByCode(page);
  await page.waitForURL('**/today');
});

test('a passkey is added under My sign-in, and signs in without a password', async () => {
  const { page } = desk;
  await anAuthenticator(page);
  await page.goto(`${served.origin}/settings/me`);
  await page.getByRole('button', { name: 'Set up a passkey' }).click();
  await page.getByRole('button', { name: /^Remove: Passkey/ }).waitFor();
  await expectAccessibleInAllLooks(page, 'my sign-in');
  await leave(page);
  await expectAccessibleInAllLooks(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL('**/today');
});

test('a change of roles asks for a fresh proof in place, and then goes on by itself', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/settings/staff`);
  const invite = page.locator('form.invite');
  await invite.getByLabel('Name').fill('Kim Sato');
  await invite.getByLabel('E-mail address').fill('kim@practice.example');
  await invite.getByRole('button', { name: 'Make an invitation' }).click();
  const link = (await page.locator('.link-shown').textContent()) ?? '';
  const other = await openWindow(served.origin);
  await other.page.goto(link);
  await other.page.fill('input[type=password]', 'another few words here');
  await other.page.getByRole('button', { name: 'Join' }).click();
  await other.page.waitForURL('**/today');
  await other.page.goto(`${served.origin}/settings/me`);
  await other.page.getByLabel('New PIN').fill('739164');
  await other.page.getByRole('button', { name: 'Save the PIN' }).click();
  await other.page.getByText('You have a PIN.').waitFor();
  await other.close();
  // Five minutes pass, for the server too.
  await ageProofs();
  await page.reload();
  await page.getByRole('button', { name: 'Change roles: Kim Sato' }).click();
  await page
    .getByRole('group', { name: /Kim Sato/ })
    .getByLabel('Billing')
    .check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.waitFor();
  await expectAccessibleInAllLooks(page, 'step-up');
  await dialog.getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByText('Roles changed: Kim Sato').waitFor();
  await dialog.waitFor({ state: 'detached' });
});

test('a setting says who changed it and what it was, and is taken back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/settings/practice`);
  await page.getByLabel('Find a setting').fill('lock');
  await page.getByRole('link', { name: 'Lock after, minutes' }).click();
  const setting = page.locator('#setting-idleMinutes');
  await setting.getByRole('button', { name: /Change/ }).click();
  await setting.getByRole('textbox').fill('3');
  await setting.getByRole('button', { name: 'Save' }).click();
  await setting.getByText(/Dana Whitcomb, .*before: 10 min/).waitFor();
  await expect.poll(() => setting.textContent()).toContain('3 min');
  await expectAccessibleInAllLooks(page, 'settings of the practice');
  await setting.getByRole('button', { name: /Undo/ }).click();
  await setting.getByText(/before: 3 min/).waitFor();
  for (const section of ['locations', 'services', 'staff', 'devices']) {
    await page.goto(`${served.origin}/settings/${section}`);
    await page.locator('main h2').first().waitFor();
    await expectAccessibleInAllLooks(page, `settings, ${section}`);
  }
});

test('a shared desk: the lock keeps what was typed, a PIN opens it, and proves nothing', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/settings/devices`);
  await page.getByLabel('What this desk is called').fill('Reception');
  await page.getByRole('button', { name: 'Make this browser a shared desk' }).click();
  // In brackets: the button that was pressed says it too, and a page that is left at once takes the request with it.
  await page.getByText('(this browser)').waitFor();
  await page.goto(`${served.origin}/settings/me`);
  await page.getByLabel('New PIN').fill('482915');
  await page.getByRole('button', { name: 'Save the PIN' }).click();
  await page.getByText('You have a PIN.').waitFor();
  await page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link', { name: 'Staff and roles' })
    .click();
  const typed = page.locator('form.invite').getByLabel('Name');
  await typed.fill('Half a na');
  await openMenu(page);
  await page
    .locator('.desk-people')
    .getByRole('button', { name: /Kim Sato/ })
    .waitFor();
  await expectAccessibleInAllLooks(page, 'the menu of a shared desk');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  const lock = page.locator('dialog.blurring');
  await lock.waitFor();
  await lock.getByLabel('PIN of Dana Whitcomb').waitFor();
  await expectAccessibleInAllLooks(page, 'the lock');
  const behind = await page.evaluate(`fetch('/api/session').then((answer) => answer.status)`);
  expect(behind).toBe(401);
  await lock.getByLabel('PIN of Dana Whitcomb').fill('482914');
  await lock.getByRole('button', { name: 'Unlock' }).click();
  await lock.getByRole('alert').waitFor();
  await lock.getByLabel('PIN of Dana Whitcomb').fill('482915');
  await lock.getByRole('button', { name: 'Unlock' }).click();
  await lock.waitFor({ state: 'detached' });
  await expect.poll(() => typed.inputValue()).toBe('Half a na');
  const state = await page.evaluate(
    `fetch('/api/session').then((answer) => answer.json()).then((it) => it.state)`,
  );
  expect(state).toBe('pin');
  await page.getByRole('button', { name: 'Change roles: Kim Sato' }).click();
  await page
    .getByRole('group', { name: /Kim Sato/ })
    .getByLabel('Billing')
    .uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('You switched by PIN', { exact: false }).first().waitFor();
  // Another person, in two presses; nothing of the first stays on the screen.
  await openMenu(page);
  await page
    .locator('.desk-people')
    .getByRole('button', { name: /Kim Sato/ })
    .click();
  await page.getByLabel('PIN of Kim Sato').fill('739164');
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await page.waitForURL('**/today');
  const name = await page.evaluate(
    `fetch('/api/session').then((answer) => answer.json()).then((it) => it.displayName)`,
  );
  expect(name).toBe('Kim Sato');
});

/** The clock of a server cannot be turned from outside: its sessions were proved six minutes earlier instead. */
async function ageProofs(): Promise<void> {
  const opened = await openInstallation({ dataFolder: served.dataFolder, databaseUrl: undefined }, () => {});
  if (!opened.ok) throw new Error(opened.refusal.detail);
  const database = openDatabase(opened.value.access.app);
  await database.untenanted((db) =>
    sql`update session set proved_at = proved_at - interval '6 minutes', factor_at = factor_at - interval '6 minutes'`.execute(
      db,
    ),
  );
  await database.close();
  await opened.value.stop();
}
