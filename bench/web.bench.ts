import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { enterByLink, openWindow, signIn, type Window } from '../tests/harness/browser.ts';
import { type Served, serveKeepwell } from '../tests/harness/served.ts';
import { holdServer, withClient } from './database.ts';
import { type Figure, root, runKeepwell, temporaryFolder } from './ground.ts';
import { observe, type Profile, quantile, seen, slowDown } from './page-speed.ts';

// A small laptop at the desk, and the same one on a poor line with a full disk; see the budgets of the screens.
const office: Profile = { name: 'office', megabitsASecond: 20, latency: 20, cpu: 2 };
const slow: Profile = { name: 'slow', megabitsASecond: 1.6, latency: 150, cpu: 4 };
const loads = 5;

/** Bytes of an asset as gzip packs it; browsers that know Brotli get less. */
function packedSize(url: string): number {
  return statSync(`${join(root, 'dist', 'web', new URL(url).pathname)}.gz`).size;
}

interface Asked {
  readonly js: Set<string>;
  readonly css: Set<string>;
  /** Fonts and media. */
  readonly other: Set<string>;
}

/** What the pages ask for from now on. */
function watchRequests(page: Page): Asked {
  const asked: Asked = { js: new Set(), css: new Set(), other: new Set() };
  page.on('request', (request) => {
    const kind = request.resourceType();
    if (kind === 'script') asked.js.add(request.url());
    if (kind === 'stylesheet') asked.css.add(request.url());
    if (kind === 'font' || kind === 'media') asked.other.add(request.url());
  });
  return asked;
}

const sizeOf = (urls: Iterable<string>): number => [...urls].reduce((sum, url) => sum + packedSize(url), 0);

// Signing in takes a code that counts once and comes every half minute: one session does for all windows.
let cookies: Awaited<ReturnType<Window['context']['cookies']>> = [];

async function openDesk(served: Served): Promise<Window> {
  const window = await openWindow(served.origin);
  await window.context.addCookies(cookies);
  // A figure that is bad is told, not thrown.
  window.page.setDefaultTimeout(120_000);
  return window;
}

/** Today, with its list. */
async function openToday(served: Served): Promise<Window> {
  const window = await openDesk(served);
  await window.page.goto(`${served.origin}/today`);
  await rows(window.page).first().waitFor();
  return window;
}

const rows = (page: Page) => page.locator('main [role=listbox]').first().getByRole('option');

interface Loaded {
  readonly lcp: number;
  readonly cls: number;
  readonly worstKey: number;
  readonly js: number;
  readonly css: number;
  readonly other: number;
}

/** Today from nothing, and then a spell of work with keys alone. */
async function loadToday(served: Served, profile: Profile): Promise<Loaded> {
  const window = await openDesk(served);
  try {
    const { page } = window;
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    await slowDown(client, profile);
    await page.addInitScript(observe);
    const asked = watchRequests(page);
    await page.goto(`${served.origin}/today?tab=everyone`);
    await rows(page).nth(3).waitFor();
    // Until the pane stands as well, and whatever is fetched ahead.
    await page.locator('.outcomes button').first().waitFor();
    const [js, css, other] = [sizeOf(asked.js), sizeOf(asked.css), asked.other.size];
    await page.locator('main [role=listbox]').first().focus();
    for (const key of [
      'ArrowDown',
      'j',
      'k',
      'd',
      'ArrowDown',
      'z',
      'l',
      'Escape',
      'd',
      'z',
      'ArrowUp',
      'End',
      'Home',
    ]) {
      await page.keyboard.press(key);
      if (key === 'Escape') await page.locator('main [role=listbox]').first().focus();
      await page.waitForTimeout(350);
    }
    await page.waitForTimeout(600);
    const { lcp, cls, keys } = await seen(page);
    return { lcp, cls, worstKey: Math.max(0, ...keys), js, css, other };
  } finally {
    await window.close();
  }
}

