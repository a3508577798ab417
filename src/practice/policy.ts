/** The roles of a staff member; see docs/glossary.md. */
export const roles = [
  'front_desk',
  'clinician',
  'billing',
  'manager',
  'experience_lead',
  'admin',
  'integrator',
] as const;
export type Role = (typeof roles)[number];

const desk = ['front_desk', 'clinician', 'manager', 'experience_lead'] as const;
const everyone = roles;

/**
 * Who may do what, in one place: a verb and the roles that include it. Row-level security is the second layer;
 * either one alone keeps practices apart (http/authorisation.http.test.ts switches each off in turn).
 */
export const policy = {
  'practice.read': everyone,
  'practice.change': ['manager', 'admin'],
  // Another practice on the same server, which belongs to whoever made it.
  'practices.add': ['admin'],
  'staff.read': everyone,
  'staff.change': ['admin'],
  'devices.change': ['manager', 'admin'],
  'patients.search': [...desk, 'billing'],
  'patients.read': [...desk, 'billing'],
  'patients.change': desk,
  // Cannot be taken back.
  'patients.erase': ['manager', 'admin'],
  'notes.change': desk,
  // Notes that are for clinicians; asked by no operation of its own.
  'notes.clinical': ['clinician', 'manager'],
  'patients.consent': ['front_desk', 'manager', 'experience_lead'],
  'matches.read': desk,
  'matches.decide': ['front_desk', 'manager'],
  // Scores must not sway care, so a clinician's screens go without (trust L-53).
  'loyalty.read': ['front_desk', 'manager', 'experience_lead'],
  'promises.read': desk,
  'promises.change': desk,
  // Questions and enquiries that wait for a person.
  'inbound.read': desk,
  'inbound.answer': desk,
  'today.read': desk,
  'today.act': desk,
  'huddle.read': desk,
  'overview.read': ['manager', 'experience_lead'],
  'plan.read': [...desk, 'admin'],
  'plan.change': ['manager'],
  'outbox.read': ['front_desk', 'manager', 'experience_lead', 'admin'],
  // Holds everything, sends again, drops.
  'outbox.change': ['manager'],
  'outbox.print': ['front_desk', 'manager'],
  'outbox.return': ['front_desk', 'manager'],
  'templates.read': [...desk, 'admin'],
  'templates.change': ['manager'],
  'imports.read': ['manager', 'admin', 'integrator'],
  'imports.change': ['manager', 'admin', 'integrator'],
  'audit.read': ['manager', 'admin'],
  'health.read': ['manager', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Verb = keyof typeof policy;

/** What an operation asks of its caller: a verb, any session (even one without a practice), or nothing. */
export type Access = Verb | 'signed_in' | 'public';

/** True when any of the roles includes the verb. */
export function may(held: readonly string[], verb: Verb): boolean {
  const allowed: readonly string[] = policy[verb];
  return held.some((role) => allowed.includes(role));
}
