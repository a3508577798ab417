import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

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

export const listImports = operation({
  name: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  summary:
    'What was brought in, the newest first, with its files and until when it can be taken back; at most 50',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({
    imports: z.array(
      z.object({
        id: z.string(),
        startedAt: z.string(),
        finishedAt: z.nullable(z.string()),
        state: z.enum(['running', 'finished', 'failed', 'undone']),
        undoneAt: z.nullable(z.string()),
        /** Null: it cannot be taken back (any more). */
        undoableUntil: z.nullable(z.string()),
        patients: count,
        visits: count,
        files: z.array(
          z.object({
            name: z.string(),
            kind: z.string(),
            rows: count,
            added: count,
            updated: count,
            unchanged: count,
            refused: count,
          }),
        ),
      }),
    ),
  }),
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
  listImports,
  previewImportUndo,
  undoImport,
] as const;
