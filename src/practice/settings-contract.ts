import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from './policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const shortText = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const day = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const zone = z.string().check(z.minLength(1), z.maxLength(60));
const nothing = z.object({ ok: z.literal(true) });
const openingHours = z.partialRecord(
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  z.array(z.tuple([time, time])).check(z.maxLength(4)),
);
/** By language, for the patients' pages. */
const pageWords = z.record(z.string().check(z.maxLength(20)), z.string().check(z.trim(), z.maxLength(1000)));
const locationFields = {
  name: shortText,
  zone,
  phone: z.nullable(z.string().check(z.trim(), z.maxLength(40))),
  address: z.array(shortText).check(z.maxLength(6)),
};

export const changePractice = operation({
  name: 'practice.change',
  method: 'PATCH',
  path: '/api/practice',
  summary: 'Change the name, country, time zone, languages and idle time of the practice',
  verb: 'practice.change' satisfies Verb,
  session: 'full',
  input: {
    body: z.object({
      name: z.optional(shortText),
      country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
      zone: z.optional(zone),
      languages: z.optional(
        z
          .array(z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)))
          .check(z.minLength(1), z.maxLength(12)),
      ),
      idleMinutes: z.optional(z.nullable(z.int().check(z.gte(2), z.lte(30)))),
      nameOnPages: z.optional(z.boolean()),
      sensitivePages: z.optional(z.boolean()),
    }),
  },
  reply: nothing,
});

export const addLocation = operation({
  name: 'practice.addLocation',
  method: 'POST',
  path: '/api/locations',
  summary: 'Add a location, with the usual opening hours',
  verb: 'practice.change' satisfies Verb,
  session: 'full',
  input: { body: z.object(locationFields) },
  reply: z.object({ id: z.string() }),
});

export const changeLocation = operation({
  name: 'practice.changeLocation',
  method: 'PATCH',
  path: '/api/locations/:locationId',
  summary: 'Change a location, its opening hours and days off; close it or open it again',
  verb: 'practice.change' satisfies Verb,
  session: 'full',
  input: {
    params: z.object({ locationId: uuid }),
    body: z.object({
      name: z.optional(locationFields.name),
      zone: z.optional(zone),
      phone: z.optional(locationFields.phone),
      address: z.optional(locationFields.address),
      openingHours: z.optional(openingHours),
      holidays: z.optional(z.array(z.object({ on: day, name: shortText })).check(z.maxLength(200))),
      closedOn: z.optional(z.nullable(day)),
      parking: z.optional(pageWords),
    }),
  },
  reply: nothing,
});

export const listSettingChanges = operation({
  name: 'settings.changes',
  method: 'GET',
  path: '/api/settings/changes',
  summary: 'The last change of each setting that was ever changed: who, when, from what',
  verb: 'practice.read' satisfies Verb,
  input: {},
  reply: z.object({
    changes: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        /** Null: at the server's console. */
        by: z.nullable(z.string()),
        subject: z.enum(['practice', 'location', 'service']),
        subjectId: z.nullable(z.string()),
        field: z.string(),
        was: z.unknown(),
      }),
    ),
  }),
});

export const undoSettingChange = operation({
  name: 'settings.undo',
  method: 'POST',
  path: '/api/settings/changes/:changeId/undo',
  summary: 'Take the last change of a setting back',
  verb: 'practice.change' satisfies Verb,
  session: 'full',
  input: { params: z.object({ changeId: uuid }) },
  reply: nothing,
});

export const settingsOperations = [
  changePractice,
  addLocation,
  changeLocation,
  listSettingChanges,
  undoSettingChange,
] as const;
