import { join } from 'node:path';
import type { mailbox } from '../src/contact/channels.ts';
import type { queueMessages } from '../src/contact/outbox-actions.ts';
import type { sendDue } from '../src/contact/send-actions.ts';
import type { openDatabase } from '../src/database/database.ts';
import type { migrate } from '../src/database/migrate.ts';
import type { newId, PatientId } from '../src/kit/ids.ts';
import type { withdrawAllConsent } from '../src/patients/consent-actions.ts';
import type { getPracticeBySlug } from '../src/practice/actions.ts';
import { holdServer, withClient } from './database.ts';
import { built, type Figure, ratio, seconds, temporaryFolder } from './ground.ts';

type Server = Awaited<ReturnType<typeof holdServer>>;

const throughput = 4000;
// KEEPWELL_BENCH_MESSAGES=5000 for a quick look.
const large = Number(process.env.KEEPWELL_BENCH_MESSAGES ?? 50_000);
const optOuts = 200;

async function load() {
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/database.js');
  const { queueMessages: queue } = await built<{ queueMessages: typeof queueMessages }>(
    'contact/outbox-actions.js',
  );
  const { sendDue: send } = await built<{ sendDue: typeof sendDue }>('contact/send-actions.js');
  const { mailbox: inProcess } = await built<{ mailbox: typeof mailbox }>('contact/channels.js');
  const { getPracticeBySlug: find } = await built<{ getPracticeBySlug: typeof getPracticeBySlug }>(
    'practice/actions.js',
  );
  const { newId: id } = await built<{ newId: typeof newId }>('kit/ids.js');
  const { withdrawAllConsent: withdraw } = await built<{ withdrawAllConsent: typeof withdrawAllConsent }>(
    'patients/consent-actions.js',
  );
  const { migrate: migrateAll } = await built<{ migrate: typeof migrate }>('database/migrate.js');
  return { migrate: migrateAll, open, queue, send, inProcess, find, id, withdraw };
}

type Loaded = Awaited<ReturnType<typeof load>>;
type Database = ReturnType<Loaded['open']>;

/** A practice with patients who each have an e-mail waiting. */
async function aFullOutbox(
  { queue, find, id }: Loaded,
  server: Server,
  database: Database,
  slug: string,
  count: number,
) {
  await withClient(server.access.superuser, (client) =>
    client.query(`insert into practice (public_id, slug, name) values ($1, $1, 'Elm Street')`, [slug]),
  );
  const practice = await find(database, slug);
  if (practice === undefined) throw new Error('the practice was not made');
  const patients = Array.from({ length: count }, () => id<PatientId>());
  await withClient(server.access.superuser, async (client) => {
    await client.query(
      `insert into patient (practice_id, id, given_name) select $1, id, 'Maria' from unnest($2::uuid[]) as id`,
      [practice.id, patients],
    );
    await client.query(
      `insert into contact_point (practice_id, id, patient_id, kind, received, normal)
       select $1, gen_random_uuid(), id, 'email', id || '@example.org', id || '@example.org'
       from unnest($2::uuid[]) as id`,
      [practice.id, patients],
    );
    // While the practice's own system is silent, nothing is sent by itself.
    await client.query(
      `insert into import (practice_id, id, state, finished_at) values ($1, gen_random_uuid(), 'finished', now())`,
      [practice.id],
    );
    // Words with no link: a link is a row of its own, whatever sends it.
    const words = { subject: 'Hello', preheader: '', email: 'Hello {patient}.', text: '', post: '' };
    const { rows } = await client.query<{ id: string }>(
      `insert into template (practice_id, id, code, title) values ($1, gen_random_uuid(), 'bench', '{"en":"x"}')
       returning id`,
      [practice.id],
    );
    await client.query(
      `insert into template_version (practice_id, id, template_id, version, legal_class, words)
       values ($1, gen_random_uuid(), $2, 1, 'treatment', $3)`,
      [practice.id, rows[0]?.id, JSON.stringify({ en: words })],
    );
    await client.query('analyze');
  });
  const now = new Date();
  for (let at = 0; at < count; at += 5000) {
    const wanted = patients.slice(at, at + 5000).map((patientId) => ({
      source: 'bench',
      patientId,
      occurrence: '1',
      channel: 'email' as const,
      templateCode: 'bench',
      legalClass: 'treatment' as const,
      purpose: 'care' as const,
      about: 'thanks' as const,
      dueAt: now,
    }));
    await database.inPractice(practice.id, async (db) => {
      await queue(db, practice, wanted, now);
    });
  }
  await withClient(server.access.superuser, (client) => client.query('analyze message'));
  return { practice, patients };
}

