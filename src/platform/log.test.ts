import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultFields } from './log.ts';

const canary = 'Zaphoda Canarius +12025550147';

test('a fault is told by class, code and place, never by its message', () => {
  const fields = faultFields(Object.assign(new TypeError(`no patient ${canary}`), { code: '23505' }));
  expect(fields.name).toBe('TypeError');
  expect(fields.code).toBe('23505');
  expect(fields.at).toContain('log.test.ts');
  expect(JSON.stringify(fields)).not.toContain('Canarius');
});

test('whatever a message, name or code holds, nothing of it is told', () => {
  const lines = fc.constantFrom('\n', '\n    at ', '\n  at async ', ': ', ' | ', '$&', '$1', '');
  fc.assert(
    fc.property(fc.array(lines), lines, (parts, end) => {
      const message = `${parts.join(`x ${canary}`)}${canary}${end}`;
      const inner = Object.assign(new Error(message), { code: message });
      const fault = Object.assign(new Error(message, { cause: inner }), {
        name: `Key (name)=(${canary})`,
        detail: message,
      });
      expect(JSON.stringify(faultFields(fault))).not.toContain('Canarius');
      expect(JSON.stringify(faultFields(inner))).not.toContain('Canarius');
    }),
  );
});

test('the cause is named; causes without end are not followed without end', () => {
  const deep = Array.from({ length: 50 }).reduce<Error>(
    (cause) => new Error('x', { cause }),
    new RangeError('x'),
  );
  expect(faultFields(deep).name.split(' < ').length).toBe(5);
  const loop = new Error('x');
  loop.cause = loop;
  expect(faultFields(loop).name.startsWith('Error < Error')).toBe(true);
  expect(
    faultFields(new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNREFUSED' }) })).name,
  ).toBe('Error < Error ECONNREFUSED');
});

test('what was thrown without being an error is told by its type alone', () => {
  for (const thrown of [canary, { canary }, undefined, null, 7]) {
    expect(faultFields(thrown)).toEqual({ name: typeof thrown, code: '', at: '' });
  }
});
