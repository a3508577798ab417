import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enterByLink,
  expectAccessible,
  expectAccessibleInAllLooks,
  openBeside,
  openWindow,
  signIn,
  type Window,
} from '../harness/browser.ts';
import { dayFromNow } from '../harness/local-day.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

// A practice of its own with one patient of 5,000 visits, and two who share her address.
const visits = 5000;

let served: Served;
let desk: Window;

async function importFiles(): Promise<void> {
  const patients = join(served.dataFolder, 'patients.csv');
  const schedule = join(served.dataFolder, 'schedule.csv');
  const address = '12 Elm Street, Albany, NY 12207';
  writeFileSync(
    patients,
    'Chart No;Surname;Forename;DOB;Cell;Email;Address\n' +
      `C1;Ortiz;Maria;1981-04-09;(212) 555-0131;maria@mail.example;${address}\n` +
      `C2;Ortiz;Luis;2012-12-30;(212) 555-0132;;${address}\nC3;Stone;Ann;1990-06-02;(212) 555-0133;;\n`,
  );
  const rows = Array.from(
    { length: visits },
    (_, n) => `${n};C1;${dayFromNow(-2 - n)};09:00;Completed;Hygiene`,
  );
  rows.push(`n1;C2;${dayFromNow(9)};10:30;Scheduled;Exam`, `n2;C3;${dayFromNow(2)};10:30;Scheduled;Exam`);
  writeFileSync(schedule, `Appt ID;Chart No;Appt Date;Appt Time;Appt Status;Procedure\n${rows.join('\n')}\n`);
  const env = { ...process.env, KEEPWELL_DATA: served.dataFolder };
  const tool = join(root, 'tools', 'keepwell.mjs');
  const options = ['--practice', 'lakeside', '--create', '--name', 'Lakeside Dental', '--json'];
  await run(process.execPath, [tool, 'import', patients, schedule, ...options], { env });
}

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await importFiles();
  await desk.close();
  desk = await openWindow(served.origin);
  await signIn(desk.page, served.origin);
  await desk.page.getByText('Lakeside Dental').first().waitFor();
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const band = (page: Page) => page.getByRole('region', { name: 'May do now' });
const undo = (page: Page) => page.locator('.toasts').getByRole('button', { name: 'Undo' }).last();

async function openFromList(page: Page, name: string): Promise<void> {
  await page.goto(`${served.origin}/patients`);
  await page.getByRole('row').filter({ hasText: name }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await timeline(page).locator('li').first().waitFor();
}

test('a page opens from the list, and says where in the list one is', async () => {
  const { page } = desk;
  await openFromList(page, 'Stone, Ann');
  await page.goBack();
  const row = page.getByRole('row').filter({ hasText: 'Ortiz, Maria' });
  await row.hover();
  // Whoever dwells on a row has it asked for.
  await page.waitForResponse((reply) => /\/api\/patients\/[0-9a-f-]+$/.test(reply.url()) && reply.ok());
  await row.click();
  await heading(page, 'Maria Ortiz').waitFor();
  await page.getByText('(2 of 3)').waitFor();
  await timeline(page).focus();
  await page.keyboard.press(']');
  await heading(page, 'Ann Stone').waitFor();
  await page.getByText('(3 of 3)').waitFor();
  await page.keyboard.press('[');
  await heading(page, 'Maria Ortiz').waitFor();
});

test('a timeline of five thousand visits scrolls to its end and draws what is in sight alone', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Maria');
  await page.getByRole('button', { name: 'Visits', exact: true }).click();
  await timeline(page).locator('li').first().waitFor();
  // How long a place stays blank meanwhile is a figure of the bench.
  const result = (await page.evaluate(`new Promise((resolve) => {
    const place = document.querySelector('.timeline-place');
    let frames = 0, still = 0, before = -1;
    const step = () => {
      frames += 1;
      place.scrollTop += 400;
      still = place.scrollTop === before ? still + 1 : 0;
      before = place.scrollTop;
      const rows = [...place.querySelectorAll('li')];
      const last = Math.max(...rows.map((li) => Number(li.getAttribute('aria-posinset'))));
      // At an end that does not grow any more.
      if (still > 120 || frames > 6000) resolve({ last, drawn: rows.length });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`)) as { last: number; drawn: number };
  expect(result.last).toBe(visits);
  expect(result.drawn).toBeLessThan(120);
});

