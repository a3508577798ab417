import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { PatientRow, ReceivedConsent, ReceivedRelated, Sex } from '../../patients/model.ts';
import { told } from '../../words/told.ts';
import { languageOf } from '../csv/languages.ts';
import type { CellProblem } from '../refused-row.ts';
import { findSegment, type Hl7Message, listSegments, repetitionsOf, type Segment, textAt } from './er7.ts';
import { addressOf, telecomOf } from './read-contacts.ts';
import { patientIdentifiers } from './read-identifiers.ts';
import { namesOf, personIn } from './read-names.ts';
import type { Hl7Context } from './reading.ts';
import { readTime } from './times.ts';

export interface Hl7Patient {
  readonly row?: PatientRow;
  readonly refused?: CellProblem;
  readonly notes: readonly CellProblem[];
}

/** The patient of one PID segment. @param toldAt when the source said so, ISO 8601 */
export function readHl7Patient(
  message: Hl7Message,
  segment: Segment,
  toldAt: string | undefined,
  context: Hl7Context,
): Hl7Patient {
  const notes: CellProblem[] = [];
  const [first, ...others] = patientIdentifiers(message, segment, toldAt, context);
  if (first === undefined) {
    const reason = told.hl7.noOwnId;
    return { refused: { column: 'PID-3', value: '', code: 'no_identity', reason }, notes };
  }
  const language = languageIn(message, segment);
  const isOnly = listSegments(message, 'PID').length === 1;
  const row: PatientRow = {
    identifiers: [first, ...others],
    ...namesOf(message, segment, 5),
    ...birthOf(message, segment, context.today, notes),
    sex: sexOf(textAt(message, segment, 8)),
    spokenLanguage: language,
    writtenLanguage: language,
    ...deathOf(message, segment, context.today, notes),
    contacts: [...telecomOf(message, segment), ...addressOf(message, segment)],
    // In a message about two patients it does not show whose these are.
    related: isOnly ? relatedOf(message) : [],
    consents: isOnly ? consentsOf(message) : [],
    toldAt,
    source: context.source,
  };
  return { row, notes };
}

function birthOf(
  message: Hl7Message,
  segment: Segment,
  today: LocalDate,
  notes: CellProblem[],
): Pick<PatientRow, 'birthDate' | 'birthPrecision'> {
  const text = textAt(message, segment, 7);
  if (text === undefined || /^0+$/.test(text)) return {};
  const time = readTime(text);
  if (time === undefined || time.day > today || time.day < '1880-01-01') {
    const reason = told.fhir.noBirth;
    notes.push({ column: 'PID-7', value: text, code: 'bad_date', reason });
    return {};
  }
  return { birthDate: time.day, birthPrecision: time.precision };
}

function sexOf(code: string | undefined): Sex | undefined {
  switch (code?.toUpperCase()) {
    case 'F':
      return 'female';
    case 'M':
      return 'male';
    case 'O':
    case 'A':
    case 'X':
      return 'other';
    case 'U':
    case 'N':
      return 'unknown';
    default:
      return undefined;
  }
}

function languageIn(message: Hl7Message, segment: Segment): string | undefined {
  for (const component of [1, 2, 4, 5]) {
    const text = textAt(message, segment, 15, component);
    const language = text === undefined ? undefined : languageOf(text);
    if (language !== undefined) return language;
  }
  return undefined;
}

// A day of death only where the source knows the day; the exit holds either way. "N" beside a day is a
// contradiction, and a death that is not one hurts less than the reverse.
function deathOf(
  message: Hl7Message,
  segment: Segment,
  today: LocalDate,
  notes: CellProblem[],
): Pick<PatientRow, 'exitReason' | 'exitedOn' | 'deceasedOn'> {
  const text = textAt(message, segment, 29);
  const indicator = textAt(message, segment, 30)?.toUpperCase();
  const time = readTime(text);
  if (text !== undefined && !/^0+$/.test(text) && (time === undefined || time.day > today)) {
    notes.push({ column: 'PID-29', value: text, code: 'bad_date', reason: told.hl7.noDeath });
  }
  const day = time !== undefined && time.precision === 'day' && time.day <= today ? time.day : undefined;
  if (indicator === 'Y' || (day !== undefined && indicator === undefined)) {
    return { exitReason: 'died', exitedOn: day, deceasedOn: day };
  }
  return {};
}

const mostRelated = 20;

/** Next of kin (NK1) and guarantors (GT1). The patient as their own guarantor is nobody else. */
function relatedOf(message: Hl7Message): readonly ReceivedRelated[] {
  const found: ReceivedRelated[] = [];
  for (const segment of listSegments(message, 'NK1')) {
    const relationship = textAt(message, segment, 3, 2) ?? textAt(message, segment, 3) ?? 'next of kin';
    add(found, message, repetitionsOf(message, segment, 2)[0], relationship);
  }
  for (const segment of listSegments(message, 'GT1')) {
    if (/^(?:SEL|SLF|SELF|18)$/i.test(textAt(message, segment, 11) ?? '')) continue;
    add(found, message, repetitionsOf(message, segment, 3)[0], 'guarantor');
  }
  return found.slice(0, mostRelated);
}

function add(
  found: ReceivedRelated[],
  message: Hl7Message,
  repetition: string | undefined,
  relationship: string,
): void {
  const name = repetition === undefined ? undefined : personIn(message, repetition, 1);
  if (name === undefined) return;
  found.push({ name, relationship: beginningOf(relationship.toLowerCase(), 100) });
}

/** HL7 table 0215, what PD1-11 says about reminders. Only withdrawals: nothing that comes in grants. */
function consentsOf(message: Hl7Message): readonly ReceivedConsent[] {
  const code = textAt(message, findSegment(message, 'PD1'), 11);
  const evidence = `PD1-11 ${code}`;
  if (code === '01') return [{ purpose: 'care', channel: 'any', granted: false, evidence }];
  if (code === '03' || code === '06' || code === '09') {
    return [{ purpose: 'care', channel: 'call', granted: false, evidence }];
  }
  return [];
}
