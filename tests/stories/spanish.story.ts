import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tree } from '../../src/words/bind.ts';
import { tree as appEn } from '../../src/words/compiled/app-en.ts';
import { tree as appEs } from '../../src/words/compiled/app-es.ts';
import { tree as importsEn } from '../../src/words/compiled/imports-en.ts';
import { tree as importsEs } from '../../src/words/compiled/imports-es.ts';
import { tree as serverEn } from '../../src/words/compiled/words-en.ts';
import { tree as serverEs } from '../../src/words/compiled/words-es.ts';
import { enterByLink, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await desk.page.evaluate(
    `localStorage.setItem('keepwell.preferences', JSON.stringify({ language: 'es', theme: 'light', singleKeys: true }))`,
  );
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

function plainTexts(tree: Tree): string[] {
  return Object.values(tree).flatMap((node) => {
    if (typeof node === 'string') return [node];
    if (Array.isArray(node)) return node as string[];
    return 'p' in node && Array.isArray(node.p) ? [] : plainTexts(node as Tree);
  });
}

/** The messages of the English catalogues that no Spanish one says too, such as `No`. */
function onlyEnglish(): ReadonlySet<string> {
  const spanish = new Set([appEs, importsEs, serverEs].flatMap(plainTexts));
  return new Set([appEn, importsEn, serverEn].flatMap(plainTexts).filter((text) => !spanish.has(text)));
}

// Words of English that no Spanish sentence has; names of people, files and columns are left out by where they stand.
const english =
  /\b(the|and|with|from|was|were|has|have|not|you|your|this|that|there|here|days?|visits?|patients?|today|booked|due|without|about|usually|last|first|calls?|made|since|likely|known|schedule|rhythm|promise[ds]?|told)\b/i;

// What somebody promised, told or asked stays in their own words.
const quoted = /Prometido: |Se lo contó a |Nos preguntó: /;

/** What a person reads or hears on the page: its texts and labels, but what other people typed, and words for patients. */
async function readPage(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(`(() => {
    const found = [document.title];
    const left = 'bdi:not(.told), [lang="en"], [data-names], .script, script, style, code, option[value^="visit."] code';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || parent.closest(left) !== null || parent.tagName === 'TEXTAREA' || parent.getClientRects().length === 0) continue;
      const text = node.textContent.trim();
      if (text !== '') found.push(text);
    }
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      if (one.closest(left) !== null) continue;
      for (const name of ['aria-label', 'placeholder', 'title']) {
        const text = one.getAttribute(name);
        if (text) found.push(text);
      }
    }
    return found;
  })()`)) as string[];
}

async function expectSpanish(page: Page, what: string): Promise<void> {
  const texts = await readPage(page);
  expect(texts.length, what).toBeGreaterThan(10);
  const catalogue = onlyEnglish();
  expect(
    texts.filter((text) => (catalogue.has(text) || english.test(text)) && !quoted.test(text)),
    what,
  ).toEqual([]);
  expect(await page.evaluate('document.documentElement.lang')).toBe('es');
}

const rows = (page: Page) => page.locator('main [role=listbox]').first().getByRole('option');
const tab = (page: Page, name: string) =>
  page.locator('nav.tabs').getByRole('button', { name: new RegExp(`^${name}`) });

test('Today speaks Spanish: the list, every act that is opened, what is held back and what is done', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today`);
  await tab(page, 'De todos').click();
  await rows(page).nth(8).waitFor();
  await expectSpanish(page, 'the list');
  const count = Math.min(await rows(page).count(), 14);
  for (let i = 0; i < count; i += 1) {
    await rows(page).nth(i).click();
    await page
      .waitForResponse((response) => /\/acts\/[^/]+$/.test(response.url()), { timeout: 1500 })
      .catch(() => {});
    await page.locator('.outcomes button').first().waitFor();
    await expectSpanish(page, `act ${i}`);
  }
  await tab(page, 'Retenidas').click();
  await page.locator('.held-counts, .empty').first().waitFor();
  await expectSpanish(page, 'held back');
  await tab(page, 'De todos').click();
  await page.locator('main [role=listbox]').first().focus();
  const answered = page.waitForResponse((response) => response.url().endsWith('/outcomes') && response.ok());
  await page.keyboard.press('d');
  await answered;
  await tab(page, 'Hechas').click();
  await page
    .locator('main')
    .getByRole('button', { name: /deshacer/i })
    .first()
    .waitFor();
  await expectSpanish(page, 'done');
});

test('a patient speaks Spanish, why nobody may contact them included', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today?tab=everyone`);
  await rows(page).first().waitFor();
  await tab(page, 'Retenidas').click();
  const link = page.locator('main a[href^="/patients/"]').first();
  await link.waitFor();
  await link.click();
  await page.locator('main h2').nth(3).waitFor();
  await expectSpanish(page, 'a patient');
});

test.each([
  'patients',
  'plan',
  'practice',
  'matches',
  'audit',
  'huddle',
  'overview',
  'drifting',
  'look-back',
  'predictions',
  'health',
  'imports',
  'imports/new',
])('the screen %s speaks Spanish', async (path) => {
  const { page } = desk;
  await page.goto(`${served.origin}/${path}`);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await expectSpanish(page, path);
});

test('what the server refuses, it refuses in Spanish', async () => {
  const { page } = desk;
  const problem = (await page.evaluate(`fetch('/api/patients/00000000-0000-4000-8000-000000000000', {
    headers: { 'accept-language': 'es' },
  }).then((response) => response.json())`)) as { readonly detail: string };
  expect(problem.detail).toBe('no existe ese paciente');
});

test('mirrored, the places stand at the right, and a number still comes before its word', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today?tab=everyone&dir=rtl`);
  await rows(page).first().waitFor();
  // Held for the visit, also where the address does not say it any more.
  await page.goto(`${served.origin}/today`);
  await rows(page).first().waitFor();
  const seen = (await page.evaluate(`(() => {
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const place = (node, from, to) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      return range.getBoundingClientRect().left;
    };
    const wrong = [];
    let looked = 0;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const match = /^(\\d+) (\\p{L}+)$/u.exec(node.data);
      if (match === null || node.parentElement.getClientRects().length === 0) continue;
      looked += 1;
      if (place(node, 0, 1) > place(node, match[1].length + 1, node.length)) wrong.push(node.data);
    }
    return {
      looked,
      wrong,
      dir: document.documentElement.dir,
      nav: document.querySelector('nav.places').getBoundingClientRect().left > innerWidth / 2,
      sideways: document.documentElement.scrollWidth > innerWidth,
    };
  })()`)) as { readonly looked: number };
  expect(seen).toMatchObject({ wrong: [], dir: 'rtl', nav: true, sideways: false });
  expect(seen.looked).toBeGreaterThan(5);
  await page.goto(`${served.origin}/today?dir=ltr`);
  await rows(page).first().waitFor();
  expect(await page.evaluate('document.documentElement.dir')).toBe('ltr');
});
