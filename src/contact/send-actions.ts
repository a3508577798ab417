import type { Database } from '../database/database.ts';
import type { Clock } from '../kit/clock.ts';
import type { MessageId } from '../kit/ids.ts';
import { tellDesks } from '../platform/live.ts';
import type { Practice } from '../practice/model.ts';
import type { Channels, Sent } from './channels.ts';
import { type Claimed, type ClaimResult, claimMessages, wayOut } from './messages/claim.ts';
import { dropPastHeld, handOver, type Settled, settle, sweepLeases } from './messages/settle.ts';
import { listUncertain } from './queries/outbox-leases.ts';
import { moveMessages } from './queries/outbox-move.ts';

export interface SendPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly channels: Channels;
}

export interface SendOptions {
  /** Messages that may be with a provider at once: so many a kill leaves uncertain at most. */
  readonly concurrency?: number;
  /** Messages that one transaction claims. */
  readonly batch?: number;
  /** After so long without an answer whoever sends is dead. Longer than any channel's own patience. */
  readonly leaseMs?: number;
  /** Ends between two batches. */
  readonly until?: () => boolean;
}

export interface SendReport {
  readonly handed: number;
  readonly accepted: number;
  readonly unknown: number;
}

const defaults = { concurrency: 8, batch: 40, leaseMs: 90_000 } as const;

async function call({ channels }: SendPorts, practice: Practice, claimed: Claimed): Promise<Sent> {
  const channel = wayOut(practice, channels, claimed.channel);
  if (channel === 'print') throw new Error('letters are printed by a person');
  try {
    return await channel.send(claimed.outgoing);
  } catch {
    // A channel that throws has broken its word: nobody knows how far it came.
    return { kind: 'unknown', code: 'ERROR' };
  }
}

/** Hands a claimed batch over, a few at a time; what became of some is written down together with the next few. */
async function deliver(
  ports: SendPorts,
  practice: Practice,
  claimed: readonly Claimed[],
  { concurrency, leaseMs }: { readonly concurrency: number; readonly leaseMs: number },
): Promise<SendReport> {
  const { database, clock } = ports;
  const report = { handed: 0, accepted: 0, unknown: 0 };
  let settled: readonly Settled[] = [];
  for (let at = 0; at < claimed.length || settled.length > 0; at += concurrency) {
    const next = claimed.slice(at, at + concurrency);
    const before = settled;
    const handed = await database.inPractice(practice.id, async (db) => {
      await settle(db, practice.id, before, clock.now());
      return handOver(db, practice.id, next, leaseMs, clock.now());
    });
    settled = await Promise.all(
      handed.map(async (one) => ({ claimed: one, sent: await call(ports, practice, one) })),
    );
    report.handed += handed.length;
    report.accepted += settled.filter(({ sent }) => sent.kind === 'accepted').length;
    report.unknown += settled.filter(({ sent }) => sent.kind === 'unknown').length;
  }
  return report;
}

/**
 * Sends what is due, until nothing is: claims a batch with the gate asked in the same transaction, commits that its
 * messages are on their way, hands them over, and writes down what became of them. While one batch goes, the next is
 * claimed; whoever has a message in the one is not in the other.
 */
export async function sendDue(
  ports: SendPorts,
  practice: Practice,
  options: SendOptions = {},
): Promise<SendReport> {
  const { database, clock, channels } = ports;
  const { concurrency, batch, leaseMs } = { ...defaults, ...options };
  const report = { handed: 0, accepted: 0, unknown: 0 };
  const kinds = ['email', 'text'] as const;
  const claim = (): Promise<ClaimResult> =>
    database.inPractice(practice.id, (db) =>
      claimMessages(db, practice, { channels, clock, limit: batch, leaseMs, kinds }),
    );
  const isOver = (): boolean => options.until?.() === true;
  let ahead = isOver() ? undefined : claim();
  while (ahead !== undefined) {
    const { claimed, seen } = await ahead;
    if (seen === 0) break;
    ahead = isOver() ? undefined : claim();
    // Its fault is told when it is waited for; until then it is nobody's.
    ahead?.catch(() => {});
    const delivered = await deliver(ports, practice, claimed, { concurrency, leaseMs });
    report.handed += delivered.handed;
    report.accepted += delivered.accepted;
    report.unknown += delivered.unknown;
  }
  if (report.handed > 0) await database.inPractice(practice.id, (db) => tellDesks(db, 'outbox'));
  return report;
}

export interface Reconciled {
  /** Taken up from dead workers, uncertain from now on. */
  readonly uncertain: readonly MessageId[];
  /** Found with a provider that can be asked. */
  readonly found: number;
}

/**
 * Takes up what dead workers left, and asks the providers that can be asked about what is uncertain. The rest waits for
 * a person; nothing is sent again.
 */
export async function reconcile(ports: SendPorts, practice: Practice): Promise<Reconciled> {
  const { database, clock, channels } = ports;
  const uncertain = await database.inPractice(practice.id, async (db) => {
    await dropPastHeld(db, practice.id, clock.now());
    return sweepLeases(db, practice.id, clock.now());
  });
  let found = 0;
  for (const kind of ['email', 'text'] as const) {
    const channel = wayOut(practice, channels, kind);
    if (channel === 'print' || channel.find === undefined) continue;
    const { find, name } = channel;
    found += await database.inPractice(practice.id, async (db) => {
      const now = clock.now();
      const asked = await listUncertain(db, practice.id, name, 50);
      const answers = await Promise.all(
        asked.map(async (one) => ({ ...one, answer: await find(one.clientRef) })),
      );
      const there = answers.filter(({ answer }) => answer);
      await moveMessages(
        db,
        practice.id,
        'accept',
        there.map(({ id, clientRef }) => ({ id, providerId: clientRef })),
        now,
      );
      return there.length;
    });
  }
  if (uncertain.length + found > 0) await database.inPractice(practice.id, (db) => tellDesks(db, 'outbox'));
  return { uncertain, found };
}
