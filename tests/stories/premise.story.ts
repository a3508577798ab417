import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterByLink, openWindow, type Window } from '../harness/browser.ts';
import { removeFolder, type Served, serveKeepwell } from '../harness/served.ts';

// What the list promises, and what happens to an act when the practice's own schedule changes under it.
let served: Served;
let desk: Window;

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

async function keepwell(...args: string[]): Promise<string> {
  const env = { ...process.env, KEEPWELL_DATA: served.dataFolder };
  const { stdout } = await run(process.execPath, [join(root, 'tools', 'keepwell.mjs'), ...args], {
    env,
    maxBuffer: 1 << 26,
  });
  return stdout;
}

interface Act {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly patientId: string;
  readonly topic: string;
  readonly minutes: number;
  readonly whyNow: readonly { readonly fact: string; readonly source: string; readonly date: string }[];
}

interface Today {
  readonly minutes: { readonly planned: number; readonly available: number };
  readonly acts: readonly Act[];
  readonly heldCounts: Readonly<Record<string, { readonly count: number }>>;
}

const rows = (page: Page) => page.locator('main [role=listbox]').first().locator('.act');
const readToday = (page: Page) =>
  page.evaluate(`fetch('/api/today').then((reply) => reply.json())`) as Promise<Today>;

beforeAll(async () => {
  served = await serveKeepwell();
  desk = await openWindow(served.origin);
  await enterByLink(desk.page, served.link);
  await desk.page.goto(`${served.origin}/today?tab=everyone`);
  await rows(desk.page).first().waitFor();
});

afterAll(async () => {
  await desk?.close();
  if (served !== undefined) {
    expect(await served.stop()).toBe(0);
    removeFolder(served.dataFolder);
  }
});

test('the head of the list says acts, minutes and what is held back; each held one has its reason', async () => {
  const { page } = desk;
  const today = await readToday(page);
  const held = Object.values(today.heldCounts).reduce((sum, one) => sum + one.count, 0);
  const head = (await page.locator('.today-header').innerText()).replace(/\s+/g, ' ');
  expect(head).toContain(`${today.acts.length} acts`);
  expect(head).toContain(`${today.minutes.planned} of ${today.minutes.available} min`);
  expect(head).toContain(`${held} held back`);
  expect(today.acts.reduce((sum, act) => sum + act.minutes, 0)).toBe(today.minutes.planned);
  await page.goto(`${served.origin}/today?tab=held`);
  const reasons = page.locator('main .lines .why');
  await reasons.first().waitFor();
  for (const text of await reasons.allInnerTexts()) expect(text.trim().length).toBeGreaterThan(10);
});

test('every act has a reason with source and date, and nobody stands there twice', async () => {
  const today = await readToday(desk.page);
  for (const act of today.acts) {
    expect(act.whyNow.length, act.title).toBeGreaterThan(0);
    for (const why of act.whyNow) {
      expect(why.fact).not.toBe('');
      expect(why.source).not.toBe('');
      expect(why.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  }
  const patients = today.acts.map((act) => act.patientId);
  expect(new Set(patients).size).toBe(patients.length);
  const households = new Map<string, string[]>();
  for (const act of today.acts) {
    const { household } = (await desk.page.evaluate(
      `fetch('/api/patients/${act.patientId}').then((reply) => reply.json())`,
    )) as { household: readonly { id: string }[] };
    for (const { id } of household) households.set(id, [...(households.get(id) ?? []), act.topic]);
    const clash = today.acts.find(
      (other) => other.topic === act.topic && household.some(({ id }) => id === other.patientId),
    );
    expect(clash, `${act.title} stands twice for one household`).toBeUndefined();
  }
});

test('an act whose visit was cancelled in the schedule closes itself and says why', async () => {
  const { page } = desk;
  await page.goto(`${served.origin}/today?tab=everyone`);
  await rows(page).first().waitFor();
  const reminder = (await readToday(page)).acts.find((act) => act.title === 'Remind of the visit');
  expect(reminder).toBeDefined();
  const file = JSON.parse(await keepwell('export', '--patient', reminder?.patientId ?? '', '--json')) as {
    tables: {
      visit: readonly { source_system: string; source_id: string; status: string; starts_at: string }[];
      patient_identifier: readonly { system: string; value: string }[];
    };
  };
  const booked = file.tables.visit.filter(({ status }) => status === 'booked' || status === 'confirmed');
  expect(booked.length).toBeGreaterThan(0);
  const number = file.tables.patient_identifier[0]?.value ?? '';
  const lines = booked.map(({ source_id: id, starts_at: at }) => `${id},${number},${at},cancelled`);
  const path = join(served.dataFolder, 'appointments.csv');
  writeFileSync(path, `Appt ID,Chart No,Start,Status\n${lines.join('\n')}\n`);
  const mapping = join(served.dataFolder, 'mapping.json');
  writeFileSync(mapping, JSON.stringify({ system: booked[0]?.source_system }));
  const imported = JSON.parse(await keepwell('import', path, '--mapping', mapping, '--json')) as {
    files: readonly { updated: number }[];
  };
  expect(imported.files[0]?.updated).toBe(booked.length);
  // The list is told, or the act is opened before that: either way nobody calls for a visit that is off.
  const row = page.locator(`[id="act-${reminder?.id}"]`);
  const opened = (await page.evaluate(
    `fetch('/api/acts/${reminder?.id}').then((reply) => reply.json())`,
  )) as { premise: { holds: boolean; words: string } };
  expect(opened.premise.holds).toBe(false);
  expect(opened.premise.words).toContain('cancelled');
  await row.waitFor({ state: 'detached', timeout: 15_000 });
});
