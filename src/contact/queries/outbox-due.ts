import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId, TemplateId, VisitId } from '../../kit/ids.ts';
import type { LegalClass, MessageChannel, MessageSubject } from '../messages/ask.ts';
import type { Purpose } from '../model.ts';

export interface DueMessage {
  readonly id: MessageId;
  readonly patientId: PatientId;
  readonly channel: MessageChannel;
  readonly templateId: TemplateId;
  readonly legalClass: LegalClass;
  readonly purpose: Purpose;
  readonly about: MessageSubject;
  readonly thirdPartyPaid: boolean;
  readonly owed: boolean;
  readonly premise: { readonly visitId: VisitId; readonly startsAt: string; readonly open: boolean } | null;
  readonly merge: Readonly<Record<string, string>>;
  readonly clientRef: string;
  readonly attempts: number;
}

/**
 * The messages that are due, one a patient, locked until the transaction ends together with their patients: a word of
 * consent is a row that points at its patient, so an opt-out is either committed before the gate is asked, or waits
 * until the claim is. What somebody else has locked is left for the next round.
 * @param only of these ids; undefined: whatever is due
 */
export async function lockDueMessages(
  db: Db,
  practice: PracticeId,
  now: Date,
  limit: number,
  channels: readonly MessageChannel[],
  only?: readonly MessageId[],
): Promise<readonly DueMessage[]> {
  const chosen = only === undefined ? sql`` : sql`and m.id = any(${[...only]}::uuid[])`;
  const found = await sql<DueMessage>`
    select m.id, m.patient_id as "patientId", m.channel, m.template_id as "templateId",
      m.legal_class as "legalClass", m.purpose, m.about, m.third_party_paid as "thirdPartyPaid", m.owed, m.premise,
      m.merge, m.client_ref as "clientRef", m.attempts
    from message m
    join patient p on p.practice_id = ${practice} and p.id = m.patient_id
    where m.practice_id = ${practice} and m.state = 'planned' and m.due_at <= ${now}
      and m.channel = any(${[...channels]}::text[]) ${chosen}
      and not exists (
        select from message other
        where other.practice_id = ${practice} and other.patient_id = m.patient_id
          and other.state in ('claimed', 'handed'))
    order by m.due_at, m.id limit ${limit}
    for update of m, p skip locked`.execute(db);
  const seen = new Set<PatientId>();
  return found.rows.filter(({ patientId }) => !seen.has(patientId) && seen.add(patientId));
}
