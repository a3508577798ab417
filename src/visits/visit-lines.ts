import { copyLine } from '../database/copy.ts';
import { newId } from '../kit/ids.ts';
import type { VisitRow } from './model.ts';

/** Text for COPY: whole, or in pieces when it comes from another thread as bytes. */
export interface VisitBatch<Text extends string | Iterable<string> = string | Iterable<string>> {
  readonly rows: number;
  readonly visits: Text;
}

/** Gathers visits as COPY text; runs anywhere, also off the main thread. */
export interface VisitLines {
  add(row: VisitRow): void;
  rows(): number;
  /** What was gathered since the last take. */
  take(): VisitBatch<string>;
}

// More rows than one import has.
const precedenceStep = 1e12;

export function createVisitLines(): VisitLines {
  let ord = 0;
  let lines: string[] = [];
  return {
    add: (row) => {
      ord += 1;
      lines.push(visitLine(row, (row.precedence ?? 0) * precedenceStep + ord));
    },
    rows: () => lines.length,
    take: () => {
      const batch = { rows: lines.length, visits: lines.join('') };
      lines = [];
      return batch;
    },
  };
}

function visitLine(row: VisitRow, ord: number): string {
  const known = 'patientId' in row.patient ? row.patient : undefined;
  const named = 'system' in row.patient ? row.patient : undefined;
  const cells = [
    row.id ?? newId(),
    ord,
    row.source?.file ?? 0,
    row.source?.row ?? 0,
    known?.patientId,
    named?.system,
    named?.value,
    row.sourceSystem,
    row.sourceId,
    row.status,
    row.startsAt,
    row.localDay,
    row.minutes,
    row.bookedAt,
    row.arrivedAt,
    row.roomedAt,
    row.seenAt,
    row.leftAt,
    row.status === 'cancelled' ? row.cancelledAt : undefined,
    row.status === 'cancelled' ? row.cancelReason : undefined,
    row.chargeCents,
    row.locationId,
    row.clinicianId,
    row.serviceId,
    row.provisional ?? false,
    row.toldAt,
    row.keepsStatus ?? false,
    row.keepsStart ?? false,
  ];
  return `${cells.map(cellText).join('\t')}\n`;
}

const special = /[\\\n\r\t]/;

// One flat string a line: built cell by cell it is a tree of pieces, and collecting those took a third of the
// time.
function cellText(cell: string | number | boolean | undefined): string {
  if (typeof cell === 'string' && special.test(cell)) return copyLine([cell]).slice(0, -1);
  return cell === undefined ? '\\N' : String(cell);
}
