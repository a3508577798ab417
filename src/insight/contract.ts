import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const params = z.object({ patientId: uuid });

export const timelineFilters = ['all', 'visits', 'contact', 'notes', 'wishes'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

/** One thing that happened with a patient. What `code` and `detail` hold depends on the kind; absent facts are null. */
export const timelineEntryShape = z.object({
  /** `kind:id`, stable. */
  key: z.string(),
  kind: z.enum([
    'visit',
    'act',
    'contact',
    'note',
    'detail',
    'consent',
    'promise',
    'merge',
    'import',
    'exit',
  ]),
  at: z.string(),
  /** Only the day is known; `at` is its noon. */
  wholeDay: z.boolean(),
  /** A status, an outcome, or what happened. */
  code: z.string(),
  /** In somebody's own words, or of the practice's own. */
  words: z.nullable(z.string()),
  /** A text that the practice keeps by language, such as the name of a service. */
  title: z.nullable(z.record(z.string(), z.string())),
  by: z.nullable(z.string()),
  detail: z.record(z.string(), z.nullable(z.string())),
});

export const mostEntries = 200;

export const readTimeline = operation({
  name: 'patients.timeline',
  method: 'GET',
  path: '/api/patients/:patientId/timeline',
  summary: 'Everything that happened with a patient, newest first; `after` is the `next` of the page before',
  verb: 'patients.read' satisfies Verb,
  input: {
    params,
    query: z.object({
      only: z.optional(z.enum(timelineFilters)),
      after: z.optional(z.string().check(z.regex(/^-?\d{1,19}\.[a-z_]+:[0-9a-f:-]{1,80}$/))),
      limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(mostEntries))),
    }),
  },
  reply: z.object({
    entries: z.array(timelineEntryShape),
    /** Null: that was all. */
    next: z.nullable(z.string()),
  }),
});

/** Where a fact came from. `unknown`: it was not kept; nothing is guessed. */
export const originShape = z.object({
  /** `name`, `birth_date`, `language`, `way:id`, `identifier:system value`, `detail:id`, `promise:id`, `consent:purpose channel`. */
  fact: z.string(),
  from: z.enum(['file', 'fhir', 'line', 'staff', 'unknown']),
  /** Of the files or of the line. */
  name: z.nullable(z.string()),
  /** A staff member; of an import, whoever brought it in. */
  who: z.nullable(z.string()),
  at: z.nullable(z.string()),
  /** It was changed since, by what is not known. */
  changedAt: z.nullable(z.string()),
});

export const readOrigins = operation({
  name: 'patients.origins',
  method: 'GET',
  path: '/api/patients/:patientId/origins',
  summary: 'Who recorded each fact about a patient, when, and from where',
  verb: 'patients.read' satisfies Verb,
  input: { params },
  reply: z.object({ origins: z.array(originShape) }),
});

export const readSeenBy = operation({
  name: 'patients.seenBy',
  method: 'GET',
  path: '/api/patients/:patientId/seen-by',
  summary: 'Who has seen or changed what is known of a patient in the last 30 days, from the audit trail',
  verb: 'audit.read' satisfies Verb,
  input: { params },
  reply: z.object({
    people: z.array(
      z.object({
        staffMemberId: z.nullable(z.string()),
        name: z.nullable(z.string()),
        lastAt: z.string(),
        times: z.int(),
        /** Names of operations. */
        on: z.array(z.string()),
      }),
    ),
  }),
});

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const moment = z.nullable(z.string());

