import type { LocalDate } from '../../kit/local-date.ts';
import type { MergeAsked } from '../hl7/renames.ts';
import type { PlacesBook } from '../places-book.ts';
import type { SeenKeys } from '../seen.ts';
import type { Directory } from './directory.ts';
import type { ResourceFile } from './resources.ts';

/** What the reading of one file of FHIR has to know. */
export interface FhirJob {
  readonly file: ResourceFile;
  readonly position: number;
  readonly system: string;
  /** ISO 4217 code of the money that the practice takes. */
  readonly currency: string;
  readonly today: LocalDate;
  readonly book: PlacesBook;
  readonly directory: Directory;
  readonly patients: SeenKeys;
  /** Told of each pair of patients of whom the source says that they are one. */
  readonly merge: (asked: MergeAsked) => void;
}

export const placeTypes: ReadonlySet<string> = new Set([
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Organization',
]);
