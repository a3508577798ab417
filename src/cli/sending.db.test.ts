import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { queueInto } from '../../tests/harness/outbox-desk.ts';
import { runCli } from '../../tests/harness/run-cli.ts';
import { aMailServer, type MailServer } from '../../tests/harness/smtp-server.ts';
import { startServer } from '../database/embedded/server.ts';

let folder: string;
let release: () => Promise<void>;
let mail: MailServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-sending-'));
  vi.stubEnv('KEEPWELL_DATA', folder);
  vi.stubEnv('DATABASE_URL', '');
  mail = await aMailServer();
  const server = await startServer({ dataFolder: folder, settings: { fsync: 'off' } });
  if (!server.ok) throw new Error(server.refusal.detail);
  release = server.value.stop;
});
afterAll(async () => {
  await release();
  await mail.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(...args: string[]): Promise<Record<string, unknown>> {
  const ran = await runCli(...args, '--json');
  expect(ran).toMatchObject({ err: '', code: 0 });
  return JSON.parse(ran.out) as Record<string, unknown>;
}

test('mail is configured whole or refused in one line', async () => {
  vi.stubEnv('KEEPWELL_SMTP_URL', mail.url);
  expect(await runCli('outbox')).toMatchObject({
    code: 1,
    err: 'KEEPWELL_SMTP_URL is set, so KEEPWELL_MAIL_FROM must say which address mail comes from\n',
  });
  vi.stubEnv('KEEPWELL_MAIL_FROM', 'care@elm.example');
});

test('the key that signs mail is made once, for nobody else to read, with the record for the DNS', async () => {
  const made = await answer('mail', 'dkim');
  expect(made).toMatchObject({ made: true, name: 'keepwell._domainkey.elm.example' });
  expect(made.text).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}$/);
  expect(await answer('mail', 'dkim')).toEqual({ ...made, made: false });
  const file = join(folder, 'dkim.pem');
  expect(existsSync(file)).toBe(true);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('what would go is said and nothing is changed; then it goes, and a sample’s mail stays here', async () => {
  await answer('sample', '--patients', '120', '--practice', 'sample');
  expect(await answer('outbox')).toMatchObject({ paused: null, counts: { waiting: 0 }, next: [] });
  const queued = await queueInto(folder);
  expect(queued).toBeGreaterThan(5);
  const before = await answer('outbox');
  expect(before).toMatchObject({ counts: { waiting: queued, mailbox: 0 } });
  const dry = await answer('send', '--dry-run');
  const messages = dry.messages as readonly { readonly would: string; readonly id: string }[];
  expect(messages.some(({ would }) => would === 'go')).toBe(true);
  // These shapes are documented and stay.
  expect(Object.keys(before).sort()).toEqual(['asks', 'counts', 'next', 'paused']);
  expect(Object.keys(before.counts as object).sort()).toEqual(
    ['asks', 'dropped', 'mailbox', 'printing', 'sent', 'toPrint', 'waiting'].sort(),
  );
  const [line] = before.next as readonly object[];
  expect(Object.keys(line ?? {}).sort()).toEqual(
    ['channel', 'dueAt', 'id', 'patientId', 'source', 'state', 'why'].sort(),
  );
  expect(Object.keys(dry).sort()).toEqual(['messages', 'paused']);
  expect(Object.keys(messages[0] ?? {}).sort()).toEqual(
    ['channel', 'id', 'patientId', 'until', 'why', 'would'].sort(),
  );
  expect(JSON.stringify(dry)).not.toMatch(/Example|@/);
  expect(await answer('outbox')).toEqual(before);
  const sent = await answer('send');
  expect(sent.accepted).toBeGreaterThan(0);
  expect(sent).toMatchObject({ accepted: sent.handed, unknown: 0 });
  expect(mail.mails).toEqual([]);
  expect(await answer('outbox')).toMatchObject({ counts: { mailbox: sent.accepted, sent: 0 } });
});
