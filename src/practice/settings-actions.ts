import type { Db } from '../database/database.ts';
import type { OpeningHours } from '../database/tables/practice.ts';
import { type LocationId, newId, type ServiceId, type SettingChangeId } from '../kit/ids.ts';
import { isZone } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import type { Actor } from './model.ts';
import {
  insertLocation,
  type Location,
  type LocationChange,
  listLocations,
  updateLocation,
} from './queries/locations.ts';
import { findPracticeSettings, type PracticeSettings, updatePractice } from './queries/practices.ts';
import { findService, type Service, updateService } from './queries/services.ts';
import { findSettingChange, insertSettingChange, type SettingSubject } from './queries/setting-changes.ts';

export type ServiceChange = Partial<Omit<Service, 'id' | 'code' | 'name'>>;
type SettingRefusal = Refusal<'not_found' | 'invalid_input'>;

const noSuchThing = {
  location: refuse('not_found', told.refusals.noLocation),
  service: refuse('not_found', told.refusals.noService),
  practice: refuse('not_found', told.refusals.noSuchPractice),
} as const;

function misfit(change: LocationChange & Partial<PracticeSettings>): string | undefined {
  if (change.zone !== undefined && !isZone(change.zone))
    return 'this is not a time zone; an example is Europe/Madrid';
  if (change.holidays !== undefined) {
    const days = change.holidays.map(({ on }) => on);
    if (new Set(days).size !== days.length) return 'a day is off once; take one of the two out';
    if (days.some((day) => !isDay(day))) return 'one of these days is in no calendar';
  }
  if (change.closedOn != null && !isDay(change.closedOn)) return 'this day is in no calendar';
  if (change.openingHours !== undefined && !fitTogether(change.openingHours))
    return 'opening hours end after they begin, and do not overlap';
  return undefined;
}

function isDay(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

function fitTogether(hours: OpeningHours): boolean {
  return Object.values(hours).every((spans) => {
    const times = spans.flat();
    return times.every((time, at) => at === 0 || (times[at - 1] ?? '') < time);
  });
}

// What can be set, whatever it belongs to, so that a change is written, told and taken back in one way.
type Values = Readonly<Record<string, unknown>>;

async function read(db: Db, actor: Actor, subject: SettingSubject, id: string): Promise<Values | undefined> {
  const practice = actor.practice.id;
  switch (subject) {
    case 'practice':
      return { ...(await findPracticeSettings(db, practice)) };
    case 'location': {
      const [location] = await listLocations(db, practice, id as LocationId);
      return location === undefined ? undefined : { ...location };
    }
    case 'service': {
      const service = await findService(db, practice, id as ServiceId);
      return service === undefined ? undefined : { ...service };
    }
  }
}

async function write(
  db: Db,
  actor: Actor,
  subject: SettingSubject,
  id: string,
  change: Values,
): Promise<void> {
  const practice = actor.practice.id;
  switch (subject) {
    case 'practice':
      return updatePractice(db, practice, change as Partial<PracticeSettings>);
    case 'location':
      return updateLocation(db, practice, id as LocationId, change as LocationChange);
    case 'service':
      return updateService(db, practice, id as ServiceId, change as ServiceChange);
  }
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

// jsonb gives keys back in an order of its own.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Writes what differs, and notes each field with what it was. */
async function set(
  db: Db,
  actor: Actor,
  subject: SettingSubject,
  id: string,
  change: Values,
  now: Date,
): Promise<Outcome<undefined, SettingRefusal>> {
  const before = await read(db, actor, subject, id);
  if (before === undefined) return noSuchThing[subject];
  const wrong = misfit(change as LocationChange & Partial<PracticeSettings>);
  if (wrong !== undefined) return refuse('invalid_input', wrong);
  const differs = Object.entries(change).filter(
    ([field, value]) => value !== undefined && !same(before[field] ?? null, value),
  );
  await write(db, actor, subject, id, Object.fromEntries(differs));
  for (const [field, became] of differs) {
    await insertSettingChange(db, actor.practice.id, {
      id: newId<SettingChangeId>(now.getTime()),
      at: now,
      staffMember: actor.staffMemberId,
      subject,
      subjectId: subject === 'practice' ? null : id,
      field,
      was: before[field] ?? null,
      became,
    });
  }
  return done(undefined);
}

export function changePractice(
  db: Db,
  actor: Actor,
  change: Partial<PracticeSettings>,
  now: Date,
): Promise<Outcome<undefined, SettingRefusal>> {
  return set(db, actor, 'practice', '', change, now);
}

export function changeLocation(
  db: Db,
  actor: Actor,
  id: LocationId,
  change: LocationChange,
  now: Date,
): Promise<Outcome<undefined, SettingRefusal>> {
  return set(db, actor, 'location', id, change, now);
}

/** @returns `invalid_input` for a zone that is none */
export async function addLocation(
  db: Db,
  actor: Actor,
  location: Pick<Location, 'name' | 'zone' | 'phone' | 'address'>,
): Promise<Outcome<LocationId, Refusal<'invalid_input'>>> {
  const wrong = misfit(location);
  if (wrong !== undefined) return refuse('invalid_input', wrong);
  return done(await insertLocation(db, actor.practice.id, location));
}

/** Changes a service; announces nothing, the next night's scores use it. @returns `not_found` */
export async function changeService(
  db: Db,
  actor: Actor,
  id: ServiceId,
  change: ServiceChange,
  now: Date,
): Promise<Outcome<Service, SettingRefusal>> {
  const changed = await set(db, actor, 'service', id, change, now);
  if (!changed.ok) return changed;
  const after = await findService(db, actor.practice.id, id);
  return after === undefined ? noSuchThing.service : done(after);
}

/**
 * Takes a change back, as a change of its own.
 * @returns `cannot_undo` when the setting was changed again since
 */
export async function undoSettingChange(
  db: Db,
  actor: Actor,
  id: SettingChangeId,
  now: Date,
): Promise<Outcome<undefined, Refusal<'not_found' | 'invalid_input' | 'cannot_undo'>>> {
  const change = await findSettingChange(db, actor.practice.id, id);
  if (change === undefined) return refuse('not_found', told.refusals.noChange);
  const { subject, field, was, became } = change;
  const subjectId = change.subjectId ?? '';
  const values = await read(db, actor, subject, subjectId);
  if (values === undefined) return noSuchThing[subject];
  if (!same(values[field] ?? null, became)) {
    return refuse('cannot_undo', told.refusals.changedSince);
  }
  return set(db, actor, subject, subjectId, { [field]: was }, now);
}
