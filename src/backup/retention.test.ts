import { expect, test } from 'vitest';
import { type BackupHeader, idOfBackup } from './model.ts';
import { chooseForgotten, usualRetention } from './retention.ts';

function backup(day: string, kind: 'full' | 'day', restsOn: readonly string[] = []): BackupHeader {
  const at = new Date(`${day}T03:00:00Z`);
  const id = idOfBackup(at, kind);
  return {
    format: 'keepwell-backup',
    version: 1,
    id,
    at: at.toISOString(),
    kind,
    key: '0'.repeat(16),
    salt: '0'.repeat(64),
    program: '0.1.0',
    schema: '0001_practice.sql',
    tables: 1,
    rows: 1,
    bytes: 1,
    written: 1,
    restsOn: [...restsOn, id],
    bodyHash: '0'.repeat(64),
  };
}

/** A year of days, a full one each Monday, the others resting on it. */
function year(): BackupHeader[] {
  const all: BackupHeader[] = [];
  let full = '';
  for (let i = 0; i < 365; i += 1) {
    const day = new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10);
    const made = i % 7 === 0 ? backup(day, 'full') : backup(day, 'day', [full]);
    if (i % 7 === 0) full = made.id;
    all.push(made);
  }
  return all;
}

test('of a year seven days, four weeks and twelve months are kept, and what they rest on', () => {
  const all = year();
  const forgotten = new Set(chooseForgotten(all, usualRetention));
  const kept = all.filter(({ id }) => !forgotten.has(id));
  // 2027-01-04 was the last day, a Monday: 7 days, 3 more weeks, 11 more months, and the full ones beneath them.
  expect(kept.filter(({ at }) => at >= '2026-12-29').map(({ at }) => at.slice(0, 10))).toHaveLength(7);
  for (const day of ['2026-12-27', '2026-12-20', '2026-11-30', '2026-02-28'])
    expect(
      kept.some(({ at }) => at.startsWith(day)),
      day,
    ).toBe(true);
  expect(kept.some(({ at }) => at.startsWith('2026-01-31'))).toBe(false);
  for (const { restsOn } of kept) for (const id of restsOn) expect(forgotten.has(id)).toBe(false);
  expect(kept.length).toBeLessThan(40);
});

test('the newest is kept whatever the rule says', () => {
  const all = year();
  const forgotten = chooseForgotten(all, { daily: 0, weekly: 0, monthly: 0 });
  expect(forgotten).toHaveLength(364);
  expect(forgotten).not.toContain(all.at(-1)?.id);
  expect(chooseForgotten([], usualRetention)).toEqual([]);
});
