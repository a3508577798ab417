import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const words = z.record(z.string(), z.string());
const tag = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));
const legalClass = z.enum(['treatment', 'operations', 'marketing']);
const paper = z.enum(['letter', 'postcard']);
const short = z.string().check(z.maxLength(200));
const long = z.string().check(z.maxLength(10_000));
const spoken = z.object({ subject: short, preheader: short, email: long, text: long, post: long });

const version = z.object({
  id: z.string(),
  version: z.int(),
  legalClass,
  thirdPartyPaid: z.boolean(),
  paper,
  words: z.record(z.string(), spoken),
  /** Null: it came with Keepwell. */
  by: z.nullable(z.string()),
  at: z.string(),
});

const saved = z.object({
  title: z.record(tag, z.string().check(z.minLength(1), z.maxLength(80))),
  legalClass,
  thirdPartyPaid: z.boolean(),
  paper,
  words: z.record(tag, spoken),
});

export const listTemplates = operation({
  name: 'templates.list',
  method: 'GET',
  path: '/api/templates',
  summary: 'The templates with their newest version, and every merge field there is',
  verb: 'templates.read' satisfies Verb,
  input: {},
  reply: z.object({
    templates: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        title: words,
        version: z.int(),
        legalClass,
        thirdPartyPaid: z.boolean(),
        paper,
        languages: z.array(z.string()),
        /** Those that it has words for, in its first language. */
        channels: z.array(z.enum(['email', 'text', 'post'])),
        by: z.nullable(z.string()),
        at: z.string(),
      }),
    ),
    fields: z.array(
      z.object({ name: z.string(), sensitive: z.boolean(), link: z.boolean(), ofVisit: z.boolean() }),
    ),
  }),
});

const whole = z.object({ id: z.string(), code: z.string(), title: words, versions: z.array(version) });

export const getTemplate = operation({
  name: 'templates.get',
  method: 'GET',
  path: '/api/templates/:templateId',
  summary: 'One template with all its versions, the newest first',
  verb: 'templates.read' satisfies Verb,
  input: { params: z.object({ templateId: uuid }) },
  reply: whole,
});

export const saveTemplate = operation({
  name: 'templates.save',
  method: 'PUT',
  path: '/api/templates/:templateId',
  summary: 'Save words as the next version; what went out keeps the version that it was written from',
  verb: 'templates.change' satisfies Verb,
  input: {
    params: z.object({ templateId: uuid }),
    /** The version that was changed; left out: whichever is the newest. */
    body: z.object({ ...saved.shape, basedOn: z.optional(uuid) }),
  },
  reply: whole,
});

export const addTemplate = operation({
  name: 'templates.add',
  method: 'POST',
  path: '/api/templates',
  summary: 'A new template, with the code by which touchpoints name it',
  verb: 'templates.change' satisfies Verb,
  input: {
    body: z.object({ ...saved.shape, code: z.string().check(z.regex(/^[a-z][a-z0-9_]{1,39}$/)) }),
  },
  reply: whole,
});

export const previewTemplate = operation({
  name: 'templates.preview',
  method: 'POST',
  path: '/api/templates/preview',
  summary:
    'How words would come out on a channel, for a made-up patient or a real one, and how plain they are',
  verb: 'templates.change' satisfies Verb,
  input: {
    body: z.object({
      language: tag,
      channel: z.enum(['email', 'text', 'post']),
      paper,
      legalClass,
      words: spoken,
      /** What stands for the field of that name; left out: an example. */
      news: z.optional(long),
      patientId: z.optional(uuid),
    }),
  },
  reply: z.object({
    /** Why it cannot be said so; null: it can. */
    refusal: z.nullable(z.string()),
    subject: z.string(),
    text: z.string(),
    html: z.nullable(z.string()),
    /** Of a text message. */
    size: z.nullable(
      z.object({ alphabet: z.enum(['gsm7', 'ucs2']), characters: z.int(), segments: z.int() }),
    ),
    readability: z.object({
      sentences: z.int(),
      words: z.int(),
      /** Null: too few sentences, or another language than English. */
      grades: z.nullable(z.object({ readingEase: z.number(), fleschKincaid: z.number(), smog: z.number() })),
      noGrade: z.nullable(z.enum(['too_few_sentences', 'other_language'])),
      flagged: z.array(
        z.object({
          sentence: z.string(),
          words: z.int(),
          long: z.boolean(),
          passive: z.boolean(),
          hardWords: z.array(z.string()),
          jargon: z.array(z.object({ word: z.string(), instead: z.string() })),
        }),
      ),
    }),
  }),
});

export const templateOperations = [
  listTemplates,
  getTemplate,
  saveTemplate,
  addTemplate,
  previewTemplate,
] as const;
