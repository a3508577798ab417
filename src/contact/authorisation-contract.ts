import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(300));

export const authorisationShape = z.object({
  id: z.string(),
  discloses: z.string(),
  usedBy: z.string(),
  sentTo: z.string(),
  purpose: z.string(),
  coversPayment: z.boolean(),
  signedOn: z.string(),
  /** The last day on which it holds. */
  expiresOn: z.string(),
  revokedAt: z.nullable(z.string()),
  /** Who wrote it down; null: nobody who works here. */
  by: z.nullable(z.string()),
  state: z.enum(['in_force', 'expired', 'revoked']),
});

export const listAuthorisations = operation({
  name: 'authorisations.list',
  method: 'GET',
  path: '/api/patients/:patientId/authorisations',
  summary: 'What a patient has signed about marketing, in force and ended, the newest first; a hundred',
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
      /** It says that a third party pays for what is sent. */
      coversPayment: z.boolean(),
      /** It says that it can be revoked, and how; without that it is no authorisation. */
      saysRevocable: z.boolean(),
      signedOn: day,
      expiresOn: day,
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

export const authorisationOperations = [listAuthorisations, writeAuthorisation, revokeAuthorisation] as const;
