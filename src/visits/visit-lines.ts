import { copyLine } from '../database/copy.ts';
import { newId } from '../kit/ids.ts';
import type { ChargeRow, VisitRow } from './model.ts';

/** Text for COPY: whole, or in pieces when it comes from another thread as bytes. */
export interface VisitBatch<Text extends string | Iterable<string> = string | Iterable<string>> {
  readonly rows: number;
  readonly visits: Text;
  readonly aliases: Text;
  readonly charges: Text;
}

/** Gathers visits as COPY text; runs anywhere, also off the main thread. */
export interface VisitLines {
  add(row: VisitRow): void;
  charge(row: ChargeRow): void;
  rows(): number;
  /** What was gathered since the last take. */
  take(): VisitBatch<string>;
}

// More rows than one import has.
const precedenceStep = 1e12;

export function createVisitLines(): VisitLines {
  let ord = 0;
  let rows = 0;
  let lines: string[] = [];
  let aliases: string[] = [];
  let charges: string[] = [];
  return {
    add: (row) => {
      rows += 1;
      ord += 1;
      lines.push(visitLine(row, (row.precedence ?? 0) * precedenceStep + ord));
      for (const alias of row.aliases ?? [])
        aliases.push(lineOf([row.sourceSystem, alias, row.sourceId, ord]));
    },
    charge: ({ sourceSystem, kind, chargeId, amounts, source }) => {
      rows += 1;
      ord += 1;
      const head = [ord, source.file, sourceSystem, kind, chargeId] as const;
      for (const { visit, cents } of amounts) charges.push(lineOf([...head, visit, cents]));
      if (amounts.length === 0) charges.push(lineOf([...head, undefined, undefined]));
    },
    rows: () => rows,
    take: () => {
      const batch = { rows, visits: lines.join(''), aliases: aliases.join(''), charges: charges.join('') };
      rows = 0;
      lines = [];
      aliases = [];
      charges = [];
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
  return lineOf(cells);
}

function lineOf(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(cellText).join('\t')}\n`;
}

const special = /[\\\n\r\t]/;

// One flat string a line: built cell by cell it is a tree of pieces, and collecting those took a third of the
// time.
function cellText(cell: string | number | boolean | undefined): string {
  if (typeof cell === 'string' && special.test(cell)) return copyLine([cell]).slice(0, -1);
  return cell === undefined ? '\\N' : String(cell);
}
