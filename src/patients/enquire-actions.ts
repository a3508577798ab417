import type { Db } from '../database/database.ts';
import { type LocationId, newId, type PatientId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { normalEmail, normalPhone } from './contact-points.ts';
import { strangerSystem } from './model.ts';
import { folded, nameKeys, phoneKey } from './search-keys.ts';

export interface Stranger {
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string;
  readonly email: string;
  /** BCP 47; undefined: not known. */
  readonly language: string | undefined;
  readonly locationId: LocationId | null;
}

export interface CheckedStranger extends Stranger {
  readonly normalPhone: string | undefined;
  readonly normalEmail: string | undefined;
}

/** What does not fit of what a stranger said: a name and one way to reach them is all we need. */
export function checkStranger(
  stranger: Stranger,
  country: string,
): Outcome<CheckedStranger, Refusal<'no_name' | 'no_way' | 'bad_phone' | 'bad_email'>> {
  if (stranger.givenName === '' && stranger.familyName === '') {
    return refuse('no_name', told.refusals.whoAndHow);
  }
  if (stranger.phone === '' && stranger.email === '') return refuse('no_way', told.refusals.whoAndHow);
  const phone = stranger.phone === '' ? undefined : normalPhone(stranger.phone, country);
  if (stranger.phone !== '' && phone === undefined) return refuse('bad_phone', told.refusals.noPhoneOf);
  const email = stranger.email === '' ? undefined : normalEmail(stranger.email);
  if (stranger.email !== '' && email === undefined) return refuse('bad_email', told.refusals.noEmailOf);
  return done({ ...stranger, normalPhone: phone, normalEmail: email });
}

/**
 * A stranger becomes a prospective patient of their own, also when somebody of that name and number is here already:
 * whether the two are one is asked of a person under possible matches, and is never believed on a stranger's word.
 */
export async function addProspective(
  db: Db,
  practice: Practice,
  stranger: CheckedStranger,
  now: Date,
): Promise<PatientId> {
  const id = newId<PatientId>(now.getTime());
  const { givenName, familyName, language } = stranger;
  await db
    .insertInto('patient')
    .values({
      practice_id: practice.id,
      id,
      given_name: givenName,
      family_name: familyName,
      status: 'prospective',
      spoken_language: language ?? null,
      written_language: language ?? null,
      primary_location_id: stranger.locationId,
      known_from: now,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await db
    .insertInto('patient_identifier')
    .values({ practice_id: practice.id, system: strangerSystem, value: id, patient_id: id })
    .execute();
  const ways = [
    { kind: 'phone' as const, received: stranger.phone, normal: stranger.normalPhone },
    { kind: 'email' as const, received: stranger.email, normal: stranger.normalEmail },
  ].flatMap(({ kind, received, normal }) => (normal === undefined ? [] : [{ kind, received, normal }]));
  await db
    .insertInto('contact_point')
    .values(
      ways.map((way, at) => ({
        practice_id: practice.id,
        id: newId(now.getTime()),
        patient_id: id,
        rank: at + 1,
        created_at: now,
        ...way,
      })),
    )
    .execute();
  const keys = new Set([...nameKeys(givenName), ...nameKeys(familyName)]);
  if (stranger.normalPhone !== undefined) keys.add(phoneKey(stranger.normalPhone));
  if (keys.size > 0) {
    await db
      .insertInto('patient_search_key')
      .values([...keys].map((key) => ({ practice_id: practice.id, key: folded(key), patient_id: id })))
      .execute();
  }
  await tellDesks(db, 'patient', { id });
  return id;
}

/** Of these patients, those who are known by their own word alone: nobody is merged with them without a person. */
export async function listStrangers(
  db: Db,
  practice: Practice['id'],
  patients: readonly string[],
): Promise<ReadonlySet<string>> {
  if (patients.length === 0) return new Set();
  const rows = await db
    .selectFrom('patient')
    .innerJoin('patient_identifier', (join) =>
      join
        .onRef('patient_identifier.practice_id', '=', 'patient.practice_id')
        .onRef('patient_identifier.patient_id', '=', 'patient.id'),
    )
    .select('patient.id')
    .where('patient.practice_id', '=', practice)
    .where('patient.status', '=', 'prospective')
    .where('patient_identifier.system', '=', strangerSystem)
    .where('patient.id', 'in', patients as PatientId[])
    .execute();
  return new Set(rows.map((row) => row.id));
}
