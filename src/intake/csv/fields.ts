import { circleFields } from './vocabulary/circle.ts';
import { consentFields } from './vocabulary/consent.ts';
import type { Field } from './vocabulary/field.ts';
import { reachFields } from './vocabulary/reach.ts';
import { standingFields } from './vocabulary/standing.ts';
import { visitCourseFields } from './vocabulary/visit-course.ts';
import { visitEndFields } from './vocabulary/visit-end.ts';
import { visitSubjectFields } from './vocabulary/visit-subject.ts';
import { visitTimeFields } from './vocabulary/visit-time.ts';
import { whoFields } from './vocabulary/who.ts';

export type { Field, FieldKind } from './vocabulary/field.ts';

/** Every field that a column may be mapped to, in the order of `docs/running/import.md`; the words by idea in `vocabulary`. */
export const fields = {
  ...whoFields,
  ...reachFields,
  ...standingFields,
  ...consentFields,
  ...circleFields,
  ...visitTimeFields,
  ...visitEndFields,
  ...visitCourseFields,
  ...visitSubjectFields,
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

export function isFieldName(text: string): text is FieldName {
  return Object.hasOwn(fields, text);
}

/** The description of a field, with the widened types. */
export function fieldOf(name: FieldName): Field {
  return fields[name];
}
