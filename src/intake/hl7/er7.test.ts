import { expect, test } from 'vitest';
import { speak } from '../../words/told.ts';
import {
  findSegment,
  type Hl7Message,
  listSegments,
  parseMessage,
  partOf,
  repetitionsOf,
  textAt,
} from './er7.ts';

function parsed(text: string): Hl7Message {
  const message = parseMessage(text);
  if (!message.ok) throw new Error(message.refusal.detail);
  return message.value;
}

function refusal(text: string): string {
  const message = parseMessage(text);
  return message.ok ? 'was read' : message.refusal.detail;
}

const header = 'MSH|^~\\&|A|B|C|D|20260302||ADT^A04|1|P|2.5';

test('fields are numbered as HL7 numbers them, in the header too', () => {
  const message = parsed(`${header}\rPID|1||7^^^LAKE&1.2.3&ISO^MR~8\r`);
  const msh = findSegment(message, 'MSH');
  expect([textAt(message, msh, 3), textAt(message, msh, 9, 2), textAt(message, msh, 12)]).toEqual([
    'A',
    'A04',
    '2.5',
  ]);
  const pid = findSegment(message, 'PID');
  expect(repetitionsOf(message, pid, 3)).toEqual(['7^^^LAKE&1.2.3&ISO^MR', '8']);
  expect(textAt(message, pid, 3, 4, 2)).toBe('1.2.3');
  expect(textAt(message, pid, 3, 9)).toBeUndefined();
  expect(textAt(message, pid, 40)).toBeUndefined();
});

test.each([
  ['CR', '\r'],
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['blank lines between', '\r\r\n\n'],
])('segments may end in %s', (_, end) => {
  const message = parsed(`\uFEFF\u000B${header}${end}PID|1||7${end}PV1|1|O${end}\u001C`);
  expect(message.segments.map((segment) => segment.name)).toEqual(['MSH', 'PID', 'PV1']);
});

test('a line break within a text belongs to the segment before it', () => {
  const message = parsed(
    `${header}\rPID|1||7||Okafor^Lena\rNK1|1|Okafor^Ben\nsecond line|SPO\rMSHA is a word\rPV1|1|O`,
  );
  expect(message.segments.map((segment) => segment.name)).toEqual(['MSH', 'PID', 'NK1', 'PV1']);
});

test('a sender may choose other signs', () => {
  const message = parsed('MSH*!@\\%*A*B*C*D*20260302**ADT!A04*1*P*2.5\rPID*1**7!!!LAKE%1.2@8**O\\S\\K!Lena');
  const pid = findSegment(message, 'PID');
  expect(textAt(message, pid, 3, 4, 2)).toBe('1.2');
  expect(repetitionsOf(message, pid, 3)).toHaveLength(2);
  expect(textAt(message, pid, 5)).toBe('O!K');
});

test('escapes stand for what they say, and a lone backslash for itself', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['one\\.br\\two', 'one\ntwo'],
    ['\\H\\bold\\N\\', 'bold'],
    ['caf\\XC3A9\\', 'caf\u00e9'],
    ['C:\\temp', 'C:\\temp'],
    ['\\Q\\odd', '\\Q\\odd'],
    ['zero\\X00\\byte', 'zero byte'],
  ];
  for (const [written, meant] of texts) {
    const message = parsed(`${header}\rPID|1||7||${written}`);
    expect(textAt(message, findSegment(message, 'PID'), 5), written).toBe(meant);
  }
});

test('the word for deleting counts as blank', () => {
  const message = parsed(`${header}\rPID|1||7||""^Lena`);
  expect(textAt(message, findSegment(message, 'PID'), 5)).toBeUndefined();
});

test('what is clinical is not cut into fields', () => {
  const message = parsed(`${header}\rPID|1||7\rOBX|1|TX|x||secret\rZPV|1|own`);
  expect(findSegment(message, 'OBX')?.fields).toEqual(['OBX']);
  expect(textAt(message, findSegment(message, 'ZPV'), 2)).toBe('own');
});

test('letters MSH within a text are no header', () => {
  const message = parsed(`${header}\rPID|1||7||MSH|^~\\&|\rPV1|1|O|MSH^MSH\r`);
  expect(listSegments(message, 'MSH')).toHaveLength(1);
});

test.each([
  ['', 'does not begin with a header (MSH)'],
  ['PID|1||7', 'does not begin with a header (MSH)'],
  ['MSH', 'has a header (MSH) without a sign between its fields'],
  ['MSHA^~\\&', 'has a header (MSH) without a sign between its fields'],
  ['MSH||A|B', 'does not say in MSH-2 which signs it uses; usual is ^~\\&'],
  ['MSH|^^\\&|A', 'names one sign for two things in MSH-2; usual is ^~\\&'],
  ['MSH|ABCD|A', 'names one sign for two things in MSH-2; usual is ^~\\&'],
  [`${header}\r${header}`, 'has a second header (MSH) within'],
  [`${header}\r${'PID|1\r'.repeat(10_001)}`, 'has more than 10000 segments'],
  [`${header}\rPID${'|'.repeat(3000)}`, 'has more than 2000 fields in PID'],
  [`${header}\rPID|1||${'x'.repeat(70_000)}`, 'has more than 65536 characters in PID-3'],
])('what cannot be read is refused in words (%#)', (text, words) => {
  expect(speak(refusal(text) ?? '', 'en')).toBe(words);
});

test('a sender without escapes or subcomponents is read without them', () => {
  const message = parsed('MSH|^~|A|B|C|D|20260302||ADT^A04|1|P|2.3\rPID|1||7\\F\\^^^A&B');
  const pid = findSegment(message, 'PID');
  expect(textAt(message, pid, 3)).toBe('7\\F\\');
  expect(partOf(message, repetitionsOf(message, pid, 3)[0], 4)).toBe('A&B');
});
