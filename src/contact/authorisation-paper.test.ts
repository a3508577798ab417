import { expect, test } from 'vitest';
import { localDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';
import { type Paper, whatIsWrong } from './authorisation-paper.ts';

const whole: Paper = {
  discloses: 'name and address',
  usedBy: 'the practice',
  sentTo: 'Bright Aligners',
  purpose: 'offers of aligners',
  paidBy: 'Bright Aligners',
  coversPayment: true,
  representative: '',
  relation: '',
  signedOn: '2026-03-01',
  expiresOn: '2027-03-01',
  endsWhen: '',
  saysRevocable: true,
  saysUnconditional: true,
  saysPassedOn: true,
};
const read = (over: Partial<Paper>) => whatIsWrong({ ...whole, ...over }, localDate('2026-03-02'));

test.each([
  ['whole', {}],
  ['of whose days this is the last', { expiresOn: '2026-03-02' }],
  ['that an event ends', { expiresOn: null, endsWhen: 'the end of the treatment' }],
  ['that a day or an event ends', { endsWhen: 'the end of the treatment' }],
  ['that a parent signed', { representative: 'Ana Ortiz', relation: 'mother' }],
  ['for which nobody pays', { paidBy: '', coversPayment: false }],
])('a paper is an authorisation: one %s', (_which, over) => {
  expect(read(over)).toBeUndefined();
});

const say = told.refusals;
test.each<readonly [string, Partial<Paper>]>([
  [say.noSuchDay, { signedOn: '2026-02-30' }],
  [say.noSuchDay, { signedOn: '0026-03-01' }],
  [say.signedLater, { signedOn: '2026-03-03' }],
  [say.noEnd, { expiresOn: null }],
  [say.noSuchDay, { expiresOn: '2027-02-29' }],
  [say.noSuchDay, { expiresOn: '9999-01-01' }],
  [say.endsBeforeSigned, { expiresOn: '2026-02-28' }],
  [say.endedAlready, { signedOn: '2026-01-01', expiresOn: '2026-03-01' }],
  [say.noRelation, { representative: 'Ana Ortiz' }],
  [say.noRepresentative, { relation: 'mother' }],
  [say.paymentUnsaid, { coversPayment: false }],
  [say.notRevocable, { saysRevocable: false }],
  [say.notUnconditional, { saysUnconditional: false }],
  [say.notPassedOn, { saysPassedOn: false }],
])('a paper is refused in words of its own: %s', (words, over) => {
  expect(read(over)).toBe(words);
});
