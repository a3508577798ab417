import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { planFile } from './plan-file-contract.ts';

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
  /** Of its occasion, such as the date. */
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  actKind: z.string(),
  channel: z.string(),
  ownerRole: z.string(),
  minutes: z.int(),
  share: z.string(),
  script: words,
  holdOut: z.number(),
  enabled: z.boolean(),
  /** Goes by itself, on e-mail or text. */
  automatic: z.boolean(),
  purpose: z.string(),
  /** Null: follows from the purpose. */
  legalClass: z.nullable(z.string()),
  thirdPartyPaid: z.boolean(),
  /** Code of the template by channel. */
  templates: words,
  /** Not again for the same patient within so many days. */
  restDays: z.nullable(z.int()),
  priority: z.int(),
});

const statementShape = z.object({
  objective: z.string(),
  mission: z.string(),
  methods: z.array(z.string()),
});

const shareShape = z.object({ code: z.string(), title: words, percent: z.int() });
const capacityShape = z.object({ role: z.string(), weekday: z.int(), minutes: z.int() });

const planShape = z.object({
  statement: statementShape,
  touchpoints: z.array(touchpointShape),
  shares: z.array(shareShape),
  capacity: z.array(capacityShape),
});

export const getPlan = operation({
  name: 'plan.get',
  method: 'GET',
  path: '/api/plan',
  summary: 'The touchpoints, how the minutes are shared, and how many there are by role and weekday',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: planShape,
});

export const getPlanLoad = operation({
  name: 'plan.load',
  method: 'GET',
  path: '/api/plan/load',
  summary: 'Occasions and minutes a week of each touchpoint, on or off, by the record of the last 90 days',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: z.object({
    load: z.array(z.object({ code: z.string(), occasions: z.number(), minutes: z.int() })),
  }),
});

const armCount = z.object({ treated: z.int(), held: z.int() });

export const getPlanEvidence = operation({
  name: 'plan.evidence',
  method: 'GET',
  path: '/api/plan/evidence',
  summary: 'What stands behind each touchpoint: proven, testing, untested or stopped, each with its numbers',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: z.object({
    evidence: z.array(
      z.object({
        code: z.string(),
        standing: z.enum(['proven', 'testing', 'untested', 'stopped']),
        /** What the newest comparison tells; null: there was none. */
        finding: z.nullable(z.enum(['not_counted', 'too_few', 'split', 'open', 'helps', 'harms'])),
        /** Families drawn by lot, with a known outcome where one is counted. */
        counted: z.nullable(armCount),
        /** Before these are reached, nothing is said. */
        needed: z.nullable(armCount),
        /** Shares of 1 that missed the visit it was about: without it, and with it. */
        shares: z.nullable(
          z.object({ without: z.number(), with: z.number(), low: z.number(), high: z.number() }),
        ),
        heldShare: z.nullable(z.number()),
        /** Patients for whom it was done, and on which day last. */
        made: z.int(),
        lastOn: z.nullable(z.string()),
      }),
    ),
  }),
});

export const changePlan = operation({
  name: 'plan.change',
  method: 'PUT',
  path: '/api/plan',
  summary: 'Change any part of the plan: all of the wish or nothing; kept as a version',
  verb: 'plan.change' satisfies Verb,
  input: { body: planFile },
  reply: planShape,
});

const previewAct = z.object({
  title: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  channel: z.string(),
  minutes: z.int(),
});
const previewActs = z.object({ count: z.int(), acts: z.array(previewAct) });
const dayFigures = z.object({ acts: z.int(), minutes: z.int() });

export const previewPlan = operation({
  name: 'plan.preview',
  method: 'POST',
  path: '/api/plan/preview',
  summary: 'What tomorrow would be with a change of the plan; writes nothing',
  verb: 'plan.change' satisfies Verb,
  input: { body: planFile },
  reply: z.object({
    day: z.string(),
    before: dayFigures,
    after: dayFigures,
    /** Minutes that there are tomorrow. */
    available: z.int(),
    /** At most 30 of each are named. */
    added: previewActs,
    removed: previewActs,
    /** Minutes that all touchpoints together cost a week. */
    aWeek: z.object({ before: z.int(), after: z.int() }),
  }),
});

const reasonCount = z.object({ reason: z.string(), n: z.int() });

export const readNewsReach = operation({
  name: 'plan.newsReach',
  method: 'POST',
  path: '/api/plan/news/reach',
  summary: 'How many a message or act on a date would reach, and why the others would not; writes nothing',
  verb: 'plan.change' satisfies Verb,
  input: { body: planFile },
  reply: z.object({
    /** The day that it begins; null: its date is none. */
    day: z.nullable(z.string()),
    /** One of each household. */
    found: z.int(),
    /** The gate permits them, as things are now. */
    reached: z.int(),
    /** By why the gate says later, and why it says no. */
    later: z.array(reasonCount),
    refused: z.array(reasonCount),
    /** Had one within the days of rest. */
    resting: z.int(),
    heldOut: z.int(),
  }),
});

export const listPlanVersions = operation({
  name: 'plan.versions',
  method: 'GET',
  path: '/api/plan/versions',
  summary: 'Every state of the plan, the newest first: who changed what when',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: z.object({
    versions: z.array(
      z.object({ version: z.int(), at: z.string(), by: z.nullable(z.string()), what: z.string() }),
    ),
  }),
});

export const restorePlanVersion = operation({
  name: 'plan.restore',
  method: 'POST',
  path: '/api/plan/restore',
  summary: 'Bring a version back; it becomes the newest',
  verb: 'plan.change' satisfies Verb,
  input: { body: z.object({ version: z.int().check(z.gte(1), z.lte(1_000_000_000)) }) },
  reply: planShape,
});

export const addStarterTouchpoints = operation({
  name: 'plan.addStarter',
  method: 'POST',
  path: '/api/plan/starter',
  summary: 'Add the touchpoints of the starter plan that are not there, switched off',
  verb: 'plan.change' satisfies Verb,
  input: {},
  reply: planShape,
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

export const planOperations = [
  getPlan,
  getPlanLoad,
  getPlanEvidence,
  changePlan,
  previewPlan,
  readNewsReach,
  listPlanVersions,
  restorePlanVersion,
  addStarterTouchpoints,
  changeTouchpoint,
  changeShares,
  changeCapacity,
] as const;
