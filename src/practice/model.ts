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
