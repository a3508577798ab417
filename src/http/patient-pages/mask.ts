/** The last two digits of a number: enough to know one's own, nothing to a stranger. */
export function tailOf(number: string): string {
  return number.replace(/\D/g, '').slice(-2);
}

/** `l…@e….org`: somebody who has the address knows it, nobody learns it. */
export function maskedEmail(address: string): string {
  const [name = '', domain = ''] = address.trim().toLowerCase().split('@');
  const ending = domain.slice(domain.lastIndexOf('.'));
  return `${[...name][0] ?? ''}…@${[...domain][0] ?? ''}…${ending}`;
}
