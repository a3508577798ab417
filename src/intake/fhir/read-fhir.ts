import type { LocalDate } from '../../kit/local-date.ts';
import type { FileReading, Gatherer } from '../gatherer.ts';
import type { PlacesBook } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import { hashText, type SeenKeys } from '../seen.ts';
import type { Directory } from './directory.ts';
import { type Fields, textOf } from './json.ts';
import { readFhirPatient } from './read-patient.ts';
import { type FhirVisit, readAppointment, readEncounter, type VisitContext } from './read-visit.ts';
import { uuidOfUrn } from './references.ts';
import { type ResourceFile, type ResourceItem, readResources } from './resources.ts';

export interface FhirJob {
  readonly file: ResourceFile;
  readonly position: number;
  readonly system: string;
  readonly today: LocalDate;
  readonly book: PlacesBook;
  readonly directory: Directory;
  readonly patients: SeenKeys;
}

const placeTypes = new Set(['Practitioner', 'PractitionerRole', 'Location', 'Organization']);
const recordTypes = new Set(['Patient', 'Appointment', 'Encounter']);

/** First pass: who and where, so that visits may come before the places they name. */
export async function* readPlaces(
  job: Pick<FhirJob, 'file' | 'position' | 'directory'>,
): AsyncGenerator<void> {
  for await (const items of readResources(job.file, (type) => placeTypes.has(type))) {
    for (const item of items) {
      if (item.kind === 'resource') job.directory.read(item.resource, item.fullUrl, job.position);
    }
    yield;
  }
}

/** Second pass: patients and visits. */
export async function* readRecords(job: FhirJob, gatherer: Gatherer): AsyncGenerator<void, FileReading> {
  const reading = { rows: 0, refused: 0, repeated: 0 };
  const skipped: Record<string, number> = {};
  const read: Record<string, number> = {};
  const keep = createKeeper(job, gatherer, reading);
  for await (const items of readResources(job.file, (type) => recordTypes.has(type))) {
    for (const item of items) {
      const type =
        item.kind === 'resource'
          ? (textOf(item.resource.resourceType) ?? '')
          : item.kind === 'skipped'
            ? item.type
            : '';
      const counts = item.kind === 'skipped' && !placeTypes.has(type) ? skipped : read;
      if (type !== '') counts[type] = (counts[type] ?? 0) + 1;
      keep(item);
    }
    yield;
  }
  return {
    position: job.position,
    kind: 'fhir',
    rows: reading.rows,
    refused: reading.refused,
    repeated: reading.repeated,
    addedPlaces: 0,
    mapping: { resources: read, notRead: skipped, system: job.system },
  };
}

function createKeeper(
  job: FhirJob,
  gatherer: Gatherer,
  reading: { rows: number; refused: number; repeated: number },
): (item: ResourceItem) => void {
  function refuse(row: number, problem: CellProblem, kept: boolean, original: string): void {
    gatherer.refuse({
      ...problem,
      file: job.position,
      row,
      kept,
      original: original === '' ? [] : [original],
    });
  }

  function keepVisit(row: number, visit: FhirVisit, name: string): void {
    if ('row' in visit) {
      gatherer.visit(visit.row);
      return;
    }
    reading.refused += 1;
    refuse(row, visit.refused, false, name);
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
    const { resource, row, fullUrl } = item;
    const source = { file: job.position, row };
    const type = textOf(resource.resourceType);
    const name = nameOf(resource, type);
    if (type === 'Patient') {
      const patient = readFhirPatient(resource, fullUrl, { ...job, source });
      if (patient.refused !== undefined) {
        reading.refused += 1;
        refuse(row, patient.refused, false, name);
      }
      for (const note of patient.notes) refuse(row, note, true, name);
      if (patient.row === undefined) return;
      const [{ system, value }] = patient.row.identifiers;
      const seen = job.patients.see(`${system}\u0001${value}`, hashText(JSON.stringify(resource), 3));
      if (seen === 'same') reading.repeated += 1;
      else {
        for (const { received, reason } of gatherer.patient(patient.row)) {
          const value = received.slice(0, 200);
          refuse(row, { column: 'Patient.telecom', value, code: 'bad_contact', reason }, true, name);
        }
      }
      return;
    }
    const bundleKey = fullUrl === undefined ? undefined : uuidOfUrn(fullUrl);
    const context: VisitContext = { ...job, source, bundleKey };
    keepVisit(
      row,
      type === 'Appointment' ? readAppointment(resource, context) : readEncounter(resource, context),
      name,
    );
  };
}

// Enough to find it in the source system, without what it says of the patient.
function nameOf(resource: Fields, type: string | undefined): string {
  return `${type}/${textOf(resource.id) ?? ''}`;
}
