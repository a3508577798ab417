import { expect, test } from 'vitest';
import { isUuid, newId, type PatientId, type PracticeId, type TouchpointId } from '../kit/ids.ts';
import { probability } from '../kit/probability.ts';
import { actIdOf, armOf } from './arm.ts';
import { mayHoldOut } from './model.ts';

const touchpoint = '0190b5a0-0000-7000-8000-000000000001' as TouchpointId;

test('a tenth held out is a tenth of the patients', () => {
  const n = 20_000;
  let out = 0;
  for (let i = 0; i < n; i += 1)
    if (armOf(touchpoint, `patient ${i}`, probability(0.1)) === 'hold_out') out += 1;
  // Six standard errors of a proportion of .1.
  expect(Math.abs(out / n - 0.1)).toBeLessThan(6 * Math.sqrt((0.1 * 0.9) / n));
});

test('an arm never changes, and a larger hold-out keeps those who were out', () => {
  for (let i = 0; i < 500; i += 1) {
    const small = armOf(touchpoint, `patient ${i}`, probability(0.1));
    expect(armOf(touchpoint, `patient ${i}`, probability(0.1))).toBe(small);
    if (small === 'hold_out') expect(armOf(touchpoint, `patient ${i}`, probability(0.3))).toBe('hold_out');
  }
});

test('without a hold-out everybody is served', () => {
  expect(armOf(touchpoint, 'anyone', probability(0))).toBe('act');
});

test('after-care, promises and what is owed are never held out', () => {
  expect(mayHoldOut({ share: 'after-care', trigger: 'after_visit' })).toBe(false);
  expect(mayHoldOut({ share: 'owed', trigger: 'promise_due' })).toBe(false);
  expect(mayHoldOut({ share: 'owed', trigger: 'recall_due' })).toBe(false);
  expect(mayHoldOut({ share: 'return', trigger: 'recall_due' })).toBe(true);
});

test('the id of an act is a uuid made of what it is unique by', () => {
  const practice = 1 as PracticeId;
  const patient = newId<PatientId>();
  const id = actIdOf(practice, touchpoint, patient, 'visit:1');
  expect(isUuid(id)).toBe(true);
  expect(actIdOf(practice, touchpoint, patient, 'visit:1')).toBe(id);
  expect(actIdOf(practice, touchpoint, patient, 'visit:2')).not.toBe(id);
  expect(actIdOf(2 as PracticeId, touchpoint, patient, 'visit:1')).not.toBe(id);
});