export const getHuddle = operation({
  name: 'huddle.get',
  method: 'GET',
  path: '/api/huddle',
  summary: 'The visits of a day by time, with what to remember and what was promised',
  verb: 'huddle.read' satisfies Verb,
  input: { query: z.object({ asOf: z.optional(day) }) },
  reply: z.object({
    day: z.string(),
    visits: z.array(
      z.object({
        id: z.string(),
        patientId: z.string(),
        patientName: z.string(),
        startsAt: z.string(),
        minutes: z.nullable(z.int()),
        status: z.string(),
        service: z.nullable(z.record(z.string(), z.string())),
        clinician: z.nullable(z.object({ id: z.string(), name: z.string() })),
        isFirst: z.boolean(),
        /** Whole months since the last visit that took place; null: there was none. */
        monthsAway: z.nullable(z.int()),
        /** That this is long for them: half a year at least, and half as long again as it usually takes. */
        longAway: z.boolean(),
        spokenLanguage: z.nullable(z.string()),
        needsInterpreter: z.boolean(),
        /** The newest three; `locked` is for us to know, not to say, and never for paper. */
        matters: z.array(z.object({ words: z.string(), toldOn: z.string(), locked: z.boolean() })),
        promises: z.array(z.object({ words: z.string(), dueOn: z.string(), late: z.boolean() })),
        /** That it may be missed more often than usual, and why; null: not so, or nobody can tell. */
        mayBeMissed: z.nullable(z.record(z.string(), z.string())),
        /** The one thing to do, as somebody says it in the huddle; null: nothing stands out. */
        todo: z.nullable(z.string()),
        talkedAbout: z.boolean(),
        leaving: z.object({
          /** What is looked at before this patient leaves. */
          items: z.array(z.object({ code: z.string(), words: z.record(z.string(), z.string()) })),
          /** The newest time that the list was finished; null: not yet. */
          finished: z.nullable(
            z.object({ at: z.string(), by: z.nullable(z.string()), seenTo: z.array(z.string()) }),
          ),
        }),
      }),
    ),
    /** Who writes cards by hand is offered three a day at most; the words are theirs alone. */
    cards: z.object({
      writes: z.boolean(),
      cards: z.array(
        z.object({
          actId: z.string(),
          patientId: z.string(),
          patientName: z.string(),
          title: z.string(),
          facts: z.array(z.object({ fact: z.string(), date: z.string() })),
          hasAddress: z.boolean(),
          /** When there is no address: the day on which it can be handed over. */
          nextVisit: z.nullable(z.string()),
        }),
      ),
    }),
    /** Whether the practice's past says which visits may be missed; null: not looked at yet. */
    missedVisits: z.nullable(z.enum(['told', 'too_few', 'no_skill', 'leakage'])),
    /** The next day that has visits; null: none is booked. */
    nextDay: z.nullable(z.string()),
    scheduleAsOf: moment,
    scheduleIsStale: z.boolean(),
  }),
});

const figureShape = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });

export const getOverview = operation({
  name: 'overview.get',
  method: 'GET',
  path: '/api/overview',
  summary:
    'The practice on one page: who stays, who drifts, who left, what the desk did, and one thing to decide',
  verb: 'overview.read' satisfies Verb,
  input: {},
  reply: z.object({
    day: z.string(),
    patients: z.object({ active: z.int(), prospective: z.int(), exited: z.int() }),
    /** Weeks from Monday, oldest first; the last one is not over yet. */
    weeks: z.array(z.object({ from: z.string(), took: z.int(), missed: z.int(), cancelled: z.int() })),
    /** Active patients with a visit booked. */
    withNext: z.int(),
    /** Whether patients stay, by the last scores; null: nobody has been scored. A patient counts once. */
    kept: z.nullable(
      z.object({
        asOf: z.string(),
        scored: z.int(),
        booked: z.int(),
        fresh: z.int(),
        onRhythm: z.int(),
        drifting: z.int(),
        overdue: z.int(),
        /** Booked, new or on their rhythm, of all scored. */
        share: figureShape,
      }),
    ),
    /** Who left in the last 90 days, by reason. */
    left: z.array(z.object({ reason: z.string(), n: z.int() })),
    /** Of those who were here in the last 28 days: with the next visit booked before they left. */
    rebooked: z.nullable(z.object({ share: figureShape, datesKnown: z.boolean() })),
    /** By the service of the last visit, the largest first; none with fewer than 11 patients. */
    rebookedByService: z.array(
      z.object({ service: z.nullable(z.record(z.string(), z.string())), share: figureShape }),
    ),
    /** One thing to decide. */
    decision: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('reach'), patients: z.int(), of: z.int() }),
      z.object({ kind: z.literal('rebook'), without: z.int(), came: z.int() }),
      z.object({ kind: z.literal('minutes'), patients: z.int(), more: z.int(), weeks: z.int() }),
      z.object({ kind: z.literal('nothing') }),
    ]),
    /** Of this week. */
    acts: z.object({ done: z.int(), patients: z.int(), minutes: z.int() }),
    lastImport: z.nullable(z.object({ at: z.string(), patients: z.int(), visits: z.int() })),
    visitsSince: z.nullable(z.string()),
    /** What is not there, of the visits of the last year and of the active patients. */
    missing: z.object({
      visits: z.int(),
      withoutService: z.int(),
      withoutClinician: z.int(),
      withoutWay: z.int(),
      withoutBirthDate: z.int(),
    }),
  }),
});

