import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId } from '../../kit/ids.ts';
import type { MessageState } from '../messages/states.ts';

export interface ReferredMessage {
  readonly id: MessageId;
  readonly patientId: PatientId;
  readonly state: MessageState;
  readonly addressHash: Buffer | null;
  /** The contact that it counts as. */
  readonly contactId: string | null;
}

/** The message that went out under a reference of ours, locked. */
export function findByReference(
  db: Db,
  practice: PracticeId,
  clientRef: string,
): Promise<ReferredMessage | undefined> {
  return db
    .selectFrom('message')
    .select([
      'id',
      'patient_id as patientId',
      'state',
      'address_hash as addressHash',
      'contact_id as contactId',
    ])
    .where('practice_id', '=', practice)
    .where('client_ref', '=', clientRef)
    .forUpdate()
    .executeTakeFirst();
}
