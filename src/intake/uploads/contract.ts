import * as z from 'zod/mini';
import { operation } from '../../kit/contract.ts';
import type { Verb } from '../../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
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

const refusalGroupShape = z.object({
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

const uploadId = z.object({ uploadId: uuid });
const sourceName = z.string().check(z.regex(/^[a-z0-9-]{0,40}$/));

export const addUpload = operation({
  name: 'uploads.add',
  method: 'POST',
  path: '/api/uploads',
  summary:
    'Send one to 20 files (multipart/form-data) to look at, check and import; nothing is imported yet. They are removed after the import, or after a day',
  verb: 'imports.change' satisfies Verb,
  takes: 'multipart/form-data',
  input: {},
  reply: uploadShape,
});

export const listUploads = operation({
  name: 'uploads.list',
  method: 'GET',
  path: '/api/uploads',
  summary: 'The uploads that one has under way, the newest first; at most 10',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({ uploads: z.array(uploadShape), megabytes: z.int() }),
});

export const getUpload = operation({
  name: 'uploads.get',
  method: 'GET',
  path: '/api/uploads/:uploadId',
  summary: 'One’s own upload: what was seen in the files, how far its task is, what the check came to',
  verb: 'imports.read' satisfies Verb,
  input: { params: uploadId },
  reply: uploadShape,
});

export const removeUpload = operation({
  name: 'uploads.remove',
  method: 'DELETE',
  path: '/api/uploads/:uploadId',
  summary: 'Throw the files of an upload away; what was imported stays',
  verb: 'imports.change' satisfies Verb,
  input: { params: uploadId },
  reply: z.object({ ok: z.literal(true) }),
});

export const lookAtUpload = operation({
  name: 'uploads.look',
  method: 'POST',
  path: '/api/uploads/:uploadId/look',
  summary:
    'Keep how the columns are to be read, in the form of --mapping, and look at the files with it: columns with examples, the field proposed, dates, status words',
  verb: 'imports.change' satisfies Verb,
  input: { params: uploadId, body: z.object({ mapping: mappingShape, source: z.optional(sourceName) }) },
  reply: uploadShape,
});

export const checkUpload = operation({
  name: 'uploads.check',
  method: 'POST',
  path: '/api/uploads/:uploadId/check',
  summary: 'Import on trial: everything is read and counted, and nothing is written',
  verb: 'imports.change' satisfies Verb,
  input: { params: uploadId },
  reply: uploadShape,
});

export const importUpload = operation({
  name: 'uploads.import',
  method: 'POST',
  path: '/api/uploads/:uploadId/import',
  summary:
    'Import what was checked; it goes on when the page is closed. An upload is imported once, however often it is asked for',
  verb: 'imports.change' satisfies Verb,
  input: { params: uploadId },
  reply: uploadShape,
});

export const stopUpload = operation({
  name: 'uploads.stop',
  method: 'POST',
  path: '/api/uploads/:uploadId/stop',
  summary: 'Stop the check or the import that runs; it then leaves nothing',
  verb: 'imports.change' satisfies Verb,
  input: { params: uploadId },
  reply: uploadShape,
});

export const uploadRefusals = operation({
  name: 'uploads.refusals',
  method: 'GET',
  path: '/api/uploads/:uploadId/refusals',
  summary: 'What the check would not take, row by row with the reason, as CSV',
  verb: 'imports.read' satisfies Verb,
  input: { params: uploadId },
  gives: 'text/csv',
  reply: z.any(),
});

const importShape = z.object({
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  state: z.enum(['running', 'finished', 'failed']),
  /** Null: the command line. */
  by: z.nullable(z.string()),
  /** What the source is called in identifiers. */
  sources: z.array(z.string()),
  patients: z.int(),
  visits: z.int(),
  files: z.array(fileResultShape),
});

export type ImportDone = z.output<typeof importShape>;

export const listImports = operation({
  name: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  summary: 'What was imported, the newest first; at most 50',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({ imports: z.array(importShape) }),
});

export const getImport = operation({
  name: 'imports.get',
  method: 'GET',
  path: '/api/imports/:importId',
  summary: 'What an import came to, and what it did not take, by reason',
  verb: 'imports.read' satisfies Verb,
  input: { params: z.object({ importId: uuid }) },
  reply: z.object({
    ...importShape.shape,
    refusals: z.array(z.omit(refusalGroupShape, { kept: true })),
    hasRefusals: z.boolean(),
  }),
});

export const importRefusals = operation({
  name: 'imports.refusals',
  method: 'GET',
  path: '/api/imports/:importId/refusals',
  summary: 'What an import did not take, row by row with the reason, as CSV',
  verb: 'imports.read' satisfies Verb,
  input: { params: z.object({ importId: uuid }) },
  gives: 'text/csv',
  reply: z.any(),
});

export const uploadOperations = [
  addUpload,
  listUploads,
  getUpload,
  removeUpload,
  lookAtUpload,
  checkUpload,
  importUpload,
  stopUpload,
  uploadRefusals,
  listImports,
  getImport,
  importRefusals,
] as const;
