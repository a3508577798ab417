import { call, type Problem } from '../app/api.ts';
import type { AuditFilter } from './audit-filters.tsx';

/**
 * Has the browser keep what fits as a file. The filter goes in the body, so this is no plain link; a fresh proof is asked
 * for in place. @returns why not
 */
export async function takeAlong(filter: AuditFilter): Promise<Problem | undefined> {
  const answer = await call('exportAudit', { body: filter });
  if (!answer.ok) return answer.problem;
  const address = URL.createObjectURL(new Blob([answer.value as string], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'audit.csv';
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return undefined;
}
