import type { Db } from '../database/database.ts';
import type { OpeningHours } from '../database/tables/practice.ts';
import type { LocationId, PracticeId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { listLocations } from './queries/locations.ts';

/** When somebody is at a location. */
export interface OpenPlace {
  /** Null: no location is known. */
  readonly id: LocationId | null;
  readonly zone: string;
  readonly openingHours: OpeningHours;
  readonly holidays: readonly { readonly on: LocalDate }[];
  /** From this day on nobody is seen here. */
  readonly closedOn: LocalDate | null;
}

/** The opening hours of all locations. */
export function listOpenPlaces(db: Db, practice: PracticeId): Promise<readonly OpenPlace[]> {
  return listLocations(db, practice);
}
