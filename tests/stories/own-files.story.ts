import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../src/statistics/functions/random.ts';
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
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    await served.stop();
    removeFolder(served.dataFolder);
  }
});

test('a practice brings its own files in while the server runs, and sees its own patients', async () => {
  const patients = join(served.dataFolder, 'patients.csv');
  const schedule = join(served.dataFolder, 'schedule.csv');
  writeFileSync(
    patients,
    'Chart No;Surname;Forename;DOB;Cell\n' +
      'C1;Ellery;Wren;1981-04-09;(212) 555-0131\nC2;Okafor;Amos;1974-12-30;(212) 555-0132\nC3;Soto;Inés;1990-06-02;(212) 555-0133\n',
  );
  writeFileSync(
    schedule,
    'Appt ID;Chart No;Appt Date;Appt Time;Appt Status;Procedure\n' +
      `1;C1;${dayFromNow(-900)};09:00;Completed;Hygiene\n2;C1;${dayFromNow(-700)};09:00;Completed;Hygiene\n` +
      `3;C1;${dayFromNow(-510)};09:00;Completed;Hygiene\n4;C2;${dayFromNow(1)};10:30;Scheduled;Exam\n` +
      `7;C2;${dayFromNow(2)};10:30;Scheduled;Exam\n` +
      `5;C3;${dayFromNow(-20)};11:00;Broken;Exam\n6;C3;someday;11:00;Scheduled;Exam\n`,
  );
  const env = { ...process.env, KEEPWELL_DATA: served.dataFolder };
  const args = [
    join(root, 'tools', 'keepwell.mjs'),
    'import',
    patients,
    schedule,
    '--practice',
    'lakeside',
    '--create',
    '--name',
    'Lakeside Dental',
    '--json',
  ];
  const { stdout } = await run(process.execPath, args, { env });
  const report = JSON.parse(stdout) as { visits: number; files: { refused: number }[] };
  expect(report.visits).toBe(6);
  expect(report.files.map((file) => file.refused)).toEqual([0, 1]);
  await desk.close();
  desk = await openWindow(served.origin);
  // Whoever administers the installation administers the new practice, and starts in it.
  await signIn(desk.page, served.origin);
  const { page } = desk;
  await page.getByText('Lakeside Dental').first().waitFor();
  const list = page.locator('main [role=listbox]').first();
  await list.getByText('Wren Ellery').waitFor();
  await list.getByText('Amos Okafor').waitFor();
  expect(await list.getByText('Inés Soto').count()).toBe(0);
  await list.getByRole('option').filter({ hasText: 'Amos Okafor' }).click();
  await page.getByText('First visit on', { exact: false }).first().waitFor();
  // Nothing of the sample practice is in sight.
  expect(await page.content()).not.toContain('Port Alder');
  expect(desk.complaints).toEqual([]);
});

