import { type LocalDate, parseLocalDate } from '../../kit/local-date.ts';
import type { PatientIdentifier, PatientRow, RowSource } from '../../patients/model.ts';
import { told } from '../../words/told.ts';
import { languageOf } from '../csv/languages.ts';
import { otherKinds } from '../identifier-kinds.ts';
import type { CellProblem } from '../refused-row.ts';
import type { Directory } from './directory.ts';
import { conceptWords, type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { contactsOf } from './read-related.ts';
import { readIdentifier, readReference, uuidOfUrn } from './references.ts';
import { waysToReach } from './ways-to-reach.ts';

export interface FhirPatient {
  readonly row?: PatientRow;
  readonly refused?: CellProblem;
  readonly notes: readonly CellProblem[];
}

const properId = /^[A-Za-z0-9\-.]{1,64}$/;
const otherSystems = /ssn|sid\/us-medicare|passport|driver|insur|nhs\.uk\/Id\/prisoner/i;

/** One Patient resource. */
export function readFhirPatient(
  resource: Fields,
  fullUrl: string | undefined,
  context: {
    readonly system: string;
    readonly today: LocalDate;
    readonly directory: Directory;
    readonly source: RowSource;
  },
): FhirPatient {
  const notes: CellProblem[] = [];
  const [first, ...others] = identifiersOf(resource, fullUrl, context.system);
  if (first === undefined) {
    const reason = told.fhir.noIds;
    return { refused: { column: 'Patient.id', value: '', code: 'no_identity', reason }, notes };
  }
  const id = textOf(resource.id);
  if (id !== undefined && !properId.test(id)) {
    const reason = told.fhir.oddId;
    notes.push({ column: 'Patient.id', value: id.slice(0, 100), code: 'mangled_id', reason });
  }
  const contained = listOf(resource.contained);
  const generalist = listOf(resource.generalPractitioner).map(readReference);
  const clinician = generalist
    .filter((reference) => reference.type !== 'Organization')
    .map((reference) => context.directory.clinician(reference, contained))[0];
  const language = languageIn(resource);
  const row: PatientRow = {
    identifiers: [first, ...others],
    ...namesOf(resource),
    ...birthOf(resource, context.today, notes),
    sex: sexOf(resource),
    spokenLanguage: language,
    writtenLanguage: language,
    ...standingOf(resource),
    primaryClinicianId: clinician?.id,
    contacts: waysToReach(resource),
    related: contactsOf(resource),
    source: context.source,
  };
  return { row, notes };
}

function identifiersOf(resource: Fields, fullUrl: string | undefined, system: string): PatientIdentifier[] {
  const found: PatientIdentifier[] = [];
  const id = textOf(resource.id);
  if (id !== undefined) found.push({ system, value: id });
  const urn = fullUrl === undefined ? undefined : uuidOfUrn(fullUrl);
  if (urn !== undefined && urn !== id) found.push({ system, value: urn });
  for (const item of listOf(resource.identifier)) {
    const fields = fieldsOf(item);
    const kinds = listOf(fieldsOf(fields.type).coding).map((coding) => textOf(fieldsOf(coding).code) ?? '');
    const identifier = readIdentifier(item);
    if (identifier === undefined || identifier.system === '' || identifier.value.length > 200) continue;
    if (textOf(fields.use) === 'old' || kinds.some((kind) => otherKinds.has(kind))) continue;
    if (!otherSystems.test(identifier.system)) found.push(identifier);
  }
  return found;
}

const nameOrder = ['official', 'usual', undefined, 'temp', 'anonymous'];

function namesOf(
  resource: Fields,
): Pick<PatientRow, 'familyName' | 'givenName' | 'fullName' | 'preferredName'> {
  const names = listOf(resource.name).map(fieldsOf);
  const rank = (name: Fields): number => nameOrder.indexOf(textOf(name.use));
  const usable = names
    .filter((name) => rank(name) >= 0 && textOf(fieldsOf(name.period).end) === undefined)
    .sort((a, b) => rank(a) - rank(b));
  const name = usable[0] ?? names.find((one) => textOf(one.use) !== 'nickname') ?? {};
  const nickname = names.find((one) => textOf(one.use) === 'nickname');
  const familyName = textOf(name.family);
  const givenName = joined(name.given);
  return {
    familyName,
    givenName,
    fullName: familyName === undefined && givenName === undefined ? textOf(name.text) : undefined,
    preferredName: nickname === undefined ? undefined : (joined(nickname.given) ?? textOf(nickname.text)),
  };
}

function joined(value: unknown): string | undefined {
  const parts = listOf(value)
    .map(textOf)
    .filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function birthOf(
  resource: Fields,
  today: LocalDate,
  notes: CellProblem[],
): Pick<PatientRow, 'birthDate' | 'birthPrecision'> {
  const text = textOf(resource.birthDate);
  if (text === undefined) return {};
  const whole = /^\d{4}$/.test(text)
    ? `${text}-01-01`
    : /^\d{4}-\d{2}$/.test(text)
      ? `${text}-01`
      : text.slice(0, 10);
  const birthDate = parseLocalDate(whole);
  if (birthDate === undefined || birthDate > today || birthDate < '1880-01-01') {
    notes.push({
      column: 'Patient.birthDate',
      value: text,
      code: 'bad_date',
      reason: told.fhir.noBirth,
    });
    return {};
  }
  return { birthDate, birthPrecision: text.length === 4 ? 'year' : text.length === 7 ? 'month' : 'day' };
}

function sexOf(resource: Fields): PatientRow['sex'] {
  const gender = textOf(resource.gender);
  return gender === 'female' || gender === 'male' || gender === 'other' || gender === 'unknown'
    ? gender
    : undefined;
}

// A day of death only where the source knows the day; the exit holds either way.
function standingOf(resource: Fields): Pick<PatientRow, 'status' | 'exitReason' | 'exitedOn' | 'deceasedOn'> {
  const died = textOf(resource.deceasedDateTime);
  if (died !== undefined) {
    const deceasedOn = parseLocalDate(died.slice(0, 10));
    return { exitReason: 'died', exitedOn: deceasedOn, deceasedOn };
  }
  if (resource.deceasedBoolean === true) return { exitReason: 'died' };
  if (resource.active === false) return { exitReason: 'inactive' };
  return resource.active === true ? { status: 'active' } : {};
}

function languageIn(resource: Fields): string | undefined {
  const spoken = listOf(resource.communication).map(fieldsOf);
  const chosen = spoken.find((one) => one.preferred === true) ?? spoken[0];
  if (chosen === undefined) return undefined;
  for (const coding of listOf(fieldsOf(chosen.language).coding)) {
    const language = languageOf(textOf(fieldsOf(coding).code) ?? '');
    if (language !== undefined) return language;
  }
  const words = conceptWords(chosen.language);
  return words === undefined ? undefined : languageOf(words);
}
