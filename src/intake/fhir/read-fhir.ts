import type { FileReading, Gatherer } from '../gatherer.ts';
import { type FhirJob, placeTypes } from './fhir-job.ts';
import { textOf } from './json.ts';
import { createKeeper } from './keep-resources.ts';
import { readResources } from './resources.ts';

const recordTypes = new Set([
  'Patient',
  'RelatedPerson',
  'Appointment',
  'Encounter',
  'Claim',
  'ChargeItem',
  'Consent',
  'Communication',
  'QuestionnaireResponse',
]);

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

/** Second pass: patients, what is said of them, visits, and what these cost. */
export async function* readRecords(job: FhirJob, gatherer: Gatherer): AsyncGenerator<void, FileReading> {
  const reading = { rows: 0, refused: 0, repeated: 0, merges: 0 };
  const noted = new Map<string, number>();
  const skipped = new Map<string, number>();
  const read = new Map<string, number>();
  const keep = createKeeper(job, gatherer, reading, noted);
  for await (const items of readResources(job.file, (type) => recordTypes.has(type))) {
    for (const item of items) {
      const type =
        item.kind === 'resource'
          ? (textOf(item.resource.resourceType) ?? '')
          : item.kind === 'skipped'
            ? item.type
            : '';
      const counts = item.kind === 'skipped' && !placeTypes.has(type) ? skipped : read;
      if (type !== '') countType(counts, type);
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
    mapping: {
      resources: Object.fromEntries(read),
      notRead: Object.fromEntries(skipped),
      ...(noted.size === 0 ? {} : { noted: Object.fromEntries(noted) }),
      ...(reading.merges === 0 ? {} : { merges: reading.merges }),
      system: job.system,
    },
  };
}

// FHIR has 150 types; a file that makes up its own fills no report with them.
const mostTypes = 200;

function countType(counts: Map<string, number>, type: string): void {
  const name = counts.has(type) || counts.size < mostTypes ? type : 'others';
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