test('what a file holds of script, formulas and foreign pictures is shown as the words that it is', async () => {
  const nasty = [
    '<img src=x onerror="globalThis.ran=1">',
    '"><script>globalThis.ran=1</script>',
    '=HYPERLINK("https://example.net/x","Zell")',
  ];
  const cell = (text: string): string => `"${text.replace(/"/g, '""')}"`;
  const path = join(served.dataFolder, 'nasty.csv');
  const rows = nasty.flatMap((text, i) =>
    [1, 2].map((day) =>
      [
        `N${i}`,
        `Zell ${text}`,
        text,
        `(212) 555-014${i}`,
        text,
        `9${day}${i}`,
        dayFromNow(day),
        '11:00',
        'Scheduled',
        text,
        text,
      ]
        .map(cell)
        .join(','),
    ),
  );
  const head =
    'Chart No,Surname,Forename,Cell,Address,Appt ID,Appt Date,Appt Time,Appt Status,Procedure,Provider Name';
  writeFileSync(path, `${head}\n${rows.join('\n')}\n`);
  const env = { ...process.env, KEEPWELL_DATA: served.dataFolder };
  const args = [join(root, 'tools', 'keepwell.mjs'), 'import', path, '--practice', 'lakeside', '--json'];
  const { stdout } = await run(process.execPath, args, { env });
  expect((JSON.parse(stdout) as { visits: number }).visits).toBe(6);
  const { page } = desk;
  const list = page.locator('main [role=listbox]').first();
  const theirs = list.getByRole('option').filter({ hasText: 'Zell' });
  // The day's plan follows the import within seconds.
  const planned = async (): Promise<number> => {
    await page.goto(`${served.origin}/today`);
    await list.getByRole('option').first().waitFor();
    return theirs.count();
  };
  await expect.poll(planned, { timeout: 60_000, interval: 1000 }).toBe(nasty.length);
  for (const text of nasty) {
    await list
      .getByRole('option')
      .filter({ hasText: `Zell ${text}` })
      .first()
      .click();
    await page.locator('main').getByText(text, { exact: false }).first().waitFor();
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').pressSequentially('Zell', { delay: 30 });
  const hits = page.locator('#search-results [id^=hit-]');
  await hits.first().waitFor();
  await expect.poll(() => hits.count()).toBe(3);
  await hits.first().click();
  await page.getByRole('heading', { name: /Zell/ }).first().waitFor();
  expect(await page.title()).not.toContain('Zell');
  expect(page.url()).not.toContain('Zell');
  expect(await page.evaluate('globalThis.ran')).toBeUndefined();
  expect(await page.locator('main img[src=x], main script').count()).toBe(0);
  expect(desk.complaints).toEqual([]);
});

/** Two years of visits of sixty patients, of whom every third misses what was booked long ahead; and three days from now. */
function visitsSomeMiss(): string {
  const random = seededRandom(3);
  const lines = ['Appt ID,Chart No,Surname,Forename,DOB,Booked On,Appt Date,Appt Time,Appt Status,Procedure'];
  const line = (id: number, nth: number, lead: number, day: number, status: string) =>
    lines.push(
      `${id},S${nth},Field${nth},Rowan,19${String(40 + nth).padStart(2, '0')}-05-17,${dayFromNow(day - lead)},${dayFromNow(day)},10:30,${status},Hygiene`,
    );
  for (let id = 0; id < 3000; id += 1) {
    const nth = Math.floor(60 * random.uniform());
    const lead = 1 + Math.floor(60 * random.uniform());
    const chance = 1 / (1 + Math.exp(3.2 - 0.03 * lead - (nth % 3 === 0 ? 1.8 : 0)));
    const status = random.uniform() < chance ? 'No Show' : 'Completed';
    line(id, nth, lead, -700 + Math.floor((id * 699) / 3000), status);
  }
  line(4000, 0, 55, 3, 'Scheduled');
  line(4001, 1, 4, 3, 'Scheduled');
  return `${lines.join('\n')}\n`;
}

test('the huddle names the visit that may be missed, with its reason, and no other', async () => {
  const file = join(served.dataFolder, 'two-years.csv');
  writeFileSync(file, visitsSomeMiss());
  const env = { ...process.env, KEEPWELL_DATA: served.dataFolder };
  const keepwell = (...args: string[]) =>
    run(process.execPath, [join(root, 'tools', 'keepwell.mjs'), ...args, '--practice', 'lakeside'], { env });
  await keepwell('import', file);
  await keepwell('score');
  const { page } = desk;
  await page.goto(`${served.origin}/huddle?asOf=${dayFromNow(3)}`);
  const visits = page.locator('.huddle-visit');
  const said = visits.filter({ hasText: 'Field0' }).locator('.huddle-missed');
  await said.waitFor();
  await expect.poll(() => said.innerText()).toMatch(/\d+ in 100/);
  expect(await visits.filter({ hasText: 'Field1' }).locator('.huddle-missed').count()).toBe(0);
  await expectAccessible(page, 'a visit that may be missed');
  if (process.env.KEEPWELL_PICTURES !== undefined) {
    await page.screenshot({ path: `${process.env.KEEPWELL_PICTURES}/no-show.png`, fullPage: true });
    await visits.filter({ hasText: 'Field0' }).getByRole('link').first().click();
    await page.locator('main h2').nth(2).waitFor();
    await page.screenshot({ path: `${process.env.KEEPWELL_PICTURES}/no-show-patient.png`, fullPage: true });
  }
});
