import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type AuthenticatorApp, anAuthenticatorApp } from './second-factor.ts';

export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page: errors, refused resources, requests to anywhere but us. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** False: a browser that runs none. */
  readonly javaScript?: boolean;
}

/** A browser of its own with an empty profile. `npm test` finds or installs it and names it in KEEPWELL_CHROMIUM. */
export async function openWindow(origin: string, options: WindowOptions = {}): Promise<Window> {
  const profile = mkdtempSync(join(tmpdir(), 'keepwell-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.KEEPWELL_CHROMIUM ?? '/usr/bin/chromium',
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    javaScriptEnabled: options.javaScript !== false,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refusal that the screen shows in words is not a fault of the page.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:'))
      complaints.push(`foreign request: ${url}`);
  });
  return {
    context,
    page,
    complaints,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** No violation of WCAG 2.2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // A colour on its way from one theme to the other is neither; what turns for ever is not waited for.
  await page.evaluate(`Promise.race([
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
    new Promise((resolve) => setTimeout(resolve, 1000)),
  ]).then(() => undefined)`);
  // Evaluated through the debugger, which our content security policy does not bind.
  // Half a megabyte of script is read once a page, and what passed is not described: that is most of axe's time.
  if ((await page.evaluate(`typeof axe`)) === 'undefined')
    await page.evaluate(await readFile(axeFile, 'utf8'));
  const result = (await page.evaluate(
    `axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })`,
  )) as AxeResult;
  const words = result.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
  expect(words, what).toEqual([]);
}

/** The four looks in which each screen has to stand: light and dark, at a desk and on a phone. */
export const looks = [
  { dark: false, width: 1366, height: 768 },
  { dark: true, width: 1366, height: 768 },
  { dark: true, width: 390, height: 844 },
  { dark: false, width: 390, height: 844 },
] as const;

/** Turns the page as it stands to one of the looks, without loading it again; gives the look's name. */
export async function turnTo(page: Page, { dark, width, height }: (typeof looks)[number]): Promise<string> {
  const scheme = dark ? 'dark' : 'light';
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height });
  // The page follows its device a moment later.
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  if (process.env.KEEPWELL_PICTURES !== undefined) await page.waitForTimeout(400);
  return `${scheme} ${width}`;
}

/** The page as it stands, light and dark, wide and narrow: nothing for axe to find, nothing that scrolls sideways. */
export async function expectAccessibleInAllLooks(page: Page, what: string): Promise<void> {
  for (const look of looks) {
    const name = `${what} ${await turnTo(page, look)}`;
    if (process.env.KEEPWELL_PICTURES !== undefined) {
      const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`;
      await page.screenshot({ path: join(process.env.KEEPWELL_PICTURES, file) });
    }
    await expectAccessible(page, name);
    await expectNothingSideways(page, name);
  }
  await turnTo(page, looks[0]);
}

export async function expectNothingSideways(page: Page, what: string): Promise<void> {
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(wider, `${what}: scrolls sideways`).toBeLessThanOrEqual(0);
}

/**
 * A window that is signed in as another one is. Signing in takes a code that counts once and comes every half
 * minute: one session does for all windows of a story.
 */
export async function openBeside(desk: Window, origin: string, options: WindowOptions = {}): Promise<Window> {
  const window = await openWindow(origin, options);
  await window.context.addCookies(await desk.context.cookies());
  return window;
}

export const account = {
  name: 'Dana Whitcomb',
  email: 'dana@practice.example',
  password: 'several quiet words here',
};

// The app of the account above, which is set up once in a story.
let authenticator: AuthenticatorApp | undefined;

/** A code that the server takes now: each counts once, and one half minute ahead is the most it allows. */
export async function freshCode(page: Page): Promise<string> {
  if (authenticator === undefined) throw new Error('nobody has set an authenticator app up here');
  await page.waitForTimeout(authenticator.waitMilliseconds(new Date()));
  return authenticator.code(new Date());
}

/** Sets an app up on the page that asks for a second factor; the recovery codes stand there afterwards. */
export async function enrolApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up an app' }).click();
  const letters = (await page.locator('code.secret').textContent()) ?? '';
  authenticator = anAuthenticatorApp(letters.replaceAll(' ', ''));
  await page.fill('input[autocomplete=one-time-code]', await freshCode(page));
  await page.getByRole('button', { name: 'Confirm the code' }).click();
  await page.locator('.recovery-codes').waitFor();
}

/** Opens the console's link, makes the first account and sets its second factor up: the first question is open then. */
export async function welcomeByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.fill('input[autocomplete=name]', account.name);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await page.waitForURL('**/second-factor');
  await enrolApp(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.waitForURL('**/welcome');
}

/** Opens the console's link, makes the first account, and begins with the sample practice. */
export async function enterByLink(page: Page, link: string): Promise<void> {
  await welcomeByLink(page, link);
  await page.getByRole('button', { name: 'Not now: begin with the sample practice' }).click();
  await page.waitForURL('**/today');
}

/** Types a code where a second factor is asked for. */
export async function confirmByCode(page: Page): Promise<void> {
  await page.fill('input[autocomplete=one-time-code]', await freshCode(page));
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
}

export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await page.waitForURL('**/second-factor');
  await confirmByCode(page);
  await page.waitForURL('**/today');
}
