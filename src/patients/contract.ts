import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';
import { envelopeShape, plainMailShape } from './request-contract.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const figure = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });
const params = z.object({ patientId: uuid });

export const patientLineShape = z.object({
  id: z.string(),
  name: z.string(),
  birthYear: z.nullable(z.int()),
  lastVisit: z.nullable(z.string()),
  status: z.string(),
});

export const searchPatients = operation({
  name: 'patients.search',
  method: 'POST',
  path: '/api/patients/search',
  summary:
    'Patients by the beginning of a name, number or telephone; what is typed stays out of addresses and logs',
  verb: 'patients.search' satisfies Verb,
  input: { body: z.object({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)) }) },
  reply: z.object({ patients: z.array(patientLineShape), more: z.boolean() }),
});

export const mostListed = 200;

export const listPatients = operation({
  name: 'patients.list',
  method: 'GET',
  path: '/api/patients',
  summary: 'All patients in the order of a card index, a part at a time: from a row on, or from a letter on',
  verb: 'patients.search' satisfies Verb,
  input: {
    query: z.object({
      /** From 0. */
      from: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(100_000_000))),
      /** One letter: nothing longer, because addresses are kept. */
      letter: z.optional(z.string().check(z.regex(/^\p{L}$/u))),
      status: z.optional(z.enum(['active', 'prospective', 'exited'])),
      limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(mostListed))),
    }),
  },
  reply: z.object({
    /** As a card index has it, `Okafor, Alice`; else as `patientLineShape`. */
    patients: z.array(z.extend(patientLineShape, { indexName: z.string() })),
    from: z.int(),
    total: z.int(),
  }),
});

/** A rhythm figure and its sentence; figures are null where there is too little to say. */
export const rhythmShape = z.object({
  serviceId: z.string(),
  service: z.record(z.string(), z.string()),
  status: z.string(),
  asOf: z.string(),
  model: z.nullable(z.object({ kind: z.string(), n: z.int(), fittedAt: z.string(), horizonDays: z.int() })),
  lastDay: z.string(),
  dueOn: z.string(),
  daysPastDue: z.int(),
  dueFrom: z.nullable(z.string()),
  dueTo: z.nullable(z.string()),
  bookedOn: z.nullable(z.string()),
  recallDays: z.int(),
  pVisit: z.nullable(figure),
  usualGapDays: z.nullable(figure),
  overduePercentile: z.nullable(figure),
  callValue: z.nullable(figure),
  sentence: z.record(z.string(), z.string()),
});

export const whatMattersShape = z.object({
  id: z.string(),
  words: z.string(),
  kind: z.string(),
  sharing: z.string(),
  source: z.string(),
  toldTo: z.nullable(z.string()),
  toldOn: z.string(),
  expiresOn: z.nullable(z.string()),
});

export const promiseShape = z.object({
  id: z.string(),
  words: z.string(),
  owner: z.nullable(z.string()),
  madeOn: z.string(),
  dueOn: z.string(),
  state: z.string(),
});

export const mayDoShape = z.object({
  /** Or `signed`: marketing that the law lets through with a signature alone; only where it knows one. */
  purpose: z.string(),
  channel: z.string(),
  verdict: z.string(),
  words: z.string(),
  codes: z.array(z.string()),
  said: z.nullable(
    z.object({
      granted: z.boolean(),
      /** On which channel it was said; `any` bears on all. */
      channel: z.string(),
      at: z.string(),
      source: z.string(),
      by: z.nullable(z.string()),
    }),
  ),
});

