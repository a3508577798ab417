import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { newId, type PatientId, type PracticeId } from '../kit/ids.ts';
import { recordAuditEvent } from './audit.ts';
import { nextAnchor, readAnchor, writeAnchor } from './audit-anchor.ts';
import { type ChainHead, holdsSeal, sealAuditEvents } from './audit-seal.ts';
import { type AuditReport, verifyAudit } from './audit-verify.ts';

let fresh: FreshDatabase;
let database: Database;
let superuser: pg.Client;
let practice: PracticeId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  practice = (await aPractice(database)).id;
});

async function record(count: number): Promise<void> {
  await database.inPractice(practice, async (db) => {
    for (let i = 0; i < count; i += 1) {
      await recordAuditEvent(db, practice, {
        accountId: null,
        staffMemberId: null,
        action: 'patients.get',
        result: 'ok',
        patientIds: [newId<PatientId>()],
        objectIds: [`object ${i}`],
        requestId: `request ${i}`,
        network: '192.0.2.0/24',
      });
    }
  });
}

const seal = (options = {}) => database.inPractice(practice, (db) => sealAuditEvents(db, practice, options));
function verify(anchor?: ChainHead): Promise<AuditReport> {
  return database.inPractice(practice, (db) => verifyAudit(db, practice, anchor), { snapshot: true });
}

describe('the trail', () => {
  test('is intact when it was only added to, in batches of any size', async () => {
    expect(await verify()).toMatchObject({ intact: true, events: 0, sealed: 0 });
    let head: ChainHead | undefined;
    for (const count of [1, 7, 0, 30]) {
      await record(count);
      const sealed = await seal();
      expect(sealed.sealed).toBe(count);
      head = sealed.head;
    }
    expect(await verify(head)).toMatchObject({ intact: true, events: 38, sealed: 38, problems: [] });
  });

  test('is sealed once, by however many sealers at a time', async () => {
    await record(50);
    const sealers = await Promise.all(Array.from({ length: 8 }, () => seal()));
    expect(sealers.reduce((sum, { sealed }) => sum + sealed, 0)).toBe(50);
    expect(await verify()).toMatchObject({ intact: true, sealed: 50 });
  });

  test('takes thousands of events at once', async () => {
    await superuser.query(
      `insert into audit_event (practice_id, id, action, result, request_id)
       select $1, gen_random_uuid(), 'a', 'ok', n::text from generate_series(1, 12000) n`,
      [practice],
    );
    expect([(await seal()).sealed, (await seal()).sealed, (await seal()).sealed]).toEqual([5000, 5000, 2000]);
    expect(await verify()).toMatchObject({ intact: true, sealed: 12_000 });
  });

  test('holds what was committed late, in whatever order', async () => {
    await record(3);
    await superuser.query(
      `insert into audit_event (practice_id, id, at, action, result, request_id)
       values ($1, gen_random_uuid(), now() - interval '5 minutes', 'a', 'ok', 'late'),
              ($1, gen_random_uuid(), now() - interval '2 hours', 'a', 'ok', 'very late')`,
      [practice],
    );
    expect((await seal({ lastMinutes: 15 })).sealed).toBe(4);
    // Longer ago than the quick look reaches: it is reported, and found by the look at everything.
    expect(await verify()).toMatchObject({ intact: false, unsealedTooLong: 1 });
    expect((await seal()).sealed).toBe(1);
    expect(await verify()).toMatchObject({ intact: true });
  });

  test('reports an event that has waited more than ten seconds for its seal', async () => {
    await record(2);
    expect(await verify()).toMatchObject({ intact: true, unsealedTooLong: 0 });
    await superuser.query(`update audit_event set at = at - interval '11 seconds' where practice_id = $1`, [
      practice,
    ]);
    const report = await verify();
    expect(report).toMatchObject({ intact: false, unsealedTooLong: 2 });
    expect(report.problems).toEqual(['2 events have waited more than ten seconds for their seal']);
  });

  test('of one practice does not show in that of another', async () => {
    await record(2);
    await seal();
    const other = (await aPractice(database)).id;
    const report = await database.inPractice(other, (db) => verifyAudit(db, other, undefined));
    expect(report).toMatchObject({ events: 0, sealed: 0, intact: true });
  });
});

