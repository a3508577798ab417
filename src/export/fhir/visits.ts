import type { Appointment, Encounter } from 'fhir/r4.js';
import type { Selectable } from 'kysely';
import type { VisitStatusColumn, VisitTable } from '../../database/tables/visits.ts';
import { filled, identifierOf, referenceTo, textOrNone } from './words.ts';

export type VisitRow = Selectable<VisitTable>;

const appointmentStatus: Readonly<Record<VisitStatusColumn, Appointment['status']>> = {
  booked: 'booked',
  confirmed: 'booked',
  arrived: 'arrived',
  roomed: 'arrived',
  seen: 'arrived',
  left: 'fulfilled',
  cancelled: 'cancelled',
  no_show: 'noshow',
};

const encounterStatus: Readonly<Partial<Record<VisitStatusColumn, Encounter['status']>>> = {
  arrived: 'arrived',
  roomed: 'triaged',
  seen: 'in-progress',
  left: 'finished',
};

const participation = (reference: { reference?: string | undefined } | undefined) =>
  reference === undefined ? undefined : { actor: reference, status: 'accepted' as const };

/** What was agreed. @param serviceName in the practice's language */
export function appointmentOf(row: VisitRow, serviceName: string | undefined): Appointment {
  const reason = textOrNone(row.cancel_reason);
  return {
    resourceType: 'Appointment',
    id: row.id,
    identifier: [sourceIdentifier(row)],
    status: appointmentStatus[row.status],
    cancelationReason: reason === undefined ? undefined : { text: reason },
    serviceType: serviceName === undefined ? undefined : [{ text: serviceName }],
    start: row.starts_at.toISOString(),
    // FHIR wants an end beside every start; without known minutes it is the start itself.
    end: new Date(row.starts_at.getTime() + (row.minutes ?? 0) * 60_000).toISOString(),
    minutesDuration: row.minutes ?? undefined,
    created: row.booked_at?.toISOString(),
    participant:
      filled([
        participation({ reference: `Patient/${row.patient_id}` }),
        participation(referenceTo('Practitioner', row.clinician_id)),
        participation(referenceTo('Location', row.location_id)),
      ]) ?? [],
  };
}

function sourceIdentifier(row: VisitRow) {
  return identifierOf(row.source_system, row.source_id);
}

/** What happened; undefined while nothing has, or nothing did. */
export function encounterOf(row: VisitRow, serviceName: string | undefined): Encounter | undefined {
  const status = encounterStatus[row.status];
  if (status === undefined) return undefined;
  const location = referenceTo('Location', row.location_id);
  const clinician = referenceTo('Practitioner', row.clinician_id);
  const step = (name: Encounter['status'], from: Date | null, to: Date | null) =>
    from === null
      ? undefined
      : { status: name, period: { start: from.toISOString(), end: to?.toISOString() } };
  return {
    resourceType: 'Encounter',
    id: row.id,
    identifier: [sourceIdentifier(row)],
    status,
    statusHistory: filled([
      step('arrived', row.arrived_at, row.roomed_at ?? row.seen_at),
      step('triaged', row.roomed_at, row.seen_at ?? row.left_at),
      step('in-progress', row.seen_at, row.left_at),
    ]),
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: serviceName === undefined ? undefined : [{ text: serviceName }],
    subject: { reference: `Patient/${row.patient_id}` },
    participant: clinician === undefined ? undefined : [{ individual: clinician }],
    appointment: [{ reference: `Appointment/${row.id}` }],
    period: {
      start: (row.arrived_at ?? row.starts_at).toISOString(),
      end: row.left_at?.toISOString(),
    },
    location: location === undefined ? undefined : [{ location }],
  };
}
