import type { LocalDate } from '../../kit/local-date.ts';
import type { About } from '../model.ts';
import type { Hours, Week } from './clock.ts';

export type PackId = 'US' | 'GB' | 'EU' | 'DE';

/** A state's own hours for calls, and whether they also bind texts. */
export interface StateHours {
  readonly week: Week;
  readonly texts: boolean;
}

/**
 * The law of one country as data. A new reading of it is a new version with the day from which it counts; the old one
 * stays, so that a decision of the past can be explained. None of this is legal advice: what is marked `counsel` in
 * docs/running/gate.md needs a lawyer's word before a practice relies on it.
 */
export interface PolicyPack {
  readonly id: PackId;
  readonly version: string;
  readonly effectiveFrom: LocalDate;
  readonly sources: readonly string[];
  /** Hours for calls and texts, wall time of the recipient, by ISO weekday. */
  readonly week: Week;
  readonly states: Readonly<Record<string, StateHours>>;
  /** Marketing, and whatever a third party pays for, needs a signed authorisation (45 CFR 164.508). */
  readonly needsAuthorisation: boolean;
  /** What counts as advertising here although it is care elsewhere. */
  readonly advertising: readonly About[];
  /** What answers the patient's own act of the last quarter of an hour keeps no quiet hours. */
  readonly answeringExempt: boolean;
  /** A stop by one way of telephone or mail is a stop by all of them. */
  readonly revokeAll: boolean;
  /** The most that a practice may choose. */
  readonly most: { readonly day: number; readonly week: number; readonly month: number };
}

const daily = (from: number, to: number): Week => Array<Hours>(7).fill([from * 60, to * 60]);
const workdays = (from: number, to: number): Week =>
  [1, 2, 3, 4, 5, 6, 7].map((day): Hours => (day <= 5 ? [from * 60, to * 60] : undefined));
const texas: Week = [...daily(9, 21).slice(0, 6), [12 * 60, 21 * 60]];

const states: Readonly<Record<string, StateHours>> = {
  CT: { week: daily(9, 20), texts: true },
  FL: { week: daily(8, 20), texts: true },
  MD: { week: daily(8, 20), texts: true },
  OK: { week: daily(8, 20), texts: true },
  RI: { week: workdays(9, 18), texts: true },
  TX: { week: texas, texts: false },
};

const unitedStates: PolicyPack = {
  id: 'US',
  version: 'US 2025-04',
  effectiveFrom: '2025-04-11' as LocalDate,
  sources: [
    '47 CFR 64.1200(c)(1): 8 to 21 at the called party',
    '47 CFR 64.1200(a)(10): revocation by any reasonable means, since 11 April 2025; revoke-all kept on ahead of 31 January 2027',
    '47 CFR 64.1200(a)(9)(iv): one health care message a day and three a week',
    '45 CFR 164.501, 164.508(a)(3): marketing and payment by third parties',
    '15 USC 7704, 16 CFR 316: postal address and a way out in commercial e-mail',
    'State hours: Connecticut, Florida, Maryland, Oklahoma, Rhode Island, Texas (counsel)',
  ],
  week: daily(8, 21),
  states,
  needsAuthorisation: true,
  advertising: [],
  answeringExempt: true,
  revokeAll: true,
  most: { day: 3, week: 5, month: 12 },
};

const general: PolicyPack = {
  id: 'EU',
  version: 'EU 2025-01',
  effectiveFrom: '2025-01-01' as LocalDate,
  sources: [
    'Regulation (EU) 2016/679, Articles 6, 9 and 21: consent for marketing on health, objection is absolute',
    'Directive 2002/58/EC, Article 13: consent before electronic advertising, a way out in each',
    'Hours 8 to 20: a choice of the house, no law (counsel)',
  ],
  week: daily(8, 20),
  states: {},
  needsAuthorisation: false,
  advertising: [],
  answeringExempt: true,
  revokeAll: true,
  most: { day: 2, week: 3, month: 8 },
};

/** Every version of every pack, the oldest of each first. */
export const policyPacks: readonly PolicyPack[] = [
  unitedStates,
  {
    ...unitedStates,
    version: 'US 2025-09',
    effectiveFrom: '2025-09-01' as LocalDate,
    sources: [...unitedStates.sources, 'Texas SB 140: texts as well, by residence, since 1 September 2025'],
    states: { ...states, TX: { week: texas, texts: true } },
  },
  general,
  {
    ...general,
    id: 'DE',
    version: 'DE 2025-01',
    sources: [
      ...general.sources,
      'UWG section 7; BGH VI ZR 225/17: a survey of satisfaction is advertising, and so is a recall (counsel)',
    ],
    advertising: ['survey', 'recall', 'review'],
  },
  {
    ...general,
    id: 'GB',
    version: 'GB 2025-01',
    sources: [
      'PECR 2003, regulations 21 and 22: consent before electronic marketing',
      'ICO: a message of care becomes marketing by promotional content',
      'Hours 8 to 20: a choice of the house, no law (counsel)',
    ],
    advertising: ['review'],
  },
];

const effective = new Map(
  policyPacks.map((pack) => [pack.version, Date.parse(`${pack.effectiveFrom}T00:00:00Z`)]),
);

/** The version that holds at an instant (by UTC); before the first one, the first. */
export function packAt(id: PackId, time: number): PolicyPack {
  const versions = policyPacks.filter((pack) => pack.id === id);
  const begun = versions.filter((pack) => (effective.get(pack.version) ?? 0) <= time);
  const found = begun.at(-1) ?? versions[0];
  if (found === undefined) throw new RangeError(`packAt knows no pack ${id}`);
  return found;
}
