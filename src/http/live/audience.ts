import type { News, NewsKind } from '../../platform/live.ts';
import type { Verb } from '../../practice/policy.ts';

/** What somebody must be allowed to read to hear that it changed; undefined: it is for us alone. */
const verbOf: Readonly<Record<NewsKind, Verb | undefined>> = {
  today: 'today.read',
  act: 'today.read',
  presence: 'today.read',
  patient: 'patients.read',
  huddle: 'huddle.read',
  plan: 'plan.read',
  practice: 'practice.read',
  staff: 'staff.read',
  imports: 'imports.read',
  matches: 'matches.read',
  inbound: 'inbound.read',
  promises: 'promises.read',
  outbox: 'outbox.read',
  session: undefined,
};

/** True when a reader of that practice and those roles is told. */
export function hears(
  reader: { readonly practice: number; readonly roles: readonly string[] },
  news: News,
  may: (roles: readonly string[], verb: Verb) => boolean,
): boolean {
  const verb = verbOf[news.kind];
  return verb !== undefined && news.practice === reader.practice && may(reader.roles, verb);
}
