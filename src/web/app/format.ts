import { wallTime } from '../../kit/instant.ts';
import type { Language } from './preferences.ts';
import { useSession } from './session.ts';
import { useLanguage } from './words.ts';

// Day before month, and the clock to 24 hours, as in the sentences that the server writes.
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es-ES' };

export interface Formats {
  /** `Tue 24 Nov`; with the year when it is another one than today's. */
  readonly day: (day: string) => string;
  /** A date of which only the year or the month may be known: `8 Aug 2007`, `August 2007`, `2007`. */
  readonly partialDay: (day: string) => string;
  readonly longDay: (day: string) => string;
  readonly weekday: (isoWeekday: number) => string;
  /** Wall time of the practice, `14:30`. */
  readonly time: (instant: string) => string;
  /** `14:30` today, else with the day. */
  readonly moment: (instant: string) => string;
  readonly number: (value: number) => string;
  readonly languageName: (tag: string) => string;
  readonly list: (parts: readonly string[]) => string;
}

function asDate(day: string): Date {
  const [year = '2000', month = '01', date = '01'] = day.split('-');
  return new Date(`${year}-${month}-${date}T12:00:00Z`);
}

/** Made at the first use: each costs the browser 1 to 10 ms, and a screen needs few of them. */
function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function makeFormats(language: Language, zone: string, today: string): Formats {
  const locale = locales[language];
  const style = (options: Intl.DateTimeFormatOptions) =>
    later(() => new Intl.DateTimeFormat(locale, options));
  const near = style({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const far = style({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const long = style({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const months = style({ month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekdays = style({ weekday: 'short', timeZone: 'UTC' });
  const clock = style({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  const numbers = later(() => new Intl.NumberFormat(locale));
  const names = later(() => new Intl.DisplayNames([locale], { type: 'language' }));
  const lists = later(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const day = (text: string): string =>
    (text.slice(0, 4) === today.slice(0, 4) ? near() : far()).format(asDate(text)).replaceAll(',', '');
  const time = (instant: string): string => clock().format(new Date(instant));
  return {
    day,
    partialDay: (text) =>
      text.length === 10
        ? far().format(asDate(text))
        : text.length === 7
          ? months().format(asDate(text))
          : text,
    longDay: (text) => long().format(asDate(text)).replaceAll(',', ''),
    // 5 January 1970 was a Monday.
    weekday: (isoWeekday) => weekdays().format(new Date(Date.UTC(1970, 0, 4 + isoWeekday, 12))),
    time,
    moment: (instant) => {
      const on = wallTime(new Date(instant), zone).day;
      return on === today ? time(instant) : `${day(on)} ${time(instant)}`;
    },
    number: (value) => numbers().format(value),
    languageName: (tag) => {
      try {
        return names().of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
    list: (parts) => lists().format(parts),
  };
}

const kept = new Map<string, Formats>();

export function useFormats(): Formats {
  const session = useSession();
  const language = useLanguage();
  const zone = session?.practice?.zone ?? 'UTC';
  const today = session?.today ?? new Date().toISOString().slice(0, 10);
  const key = `${language} ${zone} ${today}`;
  let formats = kept.get(key);
  if (formats === undefined) {
    formats = makeFormats(language, zone, today);
    kept.set(key, formats);
  }
  return formats;
}
