import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const params = z.object({ patientId: uuid });

export const timelineFilters = ['all', 'visits', 'contact', 'notes', 'wishes'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

/** One thing that happened with a patient. What `code` and `detail` hold depends on the kind; absent facts are null. */
export const timelineEntryShape = z.object({
  /** `kind:id`, stable. */
  key: z.string(),
  kind: z.enum([
    'visit',
    'act',
    'contact',
    'note',
    'detail',
    'consent',
    'promise',
    'merge',
    'import',
    'exit',
  ]),
  at: z.string(),
  /** Only the day is known; `at` is its noon. */
  wholeDay: z.boolean(),
  /** A status, an outcome, or what happened. */
  code: z.string(),
  /** In somebody's own words, or of the practice's own. */
  words: z.nullable(z.string()),
  /** A text that the practice keeps by language, such as the name of a service. */
  title: z.nullable(z.record(z.string(), z.string())),
  by: z.nullable(z.string()),
  detail: z.record(z.string(), z.nullable(z.string())),
});

export const mostEntries = 200;

export const readTimeline = operation({
  name: 'patients.timeline',
  method: 'GET',
  path: '/api/patients/:patientId/timeline',
  summary: 'Everything that happened with a patient, newest first; `after` is the `next` of the page before',
  verb: 'patients.read' satisfies Verb,
  input: {
    params,
    query: z.object({
      only: z.optional(z.enum(timelineFilters)),
      after: z.optional(z.string().check(z.regex(/^-?\d{1,19}\.[a-z_]+:[0-9a-f:-]{1,80}$/))),
      limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(mostEntries))),
    }),
  },
  reply: z.object({
    entries: z.array(timelineEntryShape),
    /** Null: that was all. */
    next: z.nullable(z.string()),
  }),
});

/** Where a fact came from. `unknown`: it was not kept; nothing is guessed. */
export const originShape = z.object({
  /** `name`, `birth_date`, `language`, `way:id`, `identifier:system value`, `detail:id`, `promise:id`, `consent:purpose channel`. */
  fact: z.string(),
  from: z.enum(['file', 'fhir', 'line', 'staff', 'unknown']),
  /** Of the files or of the line. */
  name: z.nullable(z.string()),
  /** A staff member; of an import, whoever brought it in. */
  who: z.nullable(z.string()),
  at: z.nullable(z.string()),
  /** It was changed since, by what is not known. */
  changedAt: z.nullable(z.string()),
});

export const readOrigins = operation({
  name: 'patients.origins',
  method: 'GET',
  path: '/api/patients/:patientId/origins',
  summary: 'Who recorded each fact about a patient, when, and from where',
  verb: 'patients.read' satisfies Verb,
  input: { params },
  reply: z.object({ origins: z.array(originShape) }),
});

export const readSeenBy = operation({
  name: 'patients.seenBy',
  method: 'GET',
  path: '/api/patients/:patientId/seen-by',
  summary: 'Who has seen or changed what is known of a patient in the last 30 days, from the audit trail',
  verb: 'audit.read' satisfies Verb,
  input: { params },
  reply: z.object({
    people: z.array(
      z.object({
        staffMemberId: z.nullable(z.string()),
        name: z.nullable(z.string()),
        lastAt: z.string(),
        times: z.int(),
        /** Names of operations. */
        on: z.array(z.string()),
      }),
    ),
  }),
});

export const insightOperations = [readTimeline, readOrigins, readSeenBy] as const;
