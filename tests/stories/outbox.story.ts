import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { queueInto } from '../harness/outbox-desk.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await desk.page.addInitScript('window.print = () => {};');
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

test('an empty outbox says what will come', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/outbox`);
  await page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
  await expectAccessible(page, 'the empty outbox');
});

test('what the worker sent stands in the mailbox within seconds, and is read as it looks', async () => {
  const { page } = desk;
  expect(await queueInto(served.dataFolder)).toBeGreaterThan(20);
  // Told by the server: nobody reloads.
  await page.getByRole('button', { name: /^Mailbox \([1-9]/ }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: /^Mailbox/ }).click();
  const reminders = page
    .locator('.outbox-list > li')
    .filter({ hasText: 'Visit reminder' })
    .filter({ hasText: 'E-mail' });
  // By name: while others still come in, the first is soon another one.
  const name = (await reminders.first().getByRole('link').first().textContent()) ?? '';
  await reminders.filter({ hasText: name }).getByRole('button').click();
  const mail = page.frameLocator('iframe.mail-frame');
  // In whichever language that patient reads.
  await mail.getByText(/We look forward to seeing you|Le esperamos/).waitFor();
  await expect.poll(() => page.locator('iframe.mail-frame').getAttribute('sandbox')).toBe('');
  await expectAccessible(page, 'a message of the mailbox');
});

test('a mail that is none of ours is handed in, and it is said that nothing was done', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/outbox`);
  await page.getByText('Hand in a mail that came back').click();
  const file = { name: 'x.eml', mimeType: 'message/rfc822', buffer: Buffer.from('Subject: buy this\n\nNow') };
  await page.getByLabel('Hand in a mail that came back').setInputFiles(file);
  await page.getByText(/no mail that came back/).waitFor();
  await expectAccessible(page, 'a mail handed in');
});

test('letters are taken, printed, and counted once somebody says so', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Print them' }).click();
  await page.getByRole('button', { name: 'Get the letters ready' }).click();
  await page.locator('.outbox-sheets .letter-sheet').first().waitFor();
  await expectAccessible(page, 'letters to print');
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await page.getByRole('button', { name: 'No, they wait again' }).click();
  await page.getByText(/letters wait again/).waitFor();
});

test('a letter that is longer than a page goes on on the next, with whose it is at the foot, and nothing is cut', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/templates`);
  await page.getByRole('link', { name: 'Visit reminder', exact: true }).click();
  await page.getByRole('button', { name: 'On paper', exact: true }).click();
  const before = await page.getByLabel('Words (English)').inputValue();
  const said = Array.from({ length: 30 }, (_, nth) => `${nth} what we would like to say of the visit`);
  await page.getByLabel('Words (English)').fill([...said, before].join('\n\n'));
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText(/version 2/).waitFor();
  await page.goto(`${served.origin}/outbox/letters`);
  await page.getByRole('button', { name: 'Get the letters ready' }).click();
  await page.getByText(/need(s)? more than one sheet/).waitFor();
  const sheets = page.locator('.outbox-sheets .letter-sheet');
  const text = (await sheets.allTextContents()).join('\n');
  for (const line of said) expect(text).toContain(line);
  const [feet, cut] = await page.evaluate<[number, number]>(`[
    document.querySelectorAll('.outbox-sheets .letter-sheet footer').length,
    [...document.querySelectorAll('.outbox-sheets .letter-sheet')].filter((sheet) => {
      const words = sheet.querySelector('.letter-words').getBoundingClientRect();
      const foot = sheet.querySelector('footer')?.getBoundingClientRect();
      return sheet.scrollWidth > sheet.clientWidth + 1 || sheet.scrollHeight > sheet.clientHeight + 1
        || (foot !== undefined && words.bottom > foot.top + 1);
    }).length]`);
  expect(feet).toBeGreaterThan(1);
  expect(cut).toBe(0);
  await expectAccessible(page, 'letters of two pages');
  await page.getByRole('button', { name: 'No, they wait again' }).click();
  await page.getByText(/letters wait again/).waitFor();
  await page.goto(`${served.origin}/templates`);
  await page.getByRole('link', { name: 'Visit reminder', exact: true }).click();
  await page.getByRole('button', { name: 'On paper', exact: true }).click();
  await page.getByLabel('Words (English)').fill(before);
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText(/version 3/).waitFor();
});

test('as postcards they stand two on a sheet, with the addresses on the other side, and nothing is cut', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/templates`);
  await page.getByRole('link', { name: 'Visit reminder', exact: true }).click();
  await page.getByLabel('On paper it is a').selectOption('postcard');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText(/version 4/).waitFor();
  await page.goto(`${served.origin}/outbox/letters`);
  await page.getByRole('button', { name: 'Get the letters ready' }).click();
  const sheets = page.locator('.outbox-sheets .sheet');
  await sheets.first().waitFor();
  await expectAccessible(page, 'postcards to print');
  const [words, addresses] = await page.evaluate<[number, number]>(`[...document.querySelectorAll(
    'section.outbox-sheets')].map((side) => side.querySelectorAll('.cell').length)`);
  expect(words).toBeGreaterThan(0);
  expect(addresses).toBe(words);
  const cut = await page.evaluate(`[...document.querySelectorAll('.outbox-sheets .cell-words')].filter(
    (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).length`);
  expect(cut).toBe(0);
  await page.getByRole('button', { name: 'Print the addresses' }).click();
  await page.getByRole('button', { name: 'Yes, printed' }).click();
  await page.getByText(/letters noted as sent/).waitFor();
});

test('everything is held by one button and let go by undo', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/outbox`);
  await page.getByRole('button', { name: 'Hold everything' }).click();
  await page.getByText(/^Everything is held since/).waitFor();
  await expectAccessible(page, 'the held outbox');
  await page.getByRole('button', { name: 'Let it go again' }).click();
  await page.getByRole('button', { name: 'Hold everything' }).waitFor();
});

test('a template is written with fields, refused by name, saved as a version', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/templates`);
  await page.getByRole('link', { name: 'Visit reminder', exact: true }).click();
  const words = page.getByLabel('Words (English)');
  await words.fill('Hello {service}');
  await page.getByText(/service may not stand in an e-mail/).waitFor();
  await words.fill('Please come on ');
  await page.locator('.template-language').first().getByRole('button', { name: 'day', exact: true }).click();
  await expect.poll(() => words.inputValue()).toBe('Please come on {day}');
  await expectAccessible(page, 'a template');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText('version 5').waitFor();
});
