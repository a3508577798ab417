import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { settleCheck } from '../sender-check-actions.ts';
import { checkSender, type LookUpText, publicKeyOf } from './sender-check.ts';

const pem = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
const privateKey = pem();
const key = `v=DKIM1; k=rsa; p=${publicKeyOf(privateKey)}`;
const good = {
  'elm.example': [['v=spf1 a:mail.example ', '~all'], ['google-site-verification=x']],
  'keepwell._domainkey.elm.example': [[key.slice(0, 200), key.slice(200)]],
  '_dmarc.elm.example': [['v=DMARC1; p=reject']],
};
type Records = Readonly<Record<string, readonly (readonly string[])[] | undefined>>;

const dns =
  (records: Records): LookUpText =>
  async (name) =>
    name in records ? records[name] : [];
const facts = {
  from: 'care@elm.example',
  dkim: { selector: 'keepwell', privateKey },
  smtpHost: 'mail.example',
};
const check = (over: Records, other: Partial<typeof facts> & { dkim?: undefined } = {}) =>
  checkSender(dns({ ...good, ...over }), { ...facts, ...other });

test('records in several strings are read as one, and everything passes', async () => {
  expect(await check({})).toEqual({
    domain: 'elm.example',
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    passes: true,
    wanted: [],
  });
});

test('two SPF records are none; it is said, with the one to enter', async () => {
  const found = await check({ 'elm.example': [['v=spf1 -all'], ['v=spf1 mx ~all']] });
  expect(found).toMatchObject({ spf: 'several', passes: true });
  expect(found.wanted).toEqual([{ name: 'elm.example', text: 'v=spf1 a:mail.example mx ~all' }]);
});

test.each([
  [[], 'missing'],
  [[['v=spf1 +all']], 'open'],
  [[['v=spf1 mx ?all']], 'open'],
  [[['v=spf1 redirect=_spf.example']], 'pass'],
  [[['v=spf10 -all']], 'missing'],
])('SPF %j: %s', async (records, spf) => {
  expect(await check({ 'elm.example': records })).toMatchObject({ spf });
});

test('a key in DNS that is not the one we sign with does not pass', async () => {
  const found = await check({
    'keepwell._domainkey.elm.example': [[`v=DKIM1; k=rsa; p=${publicKeyOf(pem())}`]],
  });
  expect(found).toMatchObject({ dkim: 'other_key', passes: false });
  expect(found.wanted).toEqual([{ name: 'keepwell._domainkey.elm.example', text: key }]);
});

test('a revoked key, a missing one and mail without a signature do not pass', async () => {
  const at = 'keepwell._domainkey.elm.example';
  expect(await check({ [at]: [['v=DKIM1; p=']] })).toMatchObject({ dkim: 'other_key', passes: false });
  expect(await check({ [at]: [] })).toMatchObject({ dkim: 'missing', passes: false });
  expect(await checkSender(dns(good), { ...facts, dkim: undefined })).toMatchObject({
    dkim: 'unsigned',
    passes: false,
  });
});

test('the policy of the domain above holds below it; two policies are none', async () => {
  const below = { ...facts, from: 'care@mail.elm.example' };
  const records = { ...good, 'keepwell._domainkey.mail.elm.example': [[key]] };
  expect(await checkSender(dns(records), below)).toMatchObject({ dmarc: 'pass', passes: true });
  const two = { '_dmarc.elm.example': [['v=DMARC1; p=none'], ['v=DMARC1; p=reject']] };
  expect(await check(two)).toMatchObject({ dmarc: 'several', passes: false });
  expect(await check({ '_dmarc.elm.example': [['v=DMARC1; p=whatever']] })).toMatchObject({
    dmarc: 'missing',
  });
});

test('silence is no answer: it passes nothing by itself, and takes nothing away that was known', async () => {
  const before = await check({});
  const silent = await check({ '_dmarc.elm.example': undefined });
  expect(silent).toMatchObject({ dmarc: 'no_answer', passes: false, wanted: [] });
  expect(settleCheck(before, silent).passes).toBe(true);
  expect(settleCheck(undefined, silent).passes).toBe(false);
  const broken = await check({
    '_dmarc.elm.example': undefined,
    'keepwell._domainkey.elm.example': [['v=DKIM1; p=AAAA']],
  });
  expect(settleCheck(before, broken).passes).toBe(false);
  expect(settleCheck({ ...before, domain: 'other.example' }, silent).passes).toBe(false);
  // Silence of one record forgives nothing that the other says.
  for (const dkim of ['missing', 'unsigned', 'other_key'] as const)
    expect(settleCheck(before, { ...silent, dkim, dmarc: 'no_answer' }).passes, dkim).toBe(false);
  for (const dmarc of ['missing', 'several'] as const)
    expect(settleCheck(before, { ...silent, dkim: 'no_answer', dmarc }).passes, dmarc).toBe(false);
});
