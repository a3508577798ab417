import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Ran, runCli } from '../../tests/harness/run-cli.ts';
import { startServer } from '../database/embedded/server.ts';

// Three installations with a PostgreSQL each: what is kept of one comes back in the others.
type Where = 'here' | 'there' | 'elsewhere';
let root: string;
const releases: (() => Promise<void>)[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'keepwell-keeping-'));
  vi.stubEnv('DATABASE_URL', '');
  for (const name of ['here', 'there', 'elsewhere']) {
    const server = await startServer({ dataFolder: join(root, name), settings: { fsync: 'off' } });
    if (!server.ok) throw new Error(server.refusal.detail);
    releases.push(server.value.stop);
  }
});
afterAll(async () => {
  for (const release of releases) await release();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

async function keepwell(where: Where, ...args: string[]): Promise<Ran> {
  vi.stubEnv('KEEPWELL_DATA', join(root, where));
  return runCli(...args);
}

async function answer(where: Where, ...args: string[]): Promise<Record<string, unknown>> {
  const ran = await keepwell(where, ...args, '--json');
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
  return JSON.parse(ran.out) as Record<string, unknown>;
}

const findings = async (where: Where): Promise<Record<string, string>> => {
  const doctor = await answer(where, 'doctor');
  const all = doctor.findings as { about: string; words: string }[];
  return Object.fromEntries(all.map(({ about, words }) => [about, words]));
};

test('a backup of one installation is restored in another, tried out, and spoken of by the doctor', async () => {
  await answer('here', 'sample', '--patients', '60');
  expect((await findings('here')).backup).toContain('There is no backup');
  const spoken = await keepwell('here', 'backup');
  expect(spoken.code).toBe(0);
  expect(spoken.err).toContain(join(root, 'here-backup.key'));
  expect(spoken.err).toContain('KEEP A COPY');
  expect(existsSync(join(root, 'here-backups'))).toBe(true);
  expect(await answer('here', 'backup')).toEqual({
    backup: expect.stringMatching(/-day$/),
    kind: 'day',
    folder: join(root, 'here-backups'),
    tables: expect.any(Number),
    rows: expect.any(Number),
    bytes: expect.any(Number),
    written: expect.any(Number),
    schema: expect.stringMatching(/\.sql$/),
    program: '0.1.0',
    forgotten: expect.any(Array),
    keyFile: join(root, 'here-backup.key'),
    keyMade: false,
    seconds: expect.any(Number),
  });
  expect(await answer('here', 'backup', '--drill')).toMatchObject({ good: true });
  const said = await findings('here');
  expect(said.backup).toContain('made 0 hours ago');
  expect(said['restore drill']).toContain('Good');
  const restored = await answer(
    'there',
    ...['restore', '--from', join(root, 'here-backups'), '--key', join(root, 'here-backup.key')],
  );
  expect(restored).toMatchObject({ backup: expect.any(String), rows: expect.any(Number) });
  const today = async (where: Where): Promise<unknown> =>
    (await answer(where, 'today', '--as-of', '2026-03-10')).acts;
  expect(await today('there')).toEqual(await today('here'));
  expect(await answer('there', 'audit', 'verify')).toMatchObject({ intact: true });
});

test('an export of one installation is imported in another and exported again the same', async () => {
  const folders = [join(root, 'export'), join(root, 'export again')] as const;
  expect(await answer('here', 'export', '--practice', 'sample', '--to', folders[0])).toEqual({
    folder: folders[0],
    practice: 'sample',
    tables: expect.any(Number),
    rows: expect.any(Number),
    resources: expect.any(Number),
    seconds: expect.any(Number),
  });
  expect(await answer('elsewhere', 'import', folders[0])).toMatchObject({ practice: 'sample' });
  await answer('elsewhere', 'export', '--to', folders[1], '--format', 'csv');
  const files = readdirSync(join(folders[0], 'csv'));
  expect(files.length).toBeGreaterThan(35);
  for (const file of files) {
    const [one, other] = folders.map((folder) => readFileSync(join(folder, 'csv', file), 'utf8'));
    expect(other, file).toBe(one);
  }
  const twice = await keepwell('elsewhere', 'import', folders[0]);
  expect(twice).toMatchObject({ code: 1, out: '' });
  expect(twice.err).toContain('is here already');
});

test('everything of one patient goes to standard output', async () => {
  const acts = (await answer('here', 'today', '--as-of', '2026-03-10')).acts as { patientId: string }[];
  const id = acts[0]?.patientId ?? '';
  const file = await answer('here', 'export', '--patient', id);
  expect(file).toMatchObject({ patient: id, tables: { patient: [{ id }] } });
});

test('what will not do is refused in one line', async () => {
  const from = join(root, 'here-backups');
  for (const [args, words] of [
    [['restore', '--from', from, '--key', join(root, 'here-backup.key')], 'there is a practice here already'],
    [['restore', '--from', from, '--key', join(root, 'none')], 'there is no key file'],
    [
      ['restore', '--from', join(root, 'none'), '--key', join(root, 'here-backup.key')],
      'there is no backup in',
    ],
    [['restore', '--from', from, '--at', 'yesterday'], '--at takes a day'],
    [['export'], 'name a folder with --to'],
    [['export', '--to', from], 'is not empty'],
    [['export', '--patient', 'nobody at all'], 'there is no such patient'],
  ] as const) {
    const ran = await keepwell('there', ...args);
    expect(ran, args.join(' ')).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(words);
  }
});
