import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

export const health = operation({
  name: 'health.get',
  method: 'GET',
  path: '/api/health',
  summary: 'Answers when this process serves and reaches its database',
  verb: 'public',
  input: {},
  reply: z.object({ ok: z.literal(true) }),
});

export const listAudit = operation({
  name: 'audit.list',
  method: 'GET',
  path: '/api/audit',
  summary:
    'Who did what, newest first, 100 at a time; `before` is the id of the last line of the page before',
  verb: 'audit.read',
  input: {
    query: z.object({
      before: z.optional(z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))),
    }),
  },
  reply: z.object({
    events: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        who: z.nullable(z.string()),
        action: z.string(),
        result: z.string(),
        patients: z.int(),
        network: z.nullable(z.string()),
        requestId: z.string(),
      }),
    ),
  }),
});

export const liveEvents = operation({
  name: 'live.events',
  method: 'GET',
  path: '/api/events',
  summary:
    'What changed, as it does: server-sent events with kinds and ids only. Keeps no session awake, and ends with it',
  verb: 'practice.read',
  input: {},
  gives: 'text/event-stream',
  reply: z.any(),
});

export const listDeeds = operation({
  name: 'deeds.list',
  method: 'GET',
  path: '/api/deeds',
  summary: 'What you did today that can still be taken back, newest first; at most 100',
  verb: 'today.act',
  input: {},
  reply: z.object({ deeds: z.array(z.object({ id: z.string(), kind: z.string(), at: z.string() })) }),
});

export const undoDeed = operation({
  name: 'deeds.undo',
  method: 'POST',
  path: '/api/deeds/:deedId/undo',
  summary: 'Take back something that you did today; the same again is refused as taken back already',
  verb: 'today.act',
  input: { params: z.object({ deedId: uuid }) },
  reply: z.object({ kind: z.string() }),
});

export const platformOperations = [health, listAudit, liveEvents, listDeeds, undoDeed] as const;
