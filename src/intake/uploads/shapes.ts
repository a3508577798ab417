import * as z from 'zod/mini';

const heading = z.string().check(z.minLength(1), z.maxLength(200));
const visitStatus = z.enum([
  'booked',
  'confirmed',
  'arrived',
  'roomed',
  'seen',
  'left',
  'cancelled',
  'no_show',
]);

/** What `--mapping` of the command takes, as far as the screen changes it. */
export const mappingShape = z.object({
  columns: z._default(z.record(heading, z.nullable(z.string().check(z.maxLength(60)))), {}),
  statuses: z._default(z.record(heading, visitStatus), {}),
  dates: z.optional(z.enum(['day first', 'month first'])),
  system: z.optional(z.string().check(z.regex(/^[\w.:/-]{1,100}$/))),
});

const lookedColumnShape = z.object({
  heading: z.string(),
  /** At most three different ones of the first 50 rows; none of a column that is left out as clinical or secret. */
  examples: z.array(z.string()),
  field: z.nullable(z.string()),
  /** `some_unlike`: the heading says so, and not all cells fit; `by_content`: the cells say so alone. */
  sure: z.enum(['yes', 'likely', 'some_unlike', 'by_content', 'by_hand', 'not_used']),
  /** Of a hundred filled cells, how many can be read as the field. */
  fits: z.int(),
  left: z.nullable(z.enum(['clinical', 'secret', 'unknown', 'by_hand'])),
  /** Of a column of telephones: how many numbers come without a country and get this one; null: not counted yet. */
  addsCode: z.nullable(z.object({ code: z.string(), count: z.int() })),
});

const lookedDatesShape = z.object({
  order: z.enum(['day first', 'month first']),
  /** `one_way`: no date of the file depends on the order; `country`: nothing in the file tells. */
  decided: z.enum(['by_hand', 'evidence', 'one_way', 'country']),
  /** Dates that can only be read with the day, or the month, first. */
  dayFirst: z.int(),
  monthFirst: z.int(),
  /** A real date that can be read both ways, and the two readings. */
  example: z.nullable(
    z.object({ column: z.string(), text: z.string(), dayFirst: z.string(), monthFirst: z.string() }),
  ),
});

const lookedFileShape = z.object({
  name: z.string(),
  kind: z.enum(['patients', 'visits', 'patients and visits', 'fhir', 'hl7', 'not read']),
  /** Why it cannot be imported as it is, in words. */
  problem: z.nullable(z.string()),
  /** Null: not counted yet, or no table. */
  rows: z.nullable(z.int()),
  encoding: z.string(),
  delimiter: z.string(),
  headerRow: z.int(),
  sheet: z.nullable(z.object({ name: z.string(), left: z.array(z.string()) })),
  columns: z.array(lookedColumnShape),
  /** A file of these headings came in before: since when it is read so, and how. */
  remembered: z.nullable(z.object({ since: z.string(), mapping: mappingShape })),
  dates: z.nullable(lookedDatesShape),
  statuses: z.array(
    z.object({ word: z.string(), count: z.int(), becomes: z.nullable(visitStatus), byHand: z.boolean() }),
  ),
});

export const lookShape = z.object({
  files: z.array(lookedFileShape),
  /** False: only the first page was seen, and the rest is being counted. */
  whole: z.boolean(),
});

export const refusalGroupShape = z.object({
  code: z.string(),
  column: z.string(),
  reason: z.string(),
  /** The rows were taken, without this cell. */
  kept: z.boolean(),
  count: z.int(),
});

const fileResultShape = z.object({
  name: z.string(),
  kind: z.string(),
  rows: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
});

export const checkShape = z.object({
  at: z.string(),
  files: z.array(fileResultShape),
  patients: z.int(),
  visits: z.int(),
  refusals: z.array(refusalGroupShape),
  hasRefusals: z.boolean(),
  /** Pairs that may be one patient; null: too many patients to compare while somebody waits. */
  possibleMatches: z.nullable(z.int()),
  seconds: z.number(),
});

const taskShape = z.object({
  kind: z.enum(['look', 'check', 'import']),
  state: z.enum(['running', 'done', 'refused', 'failed', 'stopped', 'interrupted']),
  phase: z.enum(['queued', 'unpacking', 'waiting', 'reading', 'writing', 'comparing']),
  /** Rows read so far, about; of so many, where that is known. */
  read: z.int(),
  total: z.nullable(z.int()),
  /** Of a refusal, in words. */
  detail: z.string(),
  startedAt: z.string(),
});

/** One or several files on their way in, and how far they are. */
export const uploadShape = z.object({
  id: z.string(),
  createdAt: z.string(),
  savedAt: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int() })),
  /** Which practice system the person said that they come from. */
  source: z.string(),
  mapping: mappingShape,
  look: z.nullable(lookShape),
  check: z.nullable(checkShape),
  importId: z.nullable(z.string()),
  task: z.nullable(taskShape),
});

export type MappingSent = z.output<typeof mappingShape>;
export type Look = z.output<typeof lookShape>;
export type LookedFile = z.output<typeof lookedFileShape>;
export type LookedColumn = z.output<typeof lookedColumnShape>;
export type LookedDates = z.output<typeof lookedDatesShape>;
export type CheckResult = z.output<typeof checkShape>;
export type UploadTask = z.output<typeof taskShape>;
export type UploadState = z.output<typeof uploadShape>;

export const importShape = z.object({
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  state: z.enum(['running', 'finished', 'failed', 'undone']),
  undoneAt: z.nullable(z.string()),
  /** Null: it cannot be taken back (any more). */
  undoableUntil: z.nullable(z.string()),
  /** Null: the command line. */
  by: z.nullable(z.string()),
  /** What the source is called in identifiers. */
  sources: z.array(z.string()),
  patients: z.int(),
  visits: z.int(),
  files: z.array(fileResultShape),
});

export type ImportDone = z.output<typeof importShape>;
