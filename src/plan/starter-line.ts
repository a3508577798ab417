import type { Touchpoint } from './model.ts';

type Defaults =
  | 'services'
  | 'holdOut'
  | 'enabled'
  | 'automatic'
  | 'legalClass'
  | 'thirdPartyPaid'
  | 'templates'
  | 'restDays';
/** A touchpoint of the starter plan: what is not said is as usual. */
export type StarterLine = Omit<Touchpoint, 'id' | Defaults> & Partial<Pick<Touchpoint, Defaults>>;
