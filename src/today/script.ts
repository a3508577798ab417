import { daysBetween, type LocalDate } from '../kit/local-date.ts';
import { inLanguage, type Words } from '../kit/words.ts';
import type { MergeValue } from './occasions/occasion.ts';

export interface Rendered {
  /** The language that it came out in; not always the patient's. */
  readonly language: string;
  readonly text: string;
}

interface Detail {
  readonly words: string;
  readonly toldTo: string | null;
}

export interface ScriptInput {
  readonly script: Words;
  readonly merge: Readonly<Record<string, MergeValue>>;
  /** The patient's language first, then the practice's. */
  readonly languages: readonly (string | null)[];
  /** How the patient likes to be called; undefined: we have no name. */
  readonly patientName: string | undefined;
  readonly practiceName: string;
  /** The day of the act: a date far from it is said with its year. */
  readonly day: LocalDate;
  /** A personal detail that may be said; the script then begins with whom it was told. */
  readonly detail?: Detail | undefined;
}

// {staff} stays in the text until somebody opens the act: the voice is theirs.
const greetings: Readonly<Record<string, { readonly named: string; readonly plain: string }>> = {
  en: {
    named: 'Hello {patient}, this is {staff} from {practice}.',
    plain: 'Hello, this is {staff} from {practice}.',
  },
  es: {
    named: 'Hola, {patient}: le habla {staff}, de {practice}.',
    plain: 'Hola, le habla {staff}, de {practice}.',
  },
};
const detailOpenings: Words = {
  en: 'You told {toldTo}: “{words}”.',
  es: 'Le contó a {toldTo}: «{words}».',
};
const us: Words = { en: 'us', es: 'nosotros' };

// Half a year away, "Monday, June 4" is no longer this year's to the ear.
const sayYearBeyondDays = 180;

function formatDay(day: LocalDate, language: string, today: LocalDate): string {
  const date = new Date(`${day}T12:00:00Z`);
  const far = Math.abs(daysBetween(today, day)) > sayYearBeyondDays;
  const parts: Intl.DateTimeFormatOptions = far
    ? { day: 'numeric', month: 'long', year: 'numeric' }
    : { weekday: 'long', day: 'numeric', month: 'long' };
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...parts }).format(date);
}

function formatMerge(value: MergeValue, language: string, today: LocalDate): string {
  if ('text' in value) return value.text;
  if ('day' in value) return formatDay(value.day, language, today);
  if ('words' in value) return inLanguage(value.words, [language])?.text ?? '';
  if ('cents' in value) {
    const style = { style: 'currency', currency: value.currency } as const;
    return new Intl.NumberFormat(language, style).format(value.cents / 100);
  }
  return new Intl.DateTimeFormat(language, {
    timeZone: value.zone,
    hour: 'numeric',
    minute: '2-digit',
  }).format(value.time);
}

// Where a time of day or a word is not known, the phrase around it goes too: " at {time}" and " a las {time}".
const optional = [
  / (?:at|a las) \{time\}/g,
  / It takes about \{minutes\} minutes\./g,
  / Dura unos \{minutes\} minutos\./g,
];

function fill(template: string, values: Readonly<Record<string, string>>): string {
  let text = template;
  for (const phrase of optional) {
    text = text.replace(phrase, (match) => {
      const name = /\{(\w+)\}/.exec(match)?.[1] ?? '';
      return values[name] ? match : '';
    });
  }
  return text
    .replace(/\{(\w+)\}/g, (match, name: string) => (name === 'staff' ? match : (values[name] ?? '')))
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/**
 * The words for an act in the patient's language, else in the practice's. Pure; `{staff}` is left for whoever opens it.
 * A personal detail opens the script with whom the patient told it, so that it never sounds overheard.
 */
export function renderScript(input: ScriptInput): Rendered {
  const chosen = inLanguage(input.script, [...input.languages, 'en']);
  if (chosen === undefined) return { language: 'en', text: '' };
  const language = chosen.language;
  const base = language.split('-')[0] ?? language;
  const greeting = greetings[base] ?? greetings.en;
  const values: Record<string, string> = {
    patient: input.patientName ?? '',
    practice: input.practiceName,
  };
  for (const [name, value] of Object.entries(input.merge))
    values[name] = formatMerge(value, language, input.day);
  values.greeting = fill((input.patientName === undefined ? greeting?.plain : greeting?.named) ?? '', values);
  const opening =
    input.detail === undefined
      ? ''
      : fill(inLanguage(detailOpenings, [base, 'en'])?.text ?? '', {
          words: input.detail.words,
          toldTo: input.detail.toldTo ?? inLanguage(us, [base, 'en'])?.text ?? '',
        });
  const text = fill(chosen.text, values);
  return { language, text: opening === '' ? text : `${opening} ${text}` };
}
