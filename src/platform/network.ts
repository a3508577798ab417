import { BlockList, isIP, isIPv4 } from 'node:net';

// `::ffff:192.0.2.1` in any of its spellings is the IPv4 address that it carries.
function mappedIpv4(address: string): string | undefined {
  const groups = expand(address);
  if (groups === undefined || groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff)
    return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

// The eight groups of an IPv6 address; undefined for anything else.
function expand(address: string): readonly number[] | undefined {
  const whole = address.split('%')[0] ?? '';
  if (isIP(whole) !== 6) return undefined;
  // The last two groups may be written as an IPv4 address.
  const plain = whole.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...new Array<string>(zeros).fill('0'), ...back].map((group) =>
    Number.parseInt(group, 16),
  );
}

/**
 * The network that an address belongs to, as text: the address itself for IPv4, the /64 for IPv6, where one
 * household or one attacker owns 2^64 addresses. All spellings of one network give one text.
 */
export function networkOf(address: string): string {
  const ipv4 = isIPv4(address) ? address : mappedIpv4(address);
  if (ipv4 !== undefined) return ipv4;
  const groups = expand(address);
  if (groups === undefined) return 'unknown';
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** For the audit trail: /24 or /64, never a full address. */
export function coarseNetworkOf(address: string): string {
  const network = networkOf(address);
  return isIPv4(network) ? `${network.split('.').slice(0, 3).join('.')}.0/24` : network;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const kind = isIP(host);
  return kind !== 0 && loopback.check(host, kind === 6 ? 'ipv6' : 'ipv4');
}