export const getPatient = operation({
  name: 'patients.get',
  method: 'GET',
  path: '/api/patients/:patientId',
  summary: 'One patient: who they are, what may be done now, what matters, rhythm, promises, visits',
  verb: 'patients.read' satisfies Verb,
  input: { params },
  reply: z.object({
    id: z.string(),
    name: z.string(),
    pronunciation: z.string(),
    pronouns: z.string(),
    birthDate: z.nullable(z.string()),
    sex: z.string(),
    spokenLanguage: z.nullable(z.string()),
    writtenLanguage: z.nullable(z.string()),
    needsInterpreter: z.boolean(),
    status: z.string(),
    /** Records that were merged into this one and can be made a patient of their own again. */
    merges: z.array(
      z.object({ id: z.string(), at: z.string(), decided: z.string(), by: z.nullable(z.string()) }),
    ),
    exit: z.nullable(z.object({ reason: z.string(), on: z.nullable(z.string()) })),
    identifiers: z.array(z.object({ system: z.string(), value: z.string() })),
    reachBy: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        value: z.string(),
        belongsTo: z.string(),
        /** The patient wishes that only ways with this mark are used. */
        confidentialOnly: z.boolean(),
        neverVoicemail: z.boolean(),
        /** Not from the record: where they asked their post to go. */
        asked: z.boolean(),
      }),
    ),
    /** What they asked to stand on envelopes; null: nothing but what the record has. */
    envelope: z.nullable(envelopeShape),
    /** They asked for e-mail after they were told that it is not encrypted; null: they were not told. */
    plainMail: z.nullable(plainMailShape),
    /** Links that open pages of theirs at this moment. */
    pageLinks: z.int(),
    relatedPersons: z.array(z.object({ name: z.string(), relationship: z.string() })),
    household: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        nextVisit: z.nullable(z.string()),
        openActs: z.int(),
        /** A staff member said so; false: a shared guarantor does. */
        confirmed: z.boolean(),
      }),
    ),
    /** Patients at the same address who are not of the household: it only suggests. */
    sameAddress: z.array(z.object({ id: z.string(), name: z.string() })),
    /** By purpose and channel: what may be done at this moment, the reason, and the patient's newest word on it. */
    mayDoNow: z.array(mayDoShape),
    /** What the gate held back in the last 90 days, the newest first, and why as far as the reader may know. */
    notSent: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        channel: z.string(),
        day: z.string(),
        code: z.string(),
        words: z.string(),
      }),
    ),
    /** The open act that comes next; null: none. */
    nextAct: z.nullable(
      z.object({ id: z.string(), title: z.string(), day: z.string(), state: z.string(), reason: z.string() }),
    ),
    whatMatters: z.array(whatMattersShape),
    promises: z.array(promiseShape),
    /** Empty for roles that do not see scores. */
    rhythms: z.array(rhythmShape),
    visits: z.array(
      z.object({
        id: z.string(),
        day: z.string(),
        service: z.nullable(z.record(z.string(), z.string())),
        status: z.string(),
        location: z.nullable(z.string()),
        clinician: z.nullable(z.string()),
        waitMinutes: z.nullable(z.int()),
        provisional: z.boolean(),
      }),
    ),
    visitCount: z.int(),
    episodes: z.array(
      z.object({ id: z.string(), problem: z.nullable(z.string()), solved: z.string(), from: z.string() }),
    ),
    acts: z.array(
      z.object({
        id: z.string(),
        day: z.string(),
        title: z.string(),
        state: z.string(),
        outcome: z.nullable(z.string()),
        reason: z.nullable(z.string()),
      }),
    ),
  }),
});

export const addPersonalDetail = operation({
  name: 'patients.addDetail',
  method: 'POST',
  path: '/api/patients/:patientId/details',
  summary: 'Remember something that the patient told us',
  verb: 'patients.change' satisfies Verb,
  input: {
    params,
    body: z.object({
      words: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
      kind: z.enum(['likes', 'fear', 'family', 'event', 'comfort', 'other']),
      sharing: z.enum(['say', 'know', 'only_told']),
      source: z.enum(['visit', 'call', 'message', 'booking', 'form']),
      toldOn: day,
      expiresOn: z.optional(day),
    }),
  },
  reply: whatMattersShape,
});

export const removePersonalDetail = operation({
  name: 'patients.removeDetail',
  method: 'DELETE',
  path: '/api/patients/:patientId/details/:detailId',
  summary: 'Forget it; ?restore=true brings it back',
  verb: 'patients.change' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid, detailId: uuid }),
    query: z.object({ restore: z.optional(z.enum(['true', 'false'])) }),
  },
  reply: z.object({ removed: z.boolean() }),
});

export const recordConsent = operation({
  name: 'patients.recordConsent',
  method: 'POST',
  path: '/api/patients/:patientId/consents',
  summary: 'Write down what the patient wants or does not want, by purpose and channel',
  verb: 'patients.consent' satisfies Verb,
  input: {
    params,
    body: z.object({
      purpose: z.enum(['care', 'feedback', 'marketing']),
      channel: z.enum(['call', 'text', 'email', 'post', 'any']),
      granted: z.boolean(),
      /** What was said or signed; required for marketing that is granted. */
      evidence: z.optional(z.string().check(z.trim(), z.maxLength(500))),
    }),
  },
  reply: z.object({ ok: z.literal(true) }),
});

export const changeStatus = operation({
  name: 'patients.changeStatus',
  method: 'POST',
  path: '/api/patients/:patientId/status',
  summary: 'The patient has left the practice, or is back',
  verb: 'patients.change' satisfies Verb,
  input: {
    params,
    body: z.object({
      status: z.enum(['active', 'exited']),
      reason: z.optional(z.enum(['moved', 'transferred', 'died', 'opted_out', 'inactive'])),
      on: z.optional(day),
    }),
  },
  reply: z.object({ status: z.string() }),
});

/** What somebody types to erase a patient: in no language a word that is typed by accident. */
export const eraseWord = 'ERASE';

export const erasePatient = operation({
  name: 'patients.erase',
  method: 'POST',
  path: '/api/patients/:patientId/erase',
  summary: 'Erase a patient at their own wish, everywhere and for good; later files do not bring them back',
  verb: 'patients.erase' satisfies Verb,
  session: 'fresh',
  input: { params, body: z.object({ word: z.literal(eraseWord) }) },
  reply: z.object({ rows: z.int() }),
});

