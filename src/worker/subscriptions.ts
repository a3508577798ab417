import type { AnnouncedEvent } from '../platform/queue.ts';

/** Which job each announced event wakes. A floor that announces does not know who listens. */
export const subscriptions: Readonly<Record<AnnouncedEvent, readonly string[]>> = {
  'import.finished': ['today.refresh', 'patients.match', 'loyalty.look_back', 'loyalty.check'],
  'import.undone': ['today.refresh', 'patients.match', 'loyalty.look_back', 'loyalty.check'],
  'patient.exited': ['today.recheck'],
  'patient.returned': [],
  'patient.merged': ['today.recheck', 'today.refresh'],
  'consent.changed': ['today.recheck'],
  'visit.changed': [],
  'promise.due': [],
  'score.refreshed': [],
  'act.done': [],
  'day.began': ['today.refresh', 'loyalty.look_back', 'loyalty.check'],
};
