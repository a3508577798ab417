import { expect, test } from 'vitest';
import { aMessage } from '../../../tests/harness/hl7-messages.ts';
import { acknowledgement, readHeader } from './acknowledge.ts';
import { parseMessage } from './er7.ts';

const now = new Date('2026-03-02T15:00:00Z');

test('the answer goes back to the sender, names the message and says AA', () => {
  const message = readHeader(Buffer.from(aMessage({ controlId: 'M7' })));
  expect(acknowledgement(message, { code: 'AA' }, now, 'K1')).toBe(
    'MSH|^~\\&|KEEPWELL|LAKESIDE|DESK|LAKESIDE|20260302150000+0000||ACK^A04^ACK|K1|P|2.5.1\rMSA|AA|M7|\r',
  );
});

test('what is refused is told with its place and its reason', () => {
  const message = readHeader(Buffer.from(aMessage()));
  const ack = { code: 'AE', words: 'SCH-25 is no status', error: '103', place: 'SCH^1^25' } as const;
  expect(acknowledgement(message, ack, now, 'K1').split('\r').slice(1)).toEqual([
    'MSA|AE|M1|SCH-25 is no status',
    'ERR||SCH^1^25|103^Table value not found^HL70357|E||||SCH-25 is no status',
    '',
  ]);
});

test('what cannot be read at all is answered too', () => {
  const text = acknowledgement(
    readHeader(Buffer.from('\u0000rubbish')),
    { code: 'AR', words: 'is none' },
    now,
    'K1',
  );
  const read = parseMessage(text);
  expect(read.ok && read.value.segments.map((segment) => segment.name)).toEqual(['MSH', 'MSA', 'ERR']);
  expect(text).toContain('MSA|AR||is none');
});

test('nothing of the message can break out into the answer', () => {
  const nasty = 'MSH|^~\\&|A\\F\\B|\u00e9|C|D|20260302||ADT^A04|X\\S\\Y\\.br\\PID\\X0D\\Z|P|9.9.9.9';
  const text = acknowledgement(readHeader(Buffer.from(nasty)), { code: 'AA' }, now, 'K1');
  expect(text.split('\r')).toHaveLength(3);
  expect(text).toMatch(/^[\x20-\x7E\r]+$/);
  expect(text).toContain('|2.5.1\r');
});
