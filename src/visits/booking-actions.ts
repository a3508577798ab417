import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId, type VisitId } from '../kit/ids.ts';
import { instantOf } from '../kit/instant.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { announce } from '../platform/queue.ts';

/**
 * Notes a booking that was made at the desk, until the practice's own schedule brings the real one.
 * @param zone of the practice; the time of day is not known here, so it stands at noon
 */
export async function noteProvisionalVisit(
  db: Db,
  practice: PracticeId,
  booking: {
    readonly patientId: PatientId;
    readonly on: LocalDate;
    readonly zone: string;
    readonly now: Date;
  },
): Promise<VisitId> {
  const id = newId<VisitId>(booking.now.getTime());
  await db
    .insertInto('visit')
    .values({
      practice_id: practice,
      id,
      patient_id: booking.patientId,
      booked_at: booking.now,
      starts_at: instantOf(booking.on, 12 * 60, booking.zone),
      local_day: booking.on,
      status: 'booked',
      source_system: 'keepwell',
      source_id: id,
      provisional: true,
    })
    .execute();
  await db
    .insertInto('visit_dirty')
    .values({ practice_id: practice, patient_id: booking.patientId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await announce(db, 'visit.changed', { visitId: id });
  return id;
}

/** The booking was noted by mistake. A visit that the schedule has confirmed meanwhile stays. */
export async function cancelProvisionalVisit(
  db: Db,
  practice: PracticeId,
  id: VisitId,
  now: Date,
): Promise<void> {
  await db
    .updateTable('visit')
    .set({ status: 'cancelled', cancelled_at: now, cancel_reason: 'noted by mistake', updated_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('provisional', '=', true)
    .execute();
}
