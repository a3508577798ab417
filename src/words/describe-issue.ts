import type * as z from 'zod/mini';
import { told } from './told.ts';

/** What does not fit of one part of an input; never its value, which may be a patient's. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return told.input.type(issue.expected);
    case 'too_small':
      return told.input.least(Number(issue.minimum));
    case 'too_big':
      return told.input.most(Number(issue.maximum));
    case 'unrecognized_keys':
      return told.input.unknown;
    case 'invalid_value':
      return told.input.oneOf(issue.values.map(String).join(', '));
    case 'invalid_format':
      return told.input.form(issue.format === 'regex' ? told.input.thisField : issue.format);
    default:
      return told.input.unfit;
  }
}
