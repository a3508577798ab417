import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const moment = z.nullable(z.string());

export const getHuddle = operation({
  name: 'huddle.get',
  method: 'GET',
  path: '/api/huddle',
  summary: 'The visits of a day by time, with what to remember and what was promised',
  verb: 'huddle.read' satisfies Verb,
  input: { query: z.object({ asOf: z.optional(day) }) },
  reply: z.object({
    day: z.string(),
    visits: z.array(
      z.object({
        id: z.string(),
        patientId: z.string(),
        patientName: z.string(),
        startsAt: z.string(),
        minutes: z.nullable(z.int()),
        status: z.string(),
        service: z.nullable(z.record(z.string(), z.string())),
        clinician: z.nullable(z.object({ id: z.string(), name: z.string() })),
        isFirst: z.boolean(),
        /** Whole months since the last visit that took place; null: there was none. */
        monthsAway: z.nullable(z.int()),
        spokenLanguage: z.nullable(z.string()),
        needsInterpreter: z.boolean(),
        /** The newest three; `locked` is for us to know, not to say, and never for paper. */
        matters: z.array(z.object({ words: z.string(), toldOn: z.string(), locked: z.boolean() })),
        promises: z.array(z.object({ words: z.string(), dueOn: z.string(), late: z.boolean() })),
      }),
    ),
    /** The next day that has visits; null: none is booked. */
    nextDay: z.nullable(z.string()),
    scheduleAsOf: moment,
    scheduleIsStale: z.boolean(),
  }),
});

export const getOverview = operation({
  name: 'overview.get',
  method: 'GET',
  path: '/api/overview',
  summary:
    'What the record says of the practice as a whole: counts, each with what it is of; nothing estimated',
  verb: 'overview.read' satisfies Verb,
  input: {},
  reply: z.object({
    day: z.string(),
    patients: z.object({ active: z.int(), prospective: z.int(), exited: z.int() }),
    /** Weeks from Monday, oldest first; the last one is not over yet. */
    weeks: z.array(z.object({ from: z.string(), took: z.int(), missed: z.int(), cancelled: z.int() })),
    /** Active patients with a visit booked. */
    withNext: z.int(),
    /** Of this week. */
    acts: z.object({ done: z.int(), patients: z.int(), minutes: z.int() }),
    lastImport: z.nullable(z.object({ at: z.string(), patients: z.int(), visits: z.int() })),
    visitsSince: z.nullable(z.string()),
    /** What is not there, of the visits of the last year and of the active patients. */
    missing: z.object({
      visits: z.int(),
      withoutService: z.int(),
      withoutClinician: z.int(),
      withoutWay: z.int(),
      withoutBirthDate: z.int(),
    }),
  }),
});

export const getScheduleAge = operation({
  name: 'schedule.age',
  method: 'GET',
  path: '/api/schedule-age',
  summary: 'When each source of the schedule was last heard',
  verb: 'practice.read' satisfies Verb,
  input: {},
  reply: z.object({
    sources: z.array(
      z.object({
        kind: z.enum(['files', 'line', 'sample']),
        name: z.string(),
        at: moment,
        stale: z.boolean(),
      }),
    ),
  }),
});

export const insightOperations = [getHuddle, getOverview, getScheduleAge] as const;
