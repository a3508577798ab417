/** What may stand in a template as {name}. */
export interface TemplateField {
  /**
   * Tells something of somebody's care, money or self: never in a text, an e-mail or on a postcard, which others may
   * read (45 CFR 164.530(c); trust L-02). In a closed letter it may stand.
   */
  readonly sensitive: boolean;
  /** A link of its own for each message: what it leads to. */
  readonly link?: 'preferences' | 'visit' | 'question' | 'unsubscribe';
  /** Only known where the message is about a visit. */
  readonly ofVisit?: true;
}

/** Every merge field there is. A name that is not here is refused when a template is saved, and again when it is written. */
export const templateFields = {
  patient: { sensitive: false },
  practice: { sensitive: false },
  practice_phone: { sensitive: false },
  practice_address: { sensitive: false },
  location: { sensitive: false, ofVisit: true },
  location_address: { sensitive: false, ofVisit: true },
  clinician: { sensitive: false, ofVisit: true },
  day: { sensitive: false, ofVisit: true },
  time: { sensitive: false, ofVisit: true },
  minutes: { sensitive: false, ofVisit: true },
  visit_link: { sensitive: false, link: 'visit', ofVisit: true },
  preferences_link: { sensitive: false, link: 'preferences' },
  question_link: { sensitive: false, link: 'question' },
  unsubscribe_link: { sensitive: false, link: 'unsubscribe' },
  news: { sensitive: false },
  full_name: { sensitive: true },
  birth_date: { sensitive: true },
  service: { sensitive: true, ofVisit: true },
  price: { sensitive: true, ofVisit: true },
  what_we_do: { sensitive: true, ofVisit: true },
  after_care: { sensitive: true, ofVisit: true },
} as const satisfies Readonly<Record<string, TemplateField>>;

export type FieldName = keyof typeof templateFields;

export function isField(name: string): name is FieldName {
  return Object.hasOwn(templateFields, name);
}

export function fieldOf(name: FieldName): TemplateField {
  return templateFields[name];
}

/** Places that others than the patient may read. A closed letter is none. */
export const openPlaces = ['subject', 'preheader', 'email', 'text', 'postcard'] as const;
export type Place = (typeof openPlaces)[number] | 'letter';

const pattern = /\{([^{}\s]{1,60})\}/g;

/** The names between braces, in their order, each once. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

export type FieldFault =
  | { readonly kind: 'unknown_field'; readonly field: string; readonly place: Place }
  | { readonly kind: 'sensitive_field'; readonly field: string; readonly place: Place }
  | { readonly kind: 'link_in_subject'; readonly field: string; readonly place: Place };

/** What may not stand in this place, by name. Checked when words are saved, and again when they are filled. */
export function faultsIn(text: string, place: Place): readonly FieldFault[] {
  return namesIn(text).flatMap((field): FieldFault[] => {
    if (!isField(field)) return [{ kind: 'unknown_field', field, place }];
    const known = fieldOf(field);
    if (known.sensitive && place !== 'letter') return [{ kind: 'sensitive_field', field, place }];
    if (known.link !== undefined && (place === 'subject' || place === 'preheader'))
      return [{ kind: 'link_in_subject', field, place }];
    return [];
  });
}

// Line breaks, tabs, NUL and the invisible ones that turn a line around (Unicode Cc, and U+202A..U+202E, U+2066..U+2069).
const controls = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** A value as it may stand within one line: a name from a file may hold a line end, and with it a header of an e-mail. */
export function oneLine(value: string): string {
  return value.replace(controls, ' ').replace(/ {2,}/g, ' ').trim();
}

const phrase = /\[\[([^[\]]*)\]\]/g;

/** `[[ with {clinician}]]`: a phrase in double brackets goes where a field in it has no value, and stands bare elsewhere. */
export function keepKnownPhrases(text: string, values: Readonly<Partial<Record<FieldName, string>>>): string {
  return text.replace(phrase, (_, inner: string) =>
    namesIn(inner).every((name) => isField(name) && values[name]) ? inner : '',
  );
}

/**
 * Puts the values in, once: what a value itself looks like is not read again, so a patient called `{price}` stays that.
 * A field without a value leaves nothing behind.
 */
export function fillFields(
  text: string,
  values: Readonly<Partial<Record<FieldName, string>>>,
  spell: (value: string, field: FieldName) => string = (value) => value,
): string {
  return text.replace(pattern, (_, name: string) => {
    if (!isField(name)) return '';
    const value = values[name];
    return value === undefined ? '' : spell(value, name);
  });
}
