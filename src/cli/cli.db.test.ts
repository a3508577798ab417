import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anAccount, aPasskey } from '../../tests/harness/builders.ts';
import { aBooking } from '../../tests/harness/hl7-messages.ts';
import { runCli } from '../../tests/harness/run-cli.ts';
import { openDatabase } from '../database/database.ts';
import { startServer } from '../database/embedded/server.ts';
import { openFeed, receiveMessage } from '../intake/hl7-actions.ts';
import { getPracticeBySlug } from '../practice/actions.ts';

// Others script against these answers: their shape is a promise.
let folder: string;
let release: () => Promise<void>;
let app: PoolConfig;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-cli-'));
  vi.stubEnv('KEEPWELL_DATA', folder);
  vi.stubEnv('DATABASE_URL', '');
  // Held for the whole file, so that each command joins instead of starting: they must leave it running.
  const server = await startServer({ dataFolder: folder, settings: { fsync: 'off' } });
  if (!server.ok) throw new Error(server.refusal.detail);
  release = server.value.stop;
  app = server.value.access.app;
});

afterAll(async () => {
  await release();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(...args: string[]): Promise<Record<string, unknown>> {
  const ran = await runCli(...args, '--json');
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
  expect(ran.out.trim().split('\n')).toHaveLength(1);
  return JSON.parse(ran.out) as Record<string, unknown>;
}

test('without a practice the desk is told so in one line', async () => {
  const ran = await runCli('today');
  expect(ran).toMatchObject({ code: 1, out: '', err: 'there is no practice yet\n' });
});

test('a sample is made, scored and planned, each answer of the promised shape', async () => {
  const sample = await answer('sample', '--patients', '200', '--practice', 'sample');
  expect(sample).toEqual({
    practice: 'sample',
    patients: expect.any(Number),
    visits: expect.any(Number),
    seconds: expect.any(Number),
  });
  const score = await answer('score', '--practice', 'sample');
  expect(score).toEqual({
    patients: expect.any(Number),
    scored: expect.any(Number),
    model: 'bgbb',
    horizonDays: expect.any(Number),
    seconds: expect.any(Number),
  });
  const today = await answer('today', '--practice', 'sample');
  expect(today).toMatchObject({
    asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    minutes: { planned: expect.any(Number), available: 80 },
  });
  for (const act of today.acts as Record<string, unknown>[]) {
    expect(act).toMatchObject({
      id: expect.any(String),
      kind: expect.any(String),
      patientId: expect.any(String),
      patientName: expect.any(String),
      ownerRole: expect.any(String),
      minutes: expect.any(Number),
      script: expect.any(String),
    });
    expect(act).toHaveProperty('value');
    for (const why of act.whyNow as unknown[])
      expect(why).toEqual({ fact: expect.any(String), source: expect.any(String), date: expect.any(String) });
  }
  for (const held of today.heldBack as unknown[]) {
    expect(held).toMatchObject({
      kind: expect.any(String),
      patientId: expect.any(String),
      reason: expect.any(String),
    });
  }
});

test('the gate explains itself, and refuses what it cannot understand', async () => {
  const today = await answer('today', '--practice', 'sample');
  const [act] = today.acts as { patientId: string }[];
  const patient = act?.patientId ?? '';
  const ask = ['gate', 'explain', '--practice', 'sample', '--patient', patient];
  const night = await answer(
    ...ask,
    '--channel',
    'call',
    '--class',
    'treatment',
    '--at',
    '2030-03-05T03:00:00Z',
  );
  expect(night).toMatchObject({ decision: 'delay', until: expect.stringMatching(/^2030-03-05T1[34]:00/) });
  expect((night.reasons as { rule: string }[]).map(({ rule }) => rule)).toEqual(['hours', 'quiet']);
  const met = await answer(...ask, '--channel', 'in_person', '--class', 'treatment');
  expect(met).toEqual({ decision: 'allow', until: null, reasons: [] });
  const offer = await answer(...ask, '--channel', 'letter', '--class', 'marketing');
  expect(offer).toMatchObject({ decision: 'refuse', until: null });
  expect(offer.reasons).toContainEqual({
    rule: 'no_authorisation',
    words: expect.stringContaining('signed'),
  });
  for (const wrong of [
    [...ask, '--channel', 'fax', '--class', 'treatment'],
    [...ask, '--channel', 'sms', '--class', 'gossip'],
    [...ask, '--channel', 'sms', '--class', 'treatment', '--at', '2030-02-30T10:00:00Z'],
    [...ask, '--channel', 'sms', '--class', 'treatment', '--at', '2030-03-10T02:30:00'],
    [
      'gate',
      'explain',
      '--practice',
      'sample',
      '--patient',
      'nobody-of-that-name',
      '--channel',
      'sms',
      '--class',
      'treatment',
    ],
  ]) {
    const ran = await runCli(...wrong);
    expect(ran.code).toBe(1);
    expect(ran.out).toBe('');
    expect(ran.err).not.toBe('');
  }
});

test('the plan is shown, tried and changed by file', async () => {
  const plan = await answer('plan', 'show', '--practice', 'sample');
  expect((plan.touchpoints as unknown[]).length).toBeGreaterThanOrEqual(15);
  expect((await runCli('plan', 'show', '--practice', 'sample')).out).toMatch(/on {2}recall +\d+ min\/week/);
  const file = join(folder, 'plan.json');
  const recall = { code: 'recall', enabled: false };
  writeFileSync(file, JSON.stringify({ touchpoints: [recall] }));
  const preview = await answer('plan', 'apply', file, '--preview', '--practice', 'sample');
  expect(preview).toMatchObject({
    before: { acts: expect.any(Number), minutes: expect.any(Number) },
    removed: { count: expect.any(Number) },
    aWeek: { before: expect.any(Number), after: expect.any(Number) },
  });
  expect(await answer('plan', 'show', '--practice', 'sample')).toEqual(plan);
  // What was shown, applied again, is the same plan.
  writeFileSync(file, JSON.stringify(plan));
  expect(await answer('plan', 'apply', file, '--practice', 'sample')).toEqual(plan);
  for (const [wrong, words] of [
    ['{', /plan\.json is not JSON/],
    [
      '{"touchpoints":[{"code":"recall","minutes":0}]}',
      /plan\.json: touchpoint recall, minutes .*1, and is 0/,
    ],
    ['{"gold":1}', /plan\.json: the plan has a field/],
    ['{"shares":[{"code":"x","percent":1}]}', /x/],
  ] as const) {
    writeFileSync(file, wrong);
    const ran = await runCli('plan', 'apply', file, '--practice', 'sample');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(words);
    expect(ran.err).not.toContain('keepwell failed');
  }
});

test('fewer minutes give a shorter list, and write nothing', async () => {
  const all = await answer('today', '--practice', 'sample');
  const few = await answer('today', '--practice', 'sample', '--minutes', '12');
  expect((few.minutes as { available: number }).available).toBe(12);
  expect((few.acts as unknown[]).length).toBeLessThan((all.acts as unknown[]).length);
  // The sample's schedule is as of this very moment; everything else is the same.
  expect({ ...(await answer('today', '--practice', 'sample')), scheduleAsOf: all.scheduleAsOf }).toEqual(all);
});

test('the day is shown in the language that was asked for, before or after the name of the command', async () => {
  const facts = (list: Record<string, unknown>): string =>
    (list.acts as { whyNow: { fact: string }[]; title: string }[])
      .flatMap(({ title, whyNow }) => [title, ...whyNow.map(({ fact }) => fact)])
      .join('\n');
  const english = facts(await answer('today', '--practice', 'sample', '--lang', 'en'));
  const spanish = facts(await answer('--lang', 'es', 'today', '--practice', 'sample'));
  expect(english).toMatch(/Visit on|Was here on|Last here on/);
  expect(spanish).toMatch(/Visita el|Estuvo aquí el|Última visita el/);
  expect(spanish).not.toMatch(/ on \d|Last here|Usually|⟦/);
  expect(facts(await answer('today', '--practice', 'sample', '--lang', 'es'))).toBe(spanish);
});

test('another day is shown, twice the same', async () => {
  const once = await answer('today', '--practice', 'sample', '--as-of', '2026-03-10');
  expect(once).toMatchObject({ asOf: '2026-03-10', whatIf: true });
  const again = await answer('today', '--practice', 'sample', '--as-of', '2026-03-10');
  expect({ ...again, scheduleAsOf: once.scheduleAsOf }).toEqual(once);
});

test('files come in, and a second time change nothing', async () => {
  const file = join(folder, 'book.csv');
  writeFileSync(
    file,
    'Patient ID,Last Name,First Name,Mobile,Appointment ID,Date,Time,Status\n' +
      'P1,Ashby,Nora,(212) 555-0117,A1,2026-02-03,09:00,Completed\n' +
      'P1,Ashby,Nora,(212) 555-0117,A2,2026-08-04,09:30,Completed\n' +
      'P2,Marlow,Owen,(212) 555-0118,A3,2026-08-05,10:00,No Show\n' +
      'P3,Vance,June,(212) 555-0119,A4,not a day,10:00,Completed\n',
  );
  const args = ['import', file, '--practice', 'lakeside', '--create'];
  const first = await answer(...args);
  expect(first).toEqual({
    importId: expect.any(String),
    files: [
      {
        path: file,
        kind: 'patients and visits',
        rows: 4,
        added: 3,
        updated: 0,
        unchanged: 0,
        refused: 1,
        mapping: expect.any(Object),
      },
    ],
    patients: expect.any(Number),
    visits: 3,
    refusals: [{ code: 'bad_date', column: 'Date', reason: expect.any(String), kept: false, count: 1 }],
    possibleMatches: null,
    refusalsFile: expect.any(String),
    refusalsNotListed: 0,
    seconds: expect.any(Number),
  });
  const second = await answer(...args);
  expect((second.files as Record<string, unknown>[])[0]).toMatchObject({
    added: 0,
    updated: 0,
    unchanged: 3,
    refused: 1,
  });
});

test('an import is listed and taken back, first as a question, and only once', async () => {
  const file = join(folder, 'wrong.csv');
  writeFileSync(file, 'Patient ID,Last Name,First Name\nW1,Wrong,Ina\nW2,Wrong,Tom\n');
  const { importId } = await answer(
    'import',
    file,
    '--practice',
    'lakeside',
    '--mapping',
    await systemOf('wrong'),
  );
  const listed = await answer('import', 'list', '--practice', 'lakeside');
  expect((listed.imports as unknown[])[0]).toMatchObject({
    id: importId,
    state: 'finished',
    patients: 2,
    undoableUntil: expect.any(String),
    files: [{ name: 'wrong.csv', added: 2 }],
  });
  expect((await runCli('import', 'list', '--practice', 'lakeside')).out).toContain(
    `2 patients, 0 visits, can be taken back until `,
  );
  const undo = ['import', 'undo', String(importId), '--practice', 'lakeside'];
  const removed = { patients: 2, visits: 0, details: 0 };
  expect(await answer(...undo, '--dry-run')).toMatchObject({ dryRun: true, removed, stays: [], rows: [] });
  expect(await answer(...undo)).toMatchObject({ importId, dryRun: false, removed });
  expect(await runCli(...undo)).toMatchObject({
    code: 1,
    err: 'this import has been taken back already\n',
  });
  expect(await runCli('import', 'undo', 'everything', '--practice', 'lakeside')).toMatchObject({
    code: 1,
    err: 'an import is named by its id; keepwell import list shows them\n',
  });
  const opened = openDatabase(app);
  const practice = await getPracticeBySlug(opened, 'lakeside');
  if (practice === undefined) throw new Error('lakeside is not there');
  const events = await opened.inPractice(practice.id, (db) =>
    db
      .selectFrom('audit_event')
      .select(['action', 'object_ids'])
      .where('practice_id', '=', practice.id)
      .where('action', '=', 'imports.undo')
      .execute(),
  );
  await opened.close();
  expect(events).toEqual([{ action: 'imports.undo', object_ids: [importId] }]);
});

async function systemOf(system: string): Promise<string> {
  const path = join(folder, `${system}.json`);
  writeFileSync(path, JSON.stringify({ system }));
  return path;
}

test('a patient is found by the number of the source', async () => {
  const patient = await answer('patient', 'P1', '--practice', 'lakeside');
  expect(patient).toMatchObject({ name: 'Nora Ashby', visitCount: 2 });
});

test('what does not fit is refused with exit code 1 and one line', async () => {
  for (const [args, words] of [
    [['today', '--practice', 'nowhere'], 'there is no practice named nowhere'],
    [['today'], 'say which practice with --practice: sample, lakeside'],
    [['today', '--practice', 'sample', '--as-of', '2026-02-30'], '--as-of takes a day'],
    [['import', join(folder, 'no-such.csv'), '--practice', 'lakeside'], 'no-such.csv'],
    [['patient', 'nobody at all', '--practice', 'lakeside'], 'there is no such patient'],
    [['sample', '--practice', 'sample'], 'there is a practice named sample already'],
  ] as const) {
    const ran = await runCli(...args);
    expect(ran.code, args.join(' ')).toBe(1);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(words);
  }
});

test('a line beyond this machine is refused with the reason, and so is a name that is none', async () => {
  for (const [args, words] of [
    [['--host', '0.0.0.0'], 'MLLP has no encryption'],
    [['--host', '192.0.2.7'], 'put a tunnel with TLS in front'],
    [['--feed', 'Front Office', '--practice', 'lakeside'], 'a feed has a name of small letters'],
    [['--practice', 'sample'], 'the sample practice is made up'],
    [['--practice', 'lakeside', '--mapping', join(folder, 'no.json')], 'is not there or is not JSON'],
  ] as const) {
    const ran = await runCli('listen', '--mllp', '2575', ...args);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(words);
  }
});

test('what came over a line and was refused is listed without a name, and tried again when asked', async () => {
  const opened = openDatabase(app);
  const practice = await getPracticeBySlug(opened, 'lakeside');
  if (practice === undefined) throw new Error('lakeside is not there');
  const feed = await openFeed(opened, practice, 'desk', undefined, new Date());
  if (!feed.ok) throw new Error(feed.refusal.detail);
  const refused = aBooking({ event: 'S14', status: '7' });
  await receiveMessage(opened, practice, feed.value, Buffer.from(refused), new Date());
  await opened.close();
  expect(await answer('messages', '--practice', 'lakeside')).toMatchObject({
    messages: [{ feed: 'desk', kind: 'SIU S14', controlId: 'M1', state: 'refused' }],
  });
  expect((await runCli('messages', '--practice', 'lakeside')).out).not.toMatch(/Okafor|P100/);
  const doctor = await answer('doctor');
  expect(doctor.findings).toContainEqual(
    expect.objectContaining({ about: 'feed desk of lakeside', words: expect.stringContaining('1 refused') }),
  );
  expect(await answer('messages', '--practice', 'lakeside', '--retry')).toEqual({ retried: 1 });
  expect(await answer('messages', '--practice', 'lakeside')).toEqual({ messages: [] });
});

test('the doctor tells of a watched folder, and asks for a person where a file waits', async () => {
  const inbox = join(folder, 'inbox', 'lakeside');
  mkdirSync(join(inbox, 'waiting'), { recursive: true });
  writeFileSync(join(inbox, 'day.csv'), 'Patient ID\n');
  const told = async () =>
    ((await jsonOf('doctor')).findings as { about: string }[]).find(
      ({ about }) => about === 'inbox of lakeside',
    );
  expect(await told()).toEqual({
    about: 'inbox of lakeside',
    good: true,
    words: `${inbox}: nothing has come yet; 1 files to be brought in, 0 wait for a person.`,
  });
  writeFileSync(join(inbox, 'waiting', 'new.csv'), 'Patient ID\n');
  writeFileSync(join(inbox, 'waiting', 'new.csv.report.json'), '{}');
  expect(await told()).toMatchObject({
    good: false,
    words: expect.stringContaining('1 wait for a person'),
    nextStep: 'keepwell import <file in waiting> --practice lakeside, once; then delete it there.',
  });
  rmSync(join(folder, 'inbox'), { recursive: true });
  expect(await told()).toBeUndefined();
});

// Exit code 1 where something needs care.
async function jsonOf(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await runCli(...args, '--json')).out) as Record<string, unknown>;
}

test('the doctor speaks of everything, and the audit chain is in order', async () => {
  const doctor = await answer('doctor');
  expect(doctor).toMatchObject({ good: true });
  const about = (doctor.findings as { about: string }[]).map((finding) => finding.about);
  for (const part of ['node', 'database', 'disk', 'practice sample', 'jobs']) expect(about).toContain(part);
  expect(await answer('audit', 'verify')).toMatchObject({ intact: true });
});

test('staff reset-factors is the way back in for whoever lost everything', async () => {
  const nobody = await runCli('staff', 'reset-factors', '--email', 'nobody@example.org');
  expect([nobody.code, nobody.err]).toEqual([1, 'nobody with this address has an account here\n']);
  const database = openDatabase(app);
  const account = await anAccount(database, { email: 'lost@example.org' });
  await aPasskey(database, account);
  const ran = await runCli('staff', 'reset-factors', '--email', ' Lost@example.org ', '--json');
  expect([ran.code, ran.out]).toEqual([0, '{"ok":true}\n']);
  const left = await database.untenanted((db) => db.selectFrom('passkey').select('id').execute());
  expect(left).toEqual([]);
  await database.close();
});