test('the filters show what they say, by press and by key', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Luis');
  const filter = (name: string) => page.getByRole('button', { name, exact: true });
  await timeline(page).focus();
  await page.keyboard.press('f');
  await expect.poll(() => filter('Visits').getAttribute('aria-pressed')).toBe('true');
  await filter('Wishes').click();
  await page.getByText('Nothing of this kind.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await timeline(page).getByText('Came with an import').waitFor();
});

test('a fact says which file it is from; one that is wrong is no longer used, and comes back by undo', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Luis');
  const way = page.locator('.ways li').filter({ hasText: '(212) 555-0132' });
  await way.getByRole('button').click();
  await way.getByText('From the file patients.csv', { exact: false }).waitFor();
  await expectAccessible(page, 'origin open');
  const calls = band(page).locator('li').filter({ hasText: 'Call' }).first();
  await way.getByRole('button', { name: 'This is wrong' }).click();
  await way.waitFor({ state: 'detached' });
  await calls.getByText('no', { exact: true }).waitFor();
  await undo(page).click();
  await way.waitFor();
});

test('a wish that is written down is in the band within two seconds, with who and when', async () => {
  const { page } = desk;
  const other = await openBeside(desk, served.origin);
  await openFromList(page, 'Ortiz, Luis');
  await other.page.goto(page.url());
  const wish = page.locator('form').filter({ hasText: 'What was said or signed' });
  await band(other.page).waitFor();
  await wish.getByLabel('How').selectOption('post');
  await wish.getByRole('button', { name: 'Write down' }).click();
  const post = band(other.page).locator('li').filter({ hasText: 'Post' }).first();
  await post.getByText(/not wanted: said .* \/ Dana Whitcomb/).waitFor({ timeout: 12_000 });
  await undo(page).click();
  await post.getByText(/not wanted: said/).waitFor({ state: 'detached' });
  expect(other.complaints).toEqual([]);
  await other.close();
});

test('what was signed, and what is wished of a number, stands on the page at once and is taken back', async () => {
  const { page } = desk;
  const undoOf = (words: string) =>
    page.locator('.toast').filter({ hasText: words }).getByRole('button', { name: 'Undo' });
  await openFromList(page, 'Ortiz, Luis');
  const signed = page.getByRole('region', { name: 'Signed for marketing' });
  await signed.getByText('Nothing was signed.').waitFor();
  await signed.getByRole('button', { name: 'Write down what was signed' }).click();
  await signed.getByLabel('What is used or passed on').fill('name and address');
  await signed.getByLabel('To whom').fill('nobody else');
  await signed.getByLabel('What for').fill('a letter about new lenses');
  await signed.getByLabel('Until this happens').fill('when treatment ends');
  await expectAccessible(page, 'what was signed');
  await signed.getByRole('button', { name: 'Write down', exact: true }).click();
  await signed.getByText('a paper that does not say how it can be revoked', { exact: false }).waitFor();
  await signed.getByLabel('that it can be revoked, and how').check();
  await signed.getByLabel('that care does not hang on it').check();
  await signed.getByLabel('that whoever gets it may pass it on').check();
  await signed.getByRole('button', { name: 'Write down', exact: true }).click();
  await signed.getByText(/written down by Dana Whitcomb/).waitFor();
  await signed.getByText('valid until this happens: when treatment ends').waitFor();
  await signed.getByRole('button', { name: 'It has happened' }).click();
  await signed.getByText(/for it has happened: when treatment ends/).waitFor();
  await undoOf('Ended; what waits is stopped.').click();
  await signed.getByText('valid until this happens: when treatment ends').waitFor();

  const way = page.locator('.ways li').first();
  await way.getByRole('button').first().click();
  await way.getByLabel('Leave nothing on a machine here').click();
  await way.getByText('no voicemail', { exact: true }).waitFor();
  await undoOf('Kept; it holds from now on.').click();
  await way.getByText('no voicemail', { exact: true }).waitFor({ state: 'detached' });
});