/** Until no job of the start runs or is due, twice in a row: scores and plans of 100,000 take both cores for a while. */
async function jobsDone(served: Served): Promise<void> {
  const server = await holdServer(served.dataFolder);
  try {
    await withClient(server.access.superuser, async (client) => {
      const until = performance.now() + 300_000;
      for (let still = 0; still < 2; ) {
        const { rows: found } = await client.query<{ busy: boolean }>(
          'select exists (select from graphile_worker.jobs where locked_at is not null or run_at <= now() and attempts < max_attempts) as busy',
        );
        still = found[0]?.busy === false ? still + 1 : 0;
        if (performance.now() > until) throw new Error('the jobs of the start do not end');
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    });
  } finally {
    await server.stop();
  }
}

/** As somebody finds it who opens it the moment the server says that it is ready: no budget is set for it. */
async function atTheStart(served: Served): Promise<Figure> {
  const { lcp } = await loadToday(served, office);
  return {
    what: 'Today, largest paint, office, while the jobs of the start run (100,000 patients)',
    measured: `${lcp.toFixed(0)} ms`,
    reach: '<= 2500 ms',
    holds: lcp <= 2500,
  };
}

const kilobytes = (value: number): string => `${(value / 1024).toFixed(1)} KB`;

async function today(served: Served, profile: Profile): Promise<Figure[]> {
  const runs: Loaded[] = [];
  for (let i = 0; i < loads; i += 1) runs.push(await loadToday(served, profile));
  const at75 = (of: (run: Loaded) => number): number => quantile(runs.map(of), 0.75);
  const isOffice = profile === office;
  const [lcp, key, cls] = [at75((run) => run.lcp), at75((run) => run.worstKey), at75((run) => run.cls)];
  const figures: Figure[] = [
    {
      what: `Today, largest paint, ${profile.name}, 75th of 100`,
      measured: `${lcp.toFixed(0)} ms`,
      reach: isOffice ? '<= 1200 ms' : '<= 2500 ms',
      holds: lcp <= (isOffice ? 1200 : 2500),
    },
    {
      what: `Today, worst of 13 keys, ${profile.name}, 75th of 100`,
      measured: `${key.toFixed(0)} ms`,
      reach: isOffice ? '<= 100 ms' : '<= 200 ms',
      holds: key <= (isOffice ? 100 : 200),
    },
    {
      what: `Today, layout shift, ${profile.name}`,
      measured: cls.toFixed(3),
      reach: '<= 0.02',
      holds: cls <= 0.02,
    },
  ];
  const [first] = runs;
  if (!isOffice || first === undefined) return figures;
  return [
    {
      what: 'shell and Today, JavaScript, gzip',
      measured: kilobytes(first.js),
      reach: '<= 190 KB',
      holds: first.js <= 190 * 1024,
    },
    {
      what: 'shell and Today, CSS, gzip',
      measured: kilobytes(first.css),
      reach: '<= 40 KB',
      holds: first.css <= 40 * 1024,
    },
    {
      what: 'fonts and media',
      measured: String(first.other),
      reach: '0',
      holds: first.other === 0,
    },
    ...figures,
  ];
}

// From the key to the first hit in the list, without the way from this process to the browser.
const searchTimes = `(async (letters) => {
  const field = document.querySelector('dialog [role=combobox]');
  const times = [];
  for (const letter of letters) {
    const before = document.querySelector('#search-results')?.textContent ?? '';
    const startedAt = performance.now();
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    setter.call(field, field.value + letter);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => {
      const look = () => {
        const now = document.querySelector('#search-results');
        if (now?.querySelector('[id^=hit-]') && now.textContent !== before) return resolve();
        if (performance.now() - startedAt > 3000) return resolve();
        requestAnimationFrame(look);
      };
      look();
    });
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
})`;

async function searching(served: Served): Promise<Figure[]> {
  const window = await openToday(served);
  try {
    const { page } = window;
    const times: number[] = [];
    for (const word of ['oka', 'lun', 'bell', 'mar']) {
      await page.keyboard.press('Control+k');
      const field = page.getByRole('dialog').getByRole('combobox');
      await field.waitFor();
      await field.fill('');
      await page.waitForTimeout(300);
      times.push(...((await page.evaluate(`${searchTimes}(${JSON.stringify(word)})`)) as number[]));
      await page.keyboard.press('Escape');
    }
    const at75 = quantile(times, 0.75);
    return [
      {
        what: `find a patient among 100,000: from a key to the first hit, 75th of 100 of ${times.length}`,
        measured: `${at75.toFixed(0)} ms`,
        reach: '<= 150 ms',
        holds: at75 <= 150,
      },
    ];
  } finally {
    await window.close();
  }
}

/** From a press at one desk until it is seen at another: an act that is done, and its undo. */
async function news(served: Served): Promise<Figure[]> {
  const here = await openToday(served);
  const there = await openToday(served);
  try {
    const times: number[] = [];
    const everyone = (page: Page) =>
      page
        .locator('nav.tabs')
        .getByRole('button', { name: /^Everyone/ })
        .click();
    await everyone(here.page);
    await everyone(there.page);
    const list = here.page.locator('main [role=listbox]').first();
    for (let i = 0; i < 10; i += 1) {
      await list.focus();
      await here.page.keyboard.press('Home');
      const act = list.locator('.act:not(:has([aria-hidden]))').first();
      const id = await act.getAttribute('id');
      await act.click();
      await list.focus();
      const other = there.page.locator(`[id="${id}"]`);
      await other.waitFor();
      for (const key of ['d', 'z']) {
        const pressed = performance.now();
        await here.page.keyboard.press(key);
        await other.waitFor({ state: key === 'd' ? 'detached' : 'attached' });
        times.push(performance.now() - pressed);
      }
    }
    const slowest = Math.max(...times);
    return [
      {
        what: `an answer or its undo at one desk, seen at another: the slowest of ${times.length}`,
        measured: `${slowest.toFixed(0)} ms`,
        reach: '<= 2000 ms',
        holds: slowest <= 2000,
      },
    ];
  } finally {
    await here.close();
    await there.close();
  }
}

const opened = `(() => new Promise((resolve) => {
  const began = performance.now();
  const look = () => document.activeElement?.getAttribute('role') === 'combobox'
    ? requestAnimationFrame(() => resolve(performance.now() - began)) : requestAnimationFrame(look);
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
  look();
}))()`;

/** From the key to the field of the palette with the cursor in it; the first time its code is loaded as well. */
async function palette(served: Served): Promise<Figure[]> {
  const window = await openToday(served);
  try {
    const { page } = window;
    const list = page.locator('main [role=listbox]').first();
    const times: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      await list.focus();
      times.push((await page.evaluate(opened)) as number);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const slowest = Math.max(...times);
    return [
      {
        what: `Ctrl+K to its field, the slowest of ${times.length}, the first with its code`,
        measured: `${slowest.toFixed(0)} ms`,
        reach: '<= 200 ms',
        holds: slowest <= 200,
      },
    ];
  } finally {
    await window.close();
  }
}

/** The list of the day with keys alone, as it is worked through by somebody who knows what to press. */
async function tenAnswers(served: Served): Promise<Figure[]> {
  const window = await openToday(served);
  try {
    const { page } = window;
    const list = page.locator('main [role=listbox]').first();
    await list.focus();
    await page.keyboard.press('Home');
    const began = performance.now();
    for (let answered = 0; answered < 10; ) {
      const isGroup = (await list.locator('[aria-selected=true] [aria-hidden]').count()) > 0;
      await page.keyboard.press(isGroup ? 'Enter' : 'd');
      if (isGroup) await page.keyboard.press('ArrowDown');
      else answered += 1;
    }
    const took = performance.now() - began;
    return [
      {
        what: 'ten acts answered with keys alone',
        measured: `${(took / 1000).toFixed(1)} s`,
        reach: '<= 20 s',
        holds: took <= 20_000,
      },
    ];
  } finally {
    await window.close();
  }
}

// How long, at most, a part of the place in sight has no row in it while one scrolls to the end.
const blank = `(() => new Promise((resolve) => {
  const place = document.querySelector('.timeline-place');
  let since, longest = 0, frames = 0, still = 0, before = -1;
  const step = (now) => {
    const box = place.getBoundingClientRect();
    const inside = [...place.querySelectorAll('.timeline > li')].map((li) => li.getBoundingClientRect())
      .filter((r) => r.bottom > box.top && r.top < box.bottom);
    const end = place.querySelector('.timeline').getBoundingClientRect().bottom;
    const covered = inside.length > 0 && Math.min(...inside.map((r) => r.top)) <= box.top + 2
      && Math.max(...inside.map((r) => r.bottom)) >= Math.min(box.bottom, end) - 2;
    if (covered) since = undefined;
    else { since ??= now; longest = Math.max(longest, now - since); }
    frames += 1;
    place.scrollTop += 400;
    still = place.scrollTop === before ? still + 1 : 0;
    before = place.scrollTop;
    const last = Math.max(...[...place.querySelectorAll('li')].map((li) => Number(li.getAttribute('aria-posinset'))));
    if (still > 120 || frames > 6000) resolve({ longest, last });
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}))()`;

const pageOpened = `(() => new Promise((resolve) => {
  const began = performance.now();
  const look = () => document.querySelector('h1')?.textContent === 'Maria Ortiz'
    ? requestAnimationFrame(() => resolve(performance.now() - began)) : requestAnimationFrame(look);
  for (const row of document.querySelectorAll('.virtual-row'))
    if (row.textContent.includes('Ortiz, Maria')) row.click();
  look();
}))()`;

const visitsOfOne = 5000;

/** A patient of a small practice of their own who came five thousand times. */
async function onePatient(served: Served): Promise<Figure[]> {
  const dayAgo = (days: number): string =>
    new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const file = join(served.dataFolder, 'often.csv');
  const lines = Array.from(
    { length: visitsOfOne },
    (_, i) => `${i},C1,Ortiz,Maria,1981-04-09,${dayAgo(2 + i)},09:00,Completed,Hygiene`,
  );
  const other = `n,C2,Stone,Ann,1990-06-02,${dayAgo(30)},09:00,Completed,Hygiene`;
  const head = 'Appt ID,Chart No,Surname,Forename,DOB,Appt Date,Appt Time,Appt Status,Procedure';
  writeFileSync(file, [head, ...lines, other, ''].join('\n'));
  const making = ['--practice', 'often', '--create', '--name', 'Often Dental', '--json'];
  await runKeepwell(['import', file, ...making], served.dataFolder);
  const window = await openWindow(served.origin);
  try {
    const { page } = window;
    // Whoever signs in starts in the practice that was made last.
    await signIn(page, served.origin);
    await page.getByText('Often Dental').first().waitFor();
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      await page.goto(`${served.origin}/patients`);
      const row = page.getByRole('row').filter({ hasText: 'Ortiz, Maria' });
      // Whoever dwells on a row has it asked for.
      const asked = page.waitForResponse((reply) => /\/api\/patients\/[0-9a-f-]+$/.test(reply.url()));
      await row.hover();
      await asked;
      times.push((await page.evaluate(pageOpened)) as number);
    }
    await page.getByRole('button', { name: 'Visits', exact: true }).click();
    await page.locator('.timeline li').first().waitFor();
    const { longest, last } = (await page.evaluate(blank)) as { longest: number; last: number };
    const slowest = Math.max(...times);
    return [
      {
        what: `a patient’s page from the list, the slowest of ${times.length}`,
        measured: `${slowest.toFixed(0)} ms`,
        reach: '<= 300 ms',
        holds: slowest <= 300,
      },
      {
        what: `a timeline of ${last} visits scrolled to its end: the longest that a part of it was blank`,
        measured: `${longest.toFixed(0)} ms`,
        reach: '<= 200 ms',
        holds: longest <= 200 && last === visitsOfOne,
      },
    ];
  } finally {
    await window.close();
  }
}

