import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarseNetworkOf, isLoopback, networkOf } from './network.ts';

const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });

/** One address in many spellings: zeros, capitals, `::` over any run of zero groups, a dotted tail. */
function spellings(address: readonly number[]): string[] {
  const hex = address.map((group) => group.toString(16));
  const texts = [
    hex,
    hex.map((group) => group.padStart(4, '0')),
    hex.map((group) => group.toUpperCase()),
  ].map((all) => all.join(':'));
  for (let from = 0; from < 8; from += 1) {
    for (let to = from + 1; to <= 8 && address[to - 1] === 0; to += 1) {
      texts.push(`${hex.slice(0, from).join(':')}::${hex.slice(to).join(':')}`);
    }
  }
  const [high = 0, low = 0] = address.slice(6);
  const dotted = [high >> 8, high & 255, low >> 8, low & 255].join('.');
  texts.push([...hex.slice(0, 6), dotted].join(':'));
  return [...texts, ...texts.map((text) => `${text}%eth0`)];
}

test('every spelling of an IPv6 address gives one network', () => {
  const sparse = fc.array(fc.constantFrom(0, 0, 0, 1, 0xffff, 0x1234), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(fc.oneof(groups, sparse), (address) => {
      const texts = spellings(address);
      for (const text of texts) expect(isIPv6(text), text).toBe(true);
      expect(new Set(texts.map(networkOf)).size, texts.join(' ')).toBe(1);
    }),
  );
});

test('addresses of one /64 are one network, and of two are two', () => {
  fc.assert(
    fc.property(groups, groups, (one, other) => {
      fc.pre(one.slice(0, 5).some((group) => group !== 0) && other.slice(0, 5).some((group) => group !== 0));
      const inside = [...one.slice(0, 4), ...other.slice(4)].map((group) => group.toString(16)).join(':');
      const text = one.map((group) => group.toString(16)).join(':');
      expect(networkOf(inside)).toBe(networkOf(text));
      const apart = other.map((group) => group.toString(16)).join(':');
      const same = one.slice(0, 4).join() === other.slice(0, 4).join();
      expect(networkOf(apart) === networkOf(text)).toBe(same);
    }),
  );
});

test('ten thousand addresses of one /64 are one', () => {
  const networks = Array.from({ length: 10_000 }, (_, i) =>
    networkOf(`2001:db8:1:2:${i.toString(16)}::${i % 9}`),
  );
  expect(new Set(networks)).toEqual(new Set(['2001:db8:1:2::/64']));
});

test('an IPv4 address is itself, in IPv6 clothes too, in every spelling of them', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      fc.pre(isIPv4(address));
      const bytes = address.split('.').map(Number);
      const hex = [0, 2].map((i) => ((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)).toString(16)).join(':');
      for (const text of [address, `::ffff:${address}`, `::FFFF:${hex}`, `0:0:0:0:0:ffff:${address}`]) {
        expect(networkOf(text), text).toBe(address);
      }
    }),
  );
});

test('what is no address shares one bucket, so that nonsense opens no new one', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!isIPv4(text) && !isIPv6(text.split('%')[0] ?? ''));
      expect(networkOf(text)).toBe('unknown');
    }),
  );
  expect(networkOf('1.2.3.4, 5.6.7.8')).toBe('unknown');
  expect(networkOf('1.2.3.4:80')).toBe('unknown');
});

test('the audit trail keeps a /24 or a /64, never a full address', () => {
  expect(coarseNetworkOf('192.0.2.77')).toBe('192.0.2.0/24');
  expect(coarseNetworkOf('::ffff:192.0.2.77')).toBe('192.0.2.0/24');
  expect(coarseNetworkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      expect(coarseNetworkOf(address)).toMatch(/^(\d+\.\d+\.\d+\.0\/24|[0-9a-f:]+::\/64)$/);
    }),
  );
});

test('loopback is this machine and nothing that only looks like it', () => {
  for (const host of ['localhost', '127.0.0.1', '127.255.0.3', '::1', '0:0:0:0:0:0:0:1']) {
    expect(isLoopback(host), host).toBe(true);
  }
  for (const host of [
    '0.0.0.0',
    '::',
    '128.0.0.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    '::2',
  ]) {
    expect(isLoopback(host), host).toBe(false);
  }
});
