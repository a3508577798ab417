import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';
import { unescapeText } from './escapes.ts';

/** The signs that one message uses between its parts; an empty one is not in use. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

export interface Segment {
  readonly name: string;
  /** By HL7's own numbers, so `fields[3]` of PID is PID-3 and `fields[9]` of MSH is MSH-9; as written. */
  readonly fields: readonly string[];
}

export interface Hl7Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
  /** In which the bytes of `\X..\` are meant. */
  readonly charset: string;
}

export interface Er7Limits {
  readonly segments: number;
  readonly fields: number;
  /** Characters of one field. */
  readonly fieldLength: number;
}

export const er7Limits: Er7Limits = { segments: 10_000, fields: 2000, fieldLength: 65_536 };

// Clinical segments (OBX, DG1, AL1 ...) are not even cut into fields: what is not read cannot be kept by
// mistake. Segments that begin with Z are a sender's own, and a mapping may name them.
const wanted = /^(?:MSH|EVN|PID|PD1|NK1|GT1|MRG|PV1|PV2|SCH|TQ1|RGS|AIS|AIG|AIL|AIP|MSA|ERR|Z[A-Z0-9]{2})$/;
const segmentName = /^[A-Z][A-Z0-9]{2}$/;
// Anything but a letter, a digit, white space or a control character.
const sign = /^[^\p{L}\p{N}\s\p{Cc}]$/u;

export type Unreadable = Refusal<'unreadable'>;

/**
 * Reads one message of HL7's pipe notation (ER7). Segments may end in CR, LF or both; a line that is no
 * segment is text with a line break in it and goes on with the segment before. Pure and bounded: what is
 * larger than the limits is refused in words, never cut.
 * @cost O(length)
 */
export function parseMessage(
  text: string,
  charset = 'utf-8',
  limits: Er7Limits = er7Limits,
): Outcome<Hl7Message, Unreadable> {
  const from = text.search(/[^\uFEFF\p{Cc}\s]/u);
  const body = from < 0 ? '' : text.slice(from);
  const delimiters = readDelimiters(body);
  if (!delimiters.ok) return delimiters;
  const lines = joinedLines(body, delimiters.value.field, limits.segments);
  if (!lines.ok) return lines;
  const segments: Segment[] = [];
  for (const line of lines.value) {
    const segment = readSegment(line, delimiters.value.field, limits);
    if (!segment.ok) return segment;
    segments.push(segment.value);
  }
  return done({ delimiters: delimiters.value, segments, charset });
}

function readDelimiters(body: string): Outcome<Delimiters, Unreadable> {
  if (!body.startsWith('MSH')) return refuse('unreadable', told.hl7.noHeader);
  const field = body.charAt(3);
  if (!sign.test(field)) return refuse('unreadable', told.hl7.noSign);
  const rest = body.slice(4, 16);
  const end = rest.search(/[\r\n]/);
  const line = end < 0 ? rest : rest.slice(0, end);
  const until = line.indexOf(field);
  const signs = until < 0 ? line : line.slice(0, until);
  if (signs.length < 1 || signs.length > 5) {
    return refuse('unreadable', told.hl7.whichSigns);
  }
  const used = [field, ...signs];
  if (new Set(used).size < used.length || !used.every((one) => sign.test(one))) {
    return refuse('unreadable', told.hl7.oneSign);
  }
  const [component = '', repetition = '', escaping = '', subcomponent = ''] = signs;
  return done({ field, component, repetition, escape: escaping, subcomponent });
}

function joinedLines(body: string, field: string, most: number): Outcome<readonly string[], Unreadable> {
  const lines: string[] = [];
  let open: string[] = [];
  for (const line of body.split(/\r\n|\r|\n/)) {
    if (/^[\s\p{Cc}]*$/u.test(line)) continue;
    const begins = segmentName.test(line.slice(0, 3)) && (line.length === 3 || line.charAt(3) === field);
    if (!begins) {
      open.push(line);
      continue;
    }
    if (open.length > 0) lines.push(open.join('\n'));
    if (lines.length > 0 && line.startsWith('MSH')) {
      return refuse('unreadable', told.hl7.secondHeader);
    }
    if (lines.length >= most) return refuse('unreadable', told.hl7.segments(most));
    open = [line];
  }
  if (open.length > 0) lines.push(open.join('\n'));
  return done(lines);
}

function readSegment(line: string, field: string, limits: Er7Limits): Outcome<Segment, Unreadable> {
  const name = line.slice(0, 3);
  if (!wanted.test(name)) return done({ name, fields: [name] });
  const parts = line.split(field, limits.fields + 1);
  if (parts.length > limits.fields) {
    return refuse('unreadable', told.hl7.fields(limits.fields, name));
  }
  const long = parts.findIndex((part) => part.length > limits.fieldLength);
  if (long >= 0) {
    const at = `${name}-${name === 'MSH' ? long + 1 : long}`;
    return refuse('unreadable', told.hl7.characters(limits.fieldLength, at));
  }
  // MSH-1 is the sign itself, which the cutting took away.
  return done({ name, fields: name === 'MSH' ? [name, field, ...parts.slice(1)] : parts });
}

/** The first segment of a name. */
export function findSegment(message: Hl7Message, name: string): Segment | undefined {
  return message.segments.find((segment) => segment.name === name);
}

export function listSegments(message: Hl7Message, name: string): readonly Segment[] {
  return message.segments.filter((segment) => segment.name === name);
}

// More repetitions than any sender means; each costs a look.
const mostRepetitions = 200;

/** The repetitions of a field, as written; blank ones left out. */
export function repetitionsOf(message: Hl7Message, segment: Segment | undefined, field: number): string[] {
  const raw = segment?.fields[field] ?? '';
  if (raw === '') return [];
  const { repetition } = message.delimiters;
  const all = repetition === '' ? [raw] : raw.split(repetition, mostRepetitions);
  return all.filter((one) => one.trim() !== '');
}

/**
 * The text of one component (and subcomponent) of a repetition, escapes resolved. `""`, HL7's word for
 * "delete it", counts as blank: a blank never erases.
 */
export function partOf(
  message: Hl7Message,
  repetition: string | undefined,
  component: number,
  subcomponent = 1,
): string | undefined {
  if (repetition === undefined) return undefined;
  const { delimiters } = message;
  const whole = cut(repetition, delimiters.component, component);
  const raw = cut(whole, delimiters.subcomponent, subcomponent);
  if (raw === '' || raw === '""') return undefined;
  const text = printable(unescapeText(raw, delimiters, message.charset));
  return text === '' ? undefined : text;
}

/** The text at a place of a segment's first repetition, such as PID-5.2. */
export function textAt(
  message: Hl7Message,
  segment: Segment | undefined,
  field: number,
  component = 1,
  subcomponent = 1,
): string | undefined {
  return partOf(message, repetitionsOf(message, segment, field)[0], component, subcomponent);
}

// Searched and not split: cutting all of a field for one part of it was a third of the time of reading.
function cut(text: string, delimiter: string, position: number): string {
  if (delimiter === '') return position === 1 ? text : '';
  let from = 0;
  for (let part = 1; part < position; part += 1) {
    const at = text.indexOf(delimiter, from);
    if (at < 0) return '';
    from = at + delimiter.length;
  }
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.slice(from) : text.slice(from, end);
}

// Control characters are no part of a name, and PostgreSQL refuses the zero one.
function printable(text: string): string {
  if (isPlain(text)) return text.trim();
  return text
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .trim();
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || (code > 0x7e && code < 0xa0) || code > 0xd7ff) return false;
  }
  return true;
}
