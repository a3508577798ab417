import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aBooking, aMessage, pid } from '../../tests/harness/hl7-messages.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { importFiles } from './actions.ts';
import { listWaitingMerges, settleMergeRequest } from './merge-request-actions.ts';
import type { ImportOptions, ImportReport } from './model.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let folder: string;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-hl7-'));
});
afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  practice = await aPractice(database, { zone: 'America/Chicago' });
});

function made(content: string | Buffer, name = 'feed.hl7'): string {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  writeFileSync(path, content);
  return path;
}

async function take(
  paths: string | readonly string[],
  over: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2026-03-05'), ...over };
  const outcome = await importFiles(database, practice, typeof paths === 'string' ? [paths] : paths, options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice.id, work);
}

const visits = () =>
  read((db) =>
    db.selectFrom('visit').selectAll().where('practice_id', '=', practice.id).orderBy('source_id').execute(),
  );
const patients = () =>
  read((db) =>
    db.selectFrom('patient').selectAll().where('practice_id', '=', practice.id).orderBy('id').execute(),
  );

const discharge = (sentAt: string, controlId = 'M9') =>
  aMessage({
    type: 'ADT^A03',
    controlId,
    sentAt,
    segments: [pid, `PV1|1|O${'|'.repeat(17)}V1${'|'.repeat(25)}20260302090000|20260302094500`],
  });

function countsOf(report: ImportReport) {
  return report.files.map(({ kind, rows, added, updated, unchanged, refused }) => ({
    kind,
    rows,
    added,
    updated,
    unchanged,
    refused,
  }));
}

test('a file of messages comes in, and a second time changes nothing', async () => {
  const file = made(
    aMessage({
      segments: [
        pid,
        'NK1|1|Okafor^Ben|SPO^Spouse',
        'PV1|1|O|||||71^Marsh^Ada||||||||||||V1|||||||||||||||||||||||||20260302090000',
      ],
    }) +
      discharge('20260302094600') +
      aBooking({ controlId: 'M3' }) +
      aMessage({ type: 'ORU^R01', controlId: 'M4' }) +
      aMessage({ type: 'ADT^A29', controlId: 'M5' }),
  );
  const first = await take(file);
  expect(countsOf(first)).toEqual([{ kind: 'hl7', rows: 7, added: 3, updated: 0, unchanged: 3, refused: 1 }]);
  expect(first.files[0]?.mapping).toEqual({
    messages: { 'ADT^A04': 1, 'ADT^A03': 1, 'SIU^S12': 1 },
    notRead: { 'ORU^R01': 1 },
    merges: 0,
    system: 'hl7',
  });
  expect(await visits()).toMatchObject([
    { source_id: 'Appointment/A1', status: 'booked', minutes: 30, local_day: '2026-03-09' },
    { source_id: 'Visit/V1', status: 'left', left_at: new Date('2026-03-02T15:45:00Z') },
  ]);
  const related = await read((db) =>
    db.selectFrom('related_person').select(['name', 'relationship']).execute(),
  );
  expect(related).toEqual([{ name: 'Ben Okafor', relationship: 'spouse' }]);
  expect(readFileSync(first.refusalsFile ?? '', 'utf8')).toContain('ADT^A29');
  const before = [await visits(), await patients()];
  const second = await take(file);
  expect(countsOf(second)).toEqual([
    { kind: 'hl7', rows: 7, added: 0, updated: 0, unchanged: 6, refused: 1 },
  ]);
  expect([await visits(), await patients()]).toEqual(before);
  const changes = await read((db) => db.selectFrom('visit_change').select('id').execute());
  expect(changes).toEqual([]);
});

test('what was said earlier does not undo what was said later, in whatever order files and messages come', async () => {
  const arrival = aMessage({ sentAt: '20260302090100' });
  // In one file, the wrong way round.
  await take(made(discharge('20260302094600') + arrival));
  expect(await visits()).toMatchObject([{ status: 'left' }]);
  // In a later file.
  await take(made(arrival));
  expect(await visits()).toMatchObject([{ status: 'left', left_at: new Date('2026-03-02T15:45:00Z') }]);
  // A cancelled discharge that is newer does count, and takes the leaving back.
  await take(made(aMessage({ type: 'ADT^A13', sentAt: '20260302095000' })));
  expect(await visits()).toMatchObject([{ status: 'arrived', left_at: null }]);
  await take(made(discharge('20260302094600')));
  expect(await visits()).toMatchObject([{ status: 'arrived', left_at: null }]);
});

