import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { importShape, mappingShape, refusalGroupShape, uploadShape } from './uploads/shapes.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

/** One of the two patients of a pair, as far as it takes to tell whether they are one. */
export const matchSideShape = z.object({
  id: z.string(),
  name: z.string(),
  birthDate: z.nullable(z.string()),
  sex: z.string(),
  status: z.string(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  addresses: z.array(z.string()),
  identifiers: z.array(z.object({ system: z.string(), value: z.string() })),
  visits: z.int(),
  lastVisit: z.nullable(z.string()),
});

export const possibleMatchShape = z.object({
  id: z.string(),
  /** Chance that the two are one patient. */
  score: z.number(),
  foundAt: z.string(),
  /** Field by field: how near, and what that says in bits; 1 doubles the odds, -1 halves them. */
  why: z.array(z.object({ field: z.string(), level: z.string(), weight: z.number() })),
  one: matchSideShape,
  other: matchSideShape,
});

export const listPossibleMatches = operation({
  name: 'matches.list',
  method: 'GET',
  path: '/api/possible-matches',
  summary: 'Pairs of patients who may be one, the surest first, with the reasons; at most 50',
  verb: 'matches.read' satisfies Verb,
  input: {},
  reply: z.object({ matches: z.array(possibleMatchShape), total: z.int() }),
});

export const decidePossibleMatch = operation({
  name: 'matches.decide',
  method: 'POST',
  path: '/api/possible-matches/:matchId/decision',
  summary:
    'Say whether a pair is one patient: same merges them, different keeps them apart, undecided asks again',
  verb: 'matches.decide' satisfies Verb,
  input: {
    params: z.object({ matchId: uuid }),
    body: z.object({ verdict: z.enum(['same', 'different', 'undecided']) }),
  },
  reply: z.object({ mergeId: z.nullable(z.string()) }),
});

export const listMerges = operation({
  name: 'merges.list',
  method: 'GET',
  path: '/api/merges',
  summary: 'What was merged, the newest first, undone merges too; at most 50',
  verb: 'matches.read' satisfies Verb,
  input: {},
  reply: z.object({
    merges: z.array(
      z.object({
        id: z.string(),
        patientId: z.string(),
        name: z.string(),
        decided: z.string(),
        by: z.nullable(z.string()),
        at: z.string(),
        undoneAt: z.nullable(z.string()),
      }),
    ),
  }),
});

export const undoMerge = operation({
  name: 'merges.undo',
  method: 'POST',
  path: '/api/merges/:mergeId/undo',
  summary: 'Make two patients of one again, row by row as they were; what came since stays with the survivor',
  verb: 'matches.decide' satisfies Verb,
  input: { params: z.object({ mergeId: uuid }) },
  reply: z.object({ survivorId: z.string(), mergedId: z.string() }),
});

const count = z.int();
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

/** The watched folder of the practice: what lies in it, and what became of the last file. */
export const inboxShape = z.object({
  folder: z.string(),
  isThere: z.boolean(),
  /** Files that will be brought in. */
  lying: z.int(),
  /** Files that wait for a person. */
  waiting: z.int(),
  last: z.nullable(
    z.object({
      name: z.string(),
      state: z.enum(['done', 'refused', 'waiting']),
      importId: z.nullable(z.string()),
      at: z.string(),
    }),
  ),
});

export const listImports = operation({
  name: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  summary: 'What was imported, the newest first, at most 50; and what the watched folder holds',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({ imports: z.array(importShape), inbox: inboxShape }),
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

const undoCounts = z.object({ patients: count, visits: count, details: count });
const undoneShape = z.object({
  importId: z.string(),
  startedAt: z.string(),
  removed: undoCounts,
  restored: undoCounts,
  /** What stays as it is, and why. */
  stays: z.array(z.object({ what: z.string(), words: z.string(), count })),
  /** The first 200 rows of these. */
  rows: z.array(
    z.object({
      what: z.string(),
      id: z.nullable(z.string()),
      patientId: z.nullable(z.string()),
      words: z.string(),
    }),
  ),
});

export const previewImportUndo = operation({
  name: 'imports.previewUndo',
  method: 'GET',
  path: '/api/imports/:importId/undo',
  summary:
    'What taking an import back would do at this moment: counts, and what would stay and why; writes nothing',
  verb: 'imports.change' satisfies Verb,
  input: { params: z.object({ importId: uuid }) },
  reply: undoneShape,
});

export const undoImport = operation({
  name: 'imports.undo',
  method: 'POST',
  path: '/api/imports/:importId/undo',
  summary:
    'Take an import back, for seven days: rows untouched since are as before, and the rest is listed with why it stays',
  verb: 'imports.change' satisfies Verb,
  input: { params: z.object({ importId: uuid }) },
  reply: undoneShape,
});

export const intakeOperations = [
  listPossibleMatches,
  decidePossibleMatch,
  listMerges,
  undoMerge,
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
  previewImportUndo,
  undoImport,
] as const;
