import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, signIn, type Window } from '../harness/browser.ts';
import { dayFromNow } from '../harness/local-day.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  // A practice of one's own: the sample practice takes no files in.
  const first = join(served.dataFolder, 'first.csv');
  writeFileSync(first, 'Chart No,Surname,Forename,DOB\nC0,Marlow,Ada,1979-02-14\n');
  const args = [join(root, 'tools', 'keepwell.mjs'), 'import', first, '--practice', 'lakeside', '--create'];
  await run(process.execPath, args, { env: { ...process.env, KEEPWELL_DATA: served.dataFolder } });
  await desk.close();
  desk = await openWindow(served.origin);
  await signIn(desk.page, served.origin);
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    await served.stop();
    removeFolder(served.dataFolder);
  }
});

const patients =
  'Chart No,Surname,Forename,DOB,Cell,Notes,Zodiac\r\n' +
  'C1,Ellery,Wren,03/04/1981,(212) 555-0131,allergic to latex,Aries\r\n' +
  'C2,Okafor,Amos,11/12/1974,(212) 555-0132,none,Leo\r\n' +
  'C3,=Soto,Inés,05/06/1990,12,none,Leo\r\n';

function schedule(): string {
  return (
    'Appt ID,Chart No,Appt Date,Appt Time,Appt Status,Procedure\r\n' +
    `1,C1,${dayFromNow(-900)},09:00,Completed,Hygiene\r\n2,C1,${dayFromNow(-700)},09:00,Completed,Hygiene\r\n` +
    `3,C2,${dayFromNow(1)},10:30,Scheduled,Exam\r\n4,C3,${dayFromNow(-20)},11:00,ZZ-GONE,Exam\r\n` +
    '5,C3,someday,11:00,Scheduled,Exam\r\n'
  );
}

/** What somebody looking over a shoulder, or the browser itself, would keep. */
async function expectNothingTold(page: Page): Promise<void> {
  const kept = (await page.evaluate(
    '[document.title, location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]',
  )) as readonly string[];
  for (const text of kept) expect(text).not.toMatch(/Ellery|Okafor|Soto|patients\.csv|555-01/);
}

test('files are sent, matched, fixed, checked and imported, and then the patients are there', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: 'Import files' }).click();
  await page.getByLabel('Open Dental').check();
  await page.getByText('The tables patient and appointment as CSV').waitFor();
  await expectAccessible(page, 'source');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Choose the files' }).waitFor();
  await page.setInputFiles('input[type=file]', [
    { name: 'patients.csv', mimeType: 'text/csv', buffer: Buffer.from(patients) },
    { name: 'schedule.csv', mimeType: 'text/csv', buffer: Buffer.from(schedule()) },
  ]);
  await expectAccessible(page, 'files');
  await page.keyboard.press('Control+Enter');

  const notes = page.getByRole('row', { name: /^Notes/ });
  await notes.waitFor();
  await expect.poll(() => notes.innerText()).toContain('looks clinical: not imported');
  await expect
    .poll(() => page.evaluate('document.activeElement.textContent'))
    .toBe('What is in the columns?');
  await page.getByText('patients · 3 rows · UTF-8 · comma').waitFor();
  await expectAccessible(page, 'match');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Say first how the dates are meant.').waitFor();
  await page.getByLabel('3 Apr 1981 (day first)').check();
  await page.getByLabel('Goes to, of the column Forename').selectOption('patient.given_name');
  await expectNothingTold(page);

  // In the middle of it the page is loaded anew, and nothing that was said is lost.
  await page.waitForTimeout(1000);
  await page.reload();
  await page.getByText('patients · 3 rows · UTF-8 · comma').waitFor();
  await expect.poll(() => page.getByLabel('3 Apr 1981 (day first)').isChecked()).toBe(true);
  await page.keyboard.press('Control+Enter');

  await page.getByText('1 status word is not known; its rows are refused.').waitFor();
  await page.getByLabel('Means, of the word ZZ-GONE').selectOption('no_show');
  await page.getByText('Nothing to fix').waitFor();
  await expectAccessible(page, 'fix');
  // Back and forth: what was said stays.
  await page.goBack();
  await page.getByRole('heading', { name: 'What is in the columns?' }).waitFor();
  await page.goForward();
  await expect.poll(() => page.getByLabel('Means, of the word ZZ-GONE').inputValue()).toBe('no_show');
  await page.keyboard.press('Control+Enter');

  await page.getByText('Nobody will be contacted by this import.').waitFor();
  await expect.poll(() => page.locator('.figures').innerText()).toMatch(/7\s+new[\s\S]*1\s+not taken/);
  await expect
    .poll(() => page.getByRole('row', { name: /^Appt Date/ }).innerText())
    .toContain('row not taken');
  await expect
    .poll(() => page.getByRole('row', { name: /^Cell/ }).innerText())
    .toContain('taken without this cell');
  await expectAccessible(page, 'check');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /Download the rows/ }).click();
  const list = await download;
  expect(list.suggestedFilename()).toBe('not-taken.csv');
  const text = readFileSync(await list.path(), 'utf8');
  expect(text).toContain('schedule.csv,6,Appt Date,someday,');
  // A formula is none any more, and what looked clinical is not told.
  expect(text).toContain(`C3,"'=Soto",Inés`);
  expect(text).not.toContain('latex');

  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'The import is done' }).waitFor();
  await page.getByRole('link', { name: 'Find a patient', exact: true }).waitFor();
  await expectAccessible(page, 'result');
  await expectNothingTold(page);
  const left = readdirSync(join(served.dataFolder, 'uploads'), { recursive: true }).map(String);
  expect(left.filter((name) => name.endsWith('.csv'))).toEqual([]);
  await page.reload();
  await page.getByRole('heading', { name: 'The import is done' }).waitFor();

  await page.getByRole('link', { name: 'Find a patient', exact: true }).click();
  await page.locator('main input').first().fill('ellery');
  await page.getByRole('link', { name: 'Wren Ellery' }).click();
  await page.getByText('3 Apr 1981').first().waitFor();
  await page.goto(`${served.origin}/today`);
  await page.getByText('Amos Okafor').first().waitFor({ timeout: 60_000 });
  expect(desk.complaints).toEqual([]);
});