test('a patient is not taken back to an older name, address or number', async () => {
  const person = (sentAt: string, name: string, phone: string) =>
    aMessage({
      type: 'ADT^A31',
      sentAt,
      segments: [`PID|1||P100^^^LAKE^MR||${name}||19800229|F|||||${phone}^PRN^CP`],
    });
  const newer = made(person('20260302100000', 'Stone^Lena', '(217) 555-0199'));
  await take(newer);
  const late = await take(made(person('20260301100000', 'Okafor^Lena', '(217) 555-0100')));
  expect(countsOf(late)).toMatchObject([{ added: 0, updated: 0, unchanged: 1 }]);
  expect(await patients()).toMatchObject([{ family_name: 'Stone' }]);
  const numbers = await read((db) => db.selectFrom('contact_point').select('normal').execute());
  expect(numbers).toEqual([{ normal: '+12175550199' }]);
});

test('an update tells nothing of a status, and does not put a visit back', async () => {
  await take(made(discharge('20260302094600')));
  await take(made(aMessage({ type: 'ADT^A08', sentAt: '20260303090000' })));
  expect(await visits()).toMatchObject([{ status: 'left' }]);
  await take(
    made(
      aBooking() +
        aBooking({ event: 'S26', sentAt: '20260303080000' }) +
        aBooking({ event: 'S14', sentAt: '20260303090000' }),
    ),
  );
  expect(await visits()).toMatchObject([{ status: 'no_show' }, { status: 'left' }]);
});

test('after a merge the old identifier means the survivor, also before the patients themselves are merged', async () => {
  await take(made(aMessage({ type: 'ADT^A28', segments: ['PID|1||OLD^^^LAKE^MR||Okafor^Lena'] })));
  const merge = made(
    aMessage({
      type: 'ADT^A40',
      sentAt: '20260302100000',
      segments: ['PID|1||P100^^^LAKE^MR||Okafor^Lena', 'MRG|OLD^^^LAKE^MR'],
    }),
  );
  await take(merge);
  await take(merge);
  const [waiting, ...others] = await read((db) => listWaitingMerges(db, practice.id));
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({
    old: { system: 'LAKE', value: 'OLD' },
    survivor: { system: 'LAKE', value: 'P100' },
    source: 'hl7',
    askedAt: new Date('2026-03-02T16:00:00Z'),
  });
  const late = aBooking({ sentAt: '20260302110000' }).replace('P100^^^LAKE', 'OLD^^^LAKE');
  await take(made(late));
  const survivor = await read((db) =>
    db
      .selectFrom('patient_identifier')
      .select('patient_id')
      .where('value', '=', 'P100')
      .executeTakeFirstOrThrow(),
  );
  expect(await visits()).toMatchObject([{ patient_id: survivor.patient_id }]);
  if (waiting === undefined) throw new Error('no merge waits');
  const settle = () => read((db) => settleMergeRequest(db, practice.id, waiting.id, 'declined', new Date()));
  expect([await settle(), await settle()]).toEqual([true, false]);
  await take(made(late.replace('20260302110000', '20260302120000')));
  expect((await visits())[0]?.patient_id).not.toBe(survivor.patient_id);
});

test('batches, foreign letters, rubbish and several files of one folder', async () => {
  const inner = join(folder, `inner-${count}`);
  mkdirSync(inner);
  const write = (name: string, content: string | Buffer): void => writeFileSync(join(inner, name), content);
  const named = (charset: string, id: string, name: string) =>
    aMessage({ type: 'ADT^A31', charset, segments: [`PID|1||${id}||${name}`] });
  write(
    'a.out',
    `FHS|^~\\&|X\rBHS|^~\\&|X\r${named('', 'B1', 'Ärger^Ina')}${named('', 'B2', 'Marsh^Ada')}BTS|2\rFTS|1\r`,
  );
  write('b.hl7', iconv.encode(named('8859/1', 'B3', 'Müller^Jörg'), 'latin1'));
  write('c.hl7', iconv.encode(named('', 'B4', 'Łoś^Ewa'), 'utf-16', { addBOM: true }));
  write('d.hl7', 'nothing of the kind\n');
  write('e.md', '# not for us');
  const report = await take(inner);
  expect(countsOf(report).map((file) => [file.kind, file.added, file.refused])).toEqual([
    ['hl7', 2, 0],
    ['hl7', 1, 0],
    ['hl7', 1, 0],
    ['hl7', 0, 1],
  ]);
  const names = (await patients()).map((row) => row.family_name).sort();
  expect(names).toEqual(['Marsh', 'Müller', 'Ärger', 'Łoś'].sort());
});

