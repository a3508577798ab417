import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openWindow, type Window, welcomeByLink } from '../harness/browser.ts';
import { dayFromNow } from '../harness/local-day.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

let served: Served;
let desk: Window;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await welcomeByLink(desk.page, served.link);
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    await served.stop();
    removeFolder(served.dataFolder);
  }
});

const given = ['Ada', 'Ben', 'Cleo', 'Dov', 'Ema', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon'];
const family = ['Marlow', 'Okafor', 'Pereira', 'Quist', 'Rahimi', 'Soto', 'Tanaka', 'Ueda', 'Voss', 'Weir'];

/** A list of past appointments and nothing else: 100 patients who came every half year, as if until yesterday. */
function pastAppointments(until = 1): string {
  const rows: string[] = [];
  for (let patient = 0; patient < 100; patient += 1) {
    const name = `${family[patient % 10]},${given[Math.floor(patient / 10)]},19${50 + (patient % 40)}-05-17`;
    // Every third stopped coming a year ago.
    const first = patient % 3 === 0 ? 3 : 1;
    for (let visit = first; visit < 8; visit += 1) {
      const ago = until + 182 * (visit - 1) + (patient % 60);
      rows.push(`${patient}-${visit},P${patient},${name},${dayFromNow(-ago)},09:00,Completed,Hygiene`);
    }
  }
  return `Appt ID,Chart No,Surname,Forename,DOB,Appt Date,Appt Time,Appt Status,Procedure\r\n${rows.join('\r\n')}\r\n`;
}

async function sendFile(content: string, name = 'appointments.csv'): Promise<void> {
  await desk.page.setInputFiles('input[type=file]', [
    { name, mimeType: 'text/csv', buffer: Buffer.from(content) },
  ]);
}

test('the practice is named with what the browser guesses, and a reload goes on where it was', async () => {
  const { page } = desk;
  await page.getByRole('heading', { name: 'Which practice is it?' }).waitFor();
  await expectAccessible(page, 'practice');
  // Whoever goes elsewhere is led back until it is said.
  await page.goto(`${served.origin}/patients`);
  await page.waitForURL('**/welcome');
  await page.getByLabel('Name of the practice').fill('Praxis Dr. Möller');
  await page.getByLabel('Country').selectOption('US');
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await expect.poll(() => page.getByLabel('English').isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Make the practice' }).click();
  await page.getByRole('heading', { name: 'How do you want to begin?' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'How do you want to begin?' }).waitFor();
  await expectAccessible(page, 'three ways');
  await page.getByRole('button', { name: /^Import your files/ }).click();
  await page.waitForURL('**/imports/new');
  await page.getByText('Praxis Dr. Möller').first().waitFor();
});

test('a list of past appointments is imported, and says what it can and cannot tell', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Choose the files' }).waitFor();
  await sendFile(pastAppointments());
  await page.keyboard.press('Control+Enter');
  await page.getByText('patients and visits in one table', { exact: false }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Nothing to fix').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Nobody will be contacted by this import.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'The import is done' }).waitFor();
  await page.getByText(/^632 visits of 100 patients, from /).waitFor();
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) }).innerText();
  expect(await row('Call patients')).toMatch(
    /not yet[\s\S]*0 of 100 patients[\s\S]*telephone numbers; in the list of patients/,
  );
  expect(await row('Remind of visits')).toMatch(/not yet[\s\S]*no bookings of the future/);
  expect(await row('Tell patients’ own rhythm')).toMatch(/yes[\s\S]*100 of 100 patients/);
  expect(await row('Remember birthdays')).toMatch(/yes/);
  await expectAccessible(page, 'what it can tell');
  await page.getByRole('link', { name: 'From your practice system: which export to make' }).first().click();
  await page.getByLabel('Find a system or a column').fill('patnum');
  await page.getByText('1 system', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Open Dental' }).waitFor();
  await expectAccessible(page, 'systems');
});

test('on the first day Today says why there are no reminders, and is never a wall', async () => {
  const { page } = desk;
  const list = page.locator('main [role=listbox]').first();
  const acts = async (): Promise<number> => {
    await page.goto(`${served.origin}/today`);
    await page.getByText('No future bookings came with your files', { exact: false }).waitFor();
    return list.getByRole('option').count();
  };
  await expect.poll(acts, { timeout: 90_000, interval: 2000 }).toBeGreaterThan(0);
  expect(await list.getByRole('option').count()).toBeLessThanOrEqual(20);
  // Nothing of a schedule that is not known.
  expect(await list.innerText()).not.toMatch(/Remind of the visit|Describe the first visit/);
  await expectAccessible(page, 'first day');
  expect(desk.complaints).toEqual([]);
});

test('a minute after the import the owner reads what could have been known a year ago', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/look-back`);
  await page.getByText(/you would have called \d+ patients active/).waitFor({ timeout: 60_000 });
  // Nothing in the file says when a booking was made, nor who has left.
  await page.getByText(/^When visits were booked:/).waitFor();
  await page.getByText(/^Who left: nobody in the record has/).waitFor();
  await expectAccessible(page, 'look back on an import');
});

test('the next morning’s export goes in with two presses, and can be taken back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today`);
  await page.getByText('Drop today’s export here').waitFor();
  const more = `${pastAppointments()}900,P1,Okafor,Ada,1951-05-17,${dayFromNow(1)},10:30,Scheduled,Hygiene\r\n`;
  await sendFile(more, 'tuesday.csv');
  await page.getByText(/tuesday\.csv, read as on .*: 633 rows, 1 new, 0 changed, 0 not taken/).waitFor();
  await expectAccessible(page, 'export of the day');
  await page
    .getByRole('region', { name: 'Today’s export' })
    .getByRole('button', { name: 'Import', exact: true })
    .click();
  await page.getByText('1 new, 0 changed.').waitFor();
  expect(page.url()).not.toContain('tuesday');
  await page
    .getByText('No future bookings came with your files', { exact: false })
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await page.getByText('The import was taken back.').waitFor();
});

test('other headings lead into the wizard, with the file kept', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today`);
  await page.getByText('Drop today’s export here').waitFor();
  await sendFile(
    'No,Last,First,Born,When,At,What\n1,Marlow,Ada,1950-05-17,2026-01-05,09:00,Completed\n',
    'new.csv',
  );
  await page.getByText('new.csv has other headings than before.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Say what is in the columns' }).click();
  await page.getByRole('heading', { name: 'What is in the columns?' }).waitFor();
  await page.getByText('new.csv').first().waitFor();
  expect(desk.complaints).toEqual([]);
});
