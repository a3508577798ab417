import type { Consent, ContactPoint, Patient, RelatedPerson } from 'fhir/r4.js';
import type { Selectable } from 'kysely';
import type {
  ConsentTable,
  ContactPointTable,
  PatientIdentifierTable,
  PatientTable,
  RelatedPersonTable,
} from '../../database/tables/patients.ts';
import type { Practice } from '../../practice/model.ts';
import { filled, identifierOf, referenceTo, textOrNone } from './words.ts';

export type ContactRow = Selectable<ContactPointTable>;

const precisionLength = { day: 10, month: 7, year: 4 } as const;

function telecomOf(contacts: readonly ContactRow[]): ContactPoint[] | undefined {
  return filled(
    contacts
      .filter(({ kind, valid }) => valid && kind !== 'post')
      .map(
        (contact): ContactPoint => ({
          system: contact.kind === 'email' ? 'email' : 'phone',
          value: contact.normal,
          use: contact.kind === 'mobile' ? 'mobile' : contact.kind === 'phone' ? 'home' : undefined,
          // FHIR counts from one.
          rank: Math.max(1, contact.rank),
        }),
      ),
  );
}

export function patientOf(
  practice: Practice,
  row: Selectable<PatientTable>,
  identifiers: readonly Selectable<PatientIdentifierTable>[],
  contacts: readonly ContactRow[],
): Patient {
  const given = textOrNone(row.given_name);
  const preferred = textOrNone(row.preferred_name);
  const own = contacts.filter(({ related_person_id }) => related_person_id === null);
  const languages = [...new Set([row.written_language, row.spoken_language])];
  return {
    resourceType: 'Patient',
    id: row.id,
    extension: row.needs_interpreter
      ? [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: true }]
      : undefined,
    identifier: filled(identifiers.map(({ system, value }) => identifierOf(system, value))),
    active: row.status !== 'exited',
    name: [
      {
        use: 'official' as const,
        text: textOrNone(row.full_name),
        family: textOrNone(row.family_name),
        given: given === undefined ? undefined : [given],
      },
      ...(preferred === undefined ? [] : [{ use: 'nickname' as const, given: [preferred] }]),
    ],
    telecom: telecomOf(own),
    gender: row.sex,
    birthDate: row.birth_date?.slice(0, precisionLength[row.birth_precision ?? 'day']),
    deceasedDateTime: row.deceased_on ?? undefined,
    deceasedBoolean: row.deceased_on === null && row.exit_reason === 'died' ? true : undefined,
    address: filled(
      own
        .filter(({ kind, valid }) => kind === 'post' && valid)
        .map(({ received }) => ({ use: 'home' as const, text: received })),
    ),
    communication: filled(
      languages.map((code, position) =>
        code === null
          ? undefined
          : { language: { coding: [{ system: 'urn:ietf:bcp:47', code }] }, preferred: position === 0 },
      ),
    ),
    generalPractitioner: filled([referenceTo('Practitioner', row.primary_clinician_id)]),
    managingOrganization: { reference: `Organization/${practice.slug}` },
  };
}

export function relatedPersonOf(
  row: Selectable<RelatedPersonTable>,
  contacts: readonly ContactRow[],
): RelatedPerson {
  return {
    resourceType: 'RelatedPerson',
    id: row.id,
    active: true,
    patient: { reference: `Patient/${row.patient_id}` },
    relationship: [{ text: row.relationship }],
    name: [{ text: row.name }],
    telecom: telecomOf(contacts.filter(({ related_person_id }) => related_person_id === row.id)),
  };
}

/** A row of the ledger. @param holds whether no later row speaks of the same purpose and channel */
export function consentOf(row: Selectable<ConsentTable>, holds: boolean): Consent {
  return {
    resourceType: 'Consent',
    id: row.id,
    status: holds ? 'active' : 'inactive',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [
      { coding: [{ system: 'http://loinc.org', code: '59284-0' }], text: 'contact by the practice' },
    ],
    patient: { reference: `Patient/${row.patient_id}` },
    dateTime: row.at.toISOString(),
    policyRule: { text: row.wording_version ?? row.source },
    provision: {
      type: row.granted ? 'permit' : 'deny',
      code: [{ text: `purpose: ${row.purpose}` }, { text: `channel: ${row.channel}` }],
    },
  };
}