const scrolled = `(async (selector) => {
  const place = document.querySelector(selector);
  const frames = [];
  let last = performance.now();
  for (let i = 0; i < 150; i += 1) {
    place.scrollTop += 400;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames.slice(10);
})`;

// A plain element of the same height with nothing in it: what this browser needs for a frame at all.
const emptyPlace = `(() => {
  const place = document.createElement('div');
  place.id = 'floor';
  place.style.cssText = 'position:fixed;inset:0;overflow:auto;background:white';
  place.innerHTML = '<div style="height:4800000px"></div>';
  document.body.append(place);
})()`;

/** From Today, once nothing of it is under way any more. @returns milliseconds */
async function openPatients(page: Page): Promise<number> {
  await page.locator('.outcomes button').first().waitFor();
  await page.waitForTimeout(1000);
  const startedAt = Date.now();
  await page.getByRole('link', { name: 'Patients' }).click();
  await page.locator('.virtual-row[aria-busy=false]').first().waitFor();
  return Date.now() - startedAt;
}

async function scrolling(served: Served): Promise<Figure[]> {
  const before: number[] = [];
  for (let nth = 0; nth < 4; nth += 1) {
    const one = await openToday(served);
    before.push(await openPatients(one.page));
    await one.close();
  }
  const window = await openToday(served);
  try {
    const { page } = window;
    const mounted = quantile([...before, await openPatients(page)], 0.5);
    const client = await page.context().newCDPSession(page);
    const figures: Figure[] = [
      {
        what: 'the list of 100,000 patients, from the press to its first rows, with its code and data, the middle of 5',
        measured: `${mounted} ms`,
        reach: '<= 800 ms',
        holds: mounted <= 800,
      },
    ];
    for (const [cpu, most] of [
      [1, 33],
      [4, 50],
    ] as const) {
      await client.send('Emulation.setCPUThrottlingRate', { rate: cpu });
      const ours = (await page.evaluate(`${scrolled}('.virtual-rows')`)) as number[];
      await page.evaluate(emptyPlace);
      const floor = (await page.evaluate(`${scrolled}('#floor')`)) as number[];
      await page.evaluate(`document.getElementById('floor').remove()`);
      const p95 = quantile(ours, 0.95);
      figures.push({
        what: `scrolling it, 95th of 100 frames, ${cpu}x slower (an empty page: ${quantile(floor, 0.95).toFixed(0)} ms)`,
        measured: `${p95.toFixed(0)} ms`,
        reach: `<= ${most} ms`,
        holds: p95 <= most,
      });
    }
    return figures;
  } finally {
    await window.close();
  }
}

