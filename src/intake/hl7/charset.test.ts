import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeMessage } from './charset.ts';

function message(charset: string, name: string): string {
  return `MSH|^~\\&|A|B|C|D|20260302||ADT^A04|1|P|2.5||||||${charset}\rPID|1||7||${name}`;
}

test.each([
  ['UNICODE UTF-8', 'utf-8', 'Łukasz'],
  ['UTF-8', 'utf-8', 'Łukasz'],
  ['8859/1', 'latin1', 'Müller'],
  ['8859/2', 'iso-8859-2', 'Łukasz'],
  ['8859/5', 'iso-8859-5', 'Иванова'],
  ['8859/15~UNICODE UTF-8', 'iso-8859-15', 'Œuvré'],
  ['GB 18030-2000', 'gb18030', '张无忌'],
  ['BIG-5', 'big5', '張無忌'],
  ['KS X 1001', 'euc-kr', '홍길동'],
  ['WINDOWS-1252', 'windows-1252', 'O\u2019Brien'],
  ['', 'utf-8', 'Łukasz'],
  ['', 'windows-1252', 'Jos\u00e9 Mu\u00f1oz'],
])('MSH-18 %s is believed (%s)', (charset, encoding, name) => {
  const read = decodeMessage(iconv.encode(message(charset, name), encoding));
  expect(read.ok && read.value.text).toContain(`|${name}`);
  expect(read.ok && read.value.contradicts).toBe(false);
});

test('Japanese with shifts is read', () => {
  const bytes = Buffer.concat([
    Buffer.from(message('ISO IR87', '')),
    Buffer.from([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42]),
  ]);
  const read = decodeMessage(bytes);
  expect(read.ok && read.value.text).toContain('|山田');
});

test('bytes that are not what MSH-18 says are read as what they look like, and that is said', () => {
  for (const charset of ['UNICODE UTF-8', 'ASCII']) {
    const read = decodeMessage(iconv.encode(message(charset, 'Müller'), 'windows-1252'));
    expect(read.ok && read.value).toMatchObject({ contradicts: true, charset: 'windows-1252' });
    expect(read.ok && read.value.text).toContain('|Müller');
  }
});

test('a character set that nobody knows is refused in words', () => {
  const read = decodeMessage(Buffer.from(message('KLINGON', 'x')));
  expect(read).toMatchObject({ ok: false, refusal: { code: 'unreadable' } });
});
