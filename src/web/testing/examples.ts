import type { Reply } from '../app/operations.ts';
import type { Session } from '../app/session.ts';
import type { Act, OpenedAct, TodayList } from '../today/today-queries.ts';

export const session: Session = {
  displayName: 'Dana',
  email: 'dana@example.org',
  staffMemberId: '01900000-0000-7000-8000-000000000001',
  practice: {
    slug: 'lake',
    name: 'Lake Practice',
    country: 'US',
    zone: 'UTC',
    languages: ['en'],
    isSample: false,
  },
  practices: [{ slug: 'lake', name: 'Lake Practice', isSample: false }],
  roles: ['front_desk'],
  verbs: [
    'today.read',
    'today.act',
    'patients.search',
    'patients.read',
    'patients.change',
    'practice.read',
    'staff.read',
  ],
  idleMinutes: 10,
  state: 'full',
  firstRun: null,
  factors: { passkey: false, app: false, required: false, passkeysWork: true },
  today: '2026-11-24',
};

export function exampleAct(number: number, change: Partial<Act> = {}): Act {
  return {
    id: `01900000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
    kind: 'call',
    title: 'Describe the first visit',
    patientId: `01900000-0000-7000-8000-0000000002${String(number).padStart(2, '0')}`,
    patientName: `Maria Example${number}`,
    ownerRole: 'front_desk',
    channel: 'call',
    minutes: 8,
    value: null,
    valueLow: null,
    valueHigh: null,
    share: 'coming',
    topic: 'visit',
    dueTo: '2026-11-24',
    deadline: null,
    whyNow: [{ fact: 'First visit on Thursday', source: 'schedule', date: '2026-11-03' }],
    language: 'en',
    script: 'Hello Maria, this is Dana.',
    state: 'planned',
    attempts: 0,
    notBefore: null,
    assignedTo: null,
    edited: false,
    ...change,
  };
}

export function exampleList(acts: readonly Act[], change: Partial<TodayList> = {}): TodayList {
  return {
    asOf: '2026-11-24',
    whatIf: false,
    minutes: { planned: 24, available: 60, done: 0 },
    acts: [...acts],
    heldCounts: {},
    backlog: { patients: 0, minutes: 0 },
    doneToday: 0,
    scheduleAsOf: '2026-11-24T08:00:00Z',
    scheduleIsStale: false,
    bookingsAhead: true,
    checkFirst: [],
    ...change,
  };
}

export function exampleOpened(act: Act, change: Partial<OpenedAct> = {}): OpenedAct {
  return {
    act,
    premise: { holds: true, words: '' },
    checkFirst: false,
    findOut: null,
    scripts: { [act.language]: { own: act.script, said: act.script } },
    canReopen: false,
    patient: {
      id: act.patientId,
      name: act.patientName,
      pronunciation: '',
      pronouns: '',
      language: 'en',
      needsInterpreter: false,
      guardian: null,
      envelope: null,
      reachBy: [{ kind: 'mobile', value: '+1 555 0141', belongsTo: 'self' }],
    },
    whatMatters: [],
    limits: [],
    gate: { verdict: 'permit', until: null, reasons: [] },
    lastContacts: [],
    outcomes: [],
    offers: [
      'done',
      'later',
      'not_appropriate',
      'booked',
      'no_answer',
      'left_message',
      'call_back',
      'declined',
      'stop',
    ],
    ...change,
  };
}

export const noneDone: Reply<'listDone'> = { done: [], people: 0, minutes: 0 };