test('a mapping says what a feed means, and which source it is', async () => {
  const mapping = { system: 'front-desk', statuses: { '4': 'no_show' } };
  await take(made(aBooking({ event: 'S14', status: '4' })), { mapping });
  expect(await visits()).toMatchObject([{ source_system: 'front-desk', status: 'no_show' }]);
});

const data = fileURLToPath(new URL('../../../shared/data/hl7v2/', import.meta.url));
const missing = existsSync(data) ? '' : ` (left out: ${data.split('/').slice(-4).join('/')} is not here)`;

/** What a plain look at the headers says: messages by type, without the reader. */
function plainCount(paths: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const path of paths) {
    for (const line of readFileSync(path, 'latin1').split(/[\r\n]+/)) {
      const header = /^(?:\u00EF\u00BB\u00BF)?MSH\|/.test(line) ? line.split('|') : undefined;
      if (header === undefined) continue;
      const type = (header[8] ?? '').split('^').slice(0, 2).join('^');
      found.set(type, (found.get(type) ?? 0) + 1);
    }
  }
  return found;
}

test.runIf(missing === '')(
  `all sample messages are read, refused or left, each in words${missing}`,
  async () => {
    const samples = join(data, 'ms-fhir-converter');
    const paths = [
      ...readdirSync(samples).map((name) => join(samples, name)),
      join(data, 'simhospital', 'messages.out'),
      made(invalidMessages(readFileSync(join(data, 'simhospital', 'invalid_messages.yml'), 'utf8'))),
    ];
    const plain = plainCount(paths);
    const report = await take(paths, { asOf: localDate('2026-03-05') });
    const counted = new Map<string, number>();
    for (const file of report.files) {
      const { messages, notRead } = file.mapping as Record<string, Record<string, number>>;
      for (const [type, n] of Object.entries({ ...messages, ...notRead })) {
        counted.set(type, (counted.get(type) ?? 0) + n);
      }
      expect(file.rows, file.path).toBe(file.added + file.updated + file.unchanged + file.refused);
    }
    const refusals = await read((db) =>
      db.selectFrom('refusal').selectAll().where('import_id', '=', report.importId).execute(),
    );
    expect(refusals.filter((row) => row.reason.length < 10)).toEqual([]);
    // Each of these is refused whole: deleting, moving, and the booking that calls itself ADT^A60.
    const whole = refusals.filter((row) => row.column_name === 'MSH-9');
    expect(whole.map((row) => row.value).sort()).toEqual(
      ['A29', 'A29', 'A41', 'A41', 'A45', 'A45', 'A60'].map((event) => `ADT ${event}`),
    );
    for (const row of whole) {
      const type = row.value.replace(' ', '^');
      counted.set(type, (counted.get(type) ?? 0) + 1);
    }
    expect(new Map([...counted].sort())).toEqual(new Map([...plain].sort()));
    expect(report.files.reduce((sum, file) => sum + file.refused, 0)).toBe(whole.length);
    // Twice: nothing changes.
    const again = await take(paths, { asOf: localDate('2026-03-05') });
    expect(again.files.reduce((sum, file) => sum + file.added + file.updated, 0)).toBe(0);
  },
);

// The templates as Simulated Hospital fills them in.
function invalidMessages(yaml: string): string {
  const lines = [...yaml.matchAll(/^ {2}- "(.*)"$/gm)].map((match) =>
    (match[1] ?? '')
      .replaceAll('\\\\', '\\')
      .replace('%s', '20200501140643')
      .replace('%s', `I${count}`)
      .replace('PID_SEGMENT_PLACEHOLDER', 'PID|1||77^^^MRN||Doe^Jo'),
  );
  return `${lines.join('\r')}\r`;
}
