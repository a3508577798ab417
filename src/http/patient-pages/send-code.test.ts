import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Channel, mailbox, type Outgoing, onlyMailbox, type Sent } from '../../contact/channels.ts';
import type { Db } from '../../database/database.ts';
import type { PatientId } from '../../kit/ids.ts';
import type { Practice } from '../../practice/model.ts';
import { type CodeToSend, throughChannels } from './send-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-codes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const practice = { slug: 'elm', name: 'Elm <b>Street</b>', isSample: false } as Practice;
const code = (over: Partial<CodeToSend> = {}): CodeToSend => ({
  practice,
  patientId: 'p' as PatientId,
  to: { kind: 'email', address: 'ann@elm.example' },
  code: '012345',
  language: 'en',
  now: new Date('2026-03-02T17:00:00Z'),
  ...over,
});
// Nothing of these reaches a database.
const db = {} as Db;

function provider(answer: Sent): { readonly channel: Channel; readonly taken: Outgoing[] } {
  const taken: Outgoing[] = [];
  const send = async (message: Outgoing) => {
    taken.push(message);
    return answer;
  };
  return { taken, channel: { name: 'provider', send, close: async () => {} } };
}
const lines = () => {
  try {
    return readFileSync(join(folder, 'mailbox', 'codes.txt'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

test('a code goes through the provider, as text of its own, and leaves nothing in the local mailbox', async () => {
  const { channel, taken } = provider({ kind: 'accepted', providerId: 'x' });
  const send = throughChannels({ ...onlyMailbox, email: channel }, folder);
  expect(await send(db, code())).toBe(true);
  expect(taken[0]).toMatchObject({ to: 'ann@elm.example', subject: 'Your code for Elm <b>Street</b>' });
  expect(taken[0]?.text).toContain('012345');
  expect(taken[0]?.html).not.toContain('<b>');
  expect(lines()).toBe(0);
});

test('what a provider refuses is said to have failed; what it may have taken is not', async () => {
  const refused = provider({ kind: 'refused', permanent: true, code: '550', badAddress: true });
  const unknown = provider({ kind: 'unknown', code: 'timeout' });
  expect(await throughChannels({ ...onlyMailbox, email: refused.channel }, folder)(db, code())).toBe(false);
  expect(await throughChannels({ ...onlyMailbox, email: unknown.channel }, folder)(db, code())).toBe(true);
});

test('without a provider, and for a sample practice, it lies in the local mailbox', async () => {
  const { channel, taken } = provider({ kind: 'accepted', providerId: 'x' });
  const send = throughChannels({ ...onlyMailbox, email: channel, text: mailbox }, folder);
  const before = lines();
  expect(await send(db, code({ to: { kind: 'text', address: '+12025550100' } }))).toBe(true);
  expect(await send(db, code({ practice: { ...practice, isSample: true } }))).toBe(true);
  expect(lines()).toBe(before + 2);
  expect(taken).toEqual([]);
});
