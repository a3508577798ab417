import * as z from 'zod/mini';
import { triggers } from './model.ts';

const code = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
const language = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));
const title = z.record(language, z.string().check(z.minLength(1), z.maxLength(120)));
const script = z.record(language, z.string().check(z.minLength(1), z.maxLength(2000)));
const role = z.enum(['front_desk', 'clinician', 'billing', 'manager', 'experience_lead']);
const text = (most: number) => z.string().check(z.maxLength(most));

/** What of a touchpoint can be set. A code that the plan does not know makes a new one and needs all but the last few. */
export const touchpointWish = z.object({
  code,
  title: z.optional(title),
  trigger: z.optional(z.enum(triggers)),
  params: z.optional(z.record(text(40), z.union([z.number(), text(80), z.boolean()]))),
  services: z.optional(
    z.nullable(z.array(z.string().check(z.regex(/^[0-9a-f-]{36}$/))).check(z.maxLength(200))),
  ),
  actKind: z.optional(text(40)),
  channel: z.optional(z.enum(['call', 'post', 'in_person', 'email', 'text'])),
  legalClass: z.optional(z.nullable(z.enum(['treatment', 'operations', 'marketing', 'unknown']))),
  thirdPartyPaid: z.optional(z.boolean()),
  templates: z.optional(z.partialRecord(z.enum(['email', 'text', 'post', 'call', 'in_person']), text(60))),
  restDays: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(3660)))),
  purpose: z.optional(z.enum(['care', 'feedback', 'marketing'])),
  topic: z.optional(code),
  ownerRole: z.optional(role),
  minutes: z.optional(z.int().check(z.gte(1), z.lte(240))),
  share: z.optional(text(40)),
  priority: z.optional(z.int().check(z.gte(-1000), z.lte(1000))),
  script: z.optional(script),
  holdOut: z.optional(z.number().check(z.gte(0), z.lte(0.5))),
  enabled: z.optional(z.boolean()),
});

/** A plan, or the part of one that is to be otherwise; `keepwell plan show --json` writes one. */
export const planFile = z.strictObject({
  statement: z.optional(
    z.object({
      objective: z.optional(text(300)),
      mission: z.optional(text(160)),
      methods: z.optional(z.array(text(120)).check(z.maxLength(12))),
    }),
  ),
  touchpoints: z.optional(z.array(touchpointWish).check(z.maxLength(200))),
  shares: z.optional(
    z
      .array(z.object({ code: text(40), percent: z.int().check(z.gte(0), z.lte(100)) }))
      .check(z.maxLength(20)),
  ),
  capacity: z.optional(
    z
      .array(
        z.object({
          role,
          weekday: z.int().check(z.gte(1), z.lte(7)),
          minutes: z.int().check(z.gte(0), z.lte(6000)),
        }),
      )
      .check(z.maxLength(49)),
  ),
});

export type PlanWish = z.output<typeof planFile>;
export type TouchpointWish = z.output<typeof touchpointWish>;
