import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { leavingOperations } from './leaving-contract.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const count = z.coerce.number().check(z.int(), z.gte(1), z.lte(1440));

export const whyNowShape = z.object({ fact: z.string(), source: z.string(), date: z.string() });

/** One act as the desk sees it in the list and on the command line. */
export const actShape = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  ownerRole: z.string(),
  channel: z.string(),
  minutes: z.int(),
  /** Expected extra visits kept; null: courtesy. */
  value: z.nullable(z.number()),
  valueLow: z.nullable(z.number()),
  valueHigh: z.nullable(z.number()),
  share: z.string(),
  topic: z.string(),
  dueTo: z.string(),
  deadline: z.nullable(z.string()),
  whyNow: z.array(whyNowShape),
  language: z.string(),
  script: z.string(),
  state: z.string(),
  attempts: z.int(),
  notBefore: z.nullable(z.string()),
  /** The staff member who took it; null: whoever has the role. */
  assignedTo: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** Somebody changed its words. */
  edited: z.boolean(),
});
export type ActShape = z.output<typeof actShape>;

export const heldShape = z.object({
  kind: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  reason: z.string(),
  code: z.string(),
});

const asOf = z.optional(day);

export const listToday = operation({
  name: 'today.list',
  method: 'GET',
  path: '/api/today',
  summary: 'The acts of the day, ranked and within the minutes there are; how many are held back, and why',
  verb: 'today.read' satisfies Verb,
  input: { query: z.object({ minutes: z.optional(count), asOf }) },
  reply: z.object({
    asOf: z.string(),
    /** True when the day is not today: nothing is recorded. */
    whatIf: z.boolean(),
    minutes: z.object({ planned: z.int(), available: z.int(), done: z.int() }),
    acts: z.array(actShape),
    heldCounts: z.record(z.string(), z.object({ count: z.int(), reason: z.string() })),
    backlog: z.object({ patients: z.int(), minutes: z.int() }),
    doneToday: z.int(),
    /** When the practice's schedule was last brought in; null: never. */
    scheduleAsOf: z.nullable(z.string()),
    scheduleIsStale: z.boolean(),
    /** False: no booking of today or later is known, so that nothing is proposed about coming visits. */
    bookingsAhead: z.boolean(),
    /** Acts that rest on the schedule, while it is not fresh: look there first. */
    checkFirst: z.array(z.string()),
  }),
});

export const listHeld = operation({
  name: 'today.held',
  method: 'GET',
  path: '/api/today/held',
  summary: 'Who is held back on a day, and why; the first 200 by reason and worth',
  verb: 'today.read' satisfies Verb,
  input: { query: z.object({ minutes: z.optional(count), asOf }) },
  reply: z.object({ heldBack: z.array(heldShape) }),
});

/** So many calls are an hour's work: what a practice tries first. */
export const callsOfWeek = 10;

export const listCalls = operation({
  name: 'today.calls',
  method: 'GET',
  path: '/api/today/calls',
  summary: 'The calls that are worth most this week, beyond the minutes of today: whom, why, and what to say',
  verb: 'today.read' satisfies Verb,
  input: {},
  reply: z.object({
    /** At most ten, the most worthwhile first. */
    calls: z.array(z.object({ act: actShape, phone: z.nullable(z.string()) })),
  }),
});

export const oneAct = operation({
  name: 'today.one',
  method: 'GET',
  path: '/api/today/one',
  summary: 'I have a few minutes: the one act that is worth most of those that fit',
  verb: 'today.read' satisfies Verb,
  input: { query: z.object({ minutes: count }) },
  reply: z.object({ act: z.nullable(actShape), reason: z.string() }),
});

export const openAct = operation({
  name: 'today.open',
  method: 'GET',
  path: '/api/acts/:actId',
  summary: 'One act with its premise read again: if the reason is gone it closes itself and says so',
  verb: 'today.read' satisfies Verb,
  input: { params: z.object({ actId: uuid }), query: z.object({ asOf }) },
  reply: z.object({
    act: actShape,
    /** False: the act has closed itself; `premise.words` says why. */
    premise: z.object({ holds: z.boolean(), words: z.string() }),
    checkFirst: z.boolean(),
    /** By language: the touchpoint's own words, and what was last written for this act. */
    scripts: z.record(z.string(), z.object({ own: z.string(), said: z.string() })),
    /** The act closed itself for a reason that a person may overrule. */
    canReopen: z.boolean(),
    patient: z.object({
      id: z.string(),
      name: z.string(),
      pronunciation: z.string(),
      pronouns: z.string(),
      language: z.nullable(z.string()),
      needsInterpreter: z.boolean(),
      /** Who gets the card of a child; null: the patient. */
      guardian: z.nullable(z.string()),
      /** What they asked to stand on envelopes; null: nothing. */
      envelope: z.nullable(z.object({ name: z.string(), nameless: z.boolean() })),
      reachBy: z.array(z.object({ kind: z.string(), value: z.string(), belongsTo: z.string() })),
    }),
    whatMatters: z.array(
      z.object({
        id: z.string(),
        words: z.string(),
        sharing: z.string(),
        toldTo: z.nullable(z.string()),
        toldOn: z.string(),
      }),
    ),
    /** What not to do or say now. */
    limits: z.array(z.string()),
    /** What may be done now, and why not. */
    gate: z.object({
      verdict: z.enum(['permit', 'delay', 'refuse']),
      until: z.nullable(z.string()),
      reasons: z.array(z.string()),
    }),
    lastContacts: z.array(
      z.object({ at: z.string(), channel: z.string(), by: z.string(), reached: z.boolean() }),
    ),
    outcomes: z.array(
      z.object({
        id: z.string(),
        outcome: z.string(),
        reason: z.nullable(z.string()),
        by: z.string(),
        at: z.string(),
        undone: z.boolean(),
      }),
    ),
    /** One thing to find out of this patient; null: nothing for now. */
    findOut: z.nullable(z.string()),
    /** What may be answered now; a third "no answer" is not offered. */
    offers: z.array(z.string()),
  }),
});

