import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import { leavingAudiences } from '../plan/model.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const code = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/));
const language = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));

const itemShape = z.object({
  code: z.string(),
  words: z.record(z.string(), z.string()),
  applies: z.enum(leavingAudiences),
  enabled: z.boolean(),
});

export const talkAbout = operation({
  name: 'huddle.talkAbout',
  method: 'PUT',
  path: '/api/visits/:visitId/talked-about',
  summary: 'Mark a visit as talked about in the huddle, or as not',
  verb: 'today.act' satisfies Verb,
  input: { params: z.object({ visitId: uuid }), body: z.object({ talked: z.boolean() }) },
  reply: z.object({ talked: z.boolean() }),
});

export const finishLeaving = operation({
  name: 'leaving.finish',
  method: 'POST',
  path: '/api/visits/:visitId/leaving',
  summary: 'Finish the list of a visit before the patient leaves: what was seen to, and what was heard',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ visitId: uuid }),
    body: z.object({
      clientKey: z.string().check(z.minLength(8), z.maxLength(64)),
      /** Codes of the items that were seen to. */
      seenTo: z.array(code).check(z.maxLength(40)),
      /** Something that the patient said and that is worth remembering. */
      heard: z.optional(z.string().check(z.maxLength(500))),
    }),
  },
  reply: z.object({ id: z.string(), seenTo: z.array(z.string()), leftOpen: z.array(z.string()) }),
});

export const getLeavingItems = operation({
  name: 'leaving.items',
  method: 'GET',
  path: '/api/plan/leaving-items',
  summary: 'What is looked at before a patient leaves, in its order',
  verb: 'plan.read' satisfies Verb,
  input: {},
  reply: z.object({ items: z.array(itemShape) }),
});

export const changeLeavingItems = operation({
  name: 'leaving.changeItems',
  method: 'PUT',
  path: '/api/plan/leaving-items',
  summary: 'Change what is looked at before a patient leaves; the order is that of the list',
  verb: 'plan.change' satisfies Verb,
  input: {
    body: z.object({
      items: z
        .array(
          z.object({
            code,
            words: z.record(language, z.string().check(z.maxLength(120))),
            applies: z.enum(leavingAudiences),
            enabled: z.boolean(),
          }),
        )
        .check(z.maxLength(12)),
    }),
  },
  reply: z.object({ items: z.array(itemShape) }),
});

export const changeMyCards = operation({
  name: 'huddle.changeMyCards',
  method: 'PUT',
  path: '/api/huddle/my-cards',
  summary: 'Whether the caller writes cards by hand; up to three a day are then offered in the huddle',
  verb: 'today.act' satisfies Verb,
  input: { body: z.object({ writes: z.boolean() }) },
  reply: z.object({ writes: z.boolean() }),
});

export const leavingOperations = [
  talkAbout,
  finishLeaving,
  getLeavingItems,
  changeLeavingItems,
  changeMyCards,
] as const;
