import { expect, test } from 'vitest';
import { exampleAct } from '../testing/examples.ts';
import { groupHiding, rowsOf } from './rows.ts';

const drifting = (n: number) => exampleAct(n, { kind: 'win_back', title: 'Ask how they are', value: 0.1 });
const closed: ReadonlySet<string> = new Set();

test('acts of one touchpoint that follow one another are one line, in the place of the first', () => {
  const acts = [exampleAct(1), ...[2, 3, 4, 5].map(drifting), exampleAct(6)];
  const rows = rowsOf(acts, closed);
  expect(rows.map(({ kind }) => kind)).toEqual(['act', 'group', 'act']);
  const [, group] = rows;
  expect(group?.kind === 'group' && group.acts.map(({ id }) => id)).toEqual(
    acts.slice(1, 5).map(({ id }) => id),
  );
});

test('an open group shows its acts below its line', () => {
  const acts = [2, 3, 4, 5].map(drifting);
  const [group] = rowsOf(acts, closed);
  const rows = rowsOf(acts, new Set([group?.id ?? '']));
  expect(rows.map(({ kind }) => kind)).toEqual(['group', 'act', 'act', 'act', 'act']);
  expect(groupHiding(rows, acts[0]?.id ?? '')).toBeUndefined();
  expect(groupHiding(rowsOf(acts, closed), acts[0]?.id ?? '')).toBe(group?.id);
});

test('three are told one by one, and so is what is owed or has a time', () => {
  expect(rowsOf([2, 3, 4].map(drifting), closed)).toHaveLength(3);
  const owed = [1, 2, 3, 4, 5].map((n) => exampleAct(n));
  expect(rowsOf(owed, closed)).toHaveLength(5);
  const timed = [1, 2, 3, 4, 5].map((n) => ({ ...drifting(n), deadline: '2026-11-24T17:00:00Z' }));
  expect(rowsOf(timed, closed)).toHaveLength(5);
});
