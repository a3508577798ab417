import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { readFailure } from './smtp-channel.ts';
import { composeMail, messageIdOf } from './smtp-compose.ts';
import { domainOf, readSmtpUrl } from './smtp-settings.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim = {
  selector: 'keepwell',
  privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
};
const message = {
  clientRef: 'keepwell.01900000-0000-7000-8000-000000000201',
  to: 'maria@example.org',
  from: 'Elm Street',
  subject: 'Your visit',
  text: 'Hello Maria\n',
  html: '<p>Hello Maria</p>',
};
const now = new Date('2026-03-02T17:00:00Z');

async function headersOf(over: Partial<Parameters<typeof composeMail>[1]> = {}, signed = false) {
  const settings = { from: 'care@elm.example', dkim: signed ? dkim : undefined };
  const { bytes } = await composeMail(settings, { ...message, ...over }, now);
  const raw = bytes.toString('latin1');
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const heads = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line]));
  return { raw, heads, lines, body: raw.slice(end + 4) };
}

test('the Message-ID is the same however often a message is composed', async () => {
  const [one, two] = [await headersOf(), await headersOf()];
  expect(one.heads.get('message-id')).toBe(
    `Message-ID: ${messageIdOf(message.clientRef, 'care@elm.example')}`,
  );
  expect(one.heads.get('message-id')).toBe(two.heads.get('message-id'));
});

test('names and subjects make no header of their own', async () => {
  const { lines, heads } = await headersOf({
    from: 'Elm\r\nBcc: all@example.org',
    subject: 'Visit\r\nX-Evil: yes\r\n\r\nbody',
  });
  expect(lines.some((line) => /^(bcc|x-evil):/i.test(line))).toBe(false);
  expect(heads.get('from')).toContain('<care@elm.example>');
  expect(heads.get('to')).toBe('To: maria@example.org');
});

test('an address is one address, whatever it holds', async () => {
  for (const to of [
    'a@example.org, b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'x <b@example.org>',
  ]) {
    const { envelope } = await composeMail(
      { from: 'care@elm.example', dkim: undefined },
      { ...message, to },
      now,
    );
    expect(typeof envelope.to).toBe('string');
    const { lines } = await headersOf({ to });
    expect(lines.some((line) => /^bcc:/i.test(line))).toBe(false);
  }
});

test('bulk mail carries one click only where nobody can listen on the way', async () => {
  const secure = await headersOf({ unsubscribe: 'https://hello.elm.example/p/unsubscribe/x' });
  expect(secure.heads.get('list-unsubscribe')).toBe(
    'List-Unsubscribe: <https://hello.elm.example/p/unsubscribe/x>',
  );
  expect(secure.heads.get('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  const plain = await headersOf({ unsubscribe: 'http://localhost:4600/p/unsubscribe/x' });
  expect(plain.heads.has('list-unsubscribe-post')).toBe(false);
  expect((await headersOf()).heads.has('list-unsubscribe')).toBe(false);
});

test('the signature holds over the body and over the way out', async () => {
  const { heads, body, lines } = await headersOf(
    { unsubscribe: 'https://hello.elm.example/p/unsubscribe/x' },
    true,
  );
  const signature = heads.get('dkim-signature') ?? '';
  const tag = (name: string): string =>
    new RegExp(`[;\\s]${name}=([^;]*)`).exec(signature)?.[1]?.replace(/\s/g, '') ?? '';
  expect(tag('d')).toBe('elm.example');
  expect(tag('s')).toBe('keepwell');
  const signed = tag('h')
    .split(':')
    .map((name) => name.toLowerCase());
  expect(signed).toEqual(
    expect.arrayContaining(['from', 'to', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']),
  );
  // RFC 6376, 3.4.2 and 3.4.4: both relaxed.
  const plainBody = `${body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)+$/, '')}\r\n`;
  expect(tag('bh')).toBe(createHash('sha256').update(plainBody, 'latin1').digest('base64'));
  const relaxed = (line: string): string => {
    const at = line.indexOf(':');
    return `${line.slice(0, at).toLowerCase()}:${line
      .slice(at + 1)
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const over = [
    ...signed.flatMap((name) =>
      lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).slice(0, 1),
    ),
    signature.replace(/([;\s]b=)[^;]*/, '$1'),
  ].map(relaxed);
  const verify = createVerify('sha256').update(over.join('\r\n'), 'latin1');
  expect(verify.verify(publicKey, Buffer.from(tag('b'), 'base64'))).toBe(true);
});

test('what a failure means goes by whether the message had begun, and by what the server said', () => {
  const failure = (over: object) => Object.assign(new Error('secret words of the server'), over);
  expect(readFailure(failure({ code: 'ECONNECTION' }), false)).toMatchObject({
    kind: 'refused',
    permanent: false,
  });
  expect(readFailure(failure({ code: 'ECONNECTION' }), true)).toEqual({
    kind: 'unknown',
    code: 'ECONNECTION',
  });
  const said = (responseCode: number, response: string) =>
    readFailure(failure({ responseCode, response }), true);
  expect(said(451, '451 4.3.0 later')).toMatchObject({
    kind: 'refused',
    permanent: false,
    code: '451 4.3.0',
  });
  expect(said(550, '550 5.1.1 nobody')).toMatchObject({ permanent: true, badAddress: true });
  expect(said(550, '550 5.7.1 spam')).toMatchObject({ permanent: true, badAddress: false });
  expect(said(550, '550 no')).toMatchObject({ permanent: true, badAddress: false, code: '550' });
  expect(JSON.stringify(said(554, '554 5.7.1 <script>'))).not.toContain('script');
  expect(readFailure(failure({ code: 'rm -rf' }), false)).toMatchObject({ code: 'ERROR' });
});

test('beyond this machine mail goes encrypted or not at all', () => {
  expect(readSmtpUrl('smtp://u:p%40ss@mail.example:2525')).toMatchObject({
    value: { host: 'mail.example', port: 2525, secure: false, requireTls: true, user: 'u', password: 'p@ss' },
  });
  expect(readSmtpUrl('smtp://127.0.0.1:25')).toMatchObject({ value: { requireTls: false } });
  expect(readSmtpUrl('smtps://mail.example')).toMatchObject({ value: { port: 465, secure: true } });
  for (const url of ['http://mail.example', 'nothing', 'smtp://']) expect(readSmtpUrl(url).ok).toBe(false);
  expect(domainOf('care@Elm.example')).toBe('elm.example');
  expect(domainOf('care@elm@example')).toBeUndefined();
});

test('an answer goes where answers go, with a tail that names the message; the envelope keeps to its domain', async () => {
  const tail = message.clientRef.slice('keepwell.'.length);
  const compose = (replyTo: string) => composeMail({ from: 'care@elm.example', dkim, replyTo }, message, now);
  const own = await compose('answers@elm.example');
  expect(own.envelope.from).toBe(`answers+${tail}@elm.example`);
  expect(own.bytes.toString('latin1')).toContain(`answers+${tail}@elm.example`);
  expect(own.bytes.toString('latin1')).toMatch(/^Reply-To: /m);
  const other = await compose('answers@other.example');
  expect(other.envelope.from).toBe('care@elm.example');
});
