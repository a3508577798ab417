import type { PatientId, PromiseId, StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

/** Something a staff member told a patient would happen. */
export interface PracticePromise {
  readonly id: PromiseId;
  readonly patientId: PatientId;
  readonly words: string;
  readonly ownerId: StaffMemberId | null;
  readonly ownerName: string | null;
  readonly madeOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly state: 'open' | 'kept' | 'broken';
  readonly source: 'visit' | 'call' | 'case';
}
