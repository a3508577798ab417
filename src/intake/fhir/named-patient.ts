import type { PatientIdentifier } from '../../patients/model.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { type Reference, readReference } from './references.ts';

export type NamedPatient = PatientIdentifier;

/** Whom a reference to a patient means; undefined when it means nobody or something else. */
export function namedPatient(value: unknown, resource: Fields, system: string): NamedPatient | undefined {
  return patientMeant(readReference(value), resource, system);
}

export function patientMeant(
  reference: Reference,
  resource: Fields,
  system: string,
): NamedPatient | undefined {
  if (reference.type !== undefined && reference.type !== 'Patient') return undefined;
  if (reference.identifier !== undefined) return reference.identifier;
  if (reference.key !== undefined) return { system, value: reference.key };
  if (reference.contained === undefined) return undefined;
  const inner = listOf(resource.contained)
    .map(fieldsOf)
    .find((one) => one.id === reference.contained && one.resourceType === 'Patient');
  const identifier = fieldsOf(listOf(inner?.identifier)[0]);
  const value = textOf(identifier.value);
  return value === undefined ? undefined : { system: textOf(identifier.system) ?? system, value };
}
