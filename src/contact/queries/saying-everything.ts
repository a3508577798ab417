import { sql } from 'kysely';

/**
 * Whether a signed authorisation `a` has every statement of 45 CFR 164.508(c)(2) and, where we are paid for what is
 * sent, that of (a)(3). Without one of them it is defective, and no authorisation (164.508(b)(2)).
 */
export const sayingEverything = sql<boolean>`(a.says_revocable and a.says_unconditional and a.says_passed_on
  and (a.paid_by = '' or a.covers_payment))`;