// The least that any outbox of this kind does: say that it goes, and say that it went, each durable, one by one.
async function bareTransactions(server: Server, count: number): Promise<number> {
  await withClient(server.access.superuser, async (client) => {
    await client.query('create table bare_outbox (id int primary key, state text not null)');
    await client.query(`insert into bare_outbox select n, 'planned' from generate_series(1, ${count}) n`);
    await client.query('grant select, update on bare_outbox to keepwell_app');
  });
  return withClient(server.access.app, (client) =>
    seconds(async () => {
      for (let id = 1; id <= count; id += 1) {
        for (const state of ['handed', 'accepted']) {
          await client.query('begin');
          await client.query('update bare_outbox set state = $2 where id = $1', [id, state]);
          await client.query('commit');
        }
      }
    }),
  );
}

async function speed(loaded: Loaded, server: Server, database: Database): Promise<Figure> {
  const bare = await bareTransactions(server, throughput);
  const { practice } = await aFullOutbox(loaded, server, database, 'bench-speed', throughput);
  let taken = 0;
  const email = {
    ...loaded.inProcess,
    name: 'provider' as const,
    send: async ({ clientRef }: { readonly clientRef: string }) => {
      taken += 1;
      return { kind: 'accepted' as const, providerId: clientRef };
    },
  };
  const ports = channelsOf(database, email);
  const took = await seconds(() => loaded.send(ports, practice, { concurrency: 20, batch: 100 }));
  if (taken !== throughput) throw new Error(`only ${taken} of ${throughput} messages went out`);
  const rate = throughput / took;
  const peer = throughput / bare;
  return {
    what: 'messages sent with the gate asked again, against two bare transactions each',
    measured: `${Math.round(rate)}/s, ${ratio(rate / peer)} of ${Math.round(peer)}/s`,
    reach: 'at least 0.60 of them',
    holds: rate >= 0.6 * peer,
  };
}

function channelsOf(database: Database, email: Parameters<Loaded['send']>[0]['channels']['email']) {
  return {
    database,
    clock: { now: () => new Date() },
    channels: {
      email,
      text: email,
      publicUrl: 'https://hello.elm.example',
      ownUrl: 'http://localhost:4600',
    },
  };
}

/** How long after an opt-out was committed a message to that patient was still handed over. */
async function optOutLatency(loaded: Loaded, server: Server, database: Database): Promise<Figure> {
  const { practice, patients } = await aFullOutbox(loaded, server, database, 'bench-opt-out', large);
  const out = new Map<string, number>();
  const late: number[] = [];
  const email = {
    ...loaded.inProcess,
    name: 'provider' as const,
    send: async ({ clientRef, to }: { readonly clientRef: string; readonly to: string }) => {
      const since = out.get(to);
      if (since !== undefined) late.push(performance.now() - since);
      return { kind: 'accepted' as const, providerId: clientRef };
    },
  };
  const ports = channelsOf(database, email);
  let ended = false;
  const sending = loaded.send(ports, practice, { concurrency: 20, batch: 100 }).finally(() => {
    ended = true;
  });
  let told = 0;
  for (let i = 0; i < optOuts && !ended; i += 1) {
    // From the end of the line, and some that are about to go.
    const patient = patients[Math.floor((i / optOuts) * patients.length)];
    if (patient === undefined) continue;
    await database.inPractice(practice.id, async (db) => {
      await loaded.withdraw(db, practice.id, patient, null, new Date());
    });
    out.set(`${patient}@example.org`, performance.now());
    told += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await sending;
  // Who got nothing any more waited no time at all.
  const waits = [...late, ...Array.from({ length: told - late.length }, () => 0)].sort((a, b) => a - b);
  const p99 = waits[Math.min(waits.length - 1, Math.floor(waits.length * 0.99))] ?? 0;
  return {
    what: `opt-out effective while ${large} messages go out, p99 of ${told}`,
    measured: `${Math.round(p99)} ms (${late.length} messages had been claimed before)`,
    reach: 'at most 1000 ms',
    holds: told >= optOuts / 2 && p99 <= 1000,
  };
}

/** What goes out, how fast, and how soon it stops. */
export async function bench(): Promise<readonly Figure[]> {
  const loaded = await load();
  const folder = temporaryFolder();
  const server = await holdServer(join(folder.path, 'data'));
  const database = loaded.open(server.access.app);
  try {
    await loaded.migrate(server.access);
    return [await speed(loaded, server, database), await optOutLatency(loaded, server, database)];
  } finally {
    await database.close();
    await server.stopAnyway();
    folder.remove();
  }
}
