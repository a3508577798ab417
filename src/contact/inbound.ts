import { randomInt } from 'node:crypto';

// Letters and digits that nobody mixes up on the telephone.
const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Four signs by which somebody names what they asked; of one practice, for some days. */
export function newReference(): string {
  return Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('');
}
