/** What an action returns: the value, or a refusal that the person at the desk can act on. */
export type Outcome<T, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R };

/**
 * The domain says no. `detail` is for the person: plain words, lower case, no full stop, names the thing
 * and the next step, never the patient.
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
}

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<Code extends string>(
  code: Code,
  detail: string,
): { readonly ok: false; readonly refusal: Refusal<Code> } {
  return { ok: false, refusal: { code, detail } };
}