test('who asks for e-mail after the warning, and for another name on envelopes, finds both on the page', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Maria');
  const way = page.locator('.ways li').filter({ hasText: 'maria@mail.example' });
  await way.getByRole('button').click();
  await way.getByRole('button', { name: 'Tell them about e-mail' }).click();
  await expectAccessible(page, 'the warning about e-mail');
  await way.getByRole('button', { name: 'Asks for e-mail all the same' }).click();
  await way.getByText(/warned on .*, asked for e-mail all the same/).waitFor();
  const post = page.getByRole('region', { name: 'Post', exact: true });
  await post.getByRole('button', { name: 'Change what stands on envelopes' }).click();
  await post.getByLabel('Name on envelopes').fill('M. Friend');
  await post.getByLabel('Post goes to').fill('9 High Street\nAlbany, NY 12207');
  await post.getByLabel('Nothing of the practice on the envelope').check();
  await post.getByRole('button', { name: 'Save' }).click();
  await post.getByText('to “M. Friend”').waitFor();
  const goesTo = page.locator('.ways li').filter({ hasText: 'post goes here, as they asked' });
  await goesTo.getByText('9 High Street').waitFor();
  await expectAccessible(page, 'what stands on envelopes');
  await undo(page).click();
  await post.getByText('As in the record.').waitFor();
});

test('attachment is not made up, and a same address only asks', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Luis');
  await page.getByText('Nobody asked yet. One question at check-out would tell us.').waitFor();
  await page.getByText('Same address: Maria Ortiz. One household?').waitFor();
  await page.getByRole('button', { name: 'One household with Maria Ortiz' }).click();
  await page.getByText('confirmed by us', { exact: false }).waitFor();
  await undo(page).click();
  await page.getByText('Same address: Maria Ortiz. One household?').waitFor();
});

test('a note is written with letters of any keyboard, changed, removed, and each taken back', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Luis');
  await timeline(page).focus();
  await page.keyboard.press('n');
  const field = page.getByLabel('Note', { exact: true });
  await field.waitFor();
  await page.keyboard.type('ą ś ñ é @ and n, a, f');
  await expectAccessible(page, 'note open');
  await page.keyboard.press('Control+Enter');
  const note = timeline(page).locator('li[data-kind=note]');
  await note.getByText('ą ś ñ é @ and n, a, f').waitFor();
  await note.getByRole('button', { name: /^Change the note/ }).click();
  await note.getByRole('textbox').fill('parks behind the house');
  await note.getByRole('button', { name: 'Save' }).click();
  await note.getByText('parks behind the house').waitFor();
  await note.getByRole('button', { name: /^Remove the note/ }).click();
  await note.waitFor({ state: 'detached' });
  await undo(page).click();
  await note.getByText('parks behind the house').waitFor();
});

test('an act by hand is on Today and opens from the page; what managers may see of who looked is there', async () => {
  const { page } = desk;
  await openFromList(page, 'Ortiz, Luis');
  await timeline(page).focus();
  await page.keyboard.press('a');
  await page.getByLabel('Why, in a few words').fill('asked about parking');
  await expectAccessible(page, 'act dialog');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Open on Today' }).waitFor();
  await page.getByText(/Seen by \d+ people|Seen by one person/).waitFor();
  await page.getByRole('button', { name: 'Open on Today' }).click();
  const pane = page.getByRole('article');
  await pane.getByText('Luis Ortiz').first().waitFor();
  await pane.getByText('asked about parking').first().waitFor();
});

test('the page is accessible light and dark, wide and narrow, and nothing scrolls sideways', async () => {
  const window = await openBeside(desk, served.origin);
  const { page } = window;
  await openFromList(page, 'Ortiz, Maria');
  await page.locator('header .origin button').first().click();
  await page.locator('.origin .panel p').first().waitFor();
  await expectAccessibleInAllLooks(page, 'page with an origin open');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Add note/ }).click();
  await expectAccessibleInAllLooks(page, 'note form');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Add an act/ }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessibleInAllLooks(page, 'act dialog');
  await page.keyboard.press('Escape');
  expect(await page.title()).not.toContain('Maria');
  expect(page.url()).not.toContain('Maria');
  expect(window.complaints).toEqual([]);
  await window.close();
});

test.for([390, 1366])('where a figure comes from opens inside a window of %i pixels', async (width) => {
  const { page } = desk;
  await page.setViewportSize({ width, height: 768 });
  await openFromList(page, 'Ortiz, Maria');
  const origins = page.locator('.origin > button');
  await expect.poll(() => origins.count()).toBeGreaterThan(0);
  for (let nth = 0; nth < (await origins.count()); nth += 1) {
    await origins.nth(nth).click();
    await page.locator('.origin .panel p').first().waitFor();
    const box = await page.locator('.origin .panel').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await page.keyboard.press('Escape');
  }
});
