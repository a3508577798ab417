import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePatientLink } from '../../src/contact/link-actions.ts';
import type { PatientId, VisitId } from '../../src/kit/ids.ts';
import { enterByLink, expectAccessible, openWindow, type Window } from '../harness/browser.ts';
import { inPracticeOf } from '../harness/installed.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

// A patient has a phone and a link, no account, and perhaps no JavaScript; what they say stands at the desk at once.

let served: Served;
let desk: Window;
let patientId: string;
let links: Readonly<Record<'preferences' | 'visit' | 'question', string>>;
let enquiry: string;
// Links that only a message carries: the end of bulk mail, and a visit whose service is nobody else's business.
let mailed: Readonly<Record<'unsubscribe' | 'code', string>>;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
}, 180_000);
afterAll(async () => {
  await desk.close();
  await served.stop();
  removeFolder(served.dataFolder);
}, 60_000);

/** A patient of the sample with a visit to come: the server makes a link to it for nobody else. */
async function findSomebodyBooked(page: Page): Promise<string> {
  const found = await page.evaluate(`(async () => {
    const { patients } = await (await fetch('/api/patients?limit=200&status=active')).json();
    for (const { id } of patients) {
      const made = await fetch('/api/patients/' + id + '/page-links', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ purpose: 'visit' }),
      });
      if (made.ok) return id;
    }
  })()`);
  return String(found);
}

async function makeLink(page: Page, words: string): Promise<string> {
  await page.getByRole('button', { name: `Make a link: ${words}` }).click();
  await page.locator('.page-link a').waitFor();
  const address = (await page.locator('.page-link a').textContent()) ?? '';
  // The next one is waited for as another than this.
  await page.reload();
  return address;
}

test('the desk hands links over, from the page of a patient with a visit to come', async () => {
  const { page } = desk;
  patientId = await findSomebodyBooked(page);
  await page.goto(`${served.origin}/patients/${patientId}`);
  links = {
    preferences: await makeLink(page, 'How to keep in touch'),
    visit: await makeLink(page, 'The next visit'),
    question: await makeLink(page, 'Ask a question'),
  };
  await page.goto(`${served.origin}/enquiries`);
  enquiry = (await page.locator('.enquiry-page a').getAttribute('href')) ?? '';
  expect(links.preferences).toContain(`${served.origin}/p/preferences/`);
  expect(enquiry).toContain('/p/enquiry/');
});

/** The links of messages, made as the outbox makes them; the private visit is of another patient and service. */
function linksOfMessages(): Promise<typeof mailed> {
  return inPracticeOf(served.dataFolder, async (db, practice) => {
    const now = new Date();
    const found = await sql<{ visit_id: VisitId; patient_id: PatientId; service_id: string }>`
      select v.id as visit_id, v.patient_id, v.service_id from visit v
      where v.practice_id = ${practice.id} and v.status in ('booked', 'confirmed') and v.starts_at > ${now}
        and v.service_id not in (select o.service_id from visit o where o.practice_id = ${practice.id}
          and o.patient_id = ${patientId} and o.starts_at > ${now})
      order by v.starts_at, v.id limit 1`.execute(db);
    const [visit] = found.rows;
    if (visit === undefined) throw new Error('the sample has no second service to come');
    await sql`update service set sensitive = true
      where practice_id = ${practice.id} and id = ${visit.service_id}`.execute(db);
    const link = (purpose: 'unsubscribe' | 'visit', patient: PatientId, visitId?: VisitId) =>
      makePatientLink(
        db,
        practice,
        { purpose, patientId: patient, ...(visitId === undefined ? {} : { visitId }) },
        now,
      );
    return {
      unsubscribe: `${served.origin}${await link('unsubscribe', patientId as PatientId)}`,
      code: `${served.origin}${await link('visit', visit.patient_id, visit.visit_id)}`,
    };
  });
}

const ledgerRows = (): Promise<number> =>
  inPracticeOf(served.dataFolder, async (db, practice) => {
    const found = await sql<{ n: number }>`
      select count(*)::int as n from consent where practice_id = ${practice.id} and patient_id = ${patientId}
        and not granted`.execute(db);
    return found.rows[0]?.n ?? 0;
  });

test('without JavaScript bulk mail ends with one button; to look ends nothing, and to press twice is once', async () => {
  mailed = await linksOfMessages();
  const before = await ledgerRows();
  await onPhone(async (page) => {
    for (const how of ['first look', 'second look']) {
      await page.goto(`${mailed.unsubscribe}?lang=en`);
      await expect
        .poll(() => page.getByRole('button', { name: 'Unsubscribe' }).count(), { message: how })
        .toBe(1);
    }
    expect(await ledgerRows()).toBe(before);
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByText('You are unsubscribed').waitFor();
    await page.getByText('Messages about visits that you have booked still come.').waitFor();
    const after = await ledgerRows();
    expect(after).toBeGreaterThan(before);
    await page.goto(`${mailed.unsubscribe}?lang=en`);
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByText('It was so already').waitFor();
    expect(await ledgerRows()).toBe(after);
  });
});

