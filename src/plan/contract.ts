import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const words = z.record(z.string(), z.string());
/** As they come in: a language tag, and what somebody can say in one breath or two. */
const spokenWords = z.record(
  z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
  z.string().check(z.maxLength(2000)),
);

export const touchpointShape = z.object({
  id: z.string(),
  code: z.string(),
  title: words,
  trigger: z.string(),
  actKind: z.string(),
  channel: z.string(),
  ownerRole: z.string(),
  minutes: z.int(),
  share: z.string(),
  script: words,
  holdOut: z.number(),
  enabled: z.boolean(),
});

const shareShape = z.object({ code: z.string(), title: words, percent: z.int() });
const capacityShape = z.object({ role: z.string(), weekday: z.int(), minutes: z.int() });

export const getPlan = operation({
  name: 'plan.get',
  method: 'GET',
  path: '/api/plan',
  summary: 'The touchpoints, how the minutes are shared, and how many there are by role and weekday',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: z.object({
    touchpoints: z.array(touchpointShape),
    shares: z.array(shareShape),
    capacity: z.array(capacityShape),
  }),
});

export const changeTouchpoint = operation({
  name: 'plan.changeTouchpoint',
  method: 'PATCH',
  path: '/api/touchpoints/:touchpointId',
  summary: 'Switch a touchpoint on or off, change its minutes, words or hold-out',
  verb: 'plan.change' satisfies Verb,
  input: {
    params: z.object({ touchpointId: uuid }),
    body: z.object({
      enabled: z.optional(z.boolean()),
      minutes: z.optional(z.int().check(z.gte(1), z.lte(240))),
      script: z.optional(spokenWords),
      holdOut: z.optional(z.number().check(z.gte(0), z.lte(0.5))),
    }),
  },
  reply: touchpointShape,
});

export const changeShares = operation({
  name: 'plan.changeShares',
  method: 'PUT',
  path: '/api/plan/shares',
  summary: 'How the minutes of a day are shared; the percentages add up to at most 100',
  verb: 'plan.change' satisfies Verb,
  input: {
    body: z.object({
      shares: z
        .array(
          z.object({ code: z.string().check(z.maxLength(40)), percent: z.int().check(z.gte(0), z.lte(100)) }),
        )
        .check(z.maxLength(20)),
    }),
  },
  reply: z.object({ shares: z.array(shareShape) }),
});

export const changeCapacity = operation({
  name: 'plan.changeCapacity',
  method: 'PUT',
  path: '/api/plan/capacity',
  summary: 'Minutes a role has on a weekday (ISO, Monday is 1)',
  verb: 'plan.change' satisfies Verb,
  input: {
    body: z.object({
      capacity: z
        .array(
          z.object({
            role: z.enum(['front_desk', 'clinician', 'billing', 'manager', 'experience_lead']),
            weekday: z.int().check(z.gte(1), z.lte(7)),
            minutes: z.int().check(z.gte(0), z.lte(6000)),
          }),
        )
        .check(z.maxLength(49)),
    }),
  },
  reply: z.object({ capacity: z.array(capacityShape) }),
});

export const planOperations = [getPlan, changeTouchpoint, changeShares, changeCapacity] as const;
