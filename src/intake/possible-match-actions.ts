import type { Database, Db } from '../database/database.ts';
import type { MergeId, PatientId, PossibleMatchId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { listStrangers } from '../patients/enquire-actions.ts';
import type { MatchedPair, MatchRecord } from '../patients/model.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { tellDesks } from '../platform/live.ts';
import { told } from '../words/told.ts';
import { mergeAsAsked } from './asked-merges.ts';
import { startMatchRunner } from './matching/patients-runner.ts';
import { mergePatients } from './merge-actions.ts';
import { listMatchRecords, listUncompared, recordMatchingRun } from './queries/match-records.ts';
import {
  areKnownDifferent,
  decideMatch,
  findMatchForUpdate,
  listOpenMatches,
  queueMatches,
} from './queries/possible-matches.ts';

export interface MatchingReport {
  /** Patients that were new or changed. */
  readonly compared: number;
  /** Pairs that were merged without a person. */
  readonly merged: number;
  /** Pairs that wait for a person since now. */
  readonly possible: number;
}

// Held in memory at once (330 MB for the whole process, measured); a practice that is new is compared in so many passes.
const askedAtOnce = 20_000;
const pageSize = 2000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

const longRead = { statementTimeoutMs: 120_000, readOnly: true } as const;

/**
 * Compares patients that are new or changed since the last time with all others, merges what is one patient beyond
 * doubt or because its source says so, and queues what a person has to look at. Two numbers of one source are never merged on their looks, and neither is a
 * pair that a person called different. Runs after an import; run twice, it happens once.
 * @cost the comparison runs on another thread; 50,000 patients, all new, 40 s and 330 MB
 */
export async function matchChangedPatients(
  database: Database,
  practice: PracticeId,
  now: Date,
): Promise<MatchingReport> {
  const asked = await database.inPractice(practice, (db) => mergeAsAsked(db, practice, now));
  const total = { compared: 0, merged: asked, possible: 0 };
  let after = beforeAll;
  for (;;) {
    const uncompared = await database.inPractice(
      practice,
      (db) => listUncompared(db, practice, after, askedAtOnce),
      longRead,
    );
    if (uncompared.length === 0) break;
    const readPage: ReadPage = (from, only) =>
      database.inPractice(practice, (db) => listMatchRecords(db, practice, from, pageSize, only), longRead);
    const pairs = await compareWithAll(readPage, uncompared);
    const kept = await database.inPractice(practice, (db) => keepPairs(db, practice, pairs, now));
    total.compared += uncompared.length;
    total.merged += kept.merged;
    total.possible += kept.possible;
    after = uncompared.at(-1) ?? after;
  }
  await database.inPractice(practice, (db) => recordMatchingRun(db, practice, { through: now, ...total }));
  return total;
}

// Of a check that somebody waits for: a practice of this size takes about ten seconds, a larger one waits for the worker.
const fewEnoughToCount = 5000;

/**
 * How many pairs of new or changed patients a person would have to look at, as the transaction sees them; for a dry run.
 * @returns null when there are too many patients to compare while somebody waits
 */
export async function countPossibleMatches(db: Db, practice: PracticeId): Promise<number | null> {
  const uncompared = await listUncompared(db, practice, beforeAll, fewEnoughToCount + 1);
  if (uncompared.length > fewEnoughToCount) return null;
  const all = await listMatchRecords(db, practice, beforeAll, fewEnoughToCount + 1);
  if (all.length > fewEnoughToCount) return null;
  const readPage: ReadPage = (after, only) => listMatchRecords(db, practice, after, pageSize, only);
  const pairs = uncompared.length === 0 ? [] : await compareWithAll(readPage, uncompared);
  return pairs.filter(({ decision }) => decision !== 'auto').length;
}

type ReadPage = (after: string, only?: readonly PatientId[]) => Promise<readonly MatchRecord[]>;

async function compareWithAll(
  readPage: ReadPage,
  asked: readonly PatientId[],
): Promise<readonly MatchedPair[]> {
  const runner = startMatchRunner();
  try {
    await eachPage(readPage, (records) => runner.learn(records));
    await eachPage(readPage, (records) => runner.ask(records), asked);
    await eachPage(readPage, (records) => runner.offer(records));
    return await runner.finish();
  } finally {
    await runner.close();
  }
}

async function eachPage(
  readPage: ReadPage,
  work: (records: readonly MatchRecord[]) => Promise<void>,
  only?: readonly PatientId[],
): Promise<void> {
  let after = beforeAll;
  for (;;) {
    const page = await readPage(after, only);
    if (page.length > 0) await work(page);
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/**
 * Whoever told us of themselves is merged with nobody on their own word: each of their pairs is for a person to decide,
 * and so is a pair that only they hold together.
 */
async function keepStrangersApart(
  db: Db,
  practice: PracticeId,
  pairs: readonly MatchedPair[],
): Promise<readonly MatchedPair[]> {
  const sure = pairs.filter(({ decision }) => decision === 'auto');
  const strangers = await listStrangers(db, practice, [...new Set(sure.flatMap(({ a, b }) => [a, b]))]);
  if (strangers.size === 0) return pairs;
  const near = new Set(
    sure.filter(({ a, b }) => strangers.has(a) || strangers.has(b)).flatMap(({ a, b }) => [a, b]),
  );
  return pairs.map((pair) =>
    pair.decision === 'auto' && near.has(pair.a) && near.has(pair.b) ? { ...pair, decision: 'review' } : pair,
  );
}

async function keepPairs(
  db: Db,
  practice: PracticeId,
  found: readonly MatchedPair[],
  now: Date,
): Promise<{ readonly merged: number; readonly possible: number }> {
  const pairs = await keepStrangersApart(db, practice, found);
  const became = new Map<string, PatientId>();
  const current = (id: string): PatientId => {
    const next = became.get(id);
    return next === undefined ? (id as PatientId) : current(next);
  };
  let merged = 0;
  for (const pair of pairs) {
    if (pair.decision !== 'auto') continue;
    const [one, other] = [current(pair.a), current(pair.b)];
    if (one === other || (await areKnownDifferent(db, practice, one, other))) continue;
    const { score, why } = pair;
    const outcome = await mergePatients(
      db,
      practice,
      { one, other, decided: 'auto', by: null, score, why },
      now,
    );
    if (!outcome.ok) continue;
    const { mergeId, survivor, merged: gone } = outcome.value;
    became.set(gone, survivor);
    merged += 1;
    // Nobody asked for it, so the trail would not know of it.
    await recordAuditEvent(db, practice, {
      accountId: null,
      staffMemberId: null,
      action: 'patients.match',
      result: 'ok',
      patientIds: [survivor, gone],
      objectIds: [mergeId],
      requestId: mergeId,
      network: null,
    });
  }
  const open = pairs
    .filter(({ decision }) => decision === 'review')
    .map(({ a, b, score, why }) => ({ one: current(a), other: current(b), score, why }))
    .filter(({ one, other }) => one !== other);
  const byPair = new Map(open.map((pair) => [[pair.one, pair.other].sort().join(), pair]));
  return { merged, possible: await queueMatches(db, practice, [...byPair.values()], now) };
}

export type MatchVerdict = 'same' | 'different' | 'undecided';

/**
 * A person says whether a pair is one patient. `same` merges them; `undecided` takes `different` back.
 * @returns the merge, when there is one; `not_found`
 */
export async function decidePossibleMatch(
  db: Db,
  practice: PracticeId,
  id: PossibleMatchId,
  verdict: MatchVerdict,
  by: StaffMemberId | null,
  now: Date,
): Promise<
  Outcome<{ readonly mergeId: MergeId | null; readonly patients: readonly PatientId[] }, Refusal<'not_found'>>
> {
  const pair = await findMatchForUpdate(db, practice, id);
  if (pair === undefined) return refuse('not_found', told.refusals.noPair);
  const patients = [pair.one, pair.other];
  await tellDesks(db, 'matches');
  if (verdict !== 'same') {
    await decideMatch(db, practice, id, verdict === 'different' ? 'different' : 'open', by, now);
    return done({ mergeId: null, patients });
  }
  const { one, other, score, why } = pair;
  const outcome = await mergePatients(db, practice, { one, other, decided: 'staff', by, score, why }, now);
  return outcome.ok ? done({ mergeId: outcome.value.mergeId, patients }) : outcome;
}

/** The pairs that wait for a person, the surest first, and how many there are in all. */
export function openMatches(db: Db, practice: PracticeId, limit: number): ReturnType<typeof listOpenMatches> {
  return listOpenMatches(db, practice, limit);
}