test('a manager shows patients whom they will see: a picture that the browser makes small', async () => {
  const { page } = desk;
  const picture = await page.screenshot({ type: 'png' });
  await page.goto(`${served.origin}/settings/staff`);
  const buttons = page.getByRole('button', { name: /^Picture: / });
  await buttons.first().waitFor();
  for (let nth = 0; nth < (await buttons.count()); nth += 1) await buttons.nth(nth).click();
  await expectAccessible(page, 'pictures of the staff');
  for (const chooser of await page.locator('.staff-photo input[type=file]').all()) {
    await chooser.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture });
  }
  const all = await buttons.count();
  await expect.poll(() => page.locator('.staff-photo img').count()).toBe(all);
  await page
    .locator('.staff-photo input[type=file]')
    .first()
    .setInputFiles({ name: 'me.svg', mimeType: 'image/png', buffer: Buffer.from('<svg></svg>') });
  await page.getByText('This file is no picture that the browser can read.').waitFor();
  await onPhone(async (phone) => {
    const answer = await phone.goto(`${links.visit}?lang=en`);
    const face = phone.locator('img.face');
    await face.waitFor();
    // JavaScript is off in the page, not in the debugger.
    expect(
      await face.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(50);
    expect((await answer?.body())?.length).toBeLessThanOrEqual(15 * 1024);
  });
});

function lastCode(): string {
  const lines = readFileSync(join(served.dataFolder, 'mailbox', 'codes.txt'), 'utf8');
  return /code (\d{6})\n$/.exec(lines)?.[1] ?? '';
}

