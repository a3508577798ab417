import type { Session } from '../app/session.ts';

/** Where one can go, and the letter that leads there after `g`. */
export const places = [
  { to: '/today', verb: 'today.read', word: 'today', key: 't' },
  { to: '/huddle', verb: 'huddle.read', word: 'huddle', key: 'h' },
  { to: '/overview', verb: 'overview.read', word: 'overview', key: 'o' },
  { to: '/patients', verb: 'patients.search', word: 'patients', key: 'p' },
  { to: '/enquiries', verb: 'inbound.read', word: 'enquiries', key: 'e' },
  { to: '/promises', verb: 'promises.read', word: 'promises', key: 'r' },
  { to: '/matches', verb: 'matches.read', word: 'matches', key: 'm' },
  { to: '/imports', verb: 'imports.read', word: 'imports', key: 'i' },
  { to: '/plan', verb: 'plan.read', word: 'plan', key: 'n' },
  { to: '/outbox', verb: 'outbox.read', word: 'outbox', key: 'x' },
  { to: '/templates', verb: 'templates.read', word: 'templates', key: 'w' },
  { to: '/settings', verb: 'practice.read', word: 'practice', key: 's' },
  { to: '/audit', verb: 'audit.read', word: 'audit', key: 'a' },
  { to: '/health', verb: 'health.read', word: 'health', key: 'c' },
] as const;

export type Place = (typeof places)[number];

/** The places that the roles of the person lead to. */
export function placesOf(session: Session | null | undefined): readonly Place[] {
  return places.filter((place) => session?.verbs.includes(place.verb) === true);
}