export const outcomeKinds = [
  'done',
  'booked',
  'no_answer',
  'left_message',
  'call_back',
  'declined',
  'wrong_number',
  'stop',
  'not_appropriate',
  'later',
] as const;

export const recordOutcome = operation({
  name: 'today.recordOutcome',
  method: 'POST',
  path: '/api/acts/:actId/outcomes',
  summary: 'Say what came of an act; the same clientKey twice is one outcome',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ actId: uuid }),
    body: z.object({
      outcome: z.enum(outcomeKinds),
      clientKey: z.string().check(z.minLength(8), z.maxLength(64)),
      /** Required for declined and not_appropriate. */
      reason: z.optional(z.string().check(z.trim(), z.maxLength(500))),
      /** Required for call_back and later: an instant, ISO 8601 with offset. */
      at: z.optional(z.iso.datetime({ offset: true })),
      /** For booked: the day of the new visit, if it was said. */
      bookedOn: z.optional(day),
    }),
  },
  reply: z.object({
    outcomeId: z.string(),
    act: actShape,
    already: z.nullable(z.object({ by: z.string(), at: z.string() })),
  }),
});

export const undoOutcome = operation({
  name: 'today.undoOutcome',
  method: 'POST',
  path: '/api/outcomes/:outcomeId/undo',
  summary: 'Take an outcome back, with all that it wrote; also after a reload',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ outcomeId: uuid }),
    body: z.object({ clientKey: z.string().check(z.minLength(8), z.maxLength(64)) }),
  },
  reply: z.object({ act: actShape }),
});

export const reopenAct = operation({
  name: 'today.reopen',
  method: 'POST',
  path: '/api/acts/:actId/reopen',
  summary: 'Open an act again that closed itself; it stays open until it is answered',
  verb: 'today.act' satisfies Verb,
  input: { params: z.object({ actId: uuid }) },
  reply: z.object({ act: actShape }),
});

export const assignAct = operation({
  name: 'today.assign',
  method: 'PUT',
  path: '/api/acts/:actId/owner',
  summary: 'Give an act to a staff member, or to whoever has the role',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ actId: uuid }),
    body: z.object({ staffMemberId: z.nullable(uuid) }),
  },
  reply: z.object({ act: actShape }),
});

export const changeWords = operation({
  name: 'today.changeWords',
  method: 'PUT',
  path: '/api/acts/:actId/words',
  summary: 'What to say for this one act, in a language; null: as the touchpoint has it',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ actId: uuid }),
    body: z.object({
      language: z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
      words: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(2000))),
    }),
  },
  reply: z.object({ act: actShape }),
});

export const sayPresence = operation({
  name: 'today.presence',
  method: 'POST',
  path: '/api/acts/:actId/presence',
  summary: 'Tell the other desks that you are on this act, or no longer; holds for half a minute',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ actId: uuid }),
    /** `desk`: a random id of the window. */
    body: z.object({ desk: uuid, here: z.boolean() }),
  },
  quiet: true,
  reply: z.object({ ok: z.literal(true) }),
});

export const listDone = operation({
  name: 'today.done',
  method: 'GET',
  path: '/api/today/done',
  summary: 'What was done today, newest first; at most 200',
  verb: 'today.read' satisfies Verb,
  input: {},
  reply: z.object({
    done: z.array(
      z.object({
        outcomeId: z.string(),
        outcome: z.string(),
        reason: z.nullable(z.string()),
        by: z.string(),
        at: z.string(),
        canUndo: z.boolean(),
        act: actShape,
      }),
    ),
    people: z.int(),
    minutes: z.int(),
  }),
});

export const addAct = operation({
  name: 'today.addAct',
  method: 'POST',
  path: '/api/patients/:patientId/acts',
  summary: 'Put an act on Today by hand, with its reason; it stands there from its day until it is answered',
  verb: 'today.act' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid }),
    body: z.object({
      reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
      channel: z.enum(['call', 'post', 'in_person']),
      minutes: z.int().check(z.gte(1), z.lte(240)),
      ownerRole: z.enum(['front_desk', 'clinician', 'manager', 'experience_lead']),
      /** A colleague; null: whoever has the role. */
      assignedTo: z.nullable(uuid),
      day,
    }),
  },
  reply: z.object({ act: actShape }),
});

export const todayOperations = [
  ...leavingOperations,
  listToday,
  listHeld,
  listCalls,
  oneAct,
  openAct,
  recordOutcome,
  undoOutcome,
  reopenAct,
  assignAct,
  changeWords,
  sayPresence,
  listDone,
  addAct,
] as const;
