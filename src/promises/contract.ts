import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const figure = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });

export const promiseLineShape = z.object({
  id: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  /** The number on which they are called; null: none is known, or nothing is owed any more. */
  phone: z.nullable(z.string()),
  words: z.string(),
  owner: z.nullable(z.object({ id: z.string(), name: z.string() })),
  madeOn: z.string(),
  dueOn: z.string(),
  state: z.enum(['open', 'kept', 'broken', 'made_good']),
  /** Days since it was due, of one that is owed still; 0: it is not late. */
  daysLate: z.int(),
  /** Why it was broken, where a person said so; null: its day went by. */
  brokenWhy: z.nullable(z.string()),
});

export const listPromises = operation({
  name: 'promises.list',
  method: 'GET',
  path: '/api/promises',
  summary: 'What is owed, the oldest first, broken ones until they are made good; or what was settled lately',
  verb: 'promises.read' satisfies Verb,
  input: {
    query: z.object({
      whose: z.optional(z.enum(['mine', 'everyone'])),
      state: z.optional(z.enum(['owed', 'settled'])),
    }),
  },
  reply: z.object({
    promises: z.array(promiseLineShape),
    /** Of whoever was asked for. */
    owed: z.int(),
    late: z.int(),
  }),
});

export const readPromiseRates = operation({
  name: 'promises.rates',
  method: 'GET',
  path: '/api/promises/rates',
  summary: 'Of the promises that fell due in a month, how many were kept, with intervals',
  verb: 'promises.read' satisfies Verb,
  input: {},
  reply: z.object({
    months: z.array(
      z.object({
        /** YYYY-MM */
        month: z.string(),
        kept: z.int(),
        broken: z.int(),
        madeGood: z.int(),
        share: figure,
      }),
    ),
  }),
});

export const settlePromise = operation({
  name: 'promises.settle',
  method: 'POST',
  path: '/api/promises/:promiseId/settlement',
  summary: 'Say that a promise was kept, was broken and why, or was made good',
  verb: 'promises.change' satisfies Verb,
  input: {
    params: z.object({ promiseId: uuid }),
    body: z.object({
      as: z.enum(['kept', 'broken', 'made_good']),
      /** Needed for `broken`. */
      why: z.optional(z.string().check(z.trim(), z.maxLength(500))),
    }),
  },
  reply: z.object({ ok: z.literal(true) }),
});

export const promisesOperations = [listPromises, readPromiseRates, settlePromise] as const;
