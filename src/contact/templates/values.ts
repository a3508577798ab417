import { localeOf } from '../../kit/locale.ts';
import { inLanguage } from '../../kit/words.ts';
import type { Practice } from '../../practice/model.ts';
import { newsPrefix } from '../model.ts';
import type { WritingFacts } from '../queries/outbox-facts.ts';
import { type FieldName, fieldOf, isField } from './fields.ts';
import type { FieldValues } from './render.ts';

// Visits are seldom more than half a year off; beyond that a weekday alone would mislead.
const yearBeyondMs = 180 * 86_400_000;

function sayDay(at: Date, zone: string, locale: string, now: Date): string {
  const far = Math.abs(at.getTime() - now.getTime()) > yearBeyondMs;
  const parts: Intl.DateTimeFormatOptions = far
    ? { day: 'numeric', month: 'long', year: 'numeric' }
    : { weekday: 'long', day: 'numeric', month: 'long' };
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts }).format(at);
}

/** Narrow no-break spaces, which some languages put before am and pm, would make a text cost twice as much. */
function sayTime(at: Date, zone: string, locale: string): string {
  const said = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' });
  return said.format(at).replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** The values of a message's fields in the patient's language, links apart. Pure. */
export function valuesOf(
  practice: Practice,
  facts: WritingFacts,
  merge: Readonly<Record<string, string>>,
  language: string,
  now: Date,
): FieldValues {
  const locale = localeOf(language, practice.country);
  const values: Partial<Record<FieldName, string>> = {};
  const set = (name: FieldName, value: string | null | undefined): void => {
    if (value !== null && value !== undefined && value !== '') values[name] = value;
  };
  const spoken = (words: Readonly<Record<string, string>> | null): string | undefined =>
    words === null ? undefined : inLanguage(words, [language, 'en'])?.text;
  set('patient', facts.calledName);
  set('full_name', facts.fullName);
  set('birth_date', facts.birthDate);
  set('practice', practice.name);
  set('practice_phone', facts.practicePhone);
  set('practice_address', facts.practiceAddress.join(', '));
  set('location', facts.locationName);
  set('location_address', facts.locationAddress?.join(', '));
  set('clinician', facts.clinician);
  set('service', spoken(facts.serviceName));
  set('what_we_do', spoken(facts.whatWeDo));
  set('after_care', spoken(facts.afterCare));
  if (facts.visitStartsAt !== null) {
    set('day', sayDay(facts.visitStartsAt, facts.zone, locale, now));
    set('time', sayTime(facts.visitStartsAt, facts.zone, locale));
    set('minutes', facts.visitMinutes === null ? null : String(facts.visitMinutes));
  }
  if (facts.priceCents !== null) {
    const money = new Intl.NumberFormat(locale, { style: 'currency', currency: practice.currency });
    set('price', money.format(facts.priceCents / 100));
  }
  const news = Object.entries(merge).flatMap(([name, text]) =>
    name.startsWith(newsPrefix) ? [[name.slice(newsPrefix.length), text] as const] : [],
  );
  if (news.length > 0) set('news', spoken(Object.fromEntries(news)));
  // What only the sender knew, such as the news of a newsletter; never a link, which is made here and nowhere else.
  for (const [name, value] of Object.entries(merge))
    if (isField(name) && fieldOf(name).link === undefined) set(name, value);
  return values;
}
