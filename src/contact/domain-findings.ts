/** What receivers find at a name of the DNS. `several`: they read two records as none. `unknown`: it did not answer. */
export const domainFindings = [
  'ok',
  'missing',
  'several',
  'other_key',
  'revoked',
  'unsigned',
  'unknown',
] as const;

export type DomainFinding = (typeof domainFindings)[number];