test('what is private asks for a code: no wrong one opens it, five spoil it, and the newest does', async () => {
  await onPhone(async (page) => {
    const enter = async (code: string): Promise<void> => {
      await page.getByLabel('Your code').fill(code);
      await page.getByRole('button', { name: 'Go on' }).click();
    };
    await page.goto(`${mailed.code}?lang=en`);
    await page.getByRole('heading', { name: 'A code, to be sure that it is you' }).waitFor();
    expect(await page.getByRole('button', { name: 'I am coming' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Send me the code' }).click();
    const spoiled = lastCode();
    const wrong = spoiled === '000000' ? '111111' : '000000';
    for (let tries = 0; tries < 5; tries += 1) {
      await enter(wrong);
      await page.getByText('This code does not fit').first().waitFor();
      expect(await page.title()).toMatch(/^Error: /);
    }
    await enter(spoiled);
    await page.getByText('Too many tries: ask for a new code').first().waitFor();
    await page.getByRole('button', { name: 'Send me the code' }).click();
    await enter(lastCode());
    await page.getByRole('button', { name: 'I am coming' }).click();
    await page.getByText('Thank you, we expect you').waitFor();
    // The proof was of that page alone: the link by itself asks again.
    await page.goto(`${mailed.code}?lang=en`);
    await page.getByRole('heading', { name: 'A code, to be sure that it is you' }).waitFor();
  });
});

async function onPhone(work: (page: Page) => Promise<void>): Promise<void> {
  const phone = await openWindow(served.origin, { width: 360, height: 740, javaScript: false });
  try {
    await work(phone.page);
    expect(phone.complaints).toEqual([]);
  } finally {
    await phone.close();
  }
}

test('without JavaScript a patient chooses how we keep in touch, and the desk sees it within two seconds', async () => {
  const { page: deskPage } = desk;
  await deskPage.goto(`${served.origin}/patients/${patientId}`);
  await deskPage.getByRole('button', { name: /Make a link: Ask/ }).waitFor();
  await onPhone(async (page) => {
    // Patients read what language they like: this one may read Spanish.
    await page.goto(`${links.preferences}?lang=en`);
    await page.getByRole('button', { name: 'Save my choices' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    await page.getByRole('link', { name: /Choose at least one way/ }).click();
    await page.getByRole('checkbox', { name: /E-mail/ }).check();
    await page.getByRole('button', { name: 'Español' }).click();
    await expect.poll(() => page.getByRole('checkbox', { name: /Correo/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('checkbox', { name: 'News and offers' }).check();
    await page.getByRole('button', { name: 'Save my choices' }).click();
    await page.getByText('Your choices are saved').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
  await deskPage
    .getByText(/patient page/)
    .first()
    .waitFor({ timeout: 2000 });
});

test('without JavaScript a worried patient tells us, chooses what helps, and asks for a call', async () => {
  await onPhone(async (page) => {
    await page.goto(`${links.visit}?lang=en`);
    await page.getByRole('button', { name: 'I am coming' }).click();
    await page.getByText('Thank you, we expect you').waitFor();
    await page.getByRole('link', { name: 'Back to the page' }).click();
    await page.getByLabel(/What matters to you/).fill('Please tell me before you begin');
    await page.getByRole('radio', { name: '8' }).check();
    await page.getByRole('button', { name: 'Tell them' }).click();
    await page.getByRole('checkbox', { name: /A stop signal/ }).check();
    await page.getByRole('checkbox', { name: 'Please call me before the visit' }).check();
    await page.getByRole('button', { name: 'This would help me' }).click();
    await page.getByText(/Somebody of ours calls you by/).waitFor();
  });
});

test('without JavaScript a stranger enquires, and a question is asked', async () => {
  await onPhone(async (page) => {
    await page.goto(enquiry);
    await page.getByLabel('What do you need?').fill('A tooth that hurts when it is cold');
    await page.getByLabel('First name').fill('Ann');
    await page.getByLabel('Telephone').fill('(202) 555-0163');
    // As Enter does, in a field of one line: it sends, and does not change the language.
    await page.getByLabel('Telephone').press('Enter');
    await page.getByText('We have your message').waitFor();
    await page.goto(`${links.question}?lang=en`);
    await page.getByLabel('Your question').fill('May I eat before?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('We have your question').waitFor();
  });
});

test('all of them wait at the desk with their clocks; one is answered, and that is taken back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/enquiries`);
  // Two of them wait in every sample.
  await page.getByRole('button', { name: 'Waiting (5)' }).waitFor();
  await page.getByText('A tooth that hurts when it is cold').waitFor();
  await page.getByText('8 of 10').waitFor();
  await expectAccessible(page, 'enquiries');
  await page.getByRole('button', { name: 'Answered: Ann' }).click();
  await page.getByRole('button', { name: 'Waiting (4)' }).waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('button', { name: 'Waiting (5)' }).waitFor();
});

test('a call is noted at the desk, and promises are settled and taken back', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/enquiries`);
  await page.getByRole('button', { name: 'Note a call' }).click();
  await page.getByLabel(/What do they need/).fill('Would like to come on Fridays');
  await page.getByLabel('First name').fill('Theo');
  await page.getByLabel('Telephone').fill('(202) 555-0170');
  await expectAccessible(page, 'the note of a call');
  await page.getByRole('button', { name: 'Write down' }).click();
  await page.getByRole('button', { name: 'Waiting (6)' }).waitFor();
  await page.goto(`${served.origin}/promises`);
  const owed = page.getByRole('button', { name: /^Everyone’s \(\d+\)$/ });
  // The list and the months come each in their own time.
  await page
    .getByRole('button', { name: /^Kept: / })
    .first()
    .waitFor();
  const before = await owed.textContent();
  await expectAccessible(page, 'promises');
  await page
    .getByRole('button', { name: /^Kept: / })
    .first()
    .click();
  await expect.poll(() => owed.textContent()).not.toBe(before);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('button', { name: before ?? '', exact: true }).waitFor();
});

test.each([
  { dark: false, width: 360 },
  { dark: true, width: 360 },
  { dark: false, width: 1280 },
  { dark: true, width: 1280 },
])('no page has a fault that a machine finds (%o)', async ({ dark, width }) => {
  const window = await openWindow(served.origin, { width, height: 800, dark });
  const { page } = window;
  const pages = { ...links, ...mailed, enquiry, ended: `${served.origin}/p/visit/nobody.nothing` };
  for (const [name, address] of Object.entries(pages)) {
    for (const lang of ['en', 'es']) {
      await page.goto(`${address}?lang=${lang}`);
      await expectAccessible(page, `${name} ${lang}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
    }
  }
  await page.goto(`${links.preferences}?lang=en`);
  for (const box of await page
    .getByRole('group', { name: /How do you like/ })
    .getByRole('checkbox')
    .all()) {
    await box.uncheck();
  }
  await page.getByRole('button', { name: 'Save my choices' }).click();
  await expectAccessible(page, 'a problem');
  expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('alert');
  await page.goto(`${enquiry}?lang=en`);
  await page.getByRole('button', { name: 'Send' }).click();
  await expectAccessible(page, 'problems of an enquiry');
  await page.goto(`${links.visit}?lang=en`);
  await page.getByRole('radio', { name: '9' }).check();
  await page.getByRole('button', { name: 'Tell them' }).click();
  await expectAccessible(page, 'the comfort plan');
  expect(window.complaints).toEqual([]);
  await window.close();
});
