// ISO 3166, those that have people in them who go to a practice.
export const countryCodes: readonly string[] =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A country by its name in the reader's language; the code where it is none. */
export function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Countries in the order of their names, with one more where the own is not among them. */
export function countries(language: string, own: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return [...new Set([own, ...countryCodes])]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}

/**
 * `New York (Eastern Time)`: the place by which the zone is known, as browsers tell it in no language but this one, and
 * the name of its time in the reader's. What is no zone stays as it is written.
 */
export function zoneName(zone: string, language: string): string {
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  // UTC has no place, and its time no other name.
  if (place === zone) return zone;
  try {
    const parts = new Intl.DateTimeFormat(language, {
      timeZone: zone,
      timeZoneName: 'longGeneric',
    }).formatToParts();
    const time = parts.find(({ type }) => type === 'timeZoneName')?.value;
    return time === undefined ? place : `${place} (${time})`;
  } catch {
    return zone;
  }
}

const named = new Map<string, readonly Choice[]>();

/** All zones that this browser knows, in the order of their names, with one more where the own is not among them. */
export function zones(language: string, own: string): Choice[] {
  const known = Intl.supportedValuesOf('timeZone');
  const choice = (value: string): Choice => ({ value, label: zoneName(value, language) });
  // Four hundred names take a tenth of a second.
  const all =
    named.get(language) ?? known.map(choice).sort((a, b) => a.label.localeCompare(b.label, language));
  named.set(language, all);
  return known.includes(own) ? [...all] : [choice(own), ...all];
}
