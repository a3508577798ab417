import type { ComparedField } from '../../statistics/matching/fellegi-sunter.ts';
import { type ComparedName, comparedNames } from './compare.ts';

/**
 * What is known before the first record is read: the share of each level among pairs of one person (m) and of two (u),
 * in the order of `comparedLevels`. Design figures, from error rates that are published for patient registers
 * (a birth date wrong in 2 to 4 of 100 records, a name in 5 to 10: Grannis 2019, Just 2016) and from plain counting
 * (a birthday in 25,000 days). A file of some thousand records overrules them; one of ten is judged by them.
 */
const known: Readonly<
  Record<ComparedName, { readonly m: readonly number[]; readonly u: readonly number[] }>
> = {
  given_name: { m: [0.74, 0.06, 0.12, 0.04, 0.04], u: [0.006, 0.002, 0.002, 0.01, 0.98] },
  family_name: { m: [0.82, 0.1, 0.03, 0.05], u: [0.004, 0.002, 0.002, 0.992] },
  // Names are compared in the order that fits better, so for two people either is as likely; never learnt.
  name_order: { m: [0.97, 0.03], u: [0.5, 0.5] },
  birth_date: {
    m: [0.87, 0.015, 0.07, 0.005, 0.025, 0.015],
    u: [0.00006, 0.00004, 0.0006, 0.01, 0.013, 0.9763],
  },
  sex: { m: [0.985, 0.015], u: [0.5, 0.5] },
  phone: { m: [0.7, 0.05, 0.25], u: [0.001, 0.0005, 0.9985] },
  email: { m: [0.7, 0.1, 0.2], u: [0.0005, 0.0005, 0.999] },
  street: { m: [0.62, 0.16, 0.05, 0.17], u: [0.0005, 0.003, 0.01, 0.9865] },
  postal_code: { m: [0.8, 0.06, 0.14], u: [0.005, 0.02, 0.975] },
  city: { m: [0.8, 0.08, 0.12], u: [0.03, 0.01, 0.96] },
};

export const knownFields: readonly ComparedField[] = comparedNames.map((name) => ({ name, ...known[name] }));

/** How many pairs the figures above are worth. */
export const weightOfM = 100;
export const weightOfU = 3000;

/** Of two records at random: in a register, one in fifteen records has a double (Just 2016: 8 % on average). */
export const doublesARecord = 1 / 15;
/** How many records that is worth. */
export const weightOfDoubles = 50;
