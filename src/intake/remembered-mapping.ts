import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { VisitStatus } from '../visits/model.ts';
import { type FieldName, isFieldName } from './csv/fields.ts';

export type DateWords = 'day first' | 'month first';

/** How a file of some headings was read by an import that was written. Crosses to another thread. */
export interface RememberedMapping {
  readonly fingerprint: string;
  /** Every heading to its field; null: left out. */
  readonly columns: ReadonlyMap<string, FieldName | null>;
  readonly statuses: ReadonlyMap<string, VisitStatus>;
  readonly system: string | undefined;
  /** What decides where no date of the file tells. */
  readonly dates: DateWords | undefined;
  /** When it was first read so. */
  readonly since: string;
}

export type MappingToRemember = Omit<RememberedMapping, 'since'>;

/** Files without headings: whoever brought one in has said what its source is called. */
export const shapesWithoutHeadings = { fhir: 'fhir', hl7: 'hl7' } as const;

/** The kind of a file that nobody has confirmed, where that is asked for. */
export const notConfirmedKind = 'not confirmed';

function plain(heading: string): string {
  return heading.trim().toLowerCase();
}

/** The same for the same headings in any order, in capitals or not. */
export function fingerprintOf(headings: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(headings.map(plain).sort()))
    .digest('hex');
}

const status = z.enum(['booked', 'confirmed', 'arrived', 'roomed', 'seen', 'left', 'cancelled', 'no_show']);
const stored = z.object({
  columns: z.record(z.string(), z.nullable(z.string())),
  statuses: z.record(z.string(), status),
  system: z.nullable(z.string()),
  dates: z.nullable(z.enum(['day first', 'month first'])),
});

/** As it is kept. */
export function storedMapping(mapping: MappingToRemember): z.output<typeof stored> {
  return {
    columns: Object.fromEntries([...mapping.columns].map(([heading, field]) => [plain(heading), field])),
    statuses: Object.fromEntries(mapping.statuses),
    system: mapping.system ?? null,
    dates: mapping.dates ?? null,
  };
}

/** @returns undefined for what another version kept and this one cannot read: the file is then read afresh */
export function readStoredMapping(
  fingerprint: string,
  content: unknown,
  since: Date,
): RememberedMapping | undefined {
  const read = stored.safeParse(content);
  if (!read.success) return undefined;
  const { columns, statuses, system, dates } = read.data;
  const fields = new Map<string, FieldName | null>();
  for (const [heading, field] of Object.entries(columns)) {
    if (field !== null && !isFieldName(field)) return undefined;
    fields.set(heading, field);
  }
  return {
    fingerprint,
    columns: fields,
    statuses: new Map(Object.entries(statuses)),
    system: system ?? undefined,
    dates: dates ?? undefined,
    since: since.toISOString(),
  };
}
