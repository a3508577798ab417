import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { type ChainHead, canonicalEvent, chain, genesis } from './audit-seal.ts';

export interface AuditReport {
  readonly intact: boolean;
  readonly events: number;
  readonly sealed: number;
  /** Not sealed for more than ten seconds: the sealer is not running, or somebody works around it. */
  readonly unsealedTooLong: number;
  /** Plain sentences, at most twenty, about what is wrong. */
  readonly problems: readonly string[];
  readonly head: { readonly seq: string; readonly digest: string };
}

interface SealedRow {
  readonly seq: string;
  readonly digest: Buffer;
  readonly canonical: string | null;
}

const pageSize = 10_000;

async function readPage(db: Db, practice: PracticeId, after: bigint): Promise<readonly SealedRow[]> {
  const page = await sql<SealedRow>`
    select s.seq, s.digest, case when e.id is null then null else ${canonicalEvent} end as canonical
    from audit_seal s
    left join audit_event e on e.practice_id = ${practice} and e.id = s.event_id
    where s.practice_id = ${practice} and s.seq > ${after.toString()}
    order by s.seq
    limit ${pageSize}`.execute(db);
  return page.rows;
}

function judge(row: SealedRow, expected: bigint, previous: Buffer): string | undefined {
  if (BigInt(row.seq) !== expected) return `seal ${expected} is missing; the next one is ${row.seq}`;
  if (row.canonical === null) return `the event of seal ${row.seq} was deleted`;
  if (!chain(previous, expected, row.canonical).equals(row.digest)) {
    return `the event of seal ${row.seq}, or one before it, was changed or moved`;
  }
  return undefined;
}

async function countEvents(db: Db, practice: PracticeId): Promise<{ all: number; late: number }> {
  const row = await sql<{ all: number; late: number }>`
    select count(*)::int as all,
      count(*) filter (where s.event_id is null and e.at < now() - interval '10 seconds')::int as late
    from audit_event e
    left join audit_seal s on s.practice_id = ${practice} and s.event_id = e.id
    where e.practice_id = ${practice}`.execute(db);
  return row.rows[0] ?? { all: 0, late: 0 };
}

/**
 * Reads the whole chain again. Finds any change, loss or reorder of a sealed event, and, given the anchor that is
 * kept outside the database, a chain that was cut short or written anew.
 * @cost about 200,000 rows a second
 */
export async function verifyAudit(
  db: Db,
  practice: PracticeId,
  anchor: ChainHead | undefined,
): Promise<AuditReport> {
  const problems: string[] = [];
  let previous: Buffer = genesis;
  let seq = 0n;
  let anchorSeen = anchor === undefined || anchor.seq === 0n;
  for (;;) {
    const page = await readPage(db, practice, seq);
    for (const row of page) {
      const problem = judge(row, seq + 1n, previous);
      if (problem !== undefined && problems.length < 20) problems.push(problem);
      seq = BigInt(row.seq);
      previous = row.digest;
      if (anchor !== undefined && anchor.seq === seq) {
        anchorSeen = true;
        if (!anchor.digest.equals(row.digest)) problems.push(`seal ${seq} is not the one that was anchored`);
      }
    }
    if (page.length < pageSize) break;
  }
  if (!anchorSeen) problems.push(`the chain ends at ${seq}, before the anchored seal ${anchor?.seq}`);
  const count = await countEvents(db, practice);
  if (count.late > 0) problems.push(`${count.late} events have waited more than ten seconds for their seal`);
  return {
    intact: problems.length === 0,
    events: count.all,
    sealed: Number(seq),
    unsealedTooLong: count.late,
    problems,
    head: { seq: seq.toString(), digest: previous.toString('hex') },
  };
}