const noteWords = z.string().check(z.trim(), z.minLength(1), z.maxLength(4000));
const ofNote = z.object({ patientId: uuid, noteId: uuid });

export const addNote = operation({
  name: 'patients.addNote',
  method: 'POST',
  path: '/api/patients/:patientId/notes',
  summary: 'Write a note; a clinical one is read by clinicians and managers alone',
  verb: 'notes.change' satisfies Verb,
  input: { params, body: z.object({ words: noteWords, sensitivity: z.enum(['team', 'clinical']) }) },
  reply: z.object({ id: z.string() }),
});

export const changeNote = operation({
  name: 'patients.changeNote',
  method: 'PATCH',
  path: '/api/patients/:patientId/notes/:noteId',
  summary: 'Say a note of your own otherwise; what it said before is kept',
  verb: 'notes.change' satisfies Verb,
  input: { params: ofNote, body: z.object({ words: noteWords }) },
  reply: z.object({ id: z.string() }),
});

export const removeNote = operation({
  name: 'patients.removeNote',
  method: 'DELETE',
  path: '/api/patients/:patientId/notes/:noteId',
  summary: 'Take a note out of what is read; ?restore=true brings it back',
  verb: 'notes.change' satisfies Verb,
  input: { params: ofNote, query: z.object({ restore: z.optional(z.enum(['true', 'false'])) }) },
  reply: z.object({ removed: z.boolean() }),
});

export const markWayWrong = operation({
  name: 'patients.wayWrong',
  method: 'POST',
  path: '/api/patients/:patientId/ways/:wayId/wrong',
  summary: 'A number or address is not theirs, or is after all; nothing is sent to one that is wrong',
  verb: 'patients.change' satisfies Verb,
  input: { params: z.object({ patientId: uuid, wayId: uuid }), body: z.object({ wrong: z.boolean() }) },
  reply: z.object({ wrong: z.boolean() }),
});

export const setWayWish = operation({
  name: 'patients.wayWish',
  method: 'PUT',
  path: '/api/patients/:patientId/ways/:wayId/wish',
  summary: 'What the patient wishes of a number or address: only this one, nothing left on a machine',
  verb: 'patients.consent' satisfies Verb,
  input: {
    params: z.object({ patientId: uuid, wayId: uuid }),
    body: z.object({ confidentialOnly: z.boolean(), neverVoicemail: z.boolean() }),
  },
  reply: z.object({ confidentialOnly: z.boolean(), neverVoicemail: z.boolean() }),
});

export const joinHousehold = operation({
  name: 'patients.joinHousehold',
  method: 'POST',
  path: '/api/patients/:patientId/household',
  summary: 'Say that another patient lives with this one',
  verb: 'patients.change' satisfies Verb,
  input: { params, body: z.object({ patientId: uuid }) },
  reply: z.object({ ok: z.literal(true) }),
});

export const leaveHousehold = operation({
  name: 'patients.leaveHousehold',
  method: 'DELETE',
  path: '/api/patients/:patientId/household',
  summary: 'Say that this patient does not live with the others of the household',
  verb: 'patients.change' satisfies Verb,
  input: { params },
  reply: z.object({ ok: z.literal(true) }),
});

export const makePromise = operation({
  name: 'patients.promise',
  method: 'POST',
  path: '/api/patients/:patientId/promises',
  summary: 'Write down what we said we would do, and by when',
  verb: 'promises.change' satisfies Verb,
  input: {
    params,
    body: z.object({
      words: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
      dueOn: day,
      source: z.enum(['visit', 'call', 'case']),
    }),
  },
  reply: promiseShape,
});

/** What is worth finding out of a patient, the most useful first. */
export const questions = ['texts', 'reach', 'name', 'matters', 'fear', 'found_us'] as const;

export const getQuestion = operation({
  name: 'patients.question',
  method: 'GET',
  path: '/api/patients/:patientId/question',
  summary:
    'One thing to find out of this patient: the most useful that is not known and was not asked lately',
  verb: 'patients.change' satisfies Verb,
  input: { params },
  reply: z.object({ question: z.nullable(z.enum(questions)) }),
});

export const answerQuestion = operation({
  name: 'patients.answer',
  method: 'POST',
  path: '/api/patients/:patientId/answers',
  summary:
    'What the patient said to the one question, kept as a detail or a consent; null: not said, and not asked again for a season',
  verb: 'patients.change' satisfies Verb,
  input: {
    params,
    body: z.object({
      question: z.enum(questions),
      /** For `texts`: yes or no. */
      answer: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(300))),
    }),
  },
  reply: z.object({ next: z.nullable(z.enum(questions)) }),
});

export const patientsOperations = [
  searchPatients,
  listPatients,
  getPatient,
  addPersonalDetail,
  removePersonalDetail,
  recordConsent,
  changeStatus,
  erasePatient,
  makePromise,
  addNote,
  changeNote,
  removeNote,
  markWayWrong,
  setWayWish,
  joinHousehold,
  leaveHousehold,
  getQuestion,
  answerQuestion,
] as const;
