import type { Db } from '../database/database.ts';
import { type ActId, newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { judgeContact } from './gate/gate.ts';
import type { Channel, ContactAsk, ContactPolicy, GateDecision, Purpose } from './model.ts';
import { findContactFacts } from './queries/find-facts.ts';
import { getContactPolicy } from './queries/policy.ts';

/**
 * Asks the gate for many patients at once. Nothing leaves the practice, and no act is offered, without its answer.
 * @param now when the contact would be made
 * @param asKnownAt what was recorded later is not known; equals `now` except when looking at a past day
 * @returns a decision a patient; a patient who does not exist here has none
 * @cost one statement a call, whatever the number of patients
 */
export async function askGate(
  db: Db,
  practice: PracticeId,
  asks: ReadonlyMap<PatientId, ContactAsk>,
  now: Date,
  asKnownAt: Date = now,
): Promise<ReadonlyMap<PatientId, GateDecision>> {
  const policy = await getContactPolicy(db, practice);
  const facts = await findContactFacts(db, practice, [...asks.keys()], asKnownAt);
  const decisions = new Map<PatientId, GateDecision>();
  for (const [patient, ask] of asks) {
    const known = facts.get(patient);
    if (known !== undefined) decisions.set(patient, judgeContact(ask, known, policy, now));
  }
  return decisions;
}

/**
 * Asks the gate about many contacts at once, each in its own way; what is known of a patient is read once.
 * @returns a decision an ask, in their order; undefined for a patient who does not exist here
 * @cost one statement a call
 */
export async function askGateForAll(
  db: Db,
  practice: PracticeId,
  asks: readonly { readonly patient: PatientId; readonly ask: ContactAsk }[],
  now: Date,
  asKnownAt: Date = now,
): Promise<readonly (GateDecision | undefined)[]> {
  const policy = await getContactPolicy(db, practice);
  const patients = [...new Set(asks.map(({ patient }) => patient))];
  const facts = await findContactFacts(db, practice, patients, asKnownAt);
  return asks.map(({ patient, ask }) => {
    const known = facts.get(patient);
    return known === undefined ? undefined : judgeContact(ask, known, policy, now);
  });
}

/** Asks the gate about one patient in several ways at once. @returns a decision an ask, in their order; undefined: no such patient */
export async function askGateInMany(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  asks: readonly ContactAsk[],
  now: Date,
): Promise<readonly GateDecision[] | undefined> {
  const policy = await getContactPolicy(db, practice);
  const known = (await findContactFacts(db, practice, [patient], now)).get(patient);
  return known === undefined ? undefined : asks.map((ask) => judgeContact(ask, known, policy, now));
}

export function contactPolicy(db: Db, practice: PracticeId): Promise<ContactPolicy> {
  return getContactPolicy(db, practice);
}

/** Writes a contact that was made into the ledger that the caps count. @returns its id, for an undo */
export async function recordContact(
  db: Db,
  practice: PracticeId,
  contact: {
    readonly patient: PatientId;
    readonly channel: Channel;
    readonly purpose: Purpose;
    readonly reached: boolean;
    readonly act: ActId | null;
    readonly by: StaffMemberId | null;
    readonly at: Date;
    /** Clinical, safety, complaint or promise: no cap counts it. */
    readonly owed?: boolean;
  },
): Promise<string> {
  const id = newId();
  await db
    .insertInto('contact_made')
    .values({
      practice_id: practice,
      id,
      patient_id: contact.patient,
      channel: contact.channel,
      purpose: contact.purpose,
      reached: contact.reached,
      act_id: contact.act,
      by_staff: contact.by,
      at: contact.at,
      owed: contact.owed ?? false,
    })
    .execute();
  return id;
}

/** A contact that was recorded by mistake no longer counts. */
export async function undoContact(db: Db, practice: PracticeId, id: string): Promise<void> {
  await db
    .updateTable('contact_made')
    .set({ undone: true })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}
