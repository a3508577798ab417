import type { ImportWords } from './import-words.ts';

/** How sure we are of what a system's export looks like: seen in its own documents or code, told by others, or not at all. */
export type Sureness = 'seen' | 'told' | 'not_seen';

export type SystemName = keyof ImportWords['systems'];

/** In the order of their names; `other` last. What each export is called and holds stands in the words. */
export const systems: readonly (readonly [SystemName, Sureness])[] = [
  ['athena', 'seen'],
  ['cliniko', 'not_seen'],
  ['curve', 'not_seen'],
  ['dentrix', 'told'],
  ['eaglesoft', 'told'],
  ['jane', 'not_seen'],
  ['open-dental', 'seen'],
  ['openemr', 'seen'],
  ['fhir', 'seen'],
  ['other', 'seen'],
];

export function isSystem(name: string | undefined): name is SystemName {
  return systems.some(([one]) => one === name);
}
