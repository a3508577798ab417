import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId, StaffMemberId, TemplateId } from '../../kit/ids.ts';
import type { Purpose } from '../model.ts';

export interface NewMessage {
  readonly id: MessageId;
  readonly source: string;
  readonly patientId: PatientId;
  readonly occurrence: string;
  readonly channel: string;
  readonly templateId: TemplateId;
  readonly legalClass: string;
  readonly purpose: string;
  readonly about: string;
  readonly thirdPartyPaid: boolean;
  readonly owed: boolean;
  readonly premise: object | null;
  readonly merge: Readonly<Record<string, string>>;
  readonly arm: 'act' | 'hold_out';
  readonly dueAt: Date;
  readonly why: string | null;
}

/** Adds those whose key is not there yet. @returns which were added @cost one statement */
export async function insertMessages(
  db: Db,
  practice: PracticeId,
  messages: readonly NewMessage[],
  now: Date,
): Promise<ReadonlySet<MessageId>> {
  if (messages.length === 0) return new Set();
  const rows = messages.map((one) => ({ ...one, dueAt: one.dueAt.toISOString() }));
  const found = await sql<{ id: MessageId }>`
    insert into message (practice_id, id, source, patient_id, occurrence, channel, template_id, legal_class, purpose,
      about, third_party_paid, owed, premise, merge, arm, due_at, state, state_at, client_ref, why)
    select ${practice}, w.id, w.source, w."patientId", w.occurrence, w.channel, w."templateId", w."legalClass",
      w.purpose, w.about, w."thirdPartyPaid", w.owed, nullif(w.premise, 'null'::jsonb), w.merge, w.arm, w."dueAt",
      case w.arm when 'hold_out' then 'cancelled' else 'planned' end, ${now}, 'keepwell.' || w.id, w.why
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (
      id uuid, source text, "patientId" uuid, occurrence text, channel text, "templateId" uuid, "legalClass" text,
      purpose text, about text, "thirdPartyPaid" boolean, owed boolean, premise jsonb, merge jsonb, arm text,
      "dueAt" timestamptz, why text)
    on conflict do nothing
    returning id`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}

/** Writes contacts that messages made into the ledger that the caps count. @cost one statement */
export async function insertMessageContacts(
  db: Db,
  practice: PracticeId,
  contacts: readonly {
    readonly id: string;
    readonly patientId: PatientId;
    readonly channel: 'email' | 'text' | 'post';
    readonly purpose: Purpose;
  }[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  await db
    .insertInto('contact_made')
    .values(
      contacts.map((one) => ({
        practice_id: practice,
        id: one.id,
        patient_id: one.patientId,
        channel: one.channel,
        purpose: one.purpose,
        // Sent is not read: nobody spoke with the patient.
        reached: false,
        act_id: null,
        by_staff: null,
        at: now,
      })),
    )
    .execute();
}

/** Whether a contact counts against the caps. */
export async function countMessageContacts(
  db: Db,
  practice: PracticeId,
  ids: readonly string[],
  counts: boolean,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('contact_made')
    .set({ undone: !counts })
    .where('practice_id', '=', practice)
    .where('id', 'in', ids)
    .execute();
}

/** Since when everything is held, and by whom; undefined: it is not. */
export async function findPause(
  db: Db,
  practice: PracticeId,
): Promise<{ readonly at: Date; readonly by: string | null } | undefined> {
  const found = await sql<{ at: Date; by: string | null }>`
    select o.paused_at as at, s.display_name as by
    from outbox o
    left join staff_member s on s.practice_id = ${practice} and s.id = o.paused_by
    where o.practice_id = ${practice} and o.paused_at is not null`.execute(db);
  return found.rows[0];
}

export async function setPause(
  db: Db,
  practice: PracticeId,
  at: Date | null,
  by: StaffMemberId | null,
): Promise<void> {
  const values = { paused_at: at, paused_by: by };
  await db
    .insertInto('outbox')
    .values({ practice_id: practice, ...values })
    .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(values))
    .execute();
}
