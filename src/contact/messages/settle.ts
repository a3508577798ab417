import type { Db } from '../../database/database.ts';
import { type MessageId, newId, type PracticeId } from '../../kit/ids.ts';
import { markAddressGone } from '../../patients/way-actions.ts';
import { told } from '../../words/told.ts';
import type { Sent } from '../channels.ts';
import { listHeldTooLong, listOverdueLeases, lockHanded } from '../queries/outbox-leases.ts';
import { findPause, insertMessageContacts } from '../queries/outbox-messages.ts';
import { type Move, moveMessages } from '../queries/outbox-move.ts';
import { type Claimed, countClaimed } from './claim.ts';
import { retryAt, triesAtMost } from './retry.ts';
import type { Step } from './states.ts';

/** A claim older than this is asked about anew before it is handed over: an opt-out takes effect within a second. */
export const claimGoodForMs = 800;

/**
 * Says that these are on their way; to be committed before any provider is called. What was claimed too long ago, or
 * while everything has come to be held, goes back instead.
 * @returns which may be handed over
 */
export async function handOver(
  db: Db,
  practice: PracticeId,
  claimed: readonly Claimed[],
  leaseMs: number,
  now: Date,
  goodForMs: number = claimGoodForMs,
): Promise<readonly Claimed[]> {
  if (claimed.length === 0) return [];
  const paused = (await findPause(db, practice)) !== undefined;
  const stale = (one: Claimed): boolean => paused || now.getTime() - one.claimedAt.getTime() > goodForMs;
  const back = claimed.filter(stale).map(({ id }) => ({ id }));
  await moveMessages(db, practice, 'release', back, now);
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const moves = claimed
    .filter((one) => !stale(one))
    .map(({ id, attempts }) => ({ id, leaseUntil, attempts: attempts + 1 }));
  const handed = await moveMessages(db, practice, 'hand', moves, now);
  const gone = claimed.filter(({ id }) => handed.has(id));
  await countClaimed(
    db,
    claimed.filter(({ id }) => !handed.has(id)),
    -1,
  );
  return gone;
}

export interface Settled {
  readonly claimed: Claimed;
  readonly sent: Sent;
}

interface Verdict {
  readonly step: Step;
  readonly move: Move;
}

/** What a provider's answer makes of a message. Pure. */
export function verdictOn({ claimed, sent }: Settled, now: Date): Verdict {
  const { id, attempts } = claimed;
  if (sent.kind === 'accepted') return { step: 'accept', move: { id, providerId: sent.providerId } };
  if (sent.kind === 'unknown') return { step: 'lose', move: { id, why: told.outbox.connectionLost } };
  if (sent.badAddress) return { step: 'refuse', move: { id, why: told.outbox.badAddress } };
  if (sent.permanent) return { step: 'refuse', move: { id, why: told.outbox.refused(sent.code) } };
  const tries = attempts + 1;
  if (tries >= triesAtMost)
    return { step: 'refuse', move: { id, why: told.outbox.gaveUp(tries, sent.code) } };
  return {
    step: 'postpone',
    move: { id, why: told.outbox.refusedNow(sent.code), dueAt: retryAt(tries, now) },
  };
}

/**
 * Writes down what became of what was handed over. What was accepted, or may have been, counts against the caps.
 * An answer that comes after its lease is still taken: `accept` leads from `unknown` too.
 */
export async function settle(
  db: Db,
  practice: PracticeId,
  settled: readonly Settled[],
  now: Date,
): Promise<void> {
  // Whose lease ran out meanwhile was counted then, and is not counted twice.
  const onTheirWay = await lockHanded(
    db,
    practice,
    settled.map(({ claimed }) => claimed.id),
  );
  const bySteps = new Map<Step, Move[]>();
  const postponed: Claimed[] = [];
  const contacts: Parameters<typeof insertMessageContacts>[2][number][] = [];
  for (const one of settled) {
    const { step, move } = verdictOn(one, now);
    if (step === 'postpone') postponed.push(one.claimed);
    const counts = (step === 'accept' || step === 'lose') && onTheirWay.has(move.id);
    const contactId = newId(now.getTime());
    if (counts) {
      const { patientId, channel, purpose } = one.claimed;
      contacts.push({ id: contactId, patientId, channel, purpose });
    }
    const moves = bySteps.get(step) ?? [];
    moves.push(counts ? { ...move, contactId } : move);
    bySteps.set(step, moves);
  }
  await insertMessageContacts(db, practice, contacts, now);
  for (const [step, moves] of bySteps) await moveMessages(db, practice, step, moves, now);
  for (const { claimed, sent } of settled) {
    if (sent.kind === 'refused' && sent.badAddress)
      await markAddressGone(db, practice, claimed.outgoing.to, now);
  }
  // Tried again later, and counted again then.
  await countClaimed(db, postponed, -1);
}

/**
 * Takes up what dead workers left: a claim goes back, since nothing was handed over; what was handed over is uncertain,
 * and is never sent again by itself.
 * @returns the uncertain ones
 */
export async function sweepLeases(db: Db, practice: PracticeId, now: Date): Promise<readonly MessageId[]> {
  const over = await listOverdueLeases(db, practice, now);
  if (over.length === 0) return [];
  const claims = over.filter(({ state }) => state === 'claimed');
  await moveMessages(
    db,
    practice,
    'release',
    claims.map(({ id }) => ({ id })),
    now,
  );
  const handed = over.filter(({ state }) => state === 'handed');
  const contacts = handed.map((one) => ({ ...one, contact: newId(now.getTime()) }));
  const lost = await moveMessages(
    db,
    practice,
    'lose',
    contacts.map(({ id, channel, contact }) => ({
      id,
      contactId: contact,
      why: channel === 'post' ? told.outbox.noProof : told.outbox.stopped,
    })),
    now,
  );
  // They may have arrived, so they count.
  await insertMessageContacts(
    db,
    practice,
    contacts
      .filter(({ id }) => lost.has(id))
      .map(({ contact, patientId, channel, purpose }) => ({ id: contact, patientId, channel, purpose })),
    now,
  );
  return [...lost];
}

/** Drops what was held about a visit that has begun: its moment is past. */
export async function dropPastHeld(db: Db, practice: PracticeId, now: Date): Promise<number> {
  const past = await listHeldTooLong(db, practice, now);
  const moves = past.map(({ id }) => ({ id, why: told.outbox.visitOver }));
  return (await moveMessages(db, practice, 'cancel', moves, now)).size;
}
