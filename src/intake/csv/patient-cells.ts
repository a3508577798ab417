import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { PatientRow, ReceivedConsent, ReceivedContact, RowSource } from '../../patients/model.ts';
import { told } from '../../words/told.ts';
import { type Cells, isMangledId, plainId, type RowRules, readId } from './cells.ts';
import { isNoDate, readDate } from './dates.ts';
import type { FieldName } from './fields.ts';
import { languageOf } from './languages.ts';
import { patientStatus, sexes, squeezeWord, type ToldPatientStatus, yesOrNo } from './statuses.ts';

export interface ReadPatient {
  readonly row: PatientRow;
  readonly key: { readonly system: string; readonly value: string };
  /** The row says more of the patient than who it is. */
  readonly describes: boolean;
}

const longestAge = 130;

/**
 * What a row says of its patient. Without an id, name and birth date (or a way to reach them) tell who it is.
 */
export function readPatient(cells: Cells, rules: RowRules, source: RowSource): ReadPatient {
  const id = readId(cells, 'patient.id');
  const names = readNames(cells);
  const birth = readBirth(cells, rules);
  const contacts = readContacts(cells);
  const value = id ?? keyOfPerson(names, birth.birthDate, contacts);
  if (value === undefined) {
    const reason = told.cells.noIdentity;
    cells.refuse(
      rules.columns.includes('patient.id') ? 'patient.id' : 'patient.full_name',
      '',
      'no_identity',
      reason,
    );
  }
  checkAge(cells);
  const key = { system: rules.system, value };
  const sex = readSex(cells);
  const consents = readConsents(cells);
  const row: PatientRow = {
    identifiers: [key],
    ...names,
    ...birth,
    sex,
    preferredName: cells.get('patient.preferred_name'),
    pronunciation: cells.get('patient.pronunciation'),
    pronouns: cells.get('patient.pronouns'),
    ...readLanguage(cells),
    ...readStanding(cells, rules),
    primaryClinicianId: readClinician(cells, rules),
    guarantor: readGuarantor(cells),
    knownFrom: readKnownFrom(cells, rules),
    ...(contacts.length === 0 ? {} : { contacts }),
    ...(consents.length === 0 ? {} : { consents }),
    source,
  };
  const hasName = names.familyName ?? names.givenName ?? names.fullName;
  const describes =
    hasName !== undefined || sex !== undefined || birth.birthDate !== undefined || contacts.length > 0;
  return { row, key, describes };
}

const nobody = new Set(['0', '-1']);
const themselves = new Set(['self', 'same', 'patient']);

// What cannot be a number here is left out of the row; it says who pays and not who the patient is.
function readGuarantor(cells: Cells): string | undefined {
  const text = cells.get('patient.guarantor');
  if (text === undefined || nobody.has(text) || themselves.has(text.toLowerCase())) return undefined;
  if (isMangledId(text)) {
    const reason = told.cells.cut;
    cells.note('patient.guarantor', text, 'mangled_id', reason);
    return undefined;
  }
  if (/\d/.test(text) && text.length <= 200) return plainId(text);
  cells.note('patient.guarantor', beginningOf(text, 60), 'unknown_word', told.cells.noGuarantor);
  return undefined;
}

interface Names {
  readonly familyName?: string | undefined;
  readonly givenName?: string | undefined;
  readonly fullName?: string | undefined;
}

function readNames(cells: Cells): Names {
  const familyName = cells.get('patient.family_name');
  const givenName = cells.get('patient.given_name');
  if (familyName !== undefined || givenName !== undefined) return { familyName, givenName };
  const whole = cells.get('patient.full_name');
  if (whole === undefined) return {};
  const parts = /^([^,]+),\s*([^,]+)$/.exec(whole);
  if (parts === null) return { fullName: whole };
  return { familyName: parts[1]?.trim(), givenName: parts[2]?.trim() };
}

