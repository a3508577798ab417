import type { PatientIdentifier } from '../../patients/model.ts';

/** The source says that two of its patients are one: the old identifier means the survivor from then on. */
export interface MergeAsked {
  readonly old: PatientIdentifier;
  readonly survivor: PatientIdentifier;
  /** ISO instant at which the source said so. */
  readonly askedAt: string;
}

/** Old identifiers that merges have given up, and the patients they mean since. */
export interface Renames {
  /**
   * Whom an identifier means: itself, or the survivor at the end of the chain.
   * @param toldAt when the source used it; before the merge it meant the patient of old. Undefined: now
   */
  meant(identifier: PatientIdentifier, toldAt: string | undefined): PatientIdentifier;
  add(asked: MergeAsked): void;
}

// A chain is as long as a patient was merged again and again; a circle is cut here.
const mostSteps = 50;

export function createRenames(known: Iterable<MergeAsked> = []): Renames {
  const merges = new Map<string, { readonly survivor: PatientIdentifier; readonly at: number }>();
  const keyOf = ({ system, value }: PatientIdentifier): string => `${system}\u0001${value}`;

  function meant(identifier: PatientIdentifier, toldAt: string | undefined): PatientIdentifier {
    const told = toldAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(toldAt);
    let found = identifier;
    for (let step = 0; step < mostSteps; step += 1) {
      const next = merges.get(keyOf(found));
      if (next === undefined || told <= next.at) return found;
      found = next.survivor;
    }
    return identifier;
  }

  function add({ old, survivor, askedAt }: MergeAsked): void {
    const at = Date.parse(askedAt);
    const held = merges.get(keyOf(old));
    if (held !== undefined && held.at > at) return;
    if (keyOf(old) === keyOf(survivor)) return;
    // The survivor lives again, if it was merged before: the newer merge counts.
    const ofSurvivor = merges.get(keyOf(survivor));
    if (ofSurvivor !== undefined && ofSurvivor.at <= at) merges.delete(keyOf(survivor));
    merges.set(keyOf(old), { survivor, at });
  }

  for (const asked of known) add(asked);
  return { meant, add };
}
