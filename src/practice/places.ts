import type { Db } from '../database/database.ts';
import type { LocationId, PracticeId, ServiceId, StaffMemberId } from '../kit/ids.ts';
import type { Words } from '../kit/words.ts';

/** Where, what and who, as an import knows them: found again by what the source calls them. */
export interface KnownLocation {
  readonly id: LocationId;
  readonly name: string;
  readonly zone: string;
  readonly system: string | null;
  readonly key: string | null;
}

export interface KnownService {
  readonly id: ServiceId;
  readonly code: string;
  readonly name: Words;
  readonly recallDays: number | null;
}

export interface KnownClinician {
  readonly id: StaffMemberId;
  readonly name: string;
  readonly system: string | null;
  readonly key: string | null;
}

export interface KnownPlaces {
  readonly locations: readonly KnownLocation[];
  readonly services: readonly KnownService[];
  readonly clinicians: readonly KnownClinician[];
}

// A statement carries at most 65,535 parameters; the widest of these rows has eight.
const rowsAStatement = 2000;

function* portions<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += rowsAStatement) yield rows.slice(at, at + rowsAStatement);
}

/** The locations (first made first), services and clinicians of a practice. */
export async function listPlaces(db: Db, practice: PracticeId): Promise<KnownPlaces> {
  const locations = await db
    .selectFrom('location')
    .select(['id', 'name', 'zone', 'source_system as system', 'source_id as key'])
    .where('practice_id', '=', practice)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const services = await db
    .selectFrom('service')
    .select(['id', 'code', 'name', 'recall_days as recallDays'])
    .where('practice_id', '=', practice)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const clinicians = await db
    .selectFrom('staff_member')
    .select(['id', 'display_name as name', 'source_system as system', 'source_id as key'])
    .where('practice_id', '=', practice)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { locations, services, clinicians };
}

/** Adds the locations that are not there yet; one that the source has sent before stays as it is. */
export async function ensureLocations(
  db: Db,
  practice: PracticeId,
  locations: readonly KnownLocation[],
): Promise<void> {
  for (const rows of portions(locations)) {
    await db
      .insertInto('location')
      .values(
        rows.map((row) => ({
          practice_id: practice,
          id: row.id,
          name: row.name,
          zone: row.zone,
          source_system: row.system,
          source_id: row.key,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Adds the services that are not there yet. */
export async function ensureServices(
  db: Db,
  practice: PracticeId,
  services: readonly KnownService[],
): Promise<void> {
  for (const rows of portions(services)) {
    await db
      .insertInto('service')
      .values(
        rows.map((row) => ({
          practice_id: practice,
          id: row.id,
          code: row.code,
          name: JSON.stringify(row.name),
          recall_days: row.recallDays,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Adds the clinicians that are not there yet: staff members without an account. */
export async function ensureClinicians(
  db: Db,
  practice: PracticeId,
  clinicians: readonly KnownClinician[],
): Promise<void> {
  for (const rows of portions(clinicians)) {
    await db
      .insertInto('staff_member')
      .values(
        rows.map((row) => ({
          practice_id: practice,
          id: row.id,
          display_name: row.name,
          roles: ['clinician'],
          source_system: row.system,
          source_id: row.key,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
