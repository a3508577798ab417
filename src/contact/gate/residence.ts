import type { Residence } from '../model.ts';
import { countryNames, packOfCountry } from './countries.ts';
import { stateNames } from './states.ts';

const stateAndCode = /(?:^|[\s,])([A-Za-z]{2})[\s,]+(\d{5})(?:-\d{4})?$/;
const nameAndCode = /^(.*?)[\s,]+(\d{5})(?:-\d{4})?$/;

// The last line of an address: `Germany`, or `DE` after a comma; anything else is a town.
function countryAtEnd(address: string): { country: string; rest: string } | undefined {
  const comma = address.lastIndexOf(',');
  if (comma < 0) return undefined;
  const last = address.slice(comma + 1).trim();
  const rest = address.slice(0, comma).trim();
  const named = countryNames.get(last.toLowerCase());
  if (named !== undefined) return { country: named, rest };
  // `DE` and `IN` are states as well: two capitals are a country only after a postal code.
  const coded = /^[A-Z]{2}$/.test(last) && /\d{4,}/.test(rest.slice(-12)) ? last : undefined;
  if (coded !== undefined) return { country: coded, rest };
  return /^canada$/i.test(last) || /^m[eé]xico$/i.test(last) ? { country: '??', rest } : undefined;
}

/**
 * Where an address says that somebody lives, from its end: `Port Alder, NY 10999`.
 * @param country of the practice, meant where the address names none
 * @returns undefined when it tells nothing
 */
export function residenceOf(address: string, country: string): Residence | undefined {
  const abroad = countryAtEnd(address);
  const where = abroad?.country ?? country;
  const text = abroad?.rest ?? address;
  if (where !== 'US') {
    const known = packOfCountry(where) !== undefined || abroad !== undefined;
    return known ? { country: where, state: undefined, postalCode: undefined } : undefined;
  }
  const coded = stateAndCode.exec(text);
  if (coded !== null) {
    return { country: 'US', state: coded[1]?.toUpperCase(), postalCode: coded[2] };
  }
  const named = nameAndCode.exec(text);
  const words = named?.[1]?.toLowerCase().split(/[\s,]+/) ?? [];
  for (const length of [3, 2, 1]) {
    const state = stateNames.get(words.slice(-length).join(' '));
    if (state !== undefined) return { country: 'US', state, postalCode: named?.[2] };
  }
  return abroad === undefined ? undefined : { country: 'US', state: undefined, postalCode: undefined };
}
