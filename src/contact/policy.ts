import { told } from '../words/told.ts';
import type { GateReason, GateReasonCode } from './model.ts';

/** Who may know why, for the rules that tell something which was not meant for everybody. */
const mayKnow: Partial<Record<GateReasonCode, readonly string[]>> = {
  // A case may be a complaint about whoever is looking.
  open_case: ['manager', 'experience_lead', 'admin'],
  confidential: ['front_desk', 'clinician', 'manager', 'admin'],
  never_voicemail: ['front_desk', 'clinician', 'manager', 'admin'],
  bereaved: ['front_desk', 'clinician', 'manager', 'experience_lead', 'admin'],
};

/** The reasons as a viewer of these roles may read them; what they may not know is "held by a practice rule", once. */
export function reasonsFor(
  viewerRoles: readonly string[],
  reasons: readonly GateReason[],
): readonly { readonly code: GateReasonCode | 'practice_rule'; readonly words: string }[] {
  const open = reasons.filter(({ code }) => {
    const allowed = mayKnow[code];
    return allowed === undefined || allowed.some((role) => viewerRoles.includes(role));
  });
  return open.length === reasons.length
    ? open
    : [...open, { code: 'practice_rule', words: told.gate.practice_rule }];
}

/** What is kept where every desk may read it is said as to the front desk. */
export const everyDesk: readonly string[] = ['front_desk'];

/** The reasons in one line, as a viewer of these roles may read them. */
export function reasonWords(viewerRoles: readonly string[], reasons: readonly GateReason[]): string {
  return reasonsFor(viewerRoles, reasons)
    .map((reason) => reason.words)
    .join('; ');
}
