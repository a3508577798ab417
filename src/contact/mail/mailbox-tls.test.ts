import { expect, test } from 'vitest';
import { aCertificate } from '../../../tests/harness/certificate.ts';
import { anImapServer, type Encryption, type ImapServer } from '../../../tests/harness/imap-server.ts';
import { type ImapSettings, readImapUrl } from './imap-settings.ts';
import { openMailbox } from './mailbox-reader.ts';

const certificate = aCertificate();
const trusted = { ca: certificate.cert };

/** As beyond this machine: by TLS or not at all. */
function settingsOf(server: ImapServer, over: Partial<ImapSettings> = {}): ImapSettings {
  const read = readImapUrl(server.url);
  if (!read.ok) throw new Error(read.refusal.detail);
  return { ...read.value, requireTls: !read.value.secure, ...over };
}

async function withServer(
  encryption: Encryption | undefined,
  work: (server: ImapServer) => Promise<void>,
): Promise<void> {
  const server = await anImapServer(encryption);
  try {
    server.deliver('Subject: hello\n\nwords');
    await work(server);
  } finally {
    await server.close();
  }
}

async function readFirst(settings: ImapSettings, longestMs?: number): Promise<string | undefined> {
  const open = await openMailbox(settings, longestMs);
  try {
    const [uid = 0] = await open.listAfter(0);
    return (await open.read(uid)).raw?.toString();
  } finally {
    await open.close();
  }
}

const secrets = /LOGIN|AUTHENTICATE|EXAMINE|FETCH/i;

test('it is for beyond this machine that an address without TLS is one by STARTTLS', () => {
  expect(readImapUrl('imap://a:b@mail.example.org')).toMatchObject({ value: { requireTls: true } });
  expect(readImapUrl('imaps://a:b@mail.example.org')).toMatchObject({ value: { secure: true } });
});

test.each(['at_once', 'starttls'] as const)(
  'a certificate of our own making is trusted where the configuration names it, encrypted %s',
  (how) =>
    withServer({ certificate, how }, async (server) => {
      expect(await readFirst(settingsOf(server, trusted))).toContain('words');
      expect(server.inTheClear.filter((command) => secrets.test(command))).toEqual([]);
    }),
);

test.each(['at_once', 'starttls'] as const)(
  'a certificate that nobody vouches for is refused as such, encrypted %s, before anything is said',
  (how) =>
    withServer({ certificate, how }, async (server) => {
      await expect(readFirst(settingsOf(server))).rejects.toMatchObject({ failure: 'certificate' });
      const other = { ca: aCertificate().cert };
      await expect(readFirst(settingsOf(server, other))).rejects.toMatchObject({ failure: 'certificate' });
      expect(server.inTheClear.filter((command) => secrets.test(command))).toEqual([]);
    }),
);

test('a certificate that ran out, or is of another name, is none', async () => {
  const old = aCertificate({ until: new Date(Date.now() - 86_400_000) });
  await withServer({ certificate: old, how: 'at_once' }, async (server) => {
    const settings = settingsOf(server, { ca: old.cert });
    await expect(readFirst(settings)).rejects.toMatchObject({ failure: 'certificate' });
  });
  const theirs = aCertificate({ host: 'mail.example.org' });
  await withServer({ certificate: theirs, how: 'at_once' }, async (server) => {
    const settings = settingsOf(server, { ca: theirs.cert });
    await expect(readFirst(settings)).rejects.toMatchObject({ failure: 'certificate' });
  });
});

test.each(['stripped', 'preauth', 'injected'] as const)(
  'where somebody on the way takes the encryption out (%s) nothing is said and nothing is read',
  (how) =>
    withServer({ certificate, how }, async (server) => {
      await expect(readFirst(settingsOf(server, trusted))).rejects.toMatchObject({ failure: 'unencrypted' });
      expect(server.inTheClear.filter((command) => secrets.test(command))).toEqual([]);
      expect(server.fetched).toBe(0);
    }),
);

test('a plain server is never read where TLS is asked from the first byte', () =>
  withServer(undefined, async (server) => {
    const settings = settingsOf(server, { secure: true, requireTls: false });
    await expect(readFirst(settings)).rejects.toMatchObject({ failure: 'connection' });
    expect(server.inTheClear.filter((command) => secrets.test(command))).toEqual([]);
  }));

test.each(['huge_literal', 'endless_line'] as const)(
  'a server that does not stop (%s) fills no memory',
  (how) =>
    withServer(undefined, async (server) => {
      server.misbehave(how);
      const before = process.memoryUsage.rss();
      await expect(readFirst(settingsOf(server, { requireTls: false }))).rejects.toMatchObject({
        failure: 'connection',
      });
      expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
    }),
  60_000,
);

test('a server that says a word now and then, and nothing else, is left in the end', () =>
  withServer(undefined, async (server) => {
    server.misbehave('trickle');
    const settings = settingsOf(server, { requireTls: false });
    await expect(readFirst(settings, 1000)).rejects.toMatchObject({ failure: 'connection' });
  }));
