import * as z from 'zod/mini';
import { isZone } from '../../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import type { VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import { type MessagePlace, readPlace } from './places-in-message.ts';

/** What a feed means by an event, where it differs from the standard. */
export type EventByHand = VisitStatus | 'change' | 'patient' | 'ignore';

/** How one feed writes HL7: data, never code. Plain, because it crosses to another thread. */
export interface Hl7Mapping {
  readonly events: ReadonlyMap<string, EventByHand>;
  /** Where the status of a booking stands; the first that has a text counts. */
  readonly statusFrom: readonly MessagePlace[];
  /** Where it begins, before the usual places. */
  readonly startFrom: readonly MessagePlace[];
  /** Number of a booking. Given together with `encounterFrom` it says that both are numbers of one series. */
  readonly appointmentFrom: readonly MessagePlace[];
  readonly encounterFrom: readonly MessagePlace[];
  readonly oneSeries: boolean;
  readonly locationFrom: readonly MessagePlace[];
  /** Type (MR) or assigning authority of the identifier by which the source finds its patients. */
  readonly identifier: string | undefined;
  /** Of times without an offset; else the location's. */
  readonly zone: string | undefined;
}

const status = z.enum(['booked', 'confirmed', 'arrived', 'roomed', 'seen', 'left', 'cancelled', 'no_show']);
const places = z.array(z.string()).check(z.maxLength(10));
const shape = z.strictObject({
  events: z.optional(z.record(z.string(), z.union([status, z.enum(['change', 'patient', 'ignore'])]))),
  statusFrom: z.optional(places),
  startFrom: z.optional(places),
  appointmentFrom: z.optional(places),
  encounterFrom: z.optional(places),
  locationFrom: z.optional(places),
  identifier: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  zone: z.optional(z.string()),
});

/** Checks the `hl7` part of a mapping; see docs/running/hl7.md. */
export function readHl7Mapping(input: unknown): Outcome<Hl7Mapping, Refusal<'invalid_input'>> {
  const read = shape.safeParse(input ?? {});
  if (!read.success) {
    const where = ['hl7', ...(read.error.issues[0]?.path ?? [])].join('.');
    return refuse('invalid_input', told.mapping.notRight(where));
  }
  const given = read.data;
  const event = Object.keys(given.events ?? {}).find((name) => !/^[A-Z][A-Z0-9]{2}$/.test(name));
  if (event !== undefined) {
    return refuse('invalid_input', told.mapping.event(event));
  }
  if (given.zone !== undefined && !isZone(given.zone)) {
    return refuse('invalid_input', told.mapping.zone(given.zone));
  }
  const lists = {
    statusFrom: given.statusFrom ?? ['SCH-25', 'SCH-25.2'],
    startFrom: given.startFrom ?? [],
    appointmentFrom: given.appointmentFrom ?? ['SCH-2', 'SCH-1'],
    encounterFrom: given.encounterFrom ?? ['PV1-19'],
    locationFrom: given.locationFrom ?? [],
  };
  const wrong = Object.values(lists)
    .flat()
    .find((written) => readPlace(written) === undefined);
  if (wrong !== undefined) {
    return refuse('invalid_input', told.mapping.place(wrong));
  }
  const of = (written: readonly string[]): MessagePlace[] =>
    written.map(readPlace).filter((place) => place !== undefined);
  return done({
    events: new Map(Object.entries(given.events ?? {})),
    statusFrom: of(lists.statusFrom),
    startFrom: of(lists.startFrom),
    appointmentFrom: of(lists.appointmentFrom),
    encounterFrom: of(lists.encounterFrom),
    oneSeries: given.appointmentFrom !== undefined && given.encounterFrom !== undefined,
    locationFrom: of(lists.locationFrom),
    identifier: given.identifier,
    zone: given.zone,
  });
}
