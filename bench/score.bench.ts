import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { openDatabase } from '../src/database/database.ts';
import type { scorePractice } from '../src/loyalty/actions.ts';
import type { getPracticeBySlug } from '../src/practice/actions.ts';
import { holdServer, withClient } from './database.ts';
import { built, type Figure, runKeepwell, seconds, temporaryFolder } from './ground.ts';

type Server = Awaited<ReturnType<typeof holdServer>>;

// KEEPWELL_BENCH_PATIENTS=1000000 for the large one: some ten minutes and 6 GB of disk.
const patients = Number(process.env.KEEPWELL_BENCH_PATIENTS ?? 100_000);

/**
 * Patients of two services who come every half year or so, ten visits each on the average, some of them for good since
 * years ago, one in eight with a visit booked. Written without the checks of foreign keys, which would take most of the time.
 */
async function fill(server: Server): Promise<number> {
  return withClient(server.access.superuser, async (client) => {
    const found = await client.query<{ id: number }>(`select id from practice where slug = 'bench'`);
    const practice = found.rows[0]?.id;
    if (practice === undefined) throw new Error('the sample practice is missing');
    await client.query('set session_replication_role = replica; select setseed(0.4)');
    await client.query(
      `create temporary table person as
      select gen_random_uuid() as id, i, 150 + floor(80 * random())::int as gap, 1 + floor(19 * random())::int as visits,
        case when random() < 0.6 then floor(200 * random())::int else floor(2000 * random())::int end as silence,
        (array(select id from service where practice_id = $1 and returns order by code limit 2))[1 + (i % 5) / 4] as service_id
      from generate_series(1, $2::int) i`,
      [practice, patients],
    );
    await client.query(
      `insert into patient (practice_id, id, family_name, known_from) select $1, id, 'Bench', '1990-01-01' from person`,
      [practice],
    );
    await client.query(
      `insert into visit (practice_id, id, patient_id, service_id, booked_at, starts_at, local_day, status, source_system, source_id)
      select $1, gen_random_uuid(), id, service_id, day - 20, day + time '10:00', day, status, 'bench', i || '-' || j
      from (
        select id, service_id, i, j, 'seen' as status,
          current_date - silence - 1 - j * gap - floor(40 * random())::int as day
        from person, generate_series(0, visits - 1) j
        union all
        select id, service_id, i, -1, 'booked', current_date + 1 + i % 60 from person where i % 8 = 0
      ) visit`,
      [practice],
    );
    await client.query(
      'delete from visit_summary; delete from rhythm_score; delete from rhythm_model; delete from visit_dirty',
    );
    await client.query('set session_replication_role = default');
    await client.query('vacuum analyze patient, visit, visit_summary, rhythm_score');
    return practice;
  });
}

/** As many visits as a day brings: one patient in two hundred came. */
async function oneDayMore(server: Server, practice: number): Promise<void> {
  await withClient(server.access.superuser, async (client) => {
    await client.query(
      `with came as (select patient_id, service_id from visit_summary where practice_id = $1 order by patient_id limit $2)
      insert into visit (practice_id, id, patient_id, service_id, booked_at, starts_at, local_day, status, source_system, source_id)
      select $1, gen_random_uuid(), patient_id, service_id, current_date - 9, current_date - 1 + time '10:00', current_date - 1, 'seen', 'bench', 'day-' || patient_id || service_id
      from came`,
      [practice, patients / 200],
    );
    await client.query(
      `insert into visit_dirty (practice_id, patient_id)
      select distinct practice_id, patient_id from visit where source_id like 'day-%' on conflict do nothing`,
    );
  });
}

