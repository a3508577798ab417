import type { LocationId, VisitId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { findPhoto, type PhotoUri } from '../../practice/photo-actions.ts';
import type { Visitor } from './visitor.ts';

/** What a page can say of a visit. */
export interface VisitFacts {
  readonly id: VisitId;
  readonly startsAt: Date;
  readonly localDay: LocalDate;
  readonly zone: string;
  /** False: a day without a time came as its midnight. */
  readonly hasTime: boolean;
  readonly isToCome: boolean;
  readonly isConfirmed: boolean;
  readonly minutes: number | null;
  readonly locationId: LocationId | null;
  readonly locationName: string | null;
  readonly address: readonly string[];
  readonly parking: Words;
  readonly clinician: string | null;
  /** Of the clinician; null: none. */
  readonly photo: PhotoUri | null;
  readonly service: {
    readonly name: Words;
    readonly whatWeDo: Words;
    readonly steps: Words;
    readonly hurts: Words;
    readonly priceCents: number | null;
    readonly sensitive: boolean;
  } | null;
}

const openStatuses = ['booked', 'confirmed'] as const;

/** The visit that a link is about, else the patient's next; undefined: there is none. */
export async function findVisitFacts({
  db,
  practice,
  link,
  now,
  today,
}: Visitor): Promise<VisitFacts | undefined> {
  let query = db
    .selectFrom('visit as v')
    .leftJoin('location as l', (join) =>
      join.onRef('l.practice_id', '=', 'v.practice_id').onRef('l.id', '=', 'v.location_id'),
    )
    .leftJoin('service as s', (join) =>
      join.onRef('s.practice_id', '=', 'v.practice_id').onRef('s.id', '=', 'v.service_id'),
    )
    .leftJoin('staff_member as m', (join) =>
      join.onRef('m.practice_id', '=', 'v.practice_id').onRef('m.id', '=', 'v.clinician_id'),
    )
    .select([
      'v.id',
      'v.starts_at',
      'v.local_day',
      'v.status',
      'v.minutes',
      'v.confirmed_for',
      'v.location_id',
      'v.provisional',
      'l.name as location_name',
      'l.zone',
      'l.address',
      'l.parking',
      'm.display_name as clinician',
      'v.clinician_id',
      's.id as service_id',
      's.name as service_name',
      's.what_we_do',
      's.steps',
      's.hurts',
      's.price_cents',
      's.sensitive',
      's.minutes as service_minutes',
    ])
    .where('v.practice_id', '=', practice.id)
    // A link is its patient's: a visit that was given to somebody else since is not theirs.
    .where('v.patient_id', '=', link.patientId);
  query =
    link.visitId === null
      ? query.where('v.status', 'in', openStatuses).where('v.local_day', '>=', today).orderBy('v.starts_at')
      : query.where('v.id', '=', link.visitId);
  const row = await query.limit(1).executeTakeFirst();
  if (row === undefined) return undefined;
  const zone = row.zone ?? practice.zone;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const hasTime = !row.provisional && clock.format(row.starts_at) !== '00:00';
  const open = row.status === 'booked' || row.status === 'confirmed';
  return {
    id: row.id,
    startsAt: row.starts_at,
    localDay: row.local_day,
    zone,
    hasTime,
    isToCome: open && (hasTime ? row.starts_at > now : row.local_day >= today),
    isConfirmed: row.confirmed_for !== null && row.confirmed_for.getTime() === row.starts_at.getTime(),
    minutes: row.minutes ?? row.service_minutes,
    locationId: row.location_id,
    locationName: row.location_name,
    address: row.address ?? [],
    parking: row.parking ?? {},
    clinician: row.clinician,
    photo: row.clinician_id === null ? null : await findPhoto(db, practice.id, row.clinician_id),
    service:
      row.service_id === null
        ? null
        : {
            name: row.service_name ?? {},
            whatWeDo: row.what_we_do ?? {},
            steps: row.steps ?? {},
            hurts: row.hurts ?? {},
            priceCents: row.price_cents,
            sensitive: row.sensitive ?? false,
          },
  };
}
