import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const figure = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });
const params = z.object({ inboundId: uuid });
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const nothing = z.object({ ok: z.literal(true) });

export const inboundKinds = ['enquiry', 'question', 'call_me', 'move_request', 'worry', 'reply'] as const;
export type InboundKind = (typeof inboundKinds)[number];
export type InboundVia = 'page' | 'phone' | 'message';
export const inboundOutcomes = ['answered', 'booked', 'not_reached', 'not_for_us'] as const;
export type InboundOutcome = (typeof inboundOutcomes)[number];

export const inboundShape = z.object({
  id: z.string(),
  kind: z.enum(inboundKinds),
  via: z.enum(['page', 'phone', 'message']),
  patientId: z.string(),
  patientName: z.string(),
  /** `prospective`: not a patient of ours yet. */
  patientStatus: z.string(),
  /** The number on which they are called back, where one is known. */
  phone: z.nullable(z.string()),
  reference: z.string(),
  words: z.string(),
  wants: z.string(),
  expects: z.string(),
  bestTime: z.nullable(z.string()),
  worry: z.nullable(z.int()),
  location: z.nullable(z.string()),
  visitDay: z.nullable(z.string()),
  receivedAt: z.string(),
  answerBy: z.string(),
  owner: z.nullable(z.object({ id: z.string(), name: z.string() })),
  answered: z.nullable(
    z.object({ at: z.string(), by: z.nullable(z.string()), outcome: z.enum(inboundOutcomes) }),
  ),
  /** How many may be this patient; a person decides under possible matches. */
  suspects: z.int(),
});

export const listInbound = operation({
  name: 'inbound.list',
  method: 'GET',
  path: '/api/inbound',
  summary: 'Who waits for an answer, the nearest clock first; or who was answered lately, and how',
  verb: 'inbound.read' satisfies Verb,
  input: { query: z.object({ state: z.optional(z.enum(['waiting', 'answered'])) }) },
  reply: z.object({
    inbound: z.array(inboundShape),
    /** How many wait; more than are listed where there are very many. */
    waiting: z.int(),
    /** The address of the page for strangers. */
    enquiryPage: z.string(),
  }),
});

export const readEnquiryRates = operation({
  name: 'inbound.rates',
  method: 'GET',
  path: '/api/inbound/rates',
  summary: 'Of those who enquired in a month, how many have been here since, with intervals',
  verb: 'inbound.read' satisfies Verb,
  input: {},
  reply: z.object({
    months: z.array(
      z.object({
        /** YYYY-MM */
        month: z.string(),
        came: z.int(),
        booked: z.int(),
        share: figure,
        /** Answered within the clock, of those that were answered or are late. */
        inTime: figure,
      }),
    ),
  }),
});

export const notePhoneCall = operation({
  name: 'inbound.note',
  method: 'POST',
  path: '/api/inbound',
  summary:
    'Write down who called and what they need; somebody who is not known becomes a prospective patient',
  verb: 'inbound.answer' satisfies Verb,
  input: {
    body: z.object({
      /** Of the press: the same twice is one note. */
      clientKey: uuid,
      kind: z.enum(['enquiry', 'question', 'call_me', 'move_request']),
      /** A patient of ours; else name and a way to reach them. */
      patientId: z.optional(uuid),
      givenName: z.optional(text(100)),
      familyName: z.optional(text(100)),
      phone: z.optional(text(40)),
      email: z.optional(text(320)),
      needs: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)),
      wants: z.optional(text(1000)),
      expects: z.optional(text(1000)),
      bestTime: z.optional(z.enum(['any', 'mornings', 'afternoons', 'evenings'])),
      locationId: z.optional(uuid),
    }),
  },
  reply: z.object({
    id: z.string(),
    patientId: z.string(),
    reference: z.string(),
    answerBy: z.string(),
  }),
});

export const takeInbound = operation({
  name: 'inbound.take',
  method: 'PUT',
  path: '/api/inbound/:inboundId/owner',
  summary: 'Take it, so that nobody else does; or give it back',
  verb: 'inbound.answer' satisfies Verb,
  input: { params, body: z.object({ mine: z.boolean() }) },
  reply: nothing,
});

export const answerInbound = operation({
  name: 'inbound.answer',
  method: 'POST',
  path: '/api/inbound/:inboundId/answer',
  summary: 'Say what came of it: the clock stands',
  verb: 'inbound.answer' satisfies Verb,
  input: { params, body: z.object({ outcome: z.enum(inboundOutcomes) }) },
  reply: nothing,
});

export const makePageLink = operation({
  name: 'patients.pageLink',
  method: 'POST',
  path: '/api/patients/:patientId/page-links',
  summary:
    'Make a link to a page of the patient, to be handed over: preferences, their next visit, a question',
  verb: 'patients.change' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid }),
    body: z.object({ purpose: z.enum(['preferences', 'visit', 'question']) }),
  },
  reply: z.object({ address: z.string(), until: z.string() }),
});

export const endPageLinks = operation({
  name: 'patients.endPageLinks',
  method: 'POST',
  path: '/api/patients/:patientId/page-links/end',
  summary:
    'End every link to a page of the patient, wherever it went; what only ends bulk mail goes on working',
  verb: 'patients.change' satisfies Verb,
  input: { params: z.object({ patientId: uuid }) },
  reply: z.object({ ended: z.int() }),
});

export const inboundOperations = [
  listInbound,
  readEnquiryRates,
  notePhoneCall,
  takeInbound,
  answerInbound,
  makePageLink,
  endPageLinks,
] as const;
