import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const text = z.string().check(z.trim(), z.maxLength(300));
const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(300));

export const authorisationShape = z.object({
  id: z.string(),
  discloses: z.string(),
  usedBy: z.string(),
  sentTo: z.string(),
  purpose: z.string(),
  /** Who pays us for what is sent; empty: nobody. */
  paidBy: z.string(),
  /** It says that somebody pays. */
  coversPayment: z.boolean(),
  /** Who signed in the patient's place, and by what right; empty: the patient. */
  representative: z.string(),
  relation: z.string(),
  signedOn: z.string(),
  /** The last day on which it holds; null: an event ends it. */
  expiresOn: z.nullable(z.string()),
  /** The event that ends it; empty: none. */
  endsWhen: z.string(),
  /** Until the last day, while it holds. */
  daysLeft: z.nullable(z.int()),
  /** When it was revoked, or its event came, and who said so. */
  endedAt: z.nullable(z.string()),
  endedBy: z.nullable(z.string()),
  /** Who wrote it down; null: nobody who works here. */
  by: z.nullable(z.string()),
  /** Lacking: it does not say all that the rule asks for, and permits nothing. */
  state: z.enum(['in_force', 'expired', 'revoked', 'event', 'lacking']),
});

export const listAuthorisations = operation({
  name: 'authorisations.list',
  method: 'GET',
  path: '/api/patients/:patientId/authorisations',
  summary:
    'What a patient has signed about marketing: what holds first, then what has ended, the newest first; a hundred',
  verb: 'patients.consent' satisfies Verb,
  input: { params: z.object({ patientId: uuid }) },
  reply: z.object({ authorisations: z.array(authorisationShape) }),
});

export const writeAuthorisation = operation({
  name: 'authorisations.write',
  method: 'POST',
  path: '/api/patients/:patientId/authorisations',
  summary: 'Writes a signed authorisation down, with the elements of 45 CFR 164.508(c)',
  verb: 'patients.consent' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid }),
    body: z.object({
      /** What is used or disclosed. */
      discloses: words,
      usedBy: words,
      sentTo: words,
      purpose: words,
      /** Who pays us for what is sent; empty: nobody. Where somebody does, the paper must say so. */
      paidBy: text,
      coversPayment: z.boolean(),
      /** Who signed in the patient's place, and by what right; empty: the patient. */
      representative: text,
      relation: text,
      signedOn: day,
      /** A day, an event in words, or both: whichever comes first. */
      expiresOn: z.nullable(day),
      endsWhen: text,
      /** It says that it can be revoked, and how; without these three it is no authorisation. */
      saysRevocable: z.boolean(),
      /** It says that care does not hang on it. */
      saysUnconditional: z.boolean(),
      /** It says that whoever gets what is disclosed may pass it on. */
      saysPassedOn: z.boolean(),
    }),
  },
  reply: authorisationShape,
});

export const revokeAuthorisation = operation({
  name: 'authorisations.revoke',
  method: 'POST',
  path: '/api/patients/:patientId/authorisations/:authorisationId/revoke',
  summary: 'The patient revokes what they signed; what waits to be sent is stopped by the gate at once',
  verb: 'patients.consent' satisfies Verb,
  input: { params: z.object({ patientId: uuid, authorisationId: uuid }) },
  reply: authorisationShape,
});

export const authorisationHappened = operation({
  name: 'authorisations.happened',
  method: 'POST',
  path: '/api/patients/:patientId/authorisations/:authorisationId/happened',
  summary:
    'The event that ends what a patient signed has come; what waits to be sent is stopped by the gate at once',
  verb: 'patients.consent' satisfies Verb,
  input: { params: z.object({ patientId: uuid, authorisationId: uuid }) },
  reply: authorisationShape,
});

export const authorisationOperations = [
  listAuthorisations,
  writeAuthorisation,
  revokeAuthorisation,
  authorisationHappened,
] as const;
