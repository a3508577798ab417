import { countryCodes } from '../parts/countries-and-zones.ts';

function zonesOf(region: string): readonly string[] {
  const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & {
    readonly timeZones?: readonly string[];
    getTimeZones?(): readonly string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/**
 * Where this browser seems to be: its zone, and the country of its language where the zone is one of that country's, else
 * the country of the zone. A browser in Madrid that speaks American English is in Spain.
 */
export function guess(
  language = navigator.language,
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): { readonly country: string; readonly zone: string } {
  const spoken = new Intl.Locale(language).maximize().region ?? 'US';
  if (zonesOf(spoken).includes(zone)) return { country: spoken, zone };
  return { country: countryCodes.find((code) => zonesOf(code).includes(zone)) ?? spoken, zone };
}
