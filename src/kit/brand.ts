declare const brand: unique symbol;

/**
 * A base type with a name of its own, so that a `PatientId` is never passed where a `VisitId` belongs.
 * One generic for all brands: two brands written by hand can end up with one name and unify.
 */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