test('the same files again change nothing, and the list tells of both', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/imports`);
  const row = page.getByRole('row', { name: /patients\.csv/ });
  await expect.poll(() => row.innerText()).toContain('7 new');
  await page.getByRole('button', { name: 'Import files' }).click();
  await expect.poll(() => page.getByLabel('Yes, the same system as before (csv)').isChecked()).toBe(true);
  await page.keyboard.press('Control+Enter');
  await page.setInputFiles('input[type=file]', [
    {
      name: 'again.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Chart No,Surname,Forename,DOB\nC0,Marlow,Ada,1979-02-14\n'),
    },
  ]);
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.getByText('patients · 1 row · UTF-8 · comma').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Nothing to fix').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('There is nothing in these files that would change anything.').waitFor();
  // What is not finished is found again, and can be thrown away.
  await page.goto(`${served.origin}/imports`);
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByText('Nobody will be contacted by this import.').waitFor();
  await page.goto(`${served.origin}/imports`);
  await page.getByRole('button', { name: 'Throw away' }).click();
  await page.getByText('The files were thrown away.', { exact: false }).waitFor();
  // The first import is taken back, after it has been said what goes.
  await row.getByRole('link').click();
  await page.getByRole('button', { name: 'Take this import back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^[1-9]\d* patients? · [1-9]\d* visits? · \d+ other/).waitFor();
  await expectAccessible(page, 'taking back');
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('This import was taken back', { exact: false }).waitFor();
  await expectAccessible(page, 'taken back');
  await page.goto(`${served.origin}/patients`);
  await page.locator('main input').first().fill('ellery');
  await page.waitForTimeout(1000);
  expect(await page.getByRole('link', { name: 'Wren Ellery' }).count()).toBe(0);
  await expect.poll(() => page.getByRole('link', { name: 'Go on' }).count()).toBe(0);
  expect(desk.complaints).toEqual([]);
});

test('a large file can be cancelled on its way and leaves nothing; a bad one says what is wrong', async () => {
  const { page } = desk;
  const before = readdirSync(join(served.dataFolder, 'uploads')).length;
  const slow = await page.context().newCDPSession(page);
  await slow.send('Network.enable');
  await slow.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 500_000,
  });
  await page.goto(`${served.origin}/imports/new?step=file`);
  const large = join(served.dataFolder, 'large.csv');
  writeFileSync(large, `Chart No,Surname\n${'C9,Longname\n'.repeat(1_500_000)}`);
  await page.setInputFiles('input[type=file]', large);
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.getByRole('progressbar').waitFor();
  await expectAccessible(page, 'sending');
  await page.getByRole('button', { name: 'Cancel sending' }).click();
  await page.getByText('Cancelled; nothing was kept.').waitFor();
  await slow.detach();
  await expect
    .poll(() => readdirSync(join(served.dataFolder, 'uploads')).length, { timeout: 20_000 })
    .toBe(before);
  await page.getByRole('button', { name: 'Take large.csv away' }).click();
  await page.setInputFiles('input[type=file]', [
    { name: 'holiday.txt', mimeType: 'text/plain', buffer: Buffer.from('dear all\nthe office is closed\n') },
  ]);
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.getByText('no line of the file looks like headings').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'What has to be said by hand' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('There is nothing in these files that would change anything.').waitFor();
  expect(desk.complaints).toEqual([]);
});

test('on a phone and in the dark every step is accessible and nothing is cut off', async () => {
  const phone = await openWindow(served.origin, { width: 390, height: 844, dark: true });
  try {
    const { page } = phone;
    await signIn(page, served.origin);
    await page.goto(`${served.origin}/imports`);
    await page.getByText('What was imported').waitFor();
    await expectAccessible(page, 'list on a phone');
    await page.getByRole('button', { name: 'Import files' }).click();
    await page.getByRole('button', { name: /^Continue/ }).click();
    await page.setInputFiles('input[type=file]', [
      { name: 'patients.csv', mimeType: 'text/csv', buffer: Buffer.from(patients) },
    ]);
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.getByLabel('3 Apr 1981 (day first)').check();
    await expectAccessible(page, 'match on a phone');
    const main = `document.querySelector('main')`;
    expect(await page.evaluate(`${main}.scrollWidth - ${main}.clientWidth`)).toBe(0);
    await page.getByRole('button', { name: /^Continue/ }).click();
    await page.getByText('Nothing to fix').waitFor();
    await page.getByRole('button', { name: /^Continue/ }).click();
    await page.getByText('Nobody will be contacted by this import.').waitFor();
    await expectAccessible(page, 'check on a phone');
    expect(phone.complaints).toEqual([]);
  } finally {
    await phone.close();
  }
});