function keyOfPerson(
  names: Names,
  birthDate: LocalDate | undefined,
  contacts: readonly ReceivedContact[],
): string | undefined {
  const name = names.fullName ?? [names.familyName, names.givenName].filter(Boolean).join(', ');
  const also = birthDate ?? contacts[0]?.received;
  if (name === '' || also === undefined) return undefined;
  return beginningOf(
    `${name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')} | ${also.toLowerCase()}`,
    200,
  );
}

interface Birth {
  readonly birthDate?: LocalDate | undefined;
  readonly birthPrecision?: 'day' | 'year' | undefined;
}

function readBirth(cells: Cells, rules: RowRules): Birth {
  const text = cells.get('patient.birth_date');
  if (text !== undefined && !isNoDate(text)) {
    if (/^\d{4}$/.test(text)) return bornIn(cells, 'patient.birth_date', text, rules);
    const read = readDate(text, rules.order, Number(rules.today.slice(0, 4)));
    if (read === undefined) cells.note('patient.birth_date', text, 'bad_date', told.cells.noDate);
    else if (read.day > rules.today) cells.note('patient.birth_date', text, 'impossible', told.cells.future);
    else if (read.day < '1890-01-01')
      cells.note('patient.birth_date', text, 'impossible', told.cells.longAgo);
    else return { birthDate: read.day, birthPrecision: 'day' };
  }
  const year = cells.get('patient.birth_year');
  return year === undefined ? {} : bornIn(cells, 'patient.birth_year', year, rules);
}

function bornIn(cells: Cells, field: FieldName, text: string, rules: RowRules): Birth {
  const year = Number(text);
  if (Number.isInteger(year) && year >= 1890 && year <= Number(rules.today.slice(0, 4))) {
    return { birthDate: `${year}-01-01` as LocalDate, birthPrecision: 'year' };
  }
  cells.note(field, text, 'impossible', told.cells.noYear);
  return {};
}

// An age is never stored, but one that cannot be tells the owner of the file that something is wrong there.
function checkAge(cells: Cells): void {
  const text = cells.get('patient.age');
  if (text === undefined) return;
  const age = Number.parseFloat(text);
  if (!(age >= 0 && age <= longestAge)) cells.note('patient.age', text, 'impossible', told.cells.noAge);
}

function readSex(cells: Cells): PatientRow['sex'] {
  const text = cells.get('patient.sex');
  if (text === undefined) return undefined;
  const sex = sexes.get(squeezeWord(text));
  if (sex === undefined) cells.note('patient.sex', text, 'unknown_word', told.cells.noSex);
  return sex;
}

function readLanguage(
  cells: Cells,
): Pick<PatientRow, 'spokenLanguage' | 'writtenLanguage' | 'needsInterpreter'> {
  const text = cells.get('patient.language');
  const language = text === undefined ? undefined : languageOf(text);
  if (text !== undefined && language === undefined) {
    cells.note('patient.language', text, 'unknown_word', told.cells.noLanguage);
  }
  return {
    spokenLanguage: language,
    writtenLanguage: language,
    needsInterpreter: readYesNo(cells, 'patient.interpreter'),
  };
}

function readYesNo(cells: Cells, field: FieldName): boolean | undefined {
  const text = cells.get(field);
  if (text === undefined) return undefined;
  const answer = yesOrNo.get(squeezeWord(text));
  if (answer === undefined) cells.note(field, text, 'unknown_word', told.cells.neither);
  return answer === undefined ? undefined : answer === 'yes';
}

function readDay(cells: Cells, field: FieldName, rules: RowRules): LocalDate | undefined {
  const text = cells.get(field);
  if (text === undefined || isNoDate(text)) return undefined;
  const read = readDate(text, rules.order, Number(rules.today.slice(0, 4)));
  if (read === undefined) cells.note(field, text, 'bad_date', told.cells.noDate);
  return read?.day;
}

