import type { AccountId, PracticeId, StaffMemberId } from '../kit/ids.ts';

export interface Practice {
  readonly id: PracticeId;
  readonly publicId: string;
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly zone: string;
  /** The first is the default for scripts. */
  readonly languages: readonly string[];
  readonly isSample: boolean;
}

/** On whose behalf something is done: a staff member in one practice, or the console of the installation. */
export interface Actor {
  readonly practice: Practice;
  readonly accountId: AccountId | null;
  readonly staffMemberId: StaffMemberId | null;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/**
 * How far a session has come: `mfa_pending` authorises nothing but passing the second factor or signing out; `pin` is
 * somebody who switched at a shared desk, for the day's work and nothing that needs a proof.
 */
export type SessionState = 'mfa_pending' | 'full' | 'pin';

/** Whoever has one of these roles signs in with a second factor. */
export const rolesWithFactor: readonly string[] = ['manager', 'admin', 'integrator'];

export function mustHaveFactor(held: readonly string[]): boolean {
  return held.some((role) => rolesWithFactor.includes(role));
}

/** For so long a proof counts for what needs a fresh one: export, roles, factors. */
export const proofMinutes = 5;

/** Within so many hours of a full sign-in at a shared desk, its PIN is enough for a role that has a second factor. */
export const pinHours = 12;

/** The person at the server's own console: administers every practice of the installation. */
export function consoleActor(practice: Practice): Actor {
  return {
    practice,
    accountId: null,
    staffMemberId: null,
    displayName: 'console',
    roles: ['admin', 'manager'],
  };
}
