import { expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod/mini';
import { type InputOf, operation, type Parsed, type ReplyOf, type Sent } from './contract.ts';

const definition = {
  name: 'cup.fill',
  method: 'POST',
  path: '/api/cups/:cupId',
  summary: 'Fill a cup',
  verb: 'cups.change',
  input: {
    params: z.object({ cupId: z.string() }),
    body: z.object({ millilitres: z.coerce.number<string>(), lid: z.optional(z.boolean()) }),
  },
  reply: z.object({ full: z.boolean() }),
} as const;
const fill = operation(definition);

test('an operation is what was written, and nothing is added', () => {
  expect(fill).toBe(definition);
});

test('a handler receives what was parsed, a caller sends what may be sent, and absent parts are absent', () => {
  type In = InputOf<typeof fill>;
  expectTypeOf<Parsed<In>['params']>().toEqualTypeOf<{ cupId: string }>();
  expectTypeOf<Parsed<In>['body']['millilitres']>().toEqualTypeOf<number>();
  expectTypeOf<Parsed<In>['query']>().toEqualTypeOf<undefined>();
  expectTypeOf<Sent<In>['body']['millilitres']>().toEqualTypeOf<string>();
  expectTypeOf<keyof Sent<In>>().toEqualTypeOf<'params' | 'body'>();
  expectTypeOf<ReplyOf<typeof fill>>().toEqualTypeOf<{ full: boolean }>();
  expectTypeOf(fill.verb).toEqualTypeOf<'cups.change'>();
  expect(fill.input.body.parse({ millilitres: '250', other: 1 })).toEqual({ millilitres: 250 });
});
