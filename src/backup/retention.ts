import type { BackupHeader } from './model.ts';

/** How many of the newest days, weeks and months keep a backup. */
export interface Retention {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

export const usualRetention: Retention = { daily: 7, weekly: 4, monthly: 12 };

const dayMs = 86_400_000;

function dayOf(at: string): string {
  return at.slice(0, 10);
}

// Weeks begin on Monday; 1970-01-01 was a Thursday.
function weekOf(at: string): string {
  return String(Math.floor((Date.parse(`${dayOf(at)}T00:00:00Z`) / dayMs + 3) / 7));
}

function monthOf(at: string): string {
  return at.slice(0, 7);
}

function newestOf(
  backups: readonly BackupHeader[],
  periodOf: (at: string) => string,
  count: number,
): readonly BackupHeader[] {
  const newest = new Map<string, BackupHeader>();
  for (const backup of backups) newest.set(periodOf(backup.at), backup);
  return [...newest.values()].slice(-count);
}

/**
 * Which backups to forget: all but the newest of each of the last days, weeks and months that have one, and whatever
 * these rest on. The newest backup of all is always kept.
 * @param backups oldest first
 */
export function chooseForgotten(backups: readonly BackupHeader[], retention: Retention): readonly string[] {
  const kept = [
    ...(retention.daily > 0 ? newestOf(backups, dayOf, retention.daily) : []),
    ...(retention.weekly > 0 ? newestOf(backups, weekOf, retention.weekly) : []),
    ...(retention.monthly > 0 ? newestOf(backups, monthOf, retention.monthly) : []),
    ...backups.slice(-1),
  ];
  const needed = new Set(kept.flatMap(({ id, restsOn }) => [id, ...restsOn]));
  return backups.map(({ id }) => id).filter((id) => !needed.has(id));
}
