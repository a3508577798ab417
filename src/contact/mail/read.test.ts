import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStop } from '../opt-out/read-stop.ts';
import { readBounce } from './bounce.ts';
import { mailAtMost, readMail } from './read.ts';
import { isAutomatic, ownWords, referenceOf } from './reply.ts';

const quoted =
  'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';

/** Everything that is done with a mail before anything is written. */
function readAll(raw: Buffer): void {
  const mail = readMail(raw);
  referenceOf(mail);
  isAutomatic(mail);
  readBounce(raw.toString('utf8'));
  readStop(ownWords(mail.text));
}

test('a line that was broken for its way keeps the space before the break', () => {
  const mail = readMail(Buffer.from(`${quoted}Please stop texting =\r\nme, caf=C3=A9=  \r\n bar`));
  expect(mail.text).toBe('Please stop texting me, café bar');
  expect(readStop(mail.text)).toBe('stop');
});

test('half a megabyte of anything is read in a moment', () => {
  const heads = [
    '',
    quoted,
    'Content-Type: text/html\r\n\r\n',
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
  ];
  const bits = [
    ' ',
    '\t',
    '=',
    '= ',
    '\r\n',
    '\n ',
    '<',
    '<div ',
    '</script',
    '&#',
    '--b\r\n',
    '\r\n--b\r\n\r\n',
    'on ',
    'on it\n',
  ];
  const slow = heads.flatMap((head) =>
    bits.flatMap((bit) => {
      const raw = Buffer.from(`${head}${bit.repeat(mailAtMost / bit.length)}x`, 'latin1');
      const began = process.cpuUsage();
      readAll(raw);
      const { user } = process.cpuUsage(began);
      return user > 2_000_000 ? [`${JSON.stringify(head)} ${JSON.stringify(bit)}: ${user / 1000} ms`] : [];
    }),
  );
  expect(slow).toEqual([]);
}, 120_000);

test('no mail at all is a fault', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'Content-Type: multipart/report; boundary=b',
      'Content-Type: multipart/mixed; boundary="b"; boundary=c',
      'Content-Type: text/html; charset=constructor',
      'Content-Type: text/plain; charset="utf-7"',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'In-Reply-To: <keepwell.0190a5b0-0000-7000-8000-000000000000@x>',
      '',
      '--b',
      '--b--',
      '&#xD800; &#1114112; =D8=3D',
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => readAll(Buffer.from(lines.join('\r\n')))),
    { seed: 7, numRuns: 500 },
  );
}, 60_000);