/** Gathering the same visits by patient and service, and COPY of the same rows into tables with the same keys. */
async function reference(server: Server, practice: number, folder: string, tables: readonly string[]) {
  return withClient(server.access.superuser, async (client) => {
    let rows = 0;
    const files = new Map(tables.map((table) => [table, join(folder, `${table}.copy`)]));
    for (const [table, file] of files) {
      await client.query(
        `drop table if exists peer_${table}; create table peer_${table} (like ${table} including all)`,
      );
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file));
      const found = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      rows += found.rows[0]?.n ?? 0;
    }
    const took = await seconds(async () => {
      await client.query(`begin; set local work_mem = '192MB'`);
      await client.query(
        `select patient_id, service_id, count(*), min(local_day), max(local_day) from visit
        where practice_id = $1 group by patient_id, service_id`,
        [practice],
      );
      for (const [table, file] of files) {
        await pipeline(createReadStream(file), client.query(copyFrom(`copy peer_${table} from stdin`)));
      }
      await client.query('commit');
    });
    for (const file of files.values()) rmSync(file);
    return { took, rows };
  });
}

async function scoring(server: Server, practiceId: number, folder: string): Promise<Figure[]> {
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/database.js');
  const { scorePractice: score } = await built<{ scorePractice: typeof scorePractice }>('loyalty/actions.js');
  const { getPracticeBySlug: find } = await built<{ getPracticeBySlug: typeof getPracticeBySlug }>(
    'practice/actions.js',
  );
  const { dayFromNumber } = await built<typeof import('../src/kit/local-date.ts')>('kit/local-date.js');
  const database = open(server.access.app);
  const practice = await find(database, 'bench');
  if (practice === undefined) throw new Error('the sample practice is missing');
  const now = new Date();
  const view = {
    practice: practice.id,
    day: dayFromNumber(Math.floor(now.getTime() / 86_400_000)),
    knownAt: now,
    live: true,
  };
  const startedAt = performance.now();
  const say = (words: string) =>
    process.stdout.write(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s ${words}\n`);
  let peak = 0;
  // The reference before and after each night: on a machine that others use too, what is measured a minute later is another.
  const night = async (what: string, tables: readonly string[]): Promise<Figure> => {
    const before = await reference(server, practiceId, folder, tables);
    const ours = await seconds(() =>
      database.inPractice(practice.id, (db) => score(db, view, say), { statementTimeoutMs: 1_800_000 }),
    );
    say('done');
    peak = Math.max(peak, process.resourceUsage().maxRSS / 1024);
    const after = await reference(server, practiceId, folder, tables);
    // What is written is there only afterwards: the first time has no reference before.
    const peer = before.rows === 0 ? after.took : (before.took + after.took) / 2;
    return {
      what: `${what}, ${patients} patients, against aggregating the visits and COPY of the same rows`,
      measured: `${(ours / peer).toFixed(2)}x (${ours.toFixed(1)} s against ${peer.toFixed(1)} s)`,
      reach: '<= 3x',
      holds: ours <= 3 * peer,
    };
  };
  try {
    const figures = [
      await night('summarise and score for the first time', ['visit_summary', 'rhythm_score']),
    ];
    await oneDayMore(server, practiceId);
    figures.push(await night('score after a day of new visits', ['rhythm_score']));
    await withClient(server.access.superuser, (client) =>
      client.query(
        `insert into model_check (practice_id, service_id, day, champion, found)
        select practice_id, service_id, current_date, 'mean-bg-bb-hazard', '{}' from rhythm_model where practice_id = $1
        on conflict (practice_id, service_id) do update set champion = excluded.champion`,
        [practiceId],
      ),
    );
    figures.push(await night('the same where a mean of two models was chosen', ['rhythm_score']));
    figures.push({
      what: 'peak memory of the process',
      measured: `${peak.toFixed(0)} MB`,
      reach: '<= 1000 MB',
      holds: peak <= 1000,
    });
    return figures;
  } finally {
    await database.close();
  }
}

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    await runKeepwell(
      ['sample', '--patients', '100', '--years', '2', '--practice', 'bench', '--json'],
      folder.path,
    );
    const server = await holdServer(folder.path);
    try {
      return await scoring(server, await fill(server), folder.path);
    } finally {
      await server.stop();
    }
  } finally {
    folder.remove();
  }
}
