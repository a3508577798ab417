import type { LocationId, PatientId, ServiceId, StaffMemberId, VisitId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

export type VisitStatus =
  | 'booked'
  | 'confirmed'
  | 'arrived'
  | 'roomed'
  | 'seen'
  | 'left'
  | 'cancelled'
  | 'no_show';

/** A visit that took place. */
export function isCompleted(status: VisitStatus): boolean {
  return status === 'seen' || status === 'left';
}

/** A visit that is still to come, as far as the record says. */
export function isOpen(status: VisitStatus): boolean {
  return status === 'booked' || status === 'confirmed';
}

/** Whose visit it is: our own id, or what a source calls the patient. */
export type VisitPatient =
  | { readonly patientId: PatientId }
  | { readonly system: string; readonly value: string };

/**
 * A visit as a source describes it. What is absent leaves what we hold as it is. Instants are ISO 8601 with
 * offset.
 */
export interface VisitRow {
  /** Of a new visit, when the caller has to know it beforehand. */
  readonly id?: VisitId;
  readonly patient: VisitPatient;
  /** Together unique in the practice: how the same visit is found again. */
  readonly sourceSystem: string;
  readonly sourceId: string;
  /** Other ids under which the source speaks of this visit. */
  readonly aliases?: readonly string[];
  readonly status: VisitStatus;
  readonly startsAt: string;
  /** `startsAt` on the wall calendar of the location. */
  readonly localDay: LocalDate;
  readonly minutes?: number | undefined;
  readonly bookedAt?: string | undefined;
  readonly arrivedAt?: string | undefined;
  readonly roomedAt?: string | undefined;
  readonly seenAt?: string | undefined;
  readonly leftAt?: string | undefined;
  readonly cancelledAt?: string | undefined;
  readonly cancelReason?: string | undefined;
  readonly chargeCents?: number | undefined;
  readonly locationId?: LocationId | undefined;
  readonly clinicianId?: StaffMemberId | undefined;
  readonly serviceId?: ServiceId | undefined;
  /** `status` is for a visit that we do not hold; one that we hold keeps its own. */
  readonly keepsStatus?: boolean | undefined;
  /** `startsAt` is for a visit that we do not hold; one that we hold keeps its own. */
  readonly keepsStart?: boolean | undefined;
  /**
   * ISO instant at which the source said all this. What it said earlier does not undo what it said later,
   * in whatever order the two come; absent, the row that comes later counts.
   */
  readonly toldAt?: string | undefined;
  /** Of two rows that are one visit the higher one counts; of equals the later. */
  readonly precedence?: number | undefined;
  /** Booked at our desk, not yet seen in the practice's own schedule. */
  readonly provisional?: boolean | undefined;
  /** Which file and which row of it, for the counts and refusals. */
  readonly source?: { readonly file: number; readonly row: number } | undefined;
}

export interface VisitCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Whose patient nobody knows. */
  readonly orphaned: number;
}

/**
 * What a source charges for visits: a claim, or an item that was charged by itself. The last row of a claim counts,
 * whole; without amounts it charges nothing (any more). The visits may come later.
 */
export interface ChargeRow {
  readonly sourceSystem: string;
  readonly kind: 'claim' | 'charge_item';
  readonly chargeId: string;
  /** In hundredths of the practice's currency, by source id (or alias) of the visit; each visit once. */
  readonly amounts: readonly { readonly visit: string; readonly cents: number }[];
  readonly source: { readonly file: number; readonly row: number };
}

/** A visit whose patient nobody knows. */
/** Those of an import: the first of them, and how many each file has. */
export interface OrphanedVisits {
  readonly first: readonly OrphanedVisit[];
  readonly byFile: ReadonlyMap<number, number>;
}

export interface OrphanedVisit {
  readonly file: number;
  readonly row: number;
  readonly patientValue: string;
}
