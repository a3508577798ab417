import type { HealthcareService, Location, Organization, Practitioner } from 'fhir/r4.js';
import type { Selectable } from 'kysely';
import type { LocationTable, ServiceTable, StaffMemberTable } from '../../database/tables/practice.ts';
import { inLanguage } from '../../kit/words.ts';
import type { Practice } from '../../practice/model.ts';
import { filled, identifierOf, textOrNone } from './words.ts';

export function organizationOf(practice: Practice): Organization {
  return {
    resourceType: 'Organization',
    // Of the ids that FHIR allows.
    id: practice.slug,
    identifier: [identifierOf('urn:keepwell:practice', practice.slug)],
    active: true,
    name: practice.name,
  };
}

const sourceOf = (row: { source_system: string | null; source_id: string | null }) =>
  row.source_system === null || row.source_id === null
    ? undefined
    : [identifierOf(row.source_system, row.source_id)];

export function locationOf(practice: Practice, row: Selectable<LocationTable>): Location {
  const phone = textOrNone(row.phone);
  return {
    resourceType: 'Location',
    id: row.id,
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: row.zone }],
    identifier: sourceOf(row),
    status: 'active',
    name: row.name,
    telecom: phone === undefined ? undefined : [{ system: 'phone', value: phone, use: 'work' }],
    address: row.address.length === 0 ? undefined : { text: row.address.join(', ') },
    managingOrganization: { reference: `Organization/${practice.slug}` },
  };
}

/** Everybody on the staff: in FHIR a receptionist is a practitioner too. */
export function practitionerOf(row: Selectable<StaffMemberTable>): Practitioner {
  return {
    resourceType: 'Practitioner',
    id: row.id,
    identifier: sourceOf(row),
    active: row.state === 'active',
    name: [{ text: row.display_name }],
    communication: filled(row.languages.map((code) => ({ coding: [{ system: 'urn:ietf:bcp:47', code }] }))),
  };
}

export function serviceName(
  row: Pick<Selectable<ServiceTable>, 'name' | 'code'>,
  practice: Practice,
): string {
  return inLanguage(row.name, practice.languages)?.text ?? row.code;
}

export function healthcareServiceOf(practice: Practice, row: Selectable<ServiceTable>): HealthcareService {
  return {
    resourceType: 'HealthcareService',
    id: row.id,
    identifier: [identifierOf('urn:keepwell:service', row.code), ...(sourceOf(row) ?? [])],
    active: true,
    providedBy: { reference: `Organization/${practice.slug}` },
    name: serviceName(row, practice),
    comment: textOrNone(inLanguage(row.what_we_do, practice.languages)?.text ?? ''),
  };
}
