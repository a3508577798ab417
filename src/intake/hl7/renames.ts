import type { PatientIdentifier } from '../../patients/model.ts';

/** An identifier that a merge has given up, and the patient it means now. */
export interface Rename {
  readonly old: PatientIdentifier;
  readonly survivor: PatientIdentifier;
}

/** All of them, as far as they are known. */
export interface Renames {
  /** Whom an identifier means: itself, or the survivor at the end of the chain. */
  meant(identifier: PatientIdentifier): PatientIdentifier;
  add(old: PatientIdentifier, survivor: PatientIdentifier): void;
}

// A chain is as long as a patient was merged again and again; a circle is cut here.
const mostSteps = 50;

export function createRenames(known: Iterable<Rename> = []): Renames {
  const survivors = new Map<string, PatientIdentifier>();
  const keyOf = ({ system, value }: PatientIdentifier): string => `${system}\u0001${value}`;

  function meant(identifier: PatientIdentifier): PatientIdentifier {
    let found = identifier;
    for (let step = 0; step < mostSteps; step += 1) {
      const next = survivors.get(keyOf(found));
      if (next === undefined) return found;
      found = next;
    }
    return identifier;
  }

  function add(old: PatientIdentifier, survivor: PatientIdentifier): void {
    // The survivor lives again, whatever was said of it before: the newest merge counts.
    survivors.delete(keyOf(survivor));
    if (keyOf(old) !== keyOf(survivor)) survivors.set(keyOf(old), survivor);
  }

  for (const { old, survivor } of known) add(old, survivor);
  return { meant, add };
}
