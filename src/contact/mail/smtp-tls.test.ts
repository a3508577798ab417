import { expect, test } from 'vitest';
import { aCertificate } from '../../../tests/harness/certificate.ts';
import { aMailServer, type MailServer } from '../../../tests/harness/smtp-server.ts';
import type { Outgoing, Sent } from '../channels.ts';
import { smtpChannel } from './smtp-channel.ts';
import { readSmtpUrl } from './smtp-settings.ts';

const certificate = aCertificate();
const message: Outgoing = {
  clientRef: 'keepwell.0190a5b0-0000-7000-8000-000000000000',
  to: 'maria@example.org',
  from: 'Elm Street',
  subject: 'Hello',
  text: 'words',
  html: '<p>words</p>',
};

/** As to a server beyond this machine: by TLS or not at all. */
async function sendTo(server: MailServer, ca?: string): Promise<Sent> {
  const read = readSmtpUrl(server.url);
  if (!read.ok) throw new Error(read.refusal.detail);
  const settings = { ...read.value, requireTls: !read.value.secure, ca, dkim: undefined, timeoutMs: 5000 };
  const channel = smtpChannel({ ...settings, from: 'care@elm.example' }, () => new Date());
  try {
    return await channel.send(message);
  } finally {
    await channel.close();
    await server.close();
  }
}

test.each(['at_once', 'starttls'] as const)(
  'mail goes to a server whose certificate is named, %s',
  async (how) => {
    const server = await aMailServer(0, { certificate, how });
    expect(await sendTo(server, certificate.cert)).toMatchObject({ kind: 'accepted' });
    expect(server.mails).toHaveLength(1);
  },
);

test.each(['at_once', 'starttls'] as const)(
  'a server that nobody vouches for gets nothing, and the message waits, %s',
  async (how) => {
    const server = await aMailServer(0, { certificate, how });
    expect(await sendTo(server)).toMatchObject({ kind: 'refused', permanent: false, badAddress: false });
    expect(server.mails).toEqual([]);
  },
);

test('where somebody on the way takes STARTTLS out nothing goes', async () => {
  const server = await aMailServer();
  expect(await sendTo(server, certificate.cert)).toMatchObject({ kind: 'refused', permanent: false });
  expect(server.mails).toEqual([]);
});
