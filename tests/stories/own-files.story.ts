import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, openWindow, signIn, type Window } from '../harness/browser.ts';
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

/** The local day so many days from now, as a practice system in the same zone would write it. */
function dayFromNow(days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(
    Date.now() + days * 86_400_000,
  );
}

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
  expect(report.visits).toBe(5);
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