export const mostDrifting = 200;

export const listDrift = operation({
  name: 'drift.list',
  method: 'GET',
  path: '/api/drifting',
  summary: 'Who is late against their own rhythm and has no visit booked, the call that is worth most first',
  verb: 'loyalty.read' satisfies Verb,
  input: { query: z.object({ status: z.optional(z.enum(['drifting', 'overdue'])) }) },
  reply: z.object({
    /** The day of the scores; null: nobody has been scored. */
    asOf: z.nullable(z.string()),
    counts: z.object({ drifting: z.int(), overdue: z.int() }),
    /** The first two hundred. */
    patients: z.array(
      z.object({
        patientId: z.string(),
        patientName: z.string(),
        service: z.record(z.string(), z.string()),
        status: z.enum(['drifting', 'overdue']),
        lastDay: z.string(),
        dueOn: z.string(),
        silentDays: z.int(),
        /** Days between visits; n: the patient's own gaps. */
        usualGap: z.nullable(figureShape),
        /** Share of their gaps that would be shorter than the silence so far. */
        overduePercentile: z.nullable(z.number()),
        pVisit: z.nullable(figureShape),
      }),
    ),
  }),
});

export const getScheduleAge = operation({
  name: 'schedule.age',
  method: 'GET',
  path: '/api/schedule-age',
  summary: 'When each source of the schedule was last heard',
  verb: 'practice.read' satisfies Verb,
  input: {},
  reply: z.object({
    sources: z.array(
      z.object({
        kind: z.enum(['files', 'line', 'sample']),
        name: z.string(),
        at: moment,
        stale: z.boolean(),
      }),
    ),
  }),
});

const count = z.int();

export const getCapabilities = operation({
  name: 'record.capabilities',
  method: 'GET',
  path: '/api/capabilities',
  summary:
    'What the record of the practice can and cannot tell, with its numbers, and which export has what is missing',
  verb: 'imports.read' satisfies Verb,
  input: {},
  reply: z.object({
    patients: count,
    left: count,
    visits: count,
    firstDay: z.nullable(z.string()),
    lastDay: z.nullable(z.string()),
    ahead: count,
    /** In one sentence. */
    words: z.string(),
    capabilities: z.array(
      z.object({
        name: z.string(),
        /** What Keepwell would do. */
        words: z.string(),
        can: z.enum(['yes', 'partly', 'no']),
        n: count,
        of: count,
        /** Of what n and `of` are. */
        counted: z.string(),
        /** What is missing, and which export has it; null: nothing. */
        missing: z.nullable(z.object({ words: z.string(), export: z.string(), exportWords: z.string() })),
      }),
    ),
  }),
});

const shareShape = z.object({ value: z.number(), low: z.number(), high: z.number(), n: count });

export const getProgress = operation({
  name: 'record.progress',
  method: 'GET',
  path: '/api/progress',
  summary:
    'How it goes: calls, who was reached, bookings that followed, promises kept, and what can be said of it yet',
  verb: 'today.read' satisfies Verb,
  input: {},
  reply: z.object({
    /** The first answer to an act; null: there is none yet. */
    since: z.nullable(z.string()),
    days: count,
    calls: count,
    /** Of the calls; null: there were none. */
    reached: z.nullable(shareShape),
    /** Patients reached by a call more than 30 days ago, or who have booked since: how many did, within 30 days. */
    booked: z.nullable(shareShape),
    cards: count,
    /** Of the promises that were due. */
    promisesKept: z.nullable(shareShape),
    /** Whole weeks, the oldest first; at most 26. */
    weeks: z.array(z.object({ from: z.string(), calls: count, reached: count })),
    /** So many weeks make a chart. */
    weeksNeeded: count,
    /** When there will be enough; null: there are, or nothing has begun. */
    weeksOn: z.nullable(z.string()),
    whatKept: z.object({
      acted: count,
      held: count,
      /** Null: nobody is held out, so that nothing will ever be told. */
      needed: z.nullable(z.object({ acted: count, held: count })),
      /** At the present pace; null: it cannot be said. */
      expectedOn: z.nullable(z.string()),
      /** The share who come back by themselves, that the need rests on, and the difference that would be found. */
      base: z.number(),
      gain: z.number(),
    }),
  }),
});

export const insightOperations = [
  readTimeline,
  readOrigins,
  readSeenBy,
  getHuddle,
  getOverview,
  listDrift,
  getScheduleAge,
  getCapabilities,
  getProgress,
] as const;
