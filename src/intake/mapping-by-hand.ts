import * as z from 'zod/mini';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import type { VisitStatus } from '../visits/model.ts';
import { told } from '../words/told.ts';
import { type FieldName, fields, isFieldName } from './csv/fields.ts';
import { squeezeWord } from './csv/statuses.ts';
import { type Hl7Mapping, readHl7Mapping } from './hl7/mapping.ts';

/** What `--mapping` says, checked. */
export interface MappingByHand {
  /** Column to field; null leaves a column out. */
  readonly columns: ReadonlyMap<string, FieldName | null>;
  /** Squeezed word to status. */
  readonly statuses: ReadonlyMap<string, VisitStatus>;
  /** What the source is called in identifiers and visits; the same for all files of that source. */
  readonly system: string | undefined;
  readonly dates: 'day first' | 'month first' | undefined;
  readonly hl7: Hl7Mapping;
  /** HL7 was spoken of. */
  readonly hasHl7: boolean;
}

const status = z.enum(['booked', 'confirmed', 'arrived', 'roomed', 'seen', 'left', 'cancelled', 'no_show']);
const short = z.string().check(z.minLength(1), z.maxLength(200));
const shape = z.looseObject({
  statuses: z.optional(z.record(short, status)),
  system: z.optional(z.string().check(z.regex(/^[\w.:/-]{1,100}$/))),
  dates: z.optional(z.enum(['day first', 'month first'])),
  columns: z.optional(z.record(short, z.nullable(z.string()))),
  hl7: z.optional(z.unknown()),
});
const flat = z.record(short, z.nullable(z.string()));

/** Checks `{ "column": "field", ..., "statuses": {...}, "system": "...", "dates": "day first" }`. */
export function readMappingByHand(input: unknown): Outcome<MappingByHand, Refusal<'invalid_input'>> {
  const read = shape.safeParse(input ?? {});
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('.') ?? '';
    return refuse('invalid_input', told.mapping.notRight(where));
  }
  const { statuses = {}, system, dates, columns: grouped = {}, hl7: ofHl7, ...rest } = read.data;
  const hl7 = readHl7Mapping(ofHl7);
  if (!hl7.ok) return hl7;
  const loose = flat.safeParse(rest);
  if (!loose.success) {
    const where = loose.error.issues[0]?.path.join('.') ?? '';
    return refuse('invalid_input', told.mapping.noField(where));
  }
  const columns = new Map<string, FieldName | null>();
  for (const [column, field] of Object.entries({ ...loose.data, ...grouped })) {
    if (field === null || field === '') columns.set(column, null);
    else if (isFieldName(field)) columns.set(column, field);
    else {
      const all = Object.keys(fields).join(', ');
      return refuse('invalid_input', told.mapping.unknownField(field, all));
    }
  }
  const words = Object.entries(statuses).map(([word, meaning]) => [squeezeWord(word), meaning] as const);
  return done({
    columns,
    statuses: new Map(words),
    system,
    dates,
    hl7: hl7.value,
    hasHl7: ofHl7 !== undefined,
  });
}
