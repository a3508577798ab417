import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const words = z.record(z.string(), z.string());
const decision = z.enum(['arrived', 'resend', 'ask_again', 'drop']);
const channel = z.enum(['email', 'text', 'post']);
const state = z.enum([
  'planned',
  'claimed',
  'handed',
  'accepted',
  'delivered',
  'failed',
  'unknown',
  'cancelled',
  'held',
]);

export const outboxView = z.enum(['waiting', 'asks', 'sent', 'mailbox', 'dropped']);

const line = z.object({
  id: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  source: z.string(),
  template: words,
  channel,
  state,
  /** When it came into this state. */
  stateAt: z.string(),
  dueAt: z.string(),
  why: z.nullable(z.string()),
  via: z.nullable(z.string()),
  subject: z.nullable(z.string()),
  decisions: z.array(decision),
});

export const getOutbox = operation({
  name: 'outbox.get',
  method: 'GET',
  path: '/api/outbox',
  summary:
    'What waits and until when, what asks for a decision, what went, what stayed in the local mailbox, what was dropped; a hundred lines',
  verb: 'outbox.read' satisfies Verb,
  input: { query: z.object({ view: outboxView }) },
  reply: z.object({
    paused: z.nullable(z.object({ at: z.string(), by: z.nullable(z.string()) })),
    /** The ways out that there are: a mail server, or only the local mailbox. */
    email: z.enum(['smtp', 'mailbox', 'provider']),
    text: z.enum(['smtp', 'mailbox', 'provider']),
    isSample: z.boolean(),
    counts: z.object({
      waiting: z.int(),
      asks: z.int(),
      sent: z.int(),
      mailbox: z.int(),
      dropped: z.int(),
      toPrint: z.int(),
      printing: z.int(),
    }),
    messages: z.array(line),
  }),
});

const messageShape = z.object({
  ...line.shape,
  occurrence: z.string(),
  legalClass: z.string(),
  purpose: z.string(),
  templateCode: z.string(),
  /** From which it was written; null: it is not written yet. */
  version: z.nullable(z.int()),
  language: z.nullable(z.string()),
  /** What was said; links without their tokens. */
  text: z.nullable(z.string()),
  /** The same as it looks in a mail program; null: no e-mail. */
  html: z.nullable(z.string()),
  /** Links that can be tried from the mailbox. */
  links: z.array(z.string()),
  attempts: z.int(),
  reference: z.string(),
  gate: z.nullable(
    z.object({
      verdict: z.string(),
      at: z.string(),
      until: z.nullable(z.string()),
      policyVersion: z.int(),
      reasons: z.array(z.string()),
    }),
  ),
  events: z.array(
    z.object({
      at: z.string(),
      step: z.string(),
      from: state,
      to: state,
      by: z.nullable(z.string()),
      why: z.nullable(z.string()),
    }),
  ),
});

const oneMessage = { params: z.object({ messageId: uuid }) };

export const getMessage = operation({
  name: 'outbox.message',
  method: 'GET',
  path: '/api/messages/:messageId',
  summary: 'One message: what was said, from which version, what the gate answered, and each of its steps',
  verb: 'outbox.read' satisfies Verb,
  input: oneMessage,
  reply: messageShape,
});

export const decideMessage = operation({
  name: 'outbox.decide',
  method: 'POST',
  path: '/api/messages/:messageId/decision',
  summary: 'A person says that it arrived, sends it again, has the gate asked again, or drops it',
  verb: 'outbox.change' satisfies Verb,
  input: { ...oneMessage, body: z.object({ decision }) },
  reply: messageShape,
});

export const openMessageLink = operation({
  name: 'outbox.openLink',
  method: 'POST',
  path: '/api/messages/:messageId/link',
  summary: 'A link of a message that stayed in the local mailbox, to try the page that it leads to',
  verb: 'outbox.read' satisfies Verb,
  input: { ...oneMessage, body: z.object({ field: z.string().check(z.maxLength(40)) }) },
  reply: z.object({ url: z.string() }),
});

export const holdOutbox = operation({
  name: 'outbox.hold',
  method: 'PUT',
  path: '/api/outbox/hold',
  summary: 'Hold everything that would go out, or let it go again',
  verb: 'outbox.change' satisfies Verb,
  input: { body: z.object({ held: z.boolean() }) },
  reply: z.object({ paused: z.boolean() }),
});

export const takeLetters = operation({
  name: 'outbox.takeLetters',
  method: 'POST',
  path: '/api/outbox/letters',
  summary: 'The letters and postcards that are due, with the gate asked for each, written and ready to print',
  verb: 'outbox.print' satisfies Verb,
  input: {},
  reply: z.object({
    letters: z.array(
      z.object({
        messageId: z.string(),
        patientId: z.string(),
        name: z.string(),
        /** The patient asked that nothing of the practice is to be seen from outside. */
        nameless: z.boolean(),
        address: z.string(),
        /** Who writes, in one line: the practice and its address. */
        from: z.string(),
        /** The day, as the patient's language writes it. */
        on: z.string(),
        paper: z.enum(['letter', 'postcard']),
        language: z.string(),
        text: z.string(),
        template: words,
      }),
    ),
    /** Looked at, and not to be printed now; they stand in the outbox with the reason. */
    left: z.int(),
  }),
});

export const lettersPrinted = operation({
  name: 'outbox.lettersPrinted',
  method: 'POST',
  path: '/api/outbox/letters/printed',
  summary: 'Whether they were printed: then they count as sent, otherwise they wait again',
  verb: 'outbox.print' satisfies Verb,
  input: {
    body: z.object({
      messageIds: z.array(uuid).check(z.minLength(1), z.maxLength(200)),
      printed: z.boolean(),
    }),
  },
  reply: z.object({ moved: z.int() }),
});

/** The most of a mail that is handed in; a report stands at its beginning. */
export const handedInAtMost = 100_000;

export const handInMail = operation({
  name: 'outbox.handIn',
  method: 'POST',
  path: '/api/outbox/mail',
  summary:
    'Hand in a mail that came back, or answers one of ours, where no mailbox is read; and what was done with it',
  verb: 'outbox.return' satisfies Verb,
  input: {
    body: z.object({
      /** As the mail program saves it (.eml), each byte a sign. */
      mail: z.string().check(z.minLength(1), z.maxLength(handedInAtMost), z.regex(/^[\0-\xff]*$/)),
    }),
  },
  reply: z.object({
    kind: z.enum(['bounce', 'complaint', 'reply', 'opt_out', 'doubtful']),
    patientId: z.string(),
    messageId: z.string(),
    /** The address is not there, and is marked as wrong. */
    gone: z.boolean(),
  }),
});

export const outboxOperations = [
  handInMail,
  getOutbox,
  getMessage,
  decideMessage,
  openMessageLink,
  holdOutbox,
  takeLetters,
  lettersPrinted,
] as const;
