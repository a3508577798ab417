import type { LocationId, ServiceId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { FileReading } from './gatherer.ts';
import type { MergeAsked } from './hl7/renames.ts';
import type { MappingByHand } from './mapping-by-hand.ts';
import type { ReadableFile } from './packed/unpack.ts';
import type { Places } from './places-book.ts';
import type { RefusedRow } from './refused-row.ts';
import type { RememberedMapping } from './remembered-mapping.ts';

/** Everything that the reading of an import has to know; crosses to another thread, so plain data only. */
export interface ReadJob {
  readonly paths: readonly string[];
  /** Where the plain content of each lies; see packed/unpack.ts. */
  readonly readable: readonly ReadableFile[];
  readonly country: string;
  /** ISO 4217 code of the money that the practice takes. */
  readonly currency: string;
  readonly zone: string;
  readonly language: string;
  readonly practiceName: string;
  readonly known: Places;
  /** Sources whose patients have names here: there, a visit of an unknown id is refused. */
  readonly namedSystems: readonly string[];
  /** Identifiers that merges have given up, oldest merge first. */
  readonly renames: readonly MergeAsked[];
  readonly today: LocalDate;
  readonly strict: boolean;
  readonly mapping: MappingByHand;
  /** How files of some headings were read before; empty where a mapping was given by hand. */
  readonly remembered: readonly RememberedMapping[];
  /** A file whose headings no person has confirmed is not read. */
  readonly onlyRemembered: boolean;
}

/** COPY text for the staging tables, and what was refused meanwhile. */
export interface ReadBatch {
  readonly kind: 'batch';
  readonly patients: {
    readonly rows: number;
    readonly patients: string;
    readonly identifiers: string;
    readonly contacts: string;
    readonly keys: string;
    readonly consents: string;
    readonly related: string;
    readonly relatedContacts: string;
    readonly remarks: string;
  };
  readonly visits: {
    readonly rows: number;
    readonly visits: string;
    readonly aliases: string;
    readonly charges: string;
  };
  readonly refused: readonly RefusedRow[];
  readonly file: number;
  readonly rowsSoFar: number;
}

export interface ReadEnd {
  readonly kind: 'end';
  readonly files: readonly (FileReading & { readonly name: string; readonly hash: string | null })[];
  readonly added: Places;
  /** Where and what new visits are that name no location and no service. */
  readonly defaults: {
    readonly locationId: LocationId | undefined;
    readonly serviceId: ServiceId | undefined;
  };
  /** Patients of whom the files say that they are one. */
  readonly merges: readonly { readonly source: string; readonly asked: MergeAsked }[];
  /** Two visits of one key may be among them. */
  readonly visitsRepeat: boolean;
  /** Rows and cells refused beyond the first `mostListed`. */
  readonly refusedNotListed: number;
}