describe('the application role', () => {
  test.each([
    `update audit_event set action = 'nothing'`,
    'delete from audit_event',
    'truncate audit_event',
    `update audit_seal set digest = '\\x00'`,
    'delete from audit_seal',
    'truncate audit_seal',
    'alter table audit_event disable row level security',
    'drop policy own_practice on audit_event',
    'create trigger t before insert on audit_event for each row execute function f()',
    'set role keepwell_owner',
    `set session_replication_role = 'replica'`,
  ])('cannot %s', async (statement) => {
    await record(1);
    const client = new pg.Client(fresh.access.app);
    await client.connect();
    await client.query('begin');
    await client.query(`select set_config('app.practice', '${practice}', true)`);
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});

// What somebody with the superuser's password could do to the rows themselves.
const columns: readonly (readonly [string, string])[] = [
  ['at', `at + interval '1 microsecond'`],
  ['account_id', 'gen_random_uuid()'],
  ['staff_member_id', 'gen_random_uuid()'],
  ['action', `action || 'x'`],
  ['result', `'not_allowed'`],
  ['patient_ids', 'array_append(patient_ids, gen_random_uuid())'],
  ['patient_ids', `'{}'`],
  ['object_ids', `array_append(object_ids, '')`],
  ['request_id', `request_id || ' '`],
  ['network', 'null'],
];

const length = 12;
type Tamper =
  | { readonly kind: 'change'; readonly seq: number; readonly column: number }
  | { readonly kind: 'delete event' | 'delete seal' | 'delete both'; readonly seq: number }
  | { readonly kind: 'swap'; readonly seq: number; readonly with: number }
  | { readonly kind: 'digest'; readonly seq: number }
  | { readonly kind: 'truncate'; readonly keep: number }
  | { readonly kind: 'rewrite'; readonly from: number };

const seq = fc.integer({ min: 1, max: length });
const tamper: fc.Arbitrary<Tamper> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('change' as const), seq, column: fc.nat({ max: 9 }) }),
  },
  fc.record({
    kind: fc.constantFrom('delete event' as const, 'delete seal' as const, 'delete both' as const),
    seq,
  }),
  fc.record({ kind: fc.constant('swap' as const), seq, with: seq }),
  fc.record({ kind: fc.constant('digest' as const), seq }),
  fc.record({ kind: fc.constant('truncate' as const), keep: fc.integer({ min: 0, max: length - 1 }) }),
  fc.record({ kind: fc.constant('rewrite' as const), from: seq }),
);

async function apply(one: Tamper): Promise<void> {
  const ofSeal =
    'practice_id = $1 and id = (select event_id from audit_seal where practice_id = $1 and seq = $2)';
  switch (one.kind) {
    case 'change': {
      const [column, value] = columns[one.column] ?? ['action', `''`];
      await superuser.query(`update audit_event set ${column} = ${value} where ${ofSeal}`, [
        practice,
        one.seq,
      ]);
      return;
    }
    case 'delete event':
      await superuser.query(`delete from audit_event where ${ofSeal}`, [practice, one.seq]);
      return;
    case 'delete seal':
      await superuser.query('delete from audit_seal where practice_id = $1 and seq = $2', [
        practice,
        one.seq,
      ]);
      return;
    case 'delete both':
      await apply({ kind: 'delete event', seq: one.seq });
      await apply({ kind: 'delete seal', seq: one.seq });
      return;
    case 'swap': {
      const order = `case seq when $2 then $3::bigint else $2 end`;
      await superuser.query(
        `with pair as (delete from audit_seal where practice_id = $1 and seq in ($2, $3) returning *)
         insert into audit_seal (practice_id, seq, event_id, digest, sealed_at)
         select practice_id, ${order} + 1000000, event_id, digest, sealed_at from pair`,
        [practice, one.seq, one.with],
      );
      await superuser.query(
        'update audit_seal set seq = seq - 1000000 where practice_id = $1 and seq > 1000000',
        [practice],
      );
      return;
    }
    case 'digest':
      await superuser.query(
        `update audit_seal set digest = set_byte(digest, 3, get_byte(digest, 3) # 1) where practice_id = $1 and seq = $2`,
        [practice, one.seq],
      );
      return;
    case 'truncate':
      for (let at = length; at > one.keep; at -= 1) await apply({ kind: 'delete both', seq: at });
      return;
    case 'rewrite':
      // The careful forger: changes one event and seals everything from there on anew.
      await apply({ kind: 'change', seq: one.from, column: 3 });
      await superuser.query('delete from audit_seal where practice_id = $1 and seq >= $2', [
        practice,
        one.from,
      ]);
      await seal();
  }
}

