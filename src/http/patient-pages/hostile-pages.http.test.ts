import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../tests/harness/app.ts';
import { aLocation, aPatient, aPractice } from '../../../tests/harness/builders.ts';
import { aPageLink, look, sendForm } from '../../../tests/harness/patient-pages.ts';
import type { PatientId } from '../../kit/ids.ts';
import type { Practice } from '../../practice/model.ts';
import { buildPublicServer } from '../public-server.ts';

let app: TestApp;
let open: FastifyInstance;
let practice: Practice;
let patient: PatientId;
let enquiry: string;

beforeAll(async () => {
  app = await openApp();
  open = await buildPublicServer(app.ports);
});
afterAll(async () => {
  await open.close();
  await app.close();
});
beforeEach(async () => {
  practice = await aPractice(app.database);
  await aLocation(app.database, practice.id);
  patient = await aPatient(app.database, practice.id);
  enquiry = `/p/enquiry/${practice.publicId}`;
});

const ask = (nth: number): readonly (readonly [string, string])[] => [
  ['do', 'ask'],
  ['given', 'Noor'],
  ['needs', `question ${nth}`],
  ['phone', '(202) 555-0147'],
];

async function countRows(table: 'attempt' | 'inbound' | 'patient'): Promise<number> {
  return app.database.inPractice(practice.id, async (db) =>
    Number(
      (
        await db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    ),
  );
}

test('whoever sends too much closes the door to themselves, and to nobody else', async () => {
  for (let nth = 0; nth < 320; nth += 1) await sendForm(open, enquiry, ask(nth), { from: '10.77.0.1' });
  const other = await sendForm(open, enquiry, ask(1000), { from: '10.77.1.1' });
  expect(other.status).toBe(200);
});

test('of guesses beyond the limit nothing is written down', async () => {
  for (let nth = 0; nth < 300; nth += 1)
    await look(open, `/p/visit/${practice.publicId}.guess${nth}`, { from: '10.78.0.1' });
  const before = await countRows('attempt');
  for (let nth = 300; nth < 340; nth += 1) {
    const shown = await look(open, `/p/visit/${practice.publicId}.guess${nth}`, { from: '10.78.0.1' });
    expect(shown.status).toBe(429);
  }
  expect(await countRows('attempt')).toBe(before);
});

test('an address that is none is answered with a page of ours', async () => {
  for (const path of [
    '/p/preferences/%00.x',
    '/p/enquiry/%00',
    `/p/visit/${practice.publicId}.%zz`,
    '/%',
    '/p/enquiry/%ff',
  ]) {
    const shown = await look(open, path);
    expect(shown.status, path).toBeGreaterThanOrEqual(400);
    expect(shown.status, path).toBeLessThan(500);
    expect(shown.html, path).toContain('<!doctype html>');
    expect(shown.headers['cache-control'], path).toBe('no-store');
    expect(shown.headers['content-security-policy'], path).toContain("default-src 'none'");
    const post = await sendForm(open, path, [['do', 'x']]);
    expect(post.status, path).toBeLessThan(500);
    expect(post.html, path).toContain('<!doctype html>');
    const staff = await sendForm(app.server, path, [['do', 'x']]);
    expect(staff.status, path).toBeLessThan(500);
    expect(staff.html, path).not.toContain('guess');
  }
});

test('one patient’s links cannot bury the desk, and what was asked is still answered as asked', async () => {
  const links = await Promise.all(
    [1, 2].map(() => aPageLink(app, practice, { purpose: 'question', patientId: patient })),
  );
  const [first = ''] = links;
  const told = await sendForm(open, first, [['words', 'Does it hurt?']]);
  let last = told.status;
  for (let nth = 0; nth < 40; nth += 1)
    last = (await sendForm(open, links[nth % 2] ?? '', [['words', `question ${nth}`]])).status;
  expect(last).toBe(429);
  expect(await countRows('inbound')).toBe(10);
  expect((await sendForm(open, first, [['words', 'Does it hurt?']])).html).toBe(told.html);
  expect((await look(open, first)).status).toBe(200);
});

test('an enquiry that is sent twice at once makes one prospective patient', async () => {
  const both = await Promise.all([sendForm(open, enquiry, ask(1)), sendForm(open, enquiry, ask(1))]);
  expect(both[0]?.html).toBe(both[1]?.html);
  expect(await countRows('inbound')).toBe(1);
  // The one of the file besides.
  expect(await countRows('patient')).toBe(2);
});