/** Whether the patient is still with us. A death beats everything else that the row says. */
function readStanding(
  cells: Cells,
  rules: RowRules,
): Pick<PatientRow, 'status' | 'exitReason' | 'exitedOn' | 'deceasedOn'> {
  const deceasedOn = readDay(cells, 'patient.deceased_on', rules);
  if (deceasedOn !== undefined) return { exitReason: 'died', exitedOn: deceasedOn, deceasedOn };
  const exitedOn = readDay(cells, 'patient.exited_on', rules);
  if (readYesNo(cells, 'patient.deceased') === true) return { exitReason: 'died', exitedOn };
  const word = cells.get('patient.status');
  const meant: ToldPatientStatus | undefined = word === undefined ? undefined : patientStatus(word);
  if (word !== undefined && meant === undefined) {
    cells.note('patient.status', word, 'unknown_word', told.cells.noPatientStatus);
  }
  if (meant?.exitReason !== undefined) return { exitReason: meant.exitReason, exitedOn };
  if (readYesNo(cells, 'patient.inactive') === true || exitedOn !== undefined) {
    return { exitReason: 'inactive', exitedOn };
  }
  return meant === undefined ? {} : { status: meant.status };
}

function readClinician(cells: Cells, rules: RowRules): PatientRow['primaryClinicianId'] {
  const name = cells.get('patient.clinician');
  return name === undefined ? undefined : rules.book.clinician(name).id;
}

function readKnownFrom(cells: Cells, rules: RowRules): string | undefined {
  const text = cells.get('patient.known_from');
  if (text === undefined || isNoDate(text)) return undefined;
  const read = readDate(text, rules.order, Number(rules.today.slice(0, 4)));
  if (read === undefined) cells.note('patient.known_from', text, 'bad_date', told.cells.noDate);
  else if (read.day <= rules.today) {
    return rules.book.clockOf(rules.book.defaultLocation()).at(read.day, 0);
  }
  return undefined;
}

function readContacts(cells: Cells): ReceivedContact[] {
  const contacts: ReceivedContact[] = [];
  for (const received of cells.all('patient.mobile')) contacts.push({ kind: 'mobile', received });
  for (const received of cells.all('patient.phone')) contacts.push({ kind: 'phone', received });
  for (const received of cells.all('patient.email')) {
    if (!/^no e?-?mail/i.test(received)) contacts.push({ kind: 'email', received });
  }
  const street = cells.all('patient.street').join(', ');
  const region = [cells.get('patient.state'), cells.get('patient.postal_code')].filter(Boolean).join(' ');
  const place = [cells.get('patient.city'), region, cells.get('patient.country')].filter(Boolean).join(', ');
  if (street !== '') contacts.push({ kind: 'post', received: [street, place].filter(Boolean).join(', ') });
  return contacts;
}

type Purposes = readonly Pick<ReceivedConsent, 'purpose' | 'channel'>[];

function every(channel: ReceivedConsent['channel']): Purposes {
  return [
    { purpose: 'care', channel },
    { purpose: 'feedback', channel },
    { purpose: 'marketing', channel },
  ];
}

// Only withdrawals are taken from a list: a yes in a column is no evidence that anybody agreed to anything.
const noWithdraws: readonly (readonly [FieldName, Purposes])[] = [
  ['patient.text_ok', every('text')],
  ['patient.email_ok', every('email')],
  ['patient.call_ok', every('call')],
  ['patient.marketing', [{ purpose: 'marketing', channel: 'any' }]],
  ['patient.marketing_email', [{ purpose: 'marketing', channel: 'email' }]],
  ['patient.marketing_text', [{ purpose: 'marketing', channel: 'text' }]],
];
const yesWithdraws: readonly (readonly [FieldName, Purposes])[] = [
  ['patient.do_not_contact', every('any')],
  ['patient.do_not_text', every('text')],
  ['patient.do_not_email', every('email')],
  ['patient.do_not_call', every('call')],
];

function readConsents(cells: Cells): ReceivedConsent[] {
  const consents: ReceivedConsent[] = [];
  const withdraw = (field: FieldName, purposes: Purposes): void => {
    for (const one of purposes) consents.push({ ...one, granted: false, evidence: field });
  };
  for (const [field, purposes] of noWithdraws)
    if (readYesNo(cells, field) === false) withdraw(field, purposes);
  for (const [field, purposes] of yesWithdraws)
    if (readYesNo(cells, field) === true) withdraw(field, purposes);
  return consents;
}
