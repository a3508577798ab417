import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { warningMethods } from './model.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

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

export const requestOperations = [notePlainMail] as const;
