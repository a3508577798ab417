import type { Db } from '../database/database.ts';
import type { Clock } from '../kit/clock.ts';
import type { MessageId } from '../kit/ids.ts';
import { localeOf } from '../kit/locale.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor, Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import type { Channels } from './channels.ts';
import { claimMessages } from './messages/claim.ts';
import { handOver, settle } from './messages/settle.ts';
import { findLetters, type Letter, listPrinting } from './queries/outbox-letters.ts';
import { moveMessages } from './queries/outbox-move.ts';

/** As many as a person prints at once. */
export const lettersAtMost = 100;

/** Whoever takes letters says within a day whether they were printed; then nobody knows any more. */
const printLeaseMs = 86_400_000;

export interface WrittenLetter extends Omit<Letter, 'practiceAddress'> {
  /** Who writes, in one line. */
  readonly from: string;
  /** The day, as the patient's language writes it. */
  readonly on: string;
}

export interface TakenLetters {
  readonly letters: readonly WrittenLetter[];
  readonly left: number;
}

function sayDate({ country, zone }: Practice, language: string, now: Date): string {
  const parts = { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(localeOf(language, country), parts).format(now);
}

/**
 * Takes the letters that are due: the gate is asked for each, and what may go is written and on its way to a printer.
 * Nothing is taken while everything is held.
 */
export async function takeDueLetters(
  db: Db,
  actor: Actor,
  channels: Channels,
  clock: Clock,
): Promise<TakenLetters> {
  const { practice } = actor;
  const { claimed, seen } = await claimMessages(db, practice, {
    channels,
    clock,
    limit: lettersAtMost,
    leaseMs: printLeaseMs,
    kinds: ['post'],
  });
  const handed = await handOver(
    db,
    practice.id,
    claimed,
    printLeaseMs,
    clock.now(),
    // Claimed in this very transaction.
    Number.POSITIVE_INFINITY,
  );
  const letters = await findLetters(
    db,
    practice.id,
    handed.map(({ id }) => id),
  );
  const whole = letters.map(({ practiceAddress, ...letter }) => {
    const found = claimed.find(({ id }) => id === letter.messageId);
    return {
      ...letter,
      address: found?.outgoing.to ?? '',
      text: found?.outgoing.text ?? letter.text,
      from: [practice.name, ...practiceAddress].join(' · '),
      on: sayDate(practice, letter.language, clock.now()),
    };
  });
  if (seen > 0) await tellDesks(db, 'outbox');
  return { letters: whole, left: seen - handed.length };
}

/**
 * A person says whether letters were printed. Printed ones are as good as accepted, and count; the others wait again.
 * @returns how many were on their way to a printer
 */
export async function settleLetters(
  db: Db,
  actor: Actor,
  ids: readonly MessageId[],
  printed: boolean,
  now: Date,
): Promise<readonly Awaited<ReturnType<typeof listPrinting>>[number][]> {
  const practice = actor.practice.id;
  const printing = await listPrinting(db, practice, ids);
  if (printed) {
    const settled = printing.map((claimed) => ({
      claimed: { ...claimed, claimedAt: now, attempts: 0, outgoing: emptyOutgoing, counted: undefined },
      sent: { kind: 'accepted', providerId: 'print' } as const,
    }));
    await settle(db, practice, settled, now);
  } else {
    const back = printing.map(({ id }) => ({ id, dueAt: now, why: told.outbox.notPrinted }));
    await moveMessages(db, practice, 'not_printed', back, now, actor.staffMemberId);
  }
  if (printing.length > 0) await tellDesks(db, 'outbox');
  return printing;
}

// What was printed lies with whoever printed it.
const emptyOutgoing = { clientRef: '', to: '', from: '', subject: '', text: '', html: '' } as const;
