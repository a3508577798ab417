import { createHash } from 'node:crypto';
import { type ActId, idFromBytes, type PatientId, type PracticeId, type TouchpointId } from '../kit/ids.ts';
import type { Probability } from '../kit/probability.ts';

function digest(parts: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(parts.join('\0')).digest();
}

/**
 * Which arm a patient is in for a touchpoint. The unit is the household where there is one, so that a family is not
 * split; the arm is a function of ids alone, so that it is the same each day and on each machine.
 * @param holdOut share of units for whom the act is not made
 */
export function armOf(touchpoint: TouchpointId, unit: string, holdOut: Probability): 'act' | 'hold_out' {
  if (holdOut <= 0) return 'act';
  // 48 bits of the hash as a fraction in [0, 1): exact in a double.
  const fraction = digest(['arm', touchpoint, unit]).readUIntBE(0, 6) / 2 ** 48;
  return fraction < holdOut ? 'hold_out' : 'act';
}

/** The id of an act is made of what it is unique by: a what-if and the real day name the same act alike. */
export function actIdOf(
  practice: PracticeId,
  touchpoint: TouchpointId,
  patient: PatientId,
  occurrence: string,
): ActId {
  return idFromBytes<ActId>(digest(['act', practice, touchpoint, patient, occurrence]));
}
