import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const count = z.int();

export const getCapabilities = operation({
  name: 'record.capabilities',
  method: 'GET',
  path: '/api/capabilities',
  summary:
    'What the record of the practice can and cannot tell, with its numbers, and which export has what is missing',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({
    patients: count,
    left: count,
    visits: count,
    firstDay: z.nullable(z.string()),
    lastDay: z.nullable(z.string()),
    ahead: count,
    /** In one sentence. */
    words: z.string(),
    capabilities: z.array(
      z.object({
        name: z.string(),
        /** What Keepwell would do. */
        words: z.string(),
        can: z.enum(['yes', 'partly', 'no']),
        n: count,
        of: count,
        /** Of what n and `of` are. */
        counted: z.string(),
        /** What is missing, and which export has it; null: nothing. */
        missing: z.nullable(z.object({ words: z.string(), export: z.string(), exportWords: z.string() })),
      }),
    ),
  }),
});

const shareShape = z.object({ value: z.number(), low: z.number(), high: z.number(), n: count });

export const getProgress = operation({
  name: 'record.progress',
  method: 'GET',
  path: '/api/progress',
  summary:
    'How it goes: calls, who was reached, bookings that followed, promises kept, and what can be said of it yet',
  verb: 'today.read' satisfies Verb,
  input: {},
  reply: z.object({
    /** The first answer to an act; null: there is none yet. */
    since: z.nullable(z.string()),
    days: count,
    calls: count,
    /** Of the calls; null: there were none. */
    reached: z.nullable(shareShape),
    /** Patients reached by a call more than 30 days ago, or who have booked since: how many did, within 30 days. */
    booked: z.nullable(shareShape),
    cards: count,
    /** Of the promises that were due. */
    promisesKept: z.nullable(shareShape),
    /** Whole weeks, the oldest first; at most 26. */
    weeks: z.array(z.object({ from: z.string(), calls: count, reached: count })),
    /** So many weeks make a chart. */
    weeksNeeded: count,
    /** When there will be enough; null: there are, or nothing has begun. */
    weeksOn: z.nullable(z.string()),
    whatKept: z.object({
      acted: count,
      held: count,
      /** Null: nobody is held out, so that nothing will ever be told. */
      needed: z.nullable(z.object({ acted: count, held: count })),
      /** At the present pace; null: it cannot be said. */
      expectedOn: z.nullable(z.string()),
      /** The share who come back by themselves, that the need rests on, and the difference that would be found. */
      base: z.number(),
      gain: z.number(),
    }),
  }),
});

export const insightOperations = [getCapabilities, getProgress] as const;
