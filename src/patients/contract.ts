import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

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
    reachBy: z.array(z.object({ kind: z.string(), value: z.string(), belongsTo: z.string() })),
    relatedPersons: z.array(z.object({ name: z.string(), relationship: z.string() })),
    household: z.array(z.object({ id: z.string(), name: z.string() })),
    /** By channel, for care: what may be done at this moment, and the reason. */
    mayDoNow: z.array(z.object({ channel: z.string(), verdict: z.string(), words: z.string() })),
    offers: z.object({ verdict: z.string(), words: z.string() }),
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
  input: { params, body: z.object({ word: z.literal(eraseWord) }) },
  reply: z.object({ rows: z.int() }),
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
  getQuestion,
  answerQuestion,
] as const;
