import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { holdServer, withClient } from './database.ts';
import { type Figure, type Ran, ratio, runKeepwell, seconds, temporaryFolder } from './ground.ts';

// KEEPWELL_BENCH_VISITS makes it smaller while one works on it.
const visits = Number(process.env.KEEPWELL_BENCH_VISITS ?? 1_000_000);
const visitsEach = 10;

interface Report {
  readonly rows: number;
  readonly bytes: number;
  readonly written: number;
  readonly seconds: number;
}

// Straight into the tables: how they came there is another bench.
async function fill(client: pg.Client): Promise<void> {
  await client.query(`insert into practice (public_id, slug, name) values ('bench', 'bench', 'Bench')`);
  await client.query(
    `insert into patient (practice_id, id, family_name, given_name, birth_date, sex, status)
     select p.id, gen_random_uuid(), 'Family' || i % 997, 'Given' || i % 313, date '1940-01-01' + i % 25000,
       case i % 2 when 0 then 'female' else 'male' end, 'active'
     from practice p cross join generate_series(1, ${visits / visitsEach}) i`,
  );
  await client.query(
    `insert into visit (practice_id, id, patient_id, starts_at, local_day, minutes, status, booked_at, left_at, source_system, source_id)
     select p.practice_id, gen_random_uuid(), p.id, at, at::date, 30, 'left', at - interval '20 days', at + interval '40 minutes',
       'csv', p.id || '-' || j
     from patient p cross join generate_series(1, ${visitsEach}) j
     cross join lateral (select timestamptz '2016-01-04 09:00Z' + make_interval(days => j * 320 + abs(hashtext(p.id::text)) % 300) as at) t`,
  );
  await client.query('vacuum analyze');
}

async function copyOut(client: pg.Client, folder: string): Promise<void> {
  for (const table of ['patient', 'visit']) {
    const file = await open(join(folder, table), 'w');
    await pipeline(client.query(copyTo(`copy ${table} to stdout`)), file.createWriteStream());
  }
}

/** Into tables with the same keys and foreign keys. */
async function copyIn(client: pg.Client, folder: string): Promise<void> {
  for (const table of ['patient', 'visit']) {
    const file = await open(join(folder, table));
    await pipeline(
      file.createReadStream({ highWaterMark: 1 << 20 }),
      client.query(copyFrom(`copy raw_${table} from stdin`)),
    );
  }
}

async function makeRawTables(client: pg.Client): Promise<void> {
  await client.query(`
    create table raw_patient (like patient including all);
    create table raw_visit (like visit including all);
    alter table raw_patient add foreign key (practice_id) references practice (id);
    alter table raw_visit add foreign key (practice_id, patient_id) references raw_patient (practice_id, id);
    alter table raw_visit add foreign key (practice_id, location_id) references location (practice_id, id);
    alter table raw_visit add foreign key (practice_id, clinician_id) references staff_member (practice_id, id);
    alter table raw_visit add foreign key (practice_id, service_id) references service (practice_id, id)`);
}

const perSecond = (report: Report): number => report.bytes / 1e6 / report.seconds;
const reportOf = (ran: Ran): Report => JSON.parse(ran.stdout) as Report;

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    const [data, target, raw] = ['data', 'target', 'raw'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(raw);
    await runKeepwell(['audit', 'verify', '--json'], data);
    const server = await holdServer(data);
    let out = 0;
    let into = 0;
    let full: Ran;
    let day: Ran;
    try {
      await withClient(server.access.superuser, fill);
      out = await withClient(server.access.superuser, (client) => seconds(() => copyOut(client, raw)));
      full = await runKeepwell(['backup', '--json'], data);
      // A day: five hundred visits come to their end.
      await withClient(server.access.superuser, (client) =>
        client.query(
          `update visit set minutes = 45 where id in (select id from visit order by source_id limit 500)`,
        ),
      );
      day = await runKeepwell(['backup', '--json'], data);
      await withClient(server.access.superuser, makeRawTables);
      into = await withClient(server.access.superuser, (client) => seconds(() => copyIn(client, raw)));
    } finally {
      await server.stop();
    }
    const kept = ['--from', `${data}-backups`, '--key', `${data}-backup.key`];
    const restored = await runKeepwell(['restore', ...kept, '--json'], target);
    const [made, daily] = [reportOf(full), reportOf(day)];
    const back = { ...made, seconds: (JSON.parse(restored.stdout) as { seconds: number }).seconds };
    return [
      {
        what: `backup of ${visits} visits and their patients (${(made.bytes / 1e6).toFixed(0)} MB), against plain COPY out`,
        measured: `${ratio(out / made.seconds)} (${made.seconds.toFixed(1)} s against ${out.toFixed(1)} s), ${perSecond(made).toFixed(1)} MB/s`,
        reach: '>= 30 %',
        holds: out / made.seconds >= 0.3,
      },
      {
        what: 'its size against that of the rows',
        measured: ratio(made.written / made.bytes),
        reach: '<= 50 %',
        holds: made.written <= 0.5 * made.bytes,
      },
      {
        what: 'the next day, 500 visits later: written against the full one',
        measured: `${ratio(daily.written / made.written)} in ${daily.seconds.toFixed(1)} s`,
        reach: '<= 60 %',
        holds: daily.written <= 0.6 * made.written,
      },
      {
        what: 'restore, verified first, against plain COPY in with the same keys',
        measured: `${ratio(into / back.seconds)} (${back.seconds.toFixed(1)} s against ${into.toFixed(1)} s), ${perSecond(back).toFixed(1)} MB/s`,
        reach: '>= 50 %, and 10 GB in 30 min: >= 5.7 MB/s',
        holds: into / back.seconds >= 0.5 && perSecond(back) >= 5.7,
      },
      {
        what: 'Node memory, backup and restore',
        measured: `${full.peakMemory.toFixed(0)} and ${restored.peakMemory.toFixed(0)} MB`,
        reach: '<= 256 MB',
        holds: Math.max(full.peakMemory, restored.peakMemory) <= 256,
      },
      {
        what: 'event-loop delay p99 while backing up',
        measured: `${full.loopDelayP99.toFixed(1)} ms`,
        reach: '<= 50 ms',
        holds: full.loopDelayP99 <= 50,
      },
    ];
  } finally {
    folder.remove();
  }
}
