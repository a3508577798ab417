import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { warningMethods } from './model.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

/** What a patient asked to stand on envelopes, and where their post goes. */
export const envelopeShape = z.object({
  /** Empty: their own name. */
  name: z.string(),
  /** Nothing of the practice is to be seen from outside. */
  nameless: z.boolean(),
  /** Empty: as in the record. */
  address: z.string(),
  at: z.string(),
  by: z.nullable(z.string()),
});

/** That a patient was told that e-mail is not encrypted, and asked for it all the same. */
export const plainMailShape = z.object({
  /** Of the words that they were told, with the language. */
  version: z.string(),
  method: z.enum(warningMethods),
  at: z.string(),
  /** Who told them; null: nobody who works here. */
  by: z.nullable(z.string()),
});

export const notePlainMail = operation({
  name: 'patients.plainMail',
  method: 'POST',
  path: '/api/patients/:patientId/plain-mail',
  summary: 'The patient was told that e-mail is not encrypted, and asks for it all the same',
  verb: 'patients.consent' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid }),
    body: z.object({
      /** Of the words that were shown; others than the present ones are refused. */
      version: z.string().check(z.maxLength(40)),
      method: z.enum(warningMethods),
    }),
  },
  reply: plainMailShape,
});

export const setEnvelope = operation({
  name: 'patients.envelope',
  method: 'PUT',
  path: '/api/patients/:patientId/envelope',
  summary:
    'What the patient asks to stand on envelopes: another name, nothing of the practice, another address; all empty: as in the record',
  verb: 'patients.consent' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid }),
    body: z.object({
      name: z.string().check(z.trim(), z.maxLength(100)),
      nameless: z.boolean(),
      address: z.string().check(z.trim(), z.maxLength(300)),
    }),
  },
  reply: z.object({ envelope: z.nullable(envelopeShape) }),
});

export const requestOperations = [notePlainMail, setEnvelope] as const;
