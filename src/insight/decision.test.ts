import { expect, test } from 'vitest';
import { type DecisionFacts, decisionOf } from './decision.ts';

const fine: DecisionFacts = {
  backlog: 10,
  backlogMinutes: 60,
  minutesADay: 80,
  came: 100,
  rebooked: 80,
  active: 1000,
  withoutWay: 20,
};

test('where all goes well there is nothing to decide', () => {
  expect(decisionOf(fine)).toEqual({ kind: 'nothing' });
});

test('a way to reach people comes before everything that needs one', () => {
  expect(decisionOf({ ...fine, withoutWay: 250, rebooked: 10, backlogMinutes: 9000 })).toEqual({
    kind: 'reach',
    patients: 250,
    of: 1000,
  });
});

test('offering the next visit at the desk comes before minutes on the telephone', () => {
  expect(decisionOf({ ...fine, rebooked: 45, backlog: 430, backlogMinutes: 2580 })).toEqual({
    kind: 'rebook',
    without: 55,
    came: 100,
  });
  // Of a handful nobody can tell.
  expect(decisionOf({ ...fine, came: 20, rebooked: 5 })).toEqual({ kind: 'nothing' });
});

test('a backlog is cleared in a quarter by so many minutes more a day', () => {
  // 2,580 minutes over 12 weeks of 5 days: 43 a day.
  expect(decisionOf({ ...fine, backlog: 430, backlogMinutes: 2580 })).toEqual({
    kind: 'minutes',
    patients: 430,
    more: 43,
    weeks: 12,
  });
});
