import type { RememberedMapping } from '../remembered-mapping.ts';
import { readText } from '../text/encoding.ts';
import { type DateOrder, dependsOnOrder, orderEvidence, orderOfCountry } from './dates.ts';
import { fieldOf } from './fields.ts';
import type { Layout } from './layout.ts';
import type { Mapping } from './mapping.ts';
import { createCsvReader } from './reader.ts';

export interface FoundOrder {
  readonly order: DateOrder;
  /** For the report: what was decided, and by what. */
  readonly words: string;
  /** Nothing in the file tells; the country decided. */
  readonly undecided: boolean;
  /** The file has dates of which somebody has to know the order. */
  readonly ambiguous: boolean;
}

interface Counts {
  day: number;
  month: number;
  open: boolean;
}

const orders = { 'day first': 'day_first', 'month first': 'month_first' } as const;

/**
 * Whether day or month comes first, decided by the dates themselves: only a number over 12 can tell. The
 * first page of a file sorted by date may hold none, so then the rest is looked through too.
 */
export async function findDateOrder(
  job: {
    readonly path: string;
    readonly encoding: string;
    readonly country: string;
    readonly dates?: 'day first' | 'month first' | undefined;
    readonly remembered?: RememberedMapping | undefined;
  },
  layout: Layout,
  mapping: Mapping,
): Promise<FoundOrder> {
  if (job.dates !== undefined) {
    return {
      order: orders[job.dates],
      words: `${job.dates}, as the mapping says`,
      undecided: false,
      ambiguous: true,
    };
  }
  const columns = mapping.columns.flatMap((field, i) => {
    const kind = field === undefined ? undefined : fieldOf(field).kind;
    return kind === 'date' || kind === 'instant' || kind === 'time' ? [i] : [];
  });
  const counts: Counts = { day: 0, month: 0, open: false };
  for (const row of layout.sample) weigh(row, columns, counts);
  if (counts.open && counts.day + counts.month === 0) await weighFile(job, layout, columns, counts);
  if (counts.day + counts.month > 0) {
    const order = counts.day >= counts.month ? 'day_first' : 'month_first';
    const mixed = counts.day > 0 && counts.month > 0 ? ', though some say otherwise' : '';
    return {
      order,
      words: `${wordsOf(order)}, as the dates show${mixed}`,
      undecided: false,
      ambiguous: true,
    };
  }
  const order = orderOfCountry(job.country);
  if (!counts.open) return { order, words: 'written in one way only', undecided: false, ambiguous: false };
  const before = job.remembered?.dates;
  if (before !== undefined) {
    return {
      order: orders[before],
      words: `${before}, as files of these headings were before`,
      undecided: false,
      ambiguous: true,
    };
  }
  const words = `${wordsOf(order)}, by the country of the practice (${job.country}): no date in the file tells`;
  return { order, words, undecided: true, ambiguous: true };
}

function wordsOf(order: DateOrder): string {
  return order === 'day_first' ? 'day first' : 'month first';
}

function weigh(row: readonly string[], columns: readonly number[], counts: Counts): void {
  for (const column of columns) {
    const cell = row[column]?.trim() ?? '';
    if (cell === '' || cell.charCodeAt(4) === 45) continue;
    const evidence = orderEvidence(cell);
    if (evidence === 'day_first') counts.day += 1;
    else if (evidence === 'month_first') counts.month += 1;
    else if (dependsOnOrder(cell)) counts.open = true;
  }
}

async function weighFile(
  job: { readonly path: string; readonly encoding: string },
  layout: Layout,
  columns: readonly number[],
  counts: Counts,
): Promise<void> {
  const reader = createCsvReader(layout.delimiter, layout.newline);
  for await (const text of readText(job.path, job.encoding)) {
    for (const record of reader.push(text)) {
      if (record.row > layout.headerRow) weigh(record.cells, columns, counts);
    }
    if (counts.day + counts.month > 0) return;
  }
}
