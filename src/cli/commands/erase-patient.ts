import { isUuid, type PatientId } from '../../kit/ids.ts';
import { refuse } from '../../kit/outcome.ts';
import { eraseWord } from '../../patients/contract.ts';
import { erasePatient } from '../../patients/erase-actions.ts';
import { recordAuditEvent } from '../../platform/audit.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** Erases a patient at their own wish, everywhere and for good. */
export async function runErasePatient(
  id: string,
  options: CommonOptions & { readonly word?: string },
): Promise<void> {
  const json = options.json === true;
  if (!isUuid(id)) {
    throw new CommandRefused(
      refuse('invalid_input', 'a patient is erased by our own id; keepwell patient shows it').refusal,
    );
  }
  if (options.word !== eraseWord) {
    const words = `this cannot be taken back; add --word ${eraseWord} to go on`;
    throw new CommandRefused(refuse('reason_required', words).refusal);
  }
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const outcome = await database.inPractice(practice.id, async (db) => {
      const erased = await erasePatient(db, practice.id, id as PatientId, new Date());
      if (erased.ok) {
        await recordAuditEvent(db, practice.id, {
          accountId: null,
          staffMemberId: null,
          action: 'patients.erase',
          result: 'ok',
          requestId: crypto.randomUUID(),
          patientIds: [id as PatientId],
          objectIds: [],
          network: null,
        });
      }
      return erased;
    });
    if (!outcome.ok) throw new CommandRefused(outcome.refusal);
    answer(json, outcome.value, () => `erased: ${outcome.value.rows} rows are gone`);
  }, json);
}
