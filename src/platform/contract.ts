import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';

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
