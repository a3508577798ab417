import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../tests/harness/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-match-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
});

const file = join(folder, 'patients.csv');
const lena = 'Okafor,Lena,1980-02-29,202-555-0147\n';
writeFileSync(file, `id,last_name,first_name,dob,phone\n1,${lena}2,${lena}3,Berg,Ida,1955-03-04,\n`);

test('match --dedupe answers pairs, records and seconds on one line, without a database', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  const ran = await runCli('match', '--dedupe', file, '--json');
  vi.unstubAllEnvs();
  expect([ran.code, ran.err]).toEqual([0, '']);
  const answer = JSON.parse(ran.out) as { pairs: readonly object[]; records: number; seconds: number };
  expect(Object.keys(answer)).toEqual(['pairs', 'records', 'seconds']);
  expect(answer.records).toBe(3);
  expect(answer.pairs).toHaveLength(1);
  expect(Object.keys(answer.pairs[0] ?? {})).toEqual(['a', 'b', 'score', 'decision', 'why']);
  expect(answer.pairs[0]).toMatchObject({ a: '1', b: '2', decision: 'auto' });
});

test('match --link takes two files, and says in words what it found', async () => {
  const ran = await runCli('match', '--link', file, file, '--id', 'ID');
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/auto\t1\t1\t/);
  expect(ran.out).toMatch(/6 records in [\d.]+ s: 5 pairs are one patient, 0 to look at/);
});

test('match refuses in one line what it cannot do', async () => {
  for (const args of [[], ['--dedupe', file, '--link', file, file], ['--link', file]]) {
    const ran = await runCli('match', ...args);
    expect([ran.code, ran.err]).toEqual([1, 'say --dedupe with one file, or --link with two\n']);
  }
  const ran = await runCli('match', '--dedupe', join(folder, 'none.csv'), '--json');
  expect([ran.code, ran.out]).toEqual([1, '']);
});
