import { beginningOf } from '../../kit/beginning.ts';
import type { UnreadContact } from '../../patients/model.ts';
import type { Gatherer } from '../gatherer.ts';
import type { CellProblem } from '../refused-row.ts';
import { hashText } from '../seen.ts';
import { type FhirJob, placeTypes } from './fhir-job.ts';
import { type Fields, fieldsOf, textOf } from './json.ts';
import { type FhirCharge, readChargeItem, readClaim } from './read-charge.ts';
import { type FhirConsent, readConsent } from './read-consent.ts';
import { linksOf } from './read-links.ts';
import { readFhirPatient } from './read-patient.ts';
import { type FhirRelated, readRelatedPerson } from './read-related.ts';
import { type FhirVisit, readAppointment, readEncounter, type VisitContext } from './read-visit.ts';
import { uuidOfUrn } from './references.ts';
import type { ResourceItem } from './resources.ts';

/** Counts of one file, raised as its resources are kept. */
export interface KeptCounts {
  rows: number;
  refused: number;
  repeated: number;
  merges: number;
}

interface Resource {
  readonly resource: Fields;
  readonly row: number;
  readonly fullUrl: string | undefined;
  /** Enough to find it in the source system, without what it says of the patient. */
  readonly name: string;
  readonly within: string;
  readonly nth: number;
}

// Every kind of note is one of ours; a file cannot make more of them than this.
const mostNotes = 200;

const longestQuestionnaire = 120;

/** The canonical address of what was answered, without its version. */
function questionnaireOf(resource: Fields): string {
  // STU3 had a reference in its place.
  const said = textOf(resource.questionnaire) ?? textOf(fieldsOf(resource.questionnaire).reference);
  const name = said?.split('|')[0]?.slice(0, longestQuestionnaire) ?? '';
  return name === '' || name.startsWith('#') ? 'a questionnaire without a name' : name;
}

/**
 * Takes the resources of one file, each to where it belongs.
 * @param noted counts what was read and changes nothing, in words
 */
export function createKeeper(
  job: FhirJob,
  gatherer: Gatherer,
  reading: KeptCounts,
  noted: Map<string, number>,
): (item: ResourceItem) => void {
  function refuse(row: number, problem: CellProblem, kept: boolean, original: string): void {
    const found = original === '' ? [] : [original];
    gatherer.refuse({ ...problem, file: job.position, row, kept, original: found });
  }

  function refuseWhole({ row, name }: Resource, problem: CellProblem): void {
    reading.refused += 1;
    refuse(row, problem, false, name);
  }

  function refuseWays({ row, name }: Resource, column: string, unread: readonly UnreadContact[]): void {
    for (const { received, reason } of unread) {
      refuse(row, { column, value: beginningOf(received, 200), code: 'bad_contact', reason }, true, name);
    }
  }

  function note(words: string): void {
    if (noted.has(words) || noted.size < mostNotes) noted.set(words, (noted.get(words) ?? 0) + 1);
  }

  function pass(words: string): void {
    reading.repeated += 1;
    note(words);
  }

  function keepPatient(item: Resource): void {
    const source = { file: job.position, row: item.row };
    const patient = readFhirPatient(item.resource, item.fullUrl, { ...job, source });
    if (patient.refused !== undefined) refuseWhole(item, patient.refused);
    for (const problem of patient.notes) refuse(item.row, problem, true, item.name);
    if (patient.row === undefined) return;
    const [own] = patient.row.identifiers;
    // Of the text as it came: writing it again would follow whatever depth somebody has made up.
    const content = hashText(item.within, item.nth + 3);
    if (job.patients.see(`${own.system}\u0001${own.value}`, content) === 'same') {
      reading.repeated += 1;
      return;
    }
    const links = linksOf(item.resource, own, job.system, job.today);
    for (const asked of links.merges) job.merge(asked);
    reading.merges += links.merges.length;
    for (const words of links.noted) note(words);
    refuseWays(item, 'Patient.telecom', gatherer.patient(patient.row));
  }

  function keepRemark(item: Resource, column: string, read: FhirRelated | FhirConsent): void {
    if ('refused' in read) refuseWhole(item, read.refused);
    else if ('remark' in read) refuseWays(item, column, gatherer.remark(read.remark));
    else pass(read.passed);
  }

  function keepVisit(item: Resource, visit: FhirVisit): void {
    if ('refused' in visit) refuseWhole(item, visit.refused);
    else {
      gatherer.visit(visit.row);
      if (visit.note !== undefined) refuse(item.row, visit.note, true, item.name);
    }
  }

  function keepCharge(item: Resource, read: FhirCharge): void {
    if ('row' in read) {
      gatherer.charge(read.row);
      if (read.noted !== undefined) note(read.noted);
    } else if ('refused' in read) refuseWhole(item, read.refused);
    else pass(read.passed);
  }

  return (item) => {
    if (item.kind === 'skipped') {
      if (!placeTypes.has(item.type)) return;
      reading.rows += 1;
      reading.repeated += 1;
      return;
    }
    reading.rows += 1;
    if (item.kind === 'broken') {
      reading.refused += 1;
      const problem = { column: '', value: '', code: 'unreadable_row', reason: item.reason } as const;
      refuse(item.row, problem, false, item.text);
      return;
    }
    const { resource, row, fullUrl, within, nth } = item;
    const type = textOf(resource.resourceType);
    const name = `${type}/${textOf(resource.id) ?? ''}`;
    const found: Resource = { resource, row, fullUrl, name, within, nth };
    const source = { file: job.position, row };
    const bundleKey = fullUrl === undefined ? undefined : uuidOfUrn(fullUrl);
    const context: VisitContext & { readonly currency: string } = { ...job, source, bundleKey };
    switch (type) {
      case 'Patient':
        return keepPatient(found);
      case 'RelatedPerson':
        return keepRemark(found, 'RelatedPerson.telecom', readRelatedPerson(resource, context));
      case 'Appointment':
        return keepVisit(found, readAppointment(resource, context));
      case 'Consent':
        return keepRemark(found, 'Consent', readConsent(resource, context));
      case 'Communication':
        return pass('Communication, read but not kept');
      case 'QuestionnaireResponse':
        return pass(`answers to ${questionnaireOf(resource)}, not kept yet`);
      case 'Claim':
        return keepCharge(found, readClaim(resource, context));
      case 'ChargeItem':
        return keepCharge(found, readChargeItem(resource, context));
      default:
        return keepVisit(found, readEncounter(resource, context));
    }
  };
}
