import { type CopyCell, copyLine } from '../database/copy.ts';
import { newId } from '../kit/ids.ts';
import { normalContact } from './contact-points.ts';
import type {
  PatientRemark,
  PatientRow,
  ReceivedConsent,
  ReceivedContact,
  ReceivedRelated,
  UnreadContact,
} from './model.ts';
import { identifierKey, nameKeys, phoneKey } from './search-keys.ts';

/** Text for COPY: whole, or in pieces when it comes from another thread as bytes. */
export type CopyText = string | Iterable<string>;

/** Text for COPY, by staging table. */
export interface PatientBatch<Text extends CopyText = CopyText> {
  readonly rows: number;
  readonly patients: Text;
  readonly identifiers: Text;
  readonly contacts: Text;
  readonly keys: Text;
  readonly consents: Text;
  readonly related: Text;
  readonly relatedContacts: Text;
  readonly remarks: Text;
}

/** Gathers patients as COPY text; runs anywhere, also off the main thread. */
export interface PatientLines {
  /** @returns the contacts that could not be read; the patient is written without them */
  add(row: PatientRow): readonly UnreadContact[];
  /** @returns the contacts that could not be read; the rest of the remark is written without them */
  remark(remark: PatientRemark): readonly UnreadContact[];
  rows(): number;
  /** What was gathered since the last take. */
  take(): PatientBatch<string>;
}

const nothing: readonly UnreadContact[] = [];

/** @param country ISO 3166 code of the practice: the default region of telephone numbers */
export function createPatientLines(country: string): PatientLines {
  let rows = 0;
  let ord = 0;
  let patients: string[] = [];
  let identifiers: string[] = [];
  let contacts: string[] = [];
  let keys: string[] = [];
  let consents: string[] = [];
  let related: string[] = [];
  let relatedContacts: string[] = [];
  let remarks: string[] = [];

  function addContacts(id: string, row: PatientRow, found: Set<string>): readonly UnreadContact[] {
    if (row.contacts === undefined || row.contacts.length === 0) return nothing;
    let unread: UnreadContact[] | undefined;
    const given = new Set<string>();
    const ranks = { mobile: 0, phone: 0, email: 0, post: 0 };
    for (const contact of row.contacts) {
      const read = normalContact(contact.kind, contact.received, country);
      if ('reason' in read) {
        unread ??= [];
        unread.push({ kind: contact.kind, received: contact.received, reason: read.reason });
        continue;
      }
      // One number in two columns is one way to reach the patient.
      const same = `${contact.kind} ${read.normal}`;
      if (given.has(same)) continue;
      given.add(same);
      ranks[contact.kind] += 1;
      const cells: CopyCell[] = [newId(), id, contact.kind, contact.received, read.normal];
      contacts.push(flatLine([...cells, ranks[contact.kind], contact.confidentialOnly ?? false]));
      if (contact.kind === 'mobile' || contact.kind === 'phone') found.add(phoneKey(read.normal));
    }
    return unread ?? nothing;
  }

  function add(row: PatientRow): readonly UnreadContact[] {
    const id = row.id ?? newId();
    const [first, ...others] = row.identifiers;
    rows += 1;
    ord += 1;
    patients.push(patientLine(id, ord, row));
    for (const other of others) identifiers.push(flatLine([id, other.system, other.value]));
    const found = new Set<string>([identifierKey(first.value)]);
    for (const other of others) if (other.value.length <= 20) found.add(identifierKey(other.value));
    for (const name of [row.familyName, row.givenName, row.fullName, row.preferredName]) {
      if (name) for (const key of nameKeys(name)) found.add(key);
    }
    const unread = addContacts(id, row, found);
    for (const key of found) if (key.length > 1) keys.push(`${id}\t${key}\n`);
    addConsents(id, row.consents ?? []);
    if (row.related === undefined || row.related.length === 0) return unread;
    return [...unread, ...addRelated(id, row.related)];
  }

  function addConsents(id: string, said: readonly ReceivedConsent[]): void {
    for (const { purpose, channel, granted, evidence } of said) {
      consents.push(flatLine([newId(), id, purpose, channel, granted, evidence]));
    }
  }

  function addRelated(id: string, people: readonly ReceivedRelated[]): UnreadContact[] {
    const unread: UnreadContact[] = [];
    for (const { name, relationship, contacts: ways = [] } of people) {
      const relatedId = newId();
      related.push(flatLine([relatedId, id, name, relationship]));
      for (const [i, way] of ways.entries()) {
        const line = wayLine(relatedId, way, i + 1, country);
        if (typeof line === 'string') relatedContacts.push(line);
        else unread.push(line);
      }
    }
    return unread;
  }

  function remark({ patient, source, ...said }: PatientRemark): readonly UnreadContact[] {
    const id = newId();
    rows += 1;
    ord += 1;
    remarks.push(flatLine([id, ord, source.file, source.row, patient.system, patient.value]));
    addConsents(id, said.consents ?? []);
    return addRelated(id, said.related ?? []);
  }

  function take(): PatientBatch<string> {
    const batch = {
      rows,
      patients: patients.join(''),
      identifiers: identifiers.join(''),
      contacts: contacts.join(''),
      keys: keys.join(''),
      consents: consents.join(''),
      related: related.join(''),
      relatedContacts: relatedContacts.join(''),
      remarks: remarks.join(''),
    };
    rows = 0;
    patients = [];
    identifiers = [];
    contacts = [];
    keys = [];
    consents = [];
    related = [];
    relatedContacts = [];
    remarks = [];
    return batch;
  }

  return { add, remark, rows: () => rows, take };
}

function wayLine(owner: string, way: ReceivedContact, rank: number, country: string): string | UnreadContact {
  const { kind, received } = way;
  const read = normalContact(kind, received, country);
  if ('reason' in read) return { kind, received, reason: read.reason };
  return flatLine([newId(), owner, kind, received, read.normal, rank]);
}

function patientLine(id: string, ord: number, row: PatientRow): string {
  const [first] = row.identifiers;
  const reason =
    row.exitReason ?? (row.deceasedOn ? 'died' : row.status === 'exited' ? 'inactive' : undefined);
  return flatLine([
    id,
    ord,
    row.source?.file ?? 0,
    first.system,
    first.value,
    row.familyName,
    row.givenName,
    row.fullName,
    row.preferredName,
    row.pronunciation,
    row.pronouns,
    row.birthDate,
    row.birthDate === undefined ? undefined : (row.birthPrecision ?? 'day'),
    row.sex,
    row.spokenLanguage,
    row.writtenLanguage,
    row.needsInterpreter,
    reason === undefined ? row.status : 'exited',
    reason,
    row.exitedOn ?? row.deceasedOn,
    row.deceasedOn,
    row.primaryLocationId,
    row.primaryClinicianId,
    row.knownFrom,
    row.toldAt,
    row.guarantor,
  ]);
}

const special = /[\\\n\r\t]/;

// One flat string a line: built cell by cell it is a tree of pieces, and collecting those took a third of the
// time.
function flatLine(cells: readonly CopyCell[]): string {
  const texts = cells.map((cell) => {
    if (typeof cell === 'string' && special.test(cell)) return copyLine([cell]).slice(0, -1);
    return cell === undefined || cell === null ? '\\N' : String(cell);
  });
  return `${texts.join('\t')}\n`;
}
