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

const auditLine = z.object({
  id: z.string(),
  at: z.string(),
  who: z.nullable(z.string()),
  action: z.string(),
  result: z.string(),
  patients: z.int(),
  network: z.nullable(z.string()),
  requestId: z.string(),
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
  reply: z.object({ events: z.array(auditLine) }),
});

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const auditSearch = {
  staffMemberId: z.optional(uuid),
  /** The name of an operation. */
  action: z.optional(z.string().check(z.regex(/^[a-z]+\.[a-zA-Z]+$/), z.maxLength(60))),
  result: z.optional(z.enum(['ok', 'refused'])),
  /** Whose record it was; in the body, because an address is kept by browsers and proxies. */
  patientId: z.optional(uuid),
  /** First and last day, of the practice's zone. */
  from: z.optional(day),
  to: z.optional(day),
};

export const searchAudit = operation({
  name: 'audit.search',
  method: 'POST',
  path: '/api/audit/search',
  summary: 'Who did what, of a person, a deed, a patient or a period; newest first, 100 at a time',
  verb: 'audit.read',
  input: { body: z.object({ ...auditSearch, before: z.optional(uuid) }) },
  reply: z.object({ events: z.array(auditLine), more: z.boolean() }),
});

export const exportAudit = operation({
  name: 'audit.export',
  method: 'POST',
  path: '/api/audit/export',
  summary: 'The same as CSV, at most 50,000 lines; that it was taken is on the record too',
  verb: 'audit.read',
  session: 'fresh',
  input: { body: z.object(auditSearch) },
  gives: 'text/csv',
  reply: z.any(),
});

const moment = z.nullable(z.string());

export const describeHealth = operation({
  name: 'health.describe',
  method: 'GET',
  path: '/api/health/installation',
  summary: 'How the installation stands, for whoever looks after it; nothing of patients',
  verb: 'health.read',
  input: {},
  reply: z.object({
    now: z.string(),
    version: z.string(),
    database: z.object({
      own: z.boolean(),
      version: z.string(),
      bytes: z.number(),
      /** Of the disk that holds the data folder; null: it cannot be told. */
      freeBytes: z.nullable(z.number()),
      diskBytes: z.nullable(z.number()),
    }),
    jobs: z.object({
      waiting: z.int(),
      running: z.int(),
      oldest: moment,
      workers: z.int(),
      failed: z.array(
        z.object({
          task: z.string(),
          jobs: z.int(),
          attempts: z.int(),
          lastAt: z.string(),
          /** What kind of fault; words for it are the screen's. */
          reason: z.enum(['connection', 'database', 'program']),
        }),
      ),
    }),
    backup: z.object({
      daily: z.boolean(),
      lastAt: moment,
      backups: z.int(),
      unreadable: z.int(),
      drill: z.nullable(z.object({ at: z.string(), good: z.boolean() })),
    }),
    schedule: z.array(
      z.object({
        kind: z.enum(['files', 'line', 'sample']),
        name: z.string(),
        at: moment,
        stale: z.boolean(),
      }),
    ),
    lines: z.array(
      z.object({ name: z.string(), waiting: z.int(), refused: z.int(), failed: z.int(), heard: z.string() }),
    ),
    mail: z.object({
      /** Mail leaves this machine; otherwise it stays in the local mailbox. */
      sends: z.boolean(),
      /** A mailbox of answers is named. */
      reads: z.boolean(),
      readAt: moment,
      failedAt: moment,
      failure: z.nullable(
        z.enum(['connection', 'certificate', 'unencrypted', 'sign_in', 'folder', 'program']),
      ),
      /** What DNS said of the sender's domain; null: nobody asked yet. */
      sender: z.nullable(
        z.object({
          domain: z.string(),
          at: z.string(),
          spf: z.enum(['pass', 'missing', 'several', 'open', 'no_answer']),
          dkim: z.enum(['pass', 'missing', 'other_key', 'unsigned', 'no_answer']),
          dmarc: z.enum(['pass', 'missing', 'several', 'no_answer']),
          passes: z.boolean(),
          wanted: z.array(z.object({ name: z.string(), text: z.string() })),
        }),
      ),
    }),
    audit: z.object({ sealedAt: moment, seals: z.number(), oldestOpen: moment }),
    uploads: z.object({ there: z.boolean(), uploads: z.int(), bytes: z.number() }),
  }),
});

export const retryJobs = operation({
  name: 'health.retryJobs',
  method: 'POST',
  path: '/api/health/retry-jobs',
  summary: 'Give the failed jobs of one kind all their tries again',
  verb: 'health.read',
  input: { body: z.object({ task: z.string().check(z.regex(/^[a-z0-9.]+$/), z.maxLength(60)) }) },
  reply: z.object({ jobs: z.int() }),
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

export const platformOperations = [
  health,
  describeHealth,
  retryJobs,
  listAudit,
  searchAudit,
  exportAudit,
  liveEvents,
  listDeeds,
  undoDeed,
] as const;
