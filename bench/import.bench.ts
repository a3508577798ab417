import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { holdServer, withClient } from './database.ts';
import { type Figure, ratio, runKeepwell, seconds, temporaryFolder } from './ground.ts';

const patients = 100_000;
const visitsEach = 10;

function day(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

function* patientLines(): Generator<string> {
  yield 'Patient ID,Last Name,First Name,Date of Birth,Sex,Mobile Phone,Email\n';
  for (let i = 0; i < patients; i += 1) {
    const phone = `(212) 555-${String(i % 10_000).padStart(4, '0')}`;
    yield `P${i},Family${i % 997},Given${i % 313},${day(3000 + (i % 20_000))},${i % 2 ? 'F' : 'M'},${phone},p${i}@mail.example\n`;
  }
}

function* visitLines(): Generator<string> {
  yield 'Appointment ID,Patient ID,Date,Time,Status,Service,Provider,Duration,Booked At\n';
  for (let i = 0; i < patients; i += 1) {
    for (let j = 0; j < visitsEach; j += 1) {
      const at = 17_000 + j * 320 + (i % 300);
      const time = `${String(8 + (i % 10)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`;
      const status = (i + j) % 17 === 0 ? 'No Show' : 'Completed';
      yield `A${i}-${j},P${i},${day(at)},${time},${status},Service ${i % 5},Dr ${i % 7},30,${day(at - 20)} 09:00\n`;
    }
  }
}

async function* fhirLines(): AsyncGenerator<string> {
  for (let i = 0; i < 10_000; i += 1) {
    yield `${JSON.stringify({ resourceType: 'Patient', id: `p${i}`, active: true, name: [{ use: 'official', family: `Family${i % 997}`, given: [`Given${i % 313}`] }], gender: i % 2 ? 'female' : 'male', birthDate: day(3000 + (i % 20_000)), telecom: [{ system: 'phone', value: '(212) 555-0142', use: 'mobile' }] })}\n`;
  }
  for (let i = 0; i < 90_000; i += 1) {
    const start = `${day(17_000 + (i % 2500))}T14:00:00Z`;
    yield `${JSON.stringify({ resourceType: 'Encounter', id: `e${i}`, status: 'finished', class: { code: 'AMB' }, type: [{ text: `Service ${i % 5}` }], subject: { reference: `Patient/p${i % 10_000}` }, period: { start, end: start.replace('14:00', '14:30') } })}\n`;
  }
}

// The same rows again, raw: out of the table that the import filled, into one with identical keys.
async function rawCopy(dataFolder: string, file: string): Promise<number> {
  const server = await holdServer(dataFolder);
  try {
    await withClient(server.access.superuser, async (client) => {
      const handle = await open(file, 'w');
      await pipeline(client.query(copyTo('copy visit to stdout')), handle.createWriteStream());
      await client.query('create table raw_visit (like visit including all)');
      for (const [column, table] of [
        ['patient_id', 'patient'],
        ['location_id', 'location'],
        ['clinician_id', 'staff_member'],
        ['service_id', 'service'],
      ]) {
        await client.query(
          `alter table raw_visit add foreign key (practice_id, ${column}) references ${table} (practice_id, id)`,
        );
      }
    });
    return await withClient(server.access.superuser, async (client) => {
      await client.query(`select set_config('app.practice', '1', false)`);
      const handle = await open(file);
      const took = await seconds(() =>
        pipeline(
          handle.createReadStream({ highWaterMark: 1 << 20 }),
          client.query(copyFrom('copy raw_visit from stdin')),
        ),
      );
      // It points at what the import added, and so would hold it when that is taken back.
      await client.query('drop table raw_visit');
      return took;
    });
  } finally {
    await server.stop();
  }
}

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    const data = join(folder.path, 'data');
    const files = ['patients.csv', 'visits.csv'].map((name) => join(folder.path, name));
    await pipeline(Readable.from(patientLines()), createWriteStream(files[0] ?? ''));
    await pipeline(Readable.from(visitLines()), createWriteStream(files[1] ?? ''));
    await runKeepwell(['doctor', '--json'], data).catch(() => {});
    const imported = await runKeepwell(
      ['import', '--practice', 'bench', '--create', '--json', ...files],
      data,
    );
    const report = JSON.parse(imported.stdout) as {
      importId: string;
      visits: number;
      patients: number;
      seconds: number;
    };
    if (report.visits !== patients * visitsEach) throw new Error(`only ${report.visits} visits came in`);
    const raw = await rawCopy(data, join(folder.path, 'visits.copy'));
    const fhir = join(folder.path, 'fhir.ndjson');
    await pipeline(Readable.from(fhirLines()), createWriteStream(fhir));
    const read = await runKeepwell(['import', '--practice', 'fhir', '--create', '--json', fhir], data);
    const perSecond = 100_000 / (JSON.parse(read.stdout) as { seconds: number }).seconds;
    const share = raw / report.seconds;
    let removed = 0;
    const undoing = await seconds(async () => {
      const undo = ['import', 'undo', report.importId, '--practice', 'bench', '--json'];
      const { stdout } = await runKeepwell(undo, data);
      removed = (JSON.parse(stdout) as { removed: { visits: number } }).removed.visits;
    });
    return [
      {
        what: 'CSV import of 1M visits and their 100k patients, against raw COPY of the visits',
        measured: `${ratio(share)} (${report.seconds.toFixed(1)} s against ${raw.toFixed(1)} s)`,
        reach: '>= 35 %',
        holds: share >= 0.35,
      },
      {
        what: 'Node memory meanwhile',
        measured: `${imported.peakMemory.toFixed(0)} MB`,
        reach: '<= 256 MB',
        holds: imported.peakMemory <= 256,
      },
      {
        what: 'event-loop delay p99 while importing',
        measured: `${imported.loopDelayP99.toFixed(1)} ms`,
        reach: '<= 50 ms',
        holds: imported.loopDelayP99 <= 50,
      },
      {
        what: 'FHIR NDJSON import',
        measured: `${perSecond.toFixed(0)} resources/s`,
        reach: '>= 8,000',
        holds: perSecond >= 8000,
      },
      {
        what: 'taking that CSV import back, against the import',
        measured: `${ratio(undoing / report.seconds)} (${undoing.toFixed(1)} s, ${removed} visits gone)`,
        reach: '<= 200 %',
        holds: undoing <= report.seconds * 2 && removed === patients * visitsEach,
      },
    ];
  } finally {
    folder.remove();
  }
}
