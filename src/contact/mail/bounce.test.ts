import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBounce } from './bounce.ts';

const reference = 'keepwell.01900000-0000-7000-8000-000000000201';
const report = (over: { readonly action?: string; readonly status?: string; readonly id?: string } = {}) =>
  [
    'From: MAILER-DAEMON@mx.example',
    'Message-ID: <1@mx.example>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    '<script>alert(1)</script> Status: 2.0.0 looks odd here',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; Ana@Example.org',
    `Action: ${over.action ?? 'failed'}`,
    `Status: ${over.status ?? '5.1.1'} (no such user)`,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${over.id ?? reference}@elm.example>`,
    '--b--',
  ].join('\r\n');

test('a report of RFC 3464 says which message, why, and whether the address is gone', () => {
  expect(readBounce(report())).toEqual({
    clientRef: reference,
    status: '5.1.1',
    address: 'ana@example.org',
    gone: true,
  });
});

test.each(['5.2.2', '5.7.1', '5.0.0'])('%s comes back, and the address stays', (status) => {
  expect(readBounce(report({ status }))).toMatchObject({ status, gone: false });
});

test.each(['4.4.7', '4.4.1', '4.2.2'])(
  'a server that gave up after days of trying (%s) brings it back',
  (status) => {
    expect(readBounce(report({ status }))).toMatchObject({ clientRef: reference, status, gone: false });
  },
);

test('a delay, a success and somebody else’s message are none of ours', () => {
  expect(readBounce(report({ action: 'delayed' }))).toBeUndefined();
  expect(readBounce(report({ action: 'delayed', status: '4.4.7' }))).toBeUndefined();
  expect(readBounce(report({ status: '2.0.0' }))).toBeUndefined();
  expect(readBounce(report({ id: 'other' }))).toBeUndefined();
  expect(readBounce('')).toBeUndefined();
});

test('whatever it holds, only a reference, a status and an address are taken out of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(400), (noise, at) => {
      const text = report();
      const found = readBounce(text.slice(0, at) + noise + text.slice(at));
      if (found === undefined) return;
      expect(found.clientRef).toBe(reference);
      expect(found.status).toMatch(/^[45]\.\d+\.\d+$/);
    }),
  );
});
