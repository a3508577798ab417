import type { Db } from '../../database/database.ts';
import type { OpeningHours } from '../../database/tables/practice.ts';
import { type LocationId, newId, type PracticeId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';

export interface Location {
  readonly id: LocationId;
  readonly name: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly address: readonly string[];
  readonly openingHours: OpeningHours;
  /** Days off, in their order. */
  readonly holidays: readonly { readonly on: LocalDate; readonly name: string }[];
  readonly closedOn: LocalDate | null;
  /** How to come and where to leave a car, for the patients' pages. */
  readonly parking: Words;
}

export type LocationChange = Partial<Omit<Location, 'id'>>;

/** @param id one of them; all when it is left out */
export async function listLocations(db: Db, practice: PracticeId, id?: LocationId): Promise<Location[]> {
  let query = db
    .selectFrom('location')
    .select([
      'id',
      'name',
      'zone',
      'phone',
      'address',
      'opening_hours as openingHours',
      'closed_on as closedOn',
      'parking',
    ])
    .where('practice_id', '=', practice)
    .orderBy('name')
    .orderBy('id')
    .limit(500);
  if (id !== undefined) query = query.where('id', '=', id);
  const locations = await query.execute();
  const holidays = await db
    .selectFrom('holiday')
    .select(['location_id', 'on_date as on', 'name'])
    .where('practice_id', '=', practice)
    .orderBy('on_date')
    .limit(20_000)
    .execute();
  return locations.map((location) => ({
    ...location,
    holidays: holidays.filter((one) => one.location_id === location.id).map(({ on, name }) => ({ on, name })),
  }));
}

export async function insertLocation(
  db: Db,
  practice: PracticeId,
  location: Pick<Location, 'name' | 'zone' | 'phone' | 'address'>,
): Promise<LocationId> {
  const id = newId<LocationId>();
  const { name, zone, phone, address } = location;
  await db
    .insertInto('location')
    .values({ practice_id: practice, id, name, zone, phone, address: [...address] })
    .execute();
  return id;
}

export async function updateLocation(
  db: Db,
  practice: PracticeId,
  id: LocationId,
  change: LocationChange,
): Promise<void> {
  const set = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.zone === undefined ? {} : { zone: change.zone }),
    ...(change.phone === undefined ? {} : { phone: change.phone }),
    ...(change.address === undefined ? {} : { address: [...change.address] }),
    ...(change.openingHours === undefined ? {} : { opening_hours: JSON.stringify(change.openingHours) }),
    ...(change.parking === undefined ? {} : { parking: JSON.stringify(change.parking) }),
    ...(change.closedOn === undefined ? {} : { closed_on: change.closedOn }),
  };
  if (Object.keys(set).length > 0) {
    await db
      .updateTable('location')
      .set(set)
      .where('practice_id', '=', practice)
      .where('id', '=', id)
      .execute();
  }
  if (change.holidays === undefined) return;
  await db.deleteFrom('holiday').where('practice_id', '=', practice).where('location_id', '=', id).execute();
  if (change.holidays.length === 0) return;
  const rows = change.holidays.map(({ on, name }) => ({
    practice_id: practice,
    location_id: id,
    on_date: on,
    name,
  }));
  await db.insertInto('holiday').values(rows).execute();
}
