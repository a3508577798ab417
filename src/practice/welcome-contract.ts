import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from './policy.ts';
import { sessionShape } from './session-shape.ts';

const shortText = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const language = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));

export const addPractice = operation({
  name: 'practice.add',
  method: 'POST',
  path: '/api/practices',
  summary: 'Make a practice that the caller administers, with a plan and one location',
  verb: 'practices.add' satisfies Verb,
  session: 'full',
  input: {
    body: z.object({
      name: shortText,
      country: z.string().check(z.regex(/^[A-Z]{2}$/)),
      zone: z.string().check(z.minLength(1), z.maxLength(60)),
      languages: z.array(language).check(z.minLength(1), z.maxLength(12)),
    }),
  },
  reply: z.object({ slug: z.string() }),
});

export const endWelcome = operation({
  name: 'session.endWelcome',
  method: 'POST',
  path: '/api/welcome',
  summary: 'Say how the first account begins: with its files, with the sample practice, or by looking round',
  verb: 'signed_in',
  session: 'full',
  input: { body: z.object({ way: z.enum(['import', 'sample', 'look']) }) },
  reply: sessionShape,
});

export const welcomeOperations = [addPractice, endWelcome] as const;