test('every tampering with the trail is found', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(tamper, async (one) => {
      fc.pre(one.kind !== 'swap' || one.seq !== one.with);
      practice = (await aPractice(database)).id;
      await record(length);
      const { head } = await seal();
      expect(await verify(head)).toMatchObject({ intact: true });
      await apply(one);
      const report = await verify(head);
      expect(report.intact).toBe(false);
      expect(report.problems.length).toBeGreaterThan(0);
      kinds.add(one.kind);
    }),
    { numRuns: Number(process.env.KEEPWELL_FUZZ_RUNS ?? 60) },
  );
  expect(kinds.size).toBeGreaterThanOrEqual(7);
});

describe('the anchor outside the database', () => {
  const key = Buffer.alloc(32, 1);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepwell-anchor-'));
    return () => rmSync(folder, { recursive: true });
  });
  const file = (): string => join(folder, 'audit-anchor.json');

  test('gives back what was written, and says when there is none', async () => {
    expect(await readAnchor(folder, key)).toEqual({ kind: 'none' });
    const head = { seq: 2n ** 60n, digest: Buffer.alloc(32, 9) };
    await writeAnchor(folder, key, new Map([[practice, head]]));
    expect(await readAnchor(folder, key)).toEqual({ kind: 'heads', heads: new Map([[practice, head]]) });
  });

  test('is forged when a byte of it changes, when its key is another, and when it is cut', async () => {
    const head = { seq: 7n, digest: Buffer.alloc(32, 9) };
    await writeAnchor(folder, key, new Map([[practice, head]]));
    const whole = readFileSync(file());
    expect(await readAnchor(folder, Buffer.alloc(32, 2))).toEqual({ kind: 'forged' });
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file(), changed);
      expect((await readAnchor(folder, key)).kind, String(at)).toBe('forged');
    }
    for (const cut of ['', '{}', 'null', '[]', '{"heads":{}}', whole.subarray(0, 40).toString()]) {
      writeFileSync(file(), cut);
      expect((await readAnchor(folder, key)).kind, cut).toBe('forged');
    }
  });

  test('finds a database that was rolled back', async () => {
    await record(5);
    const early = (await seal()).head;
    await record(5);
    const late = (await seal()).head;
    await superuser.query(
      'delete from audit_event where practice_id = $1 and id in (select event_id from audit_seal where practice_id = $1 and seq > 5)',
      [practice],
    );
    await superuser.query('delete from audit_seal where practice_id = $1 and seq > 5', [practice]);
    expect(await verify(early)).toMatchObject({ intact: true });
    const report = await verify(late);
    expect(report.problems).toEqual(['the chain ends at 5, before the anchored seal 10']);
  });

  test('keeps its old head when the chain has lost it, so that the evidence outlives the next minute', async () => {
    await record(5);
    const anchored = (await seal()).head;
    await apply({ kind: 'truncate', keep: 2 });
    await record(3);
    const now = (await seal()).head;
    expect(now.seq).toBeGreaterThanOrEqual(anchored.seq);
    const holds = (of: PracticeId, head: ChainHead): Promise<boolean> =>
      database.inPractice(of, (db) => holdsSeal(db, of, head));
    const next = await nextAnchor(new Map([[practice, anchored]]), new Map([[practice, now]]), holds);
    expect(next.broken).toEqual([practice]);
    expect(next.heads.get(practice)).toEqual(anchored);
    expect((await verify(next.heads.get(practice))).intact).toBe(false);
  });

  test('moves on with a chain that was only added to', async () => {
    await record(2);
    const first = (await seal()).head;
    await record(2);
    const second = (await seal()).head;
    const holds = (of: PracticeId, head: ChainHead): Promise<boolean> =>
      database.inPractice(of, (db) => holdsSeal(db, of, head));
    const next = await nextAnchor(new Map([[practice, first]]), new Map([[practice, second]]), holds);
    expect(next).toEqual({ heads: new Map([[practice, second]]), broken: [] });
  });
});