/** What each place of the navigation loads beside shell and Today. */
async function rooms(served: Served): Promise<Figure[]> {
  const window = await openToday(served);
  try {
    const { page } = window;
    const links = page.locator('#places a');
    const places = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    const sizes: { readonly place: string; readonly bytes: number }[] = [];
    for (const place of places.filter((one) => one !== '/today')) {
      // Each from a Today of its own, so that no room pays for what another has loaded.
      await page.goto(`${served.origin}/today`);
      await rows(page).first().waitFor();
      const asked = watchRequests(page);
      await page.locator(`#places a[href="${place}"]`).click();
      await page.waitForLoadState('networkidle');
      sizes.push({ place, bytes: sizeOf(asked.js) });
    }
    const largest = sizes.sort((a, b) => b.bytes - a.bytes)[0];
    if (largest === undefined) throw new Error('the navigation leads nowhere');
    return [
      {
        what: `the largest of ${sizes.length} other places (${largest.place}), JavaScript, gzip`,
        measured: kilobytes(largest.bytes),
        reach: '<= 40 KB',
        holds: largest.bytes <= 40 * 1024,
      },
    ];
  } finally {
    await window.close();
  }
}

/** Fifty megabytes through the browser: when the first columns stand, and how the page answers meanwhile. */
async function sending(served: Served, folder: string): Promise<Figure[]> {
  const file = join(folder, 'large.csv');
  const line = (i: number): string =>
    `C${i},Longname${i % 5000},Given${i % 700},1980-02-0${(i % 8) + 1},12 Elm Street Port Alder NY 10999,212-555-${String(i % 10_000).padStart(4, '0')}\n`;
  let text = 'Chart No,Surname,Forename,DOB,Address,Mobile\n';
  const parts: string[] = [];
  for (let i = 0, size = 0; size < 50_000_000; i += 1) {
    const next = line(i);
    size += next.length;
    text += next;
    if (text.length > 1_000_000) {
      parts.push(text);
      text = '';
    }
  }
  writeFileSync(file, [...parts, text].join(''));
  const window = await openDesk(served);
  try {
    const { page } = window;
    await page.addInitScript(observe);
    await page.goto(`${served.origin}/imports/new?step=file`);
    await page.setInputFiles('input[type=file]', file);
    const startedAt = Date.now();
    await page.getByRole('button', { name: /^Send/ }).click();
    // Somebody looks something up meanwhile.
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    let typed = 0;
    const columns = page.getByLabel('Goes to, of the column Forename');
    while (!(await columns.isVisible())) {
      await page.keyboard.press(typed % 2 === 0 ? 'a' : 'Backspace');
      typed += 1;
      await page.waitForTimeout(40);
      if (Date.now() - startedAt > 60_000) throw new Error('the columns never stood');
    }
    const elapsed = Date.now() - startedAt;
    const { keys } = await seen(page);
    const slowest = quantile(keys.length === 0 ? [0] : keys, 0.75);
    return [
      {
        what: '50 MB of a table through the browser: until its columns with examples stand',
        measured: `${(elapsed / 1000).toFixed(1)} s`,
        reach: '<= 2 s after it has arrived; sending over loopback included here: <= 4 s',
        holds: elapsed <= 4000,
      },
      {
        what: `typing meanwhile, 75th of 100 of those ${keys.length} of ${typed} keys that took over 16 ms`,
        measured: `${slowest.toFixed(0)} ms`,
        reach: '<= 100 ms',
        holds: slowest <= 100,
      },
    ];
  } finally {
    await window.close();
  }
}

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    await runKeepwell(['sample', '--patients', '100000', '--json'], folder.path);
    const served = await serveKeepwell(folder.path);
    try {
      const first = await openWindow(served.origin);
      await enterByLink(first.page, served.link);
      await rows(first.page).first().waitFor({ timeout: 60_000 });
      cookies = await first.context.cookies();
      await first.close();
      const early = await atTheStart(served);
      await jobsDone(served);
      return [
        early,
        ...(await today(served, office)),
        ...(await today(served, slow)),
        ...(await palette(served)),
        ...(await rooms(served)),
        ...(await searching(served)),
        ...(await news(served)),
        ...(await tenAnswers(served)),
        ...(await scrolling(served)),
        ...(await sending(served, folder.path)),
        ...(await onePatient(served)),
      ];
    } finally {
      await served.stop();
    }
  } finally {
    folder.remove();
  }
}
