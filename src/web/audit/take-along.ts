import { asProblem, noConnection, type Problem } from '../app/api.ts';
import { operations } from '../app/operations.ts';
import type { AuditFilter } from './audit-filters.tsx';

/** Has the browser keep what fits as a file. The filter goes in the body, so this is no plain link. @returns why not */
export async function takeAlong(filter: AuditFilter): Promise<Problem | undefined> {
  const [method = 'POST', path = ''] = operations.exportAudit.split(' ');
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method, headers, body: JSON.stringify(filter) }).catch(
    () => undefined,
  );
  if (response === undefined) return noConnection;
  if (!response.ok) {
    const read: unknown = await response.json().catch(() => null);
    return asProblem(read, response.status, response.headers.get('x-request-id') ?? '');
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = 'audit.csv';
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return undefined;
}
