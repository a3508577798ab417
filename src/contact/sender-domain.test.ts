import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { dkimRecord } from './sender-domain.ts';
import { checkDomain, type ResolveTexts, watchDomain } from './sender-domain-watch.ts';

const key = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
const privateKey = key();
const dkim = { selector: 'keepwell', privateKey };
const settings = { from: 'care@elm.example', dkim };

type Zone = Readonly<Record<string, readonly string[] | 'silent' | 'refused'>>;

function nameServer(zone: Zone): ResolveTexts {
  return async (name) => {
    const there = zone[name];
    if (there === 'silent') throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    if (there === 'refused') throw Object.assign(new Error('refused'), { code: 'EREFUSED' });
    if (there === undefined) throw Object.assign(new Error('nothing'), { code: 'ENOTFOUND' });
    // As the DNS has them: a text of more than 255 characters comes in parts.
    return there.map((text) => text.match(/.{1,255}/g) ?? []);
  };
}

const good: Zone = {
  'elm.example': ['v=spf1 include:_spf.provider.example -all', 'some-verification=1'],
  'keepwell._domainkey.elm.example': [dkimRecord(privateKey)],
  '_dmarc.elm.example': ['v=DMARC1; p=none; rua=mailto:post@elm.example'],
};

test('a domain with all three records passes, also when a long key comes in parts', async () => {
  expect(await checkDomain(nameServer(good), settings)).toEqual({
    domain: 'elm.example',
    spf: 'ok',
    dkim: 'ok',
    dmarc: 'ok',
    passes: true,
  });
});

test.each<[string, Zone, object]>([
  ['nothing there', {}, { spf: 'missing', dkim: 'missing', dmarc: 'missing', passes: false }],
  [
    'two SPF records',
    { ...good, 'elm.example': ['v=spf1 a -all', 'v=spf1 mx -all'] },
    { spf: 'several', passes: true },
  ],
  ['a text that only begins like SPF', { ...good, 'elm.example': ['v=spf10 -all'] }, { spf: 'missing' }],
  [
    'the key of another',
    { ...good, 'keepwell._domainkey.elm.example': [dkimRecord(key())] },
    { dkim: 'other_key', passes: false },
  ],
  [
    'a key that was taken back',
    { ...good, 'keepwell._domainkey.elm.example': ['v=DKIM1; p='] },
    { dkim: 'revoked', passes: false },
  ],
  [
    'two policies',
    { ...good, '_dmarc.elm.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
    { dmarc: 'several', passes: false },
  ],
  [
    'a policy without p',
    { ...good, '_dmarc.elm.example': ['v=DMARC1; pct=5'] },
    { dmarc: 'missing', passes: false },
  ],
  ['a version that is none', { ...good, '_dmarc.elm.example': ['v=DMARC2; p=none'] }, { dmarc: 'missing' }],
  ['a DNS that is silent', { ...good, '_dmarc.elm.example': 'silent' }, { dmarc: 'unknown', passes: false }],
  ['a DNS that refuses', { ...good, 'elm.example': 'refused' }, { spf: 'unknown', passes: true }],
])('%s', async (_what, zone, expected) => {
  expect(await checkDomain(nameServer(zone), settings)).toMatchObject(expected);
});

test('the policy of the domain above holds for one below; a top-level domain is never asked', async () => {
  const asked: string[] = [];
  const resolve: ResolveTexts = (name) => {
    asked.push(name);
    return nameServer({ '_dmarc.elm.example': ['v=DMARC1; p=reject'] })(name);
  };
  const below = { from: 'care@mail.elm.example', dkim };
  expect(await checkDomain(resolve, below)).toMatchObject({ dmarc: 'ok' });
  await checkDomain(resolve, { from: 'care@other.example', dkim });
  expect(asked).not.toContain('_dmarc.example');
});

test('mail that nobody signs does not pass', async () => {
  const check = await checkDomain(nameServer(good), { ...settings, dkim: undefined });
  expect(check).toMatchObject({ dkim: 'unsigned', passes: false });
});

afterEach(() => {
  vi.useRealTimers();
});

test('it looks again by itself; a DNS that goes silent takes nothing away, a record that goes does', async () => {
  vi.useFakeTimers();
  let zone: Zone = good;
  const watch = watchDomain((name) => nameServer(zone)(name), settings);
  expect(watch.current()).toBeUndefined();
  await watch.look();
  expect(watch.current()?.passes).toBe(true);
  zone = Object.fromEntries(Object.keys(good).map((name) => [name, 'silent' as const]));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(watch.current()?.passes).toBe(true);
  zone = { ...good, '_dmarc.elm.example': [] };
  await vi.advanceTimersByTimeAsync(300_000);
  expect(watch.current()).toMatchObject({ dmarc: 'missing', passes: false });
  watch.close();
  expect(vi.getTimerCount()).toBe(0);
});
