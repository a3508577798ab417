import { mkdtempSync, rmSync } from 'node:fs';
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

/** A browser of its own with an empty profile. `npm test` finds or installs it and names it in KEEPWELL_CHROMIUM. */
export async function openWindow(
  origin: string,
  options: {
    readonly width?: number;
    readonly height?: number;
    readonly dark?: boolean;
    /** False: a browser that runs none. */
    readonly javaScript?: boolean;
  } = {},
): Promise<Window> {
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
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axeFile, 'utf8'));
  const result = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  )) as AxeResult;
  const words = result.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
  expect(words, what).toEqual([]);
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
