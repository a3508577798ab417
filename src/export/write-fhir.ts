import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FhirResource } from 'fhir/r4.js';
import type { Db } from '../database/database.ts';
import type { PatientId, ServiceId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';
import { consentOf, patientOf, relatedPersonOf } from './fhir/people.ts';
import {
  healthcareServiceOf,
  locationOf,
  organizationOf,
  practitionerOf,
  serviceName,
} from './fhir/places.ts';
import {
  consentPages,
  contactsOf,
  identifiersOf,
  patientPages,
  relatedPersonPages,
  visitPages,
} from './fhir/read-pages.ts';
import { appointmentOf, encounterOf } from './fhir/visits.ts';
import type { FhirEntry } from './model.ts';
import { writeHashed } from './write-file.ts';

// A practice has tens of places and people; a list longer than this would need pages.
const mostPlaces = 100_000;

type Resources = AsyncGenerator<readonly FhirResource[]>;
type Reader = (db: Db, practice: Practice) => Resources;

async function* organizations(_db: Db, practice: Practice): Resources {
  yield [organizationOf(practice)];
}

async function* locations(db: Db, practice: Practice): Resources {
  const rows = await db
    .selectFrom('location')
    .selectAll()
    .where('practice_id', '=', practice.id)
    .orderBy('id')
    .limit(mostPlaces)
    .execute();
  yield rows.map((row) => locationOf(practice, row));
}

async function* practitioners(db: Db, practice: Practice): Resources {
  const rows = await db
    .selectFrom('staff_member')
    .selectAll()
    .where('practice_id', '=', practice.id)
    .orderBy('id')
    .limit(mostPlaces)
    .execute();
  yield rows.map(practitionerOf);
}

async function listServices(db: Db, practice: Practice) {
  return db
    .selectFrom('service')
    .selectAll()
    .where('practice_id', '=', practice.id)
    .orderBy('id')
    .limit(mostPlaces)
    .execute();
}

async function* services(db: Db, practice: Practice): Resources {
  yield (await listServices(db, practice)).map((row) => healthcareServiceOf(practice, row));
}

async function* patients(db: Db, practice: Practice): Resources {
  for await (const rows of patientPages(db, practice.id)) {
    const ids = rows.map(({ id }): PatientId => id);
    const contacts = await contactsOf(db, practice.id, ids);
    const identifiers = await identifiersOf(db, practice.id, ids);
    yield rows.map((row) =>
      patientOf(practice, row, identifiers.get(row.id) ?? [], contacts.get(row.id) ?? []),
    );
  }
}

async function* relatedPersons(db: Db, practice: Practice): Resources {
  for await (const rows of relatedPersonPages(db, practice.id)) {
    const contacts = await contactsOf(
      db,
      practice.id,
      rows.map(({ patient_id }) => patient_id),
    );
    yield rows.map((row) => relatedPersonOf(row, contacts.get(row.patient_id) ?? []));
  }
}

async function* consents(db: Db, practice: Practice): Resources {
  for await (const rows of consentPages(db, practice.id)) yield rows.map((row) => consentOf(row, row.holds));
}

async function namesOfServices(
  db: Db,
  practice: Practice,
): Promise<(id: ServiceId | null) => string | undefined> {
  const names = new Map(
    (await listServices(db, practice)).map((row) => [row.id, serviceName(row, practice)]),
  );
  return (id) => (id === null ? undefined : names.get(id));
}

async function* appointments(db: Db, practice: Practice): Resources {
  const nameOf = await namesOfServices(db, practice);
  for await (const rows of visitPages(db, practice.id))
    yield rows.map((row) => appointmentOf(row, nameOf(row.service_id)));
}

async function* encounters(db: Db, practice: Practice): Resources {
  const nameOf = await namesOfServices(db, practice);
  for await (const rows of visitPages(db, practice.id))
    yield rows.flatMap((row) => encounterOf(row, nameOf(row.service_id)) ?? []);
}

const readers: Readonly<Record<string, Reader>> = {
  Organization: organizations,
  Location: locations,
  Practitioner: practitioners,
  HealthcareService: services,
  Patient: patients,
  RelatedPerson: relatedPersons,
  Appointment: appointments,
  Encounter: encounters,
  Consent: consents,
};

/** The record of a practice as FHIR R4, one NDJSON file a type of resource. */
export async function writeFhir(
  db: Db,
  practice: Practice,
  folder: string,
  onProgress: (words: string) => void,
): Promise<readonly FhirEntry[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries: FhirEntry[] = [];
  for (const [type, read] of Object.entries(readers)) {
    let resources = 0;
    const lines = async function* (): AsyncGenerator<Buffer> {
      for await (const page of read(db, practice)) {
        resources += page.length;
        yield Buffer.from(page.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
      }
    };
    const sha256 = await writeHashed(join(folder, `${type}.ndjson`), lines());
    entries.push({ type, resources, sha256 });
    onProgress(`${type}, ${resources} resources`);
  }
  return entries;
}
