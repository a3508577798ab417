import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { SampleOrigin } from '../../database/tables/practice.ts';
import type { AccountId, PracticeId } from '../../kit/ids.ts';
import type { Practice } from '../model.ts';

const columns = [
  'practice.id',
  'practice.public_id as publicId',
  'practice.slug',
  'practice.name',
  'practice.country',
  'practice.currency',
  'practice.zone',
  'practice.languages',
  'practice.is_sample as isSample',
] as const;

// One installation serves tens of practices; a list longer than this would need pages.
const mostPractices = 500;

export async function findPractice(db: Db, slug: string): Promise<Practice | undefined> {
  return db.selectFrom('practice').select(columns).where('slug', '=', slug).executeTakeFirst();
}

/** By the public id that link and device tokens begin with. */
export async function findPracticeByPublicId(db: Db, publicId: string): Promise<Practice | undefined> {
  // It comes out of addresses and cookies: what is no id is none of ours, and a NUL would be a fault of the database.
  if (!/^[\w-]{1,64}$/.test(publicId)) return undefined;
  return db.selectFrom('practice').select(columns).where('public_id', '=', publicId).executeTakeFirst();
}

export async function listPractices(db: Db): Promise<readonly Practice[]> {
  return db.selectFrom('practice').select(columns).orderBy('id').limit(mostPractices).execute();
}

/** Those that an account belongs to and is not suspended in; its own practices before a sample, newest first. */
export async function listPracticesOf(db: Db, account: AccountId): Promise<readonly Practice[]> {
  return db
    .selectFrom('practice')
    .innerJoin('membership', 'membership.practice_id', 'practice.id')
    .select(columns)
    .where('membership.account_id', '=', account)
    .where('membership.suspended_at', 'is', null)
    .orderBy('practice.is_sample')
    .orderBy('practice.id', 'desc')
    .limit(mostPractices)
    .execute();
}

export interface NewPractice {
  readonly publicId: string;
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly zone: string;
  readonly languages: readonly string[];
  readonly isSample: boolean;
  readonly sample: SampleOrigin | null;
}

/** @returns undefined when the slug is taken */
export async function insertPractice(db: Db, practice: NewPractice): Promise<Practice | undefined> {
  return db
    .insertInto('practice')
    .values({
      public_id: practice.publicId,
      slug: practice.slug,
      name: practice.name,
      country: practice.country,
      currency: practice.currency,
      zone: practice.zone,
      languages: [...practice.languages],
      is_sample: practice.isSample,
      sample: practice.sample === null ? null : JSON.stringify(practice.sample),
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/** Enters a practice for the rest of the transaction; only for transactions that began without one. */
export async function enterPractice(db: Db, practice: PracticeId): Promise<void> {
  await sql`select set_config('app.practice', ${String(practice)}, true)`.execute(db);
}

/** What the practice itself sets. */
export interface PracticeSettings {
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly languages: readonly string[];
  /** Null: as the installation has it. */
  readonly idleMinutes: number | null;
  /** Patients are called by name on their own pages: a link may be forwarded. */
  readonly nameOnPages: boolean;
  /** Every service is shown on a patient's page after a code alone. */
  readonly sensitivePages: boolean;
}

export function findPracticeSettings(db: Db, practice: PracticeId): Promise<PracticeSettings> {
  return db
    .selectFrom('practice')
    .select([
      'name',
      'country',
      'zone',
      'languages',
      'idle_minutes as idleMinutes',
      'name_on_pages as nameOnPages',
      'sensitive_pages as sensitivePages',
    ])
    .where('id', '=', practice)
    .executeTakeFirstOrThrow();
}

export async function updatePractice(
  db: Db,
  practice: PracticeId,
  change: Partial<PracticeSettings>,
): Promise<void> {
  const set = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.country === undefined ? {} : { country: change.country }),
    ...(change.zone === undefined ? {} : { zone: change.zone }),
    ...(change.languages === undefined ? {} : { languages: [...change.languages] }),
    ...(change.idleMinutes === undefined ? {} : { idle_minutes: change.idleMinutes }),
    ...(change.nameOnPages === undefined ? {} : { name_on_pages: change.nameOnPages }),
    ...(change.sensitivePages === undefined ? {} : { sensitive_pages: change.sensitivePages }),
  };
  if (Object.keys(set).length === 0) return;
  await db.updateTable('practice').set(set).where('id', '=', practice).execute();
}
