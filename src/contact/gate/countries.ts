/** Countries of the European Economic Area, with their calling codes and zones (ITU E.164; IANA tz). */
const rows: readonly (readonly [country: string, calling: string, zones: string, name: string])[] = [
  ['US', '1', '', 'united states|usa|united states of america|u.s.a.'],
  ['GB', '44', 'Europe/London', 'united kingdom|uk|great britain|england|scotland|wales|northern ireland'],
  ['DE', '49', 'Europe/Berlin', 'germany|deutschland'],
  ['AT', '43', 'Europe/Vienna', 'austria|österreich'],
  ['BE', '32', 'Europe/Brussels', 'belgium|belgië|belgique'],
  ['BG', '359', 'Europe/Sofia', 'bulgaria'],
  ['CY', '357', 'Asia/Nicosia', 'cyprus'],
  ['CZ', '420', 'Europe/Prague', 'czechia|czech republic'],
  ['DK', '45', 'Europe/Copenhagen', 'denmark|danmark'],
  ['EE', '372', 'Europe/Tallinn', 'estonia'],
  ['ES', '34', 'Europe/Madrid Atlantic/Canary', 'spain|españa'],
  ['FI', '358', 'Europe/Helsinki', 'finland'],
  ['FR', '33', 'Europe/Paris', 'france'],
  ['GR', '30', 'Europe/Athens', 'greece'],
  ['HR', '385', 'Europe/Zagreb', 'croatia'],
  ['HU', '36', 'Europe/Budapest', 'hungary'],
  ['IE', '353', 'Europe/Dublin', 'ireland'],
  ['IS', '354', 'Atlantic/Reykjavik', 'iceland'],
  ['IT', '39', 'Europe/Rome', 'italy|italia'],
  ['LI', '423', 'Europe/Vaduz', 'liechtenstein'],
  ['LT', '370', 'Europe/Vilnius', 'lithuania'],
  ['LU', '352', 'Europe/Luxembourg', 'luxembourg'],
  ['LV', '371', 'Europe/Riga', 'latvia'],
  ['MT', '356', 'Europe/Malta', 'malta'],
  ['NL', '31', 'Europe/Amsterdam', 'netherlands|nederland'],
  ['NO', '47', 'Europe/Oslo', 'norway|norge'],
  ['PL', '48', 'Europe/Warsaw', 'poland|polska'],
  ['PT', '351', 'Europe/Lisbon Atlantic/Azores', 'portugal'],
  ['RO', '40', 'Europe/Bucharest', 'romania'],
  ['SE', '46', 'Europe/Stockholm', 'sweden|sverige'],
  ['SI', '386', 'Europe/Ljubljana', 'slovenia'],
  ['SK', '421', 'Europe/Bratislava', 'slovakia'],
];

const zonesOf = new Map(rows.map(([country, , zones]) => [country, zones.split(' ').filter(Boolean)]));
const byCalling = new Map(rows.map(([country, calling]) => [calling, country]));

/** Lower-case name of a country, as the last line of an address may have it. */
export const countryNames: ReadonlyMap<string, string> = new Map(
  rows.flatMap(([country, , , names]) => names.split('|').map((name) => [name, country] as const)),
);

/** Which policy pack a country has; undefined: none was written for it. */
export function packOfCountry(country: string): 'US' | 'GB' | 'DE' | 'EU' | undefined {
  if (country === 'US' || country === 'GB' || country === 'DE') return country;
  return zonesOf.has(country) ? 'EU' : undefined;
}

/** Empty for the United States, whose zones go by state. */
export function zonesOfCountry(country: string): readonly string[] {
  return zonesOf.get(country) ?? [];
}

/** @param digits of an E.164 number without the plus, at least its first three */
export function countryOfNumber(digits: string): string | undefined {
  for (const length of [1, 2, 3]) {
    const country = byCalling.get(digits.slice(0, length));
    if (country !== undefined) return country;
  }
  return undefined;
}
