import { soundex } from '../../statistics/matching/soundex.ts';
import type { Comparable } from './comparable.ts';
import { formsOf } from './nicknames.ts';

/**
 * The keys under which a record is looked for; two records with no key in common are never compared. Each pass
 * forgives other slips, so that a pair is lost only when several fields are wrong at once.
 */
export function blockingKeys(person: Comparable): readonly string[] {
  const keys = new Set<string>();
  const family = soundex(person.family.joined);
  const given = soundex(person.given.words[0] ?? '');
  const digits = person.birth?.digits.length === 8 ? person.birth.digits : '';
  // Both ways round: names come swapped.
  if (family !== '' && given !== '') keys.add(`n${[family, given].sort().join('')}`);
  for (const word of person.family.words) {
    for (const form of formsOf(person.given.words[0] ?? '')) keys.add(`f${word}${form}`);
  }
  if (digits !== '') {
    const year = digits.slice(0, 4);
    const month = digits.slice(4, 6);
    const day = digits.slice(6);
    keys.add(`b${year}${[month, day].sort().join('')}`);
    for (const sound of [family, given]) {
      if (sound === '') continue;
      keys.add(`d${month}${day}${sound}`);
      keys.add(`m${year}${month}${sound}`);
      keys.add(`y${year}${day}${sound}`);
    }
  }
  for (const phone of person.record.phones) keys.add(`p${phone}`);
  for (const email of person.record.emails) {
    keys.add(`e${email}`);
    const local = email.split('@')[0] ?? '';
    if (local.length >= 5) keys.add(`l${local}`);
  }
  const { street, postalCode } = person;
  if (postalCode !== '')
    for (const sound of [family, given]) if (sound !== '') keys.add(`z${postalCode}${sound}`);
  if (street !== undefined) {
    if (street.number !== '' && street.words.length > 0)
      keys.add(`s${street.number}${street.joined.slice(0, 5)}`);
    if (postalCode !== '' && street.number !== '') keys.add(`a${postalCode}${street.number}`);
    else if (postalCode !== '') keys.add(`w${postalCode}${street.joined.slice(0, 4)}`);
  }
  return [...keys];
}
