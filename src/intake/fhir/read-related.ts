import { beginningOf } from '../../kit/beginning.ts';
import type { PatientRemark, ReceivedRelated, RowSource } from '../../patients/model.ts';
import { told } from '../../words/told.ts';
import type { CellProblem } from '../refused-row.ts';
import { personName } from './directory.ts';
import { conceptWords, type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { type NamedPatient, namedPatient } from './named-patient.ts';
import { waysToReach } from './ways-to-reach.ts';

const mostRelated = 20;

/** Codes (v3 RoleCode and RoleClass, HL7 table 0131) whose display is often left out. */
const relationships: Readonly<Record<string, string>> = {
  GUAR: 'guarantor',
  GUARD: 'guardian',
  ECON: 'emergency contact',
  C: 'emergency contact',
  N: 'next of kin',
  NOK: 'next of kin',
  PRN: 'parent',
  MTH: 'mother',
  FTH: 'father',
  SPS: 'spouse',
  WIFE: 'wife',
  HUSB: 'husband',
  DOMPART: 'partner',
  CHILD: 'child',
  SIB: 'sibling',
  SIGOTHR: 'partner',
  E: 'employer',
  I: 'insurer',
  F: 'public office',
  S: 'public office',
};
// Firms and offices, and the patient: nobody to talk to about the patient.
const nobody = new Set(['employer', 'insurer', 'public office', 'self', 'oneself']);
const longestRelationship = 100;

/** The people in Patient.contact: next of kin, emergency contacts, guardians. Firms are left out. */
export function contactsOf(patient: Fields): readonly ReceivedRelated[] {
  return listOf(patient.contact)
    .map(fieldsOf)
    .filter((contact) => textOf(fieldsOf(contact.period).end) === undefined)
    .flatMap((contact) => personOf(contact, 'contact'))
    .slice(0, mostRelated);
}

export type FhirRelated =
  | { readonly remark: PatientRemark }
  | { readonly refused: CellProblem }
  | { readonly passed: string };

/** One RelatedPerson resource; nothing that it says lets that person receive what is the patient's. */
export function readRelatedPerson(
  resource: Fields,
  context: { readonly system: string; readonly source: RowSource },
): FhirRelated {
  const patient: NamedPatient | undefined = namedPatient(resource.patient, resource, context.system);
  if (patient === undefined) return no('RelatedPerson.patient', 'unknown_patient', told.fhir.noPatient);
  if (resource.active === false || textOf(fieldsOf(resource.period).end) !== undefined) {
    return { passed: 'RelatedPerson of former times' };
  }
  const [person] = personOf(resource, 'related person');
  if (person === undefined) {
    if (relationshipsOf(resource).some((words) => nobody.has(words)))
      return { passed: 'RelatedPerson that is nobody else' };
    return no('RelatedPerson.name', 'no_identity', told.fhir.noName);
  }
  return { remark: { patient, related: [person], source: context.source } };
}

function no(column: string, code: CellProblem['code'], reason: string): FhirRelated {
  return { refused: { column, value: '', code, reason } };
}

function personOf(fields: Fields, otherwise: string): ReceivedRelated[] {
  const name = personName(fields);
  const said = relationshipsOf(fields);
  const [relationship = otherwise] = said.includes('guarantor') ? ['guarantor'] : said;
  if (name === undefined || nobody.has(relationship)) return [];
  return [{ name, relationship, contacts: waysToReach(fields) }];
}

// R4 has a list of relationships, DSTU2 had one.
function relationshipsOf(fields: Fields): readonly string[] {
  const concepts = Array.isArray(fields.relationship) ? fields.relationship : [fields.relationship];
  return concepts.flatMap((concept) => {
    const codes = listOf(fieldsOf(concept).coding).map((coding) => textOf(fieldsOf(coding).code) ?? '');
    const known = codes.map((code) => (Object.hasOwn(relationships, code) ? relationships[code] : undefined));
    const words = known.find((word) => word !== undefined) ?? conceptWords(concept)?.toLowerCase();
    return words === undefined ? [] : [beginningOf(words, longestRelationship)];
  });
}
