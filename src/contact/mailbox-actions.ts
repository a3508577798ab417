import type { Database, Db } from '../database/database.ts';
import type { Clock } from '../kit/clock.ts';
import type { PracticeId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';
import { NotRead, type OpenMailbox, type ReadingFailure } from './mail/mailbox-reader.ts';
import { mayBeOurs, takeMail } from './mail-in-actions.ts';
import { findReading, noteFailure, noteRead, placeCursor } from './queries/mailbox-reading.ts';

// What was written before there was a Keepwell answers nothing of ours.
const firstDays = 30;
/** Mails of one turn; the next goes on from there. */
export const batch = 50;
// After so many faults a mail is passed over: it must not keep those behind it.
const mostTries = 3;

export interface ReadingPorts {
  readonly database: Database;
  readonly clock: Clock;
}

/** How often a mail has failed, by its number; of this process alone. */
export type Stumbles = Map<string, number>;

export interface Reading {
  /** Mails that were about a message of ours. */
  readonly taken: number;
  readonly looked: number;
  readonly faults: readonly unknown[];
}

async function cursorOf(
  { database, clock }: ReadingPorts,
  practice: PracticeId,
  box: string,
  open: OpenMailbox,
): Promise<number> {
  const found = await database.inPractice(practice, (db) => findReading(db, practice));
  if (found !== undefined && found.box === box && found.uidValidity === open.uidValidity)
    return found.lastUid;
  // A mailbox that was never read, or whose numbers began anew: what was taken in before is known by its hash.
  const from = await open.before(new Date(clock.now().getTime() - firstDays * 86_400_000));
  await database.inPractice(practice, (db) =>
    placeCursor(db, practice, { box, uidValidity: open.uidValidity, lastUid: from }),
  );
  return from;
}

async function takeOne(
  db: Db,
  practice: Practice,
  at: {
    readonly box: string;
    readonly uidValidity: string;
    readonly uid: number;
    readonly raw: Buffer | undefined;
  },
  now: Date,
): Promise<boolean> {
  const reading = await findReading(db, practice.id, true);
  const isOurs = reading?.box === at.box && reading.uidValidity === at.uidValidity;
  // Another worker was quicker, or the mailbox is another one by now.
  if (reading === undefined || !isOurs || reading.lastUid >= at.uid) return false;
  const taken = at.raw === undefined ? { kind: 'nothing' } : await takeMail(db, practice, at.raw, now);
  await placeCursor(db, practice.id, { box: at.box, uidValidity: at.uidValidity, lastUid: at.uid });
  return taken.kind !== 'nothing';
}

/**
 * Reads what came into the mailbox since the last time, oldest first, a batch at most. Each mail is taken in by the
 * practice whose message it names, in the transaction that moves that practice's mark on: killed at any point it goes on
 * from there, with none lost and none twice.
 */
export async function readMailbox(
  ports: ReadingPorts,
  practices: readonly Practice[],
  box: string,
  open: OpenMailbox,
  stumbles: Stumbles,
): Promise<Reading> {
  const { database, clock } = ports;
  const marks = new Map<PracticeId, number>();
  for (const { id } of practices) marks.set(id, await cursorOf(ports, id, box, open));
  const uids = (await open.listAfter(Math.min(...marks.values()))).slice(0, batch);
  let taken = 0;
  const faults: unknown[] = [];
  for (const uid of uids) {
    const { raw } = await open.read(uid);
    // The mark moves over these with the next that is taken in, or at the end: read again, they are nothing again.
    if (raw === undefined || !mayBeOurs(raw)) continue;
    for (const practice of practices) {
      if ((marks.get(practice.id) ?? 0) >= uid) continue;
      const key = `${practice.id} ${open.uidValidity} ${uid}`;
      const at = { box, uidValidity: open.uidValidity, uid, raw };
      try {
        if (await database.inPractice(practice.id, (db) => takeOne(db, practice, at, clock.now())))
          taken += 1;
      } catch (error) {
        faults.push(error);
        const tries = (stumbles.get(key) ?? 0) + 1;
        stumbles.set(key, tries);
        if (tries < mostTries) throw new NotRead('program');
        await database.inPractice(practice.id, (db) =>
          takeOne(db, practice, { ...at, raw: undefined }, clock.now()),
        );
      }
    }
  }
  const uid = uids.at(-1) ?? 0;
  for (const practice of practices) {
    await database.inPractice(practice.id, async (db) => {
      const at = { box, uidValidity: open.uidValidity, uid, raw: undefined };
      await takeOne(db, practice, at, clock.now());
      await noteRead(db, practice.id, clock.now());
    });
  }
  return { taken, looked: uids.length, faults };
}

/** Notes for every practice why the mailbox was not read. */
export async function noteNotRead(
  { database, clock }: ReadingPorts,
  practices: readonly Practice[],
  box: string,
  failure: ReadingFailure,
): Promise<void> {
  for (const { id } of practices)
    await database.inPractice(id, (db) => noteFailure(db, id, box, failure, clock.now()));
}
