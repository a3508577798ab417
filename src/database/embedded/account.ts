import { readFileSync, statSync } from 'node:fs';
import { done, refuse } from '../../kit/outcome.ts';
import type { Layout } from './layout.ts';
import type { ServerOutcome } from './refusals.ts';

/** Whom the server runs as. Empty ids: as ourselves. */
export interface Account {
  readonly name: string;
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/**
 * PostgreSQL refuses to run as root, so root lends it an account that exists already; none is created.
 * Data that is there already keeps the account it belongs to: `sudo keepwell` on one's own data folder
 * must not lock one out of it afterwards.
 */
export function chooseAccount(layout: Layout): ServerOutcome<Account> {
  if (process.getuid?.() !== 0) return done({ name: 'this account', ids: {} });
  const owner = statSync(layout.data, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    return done({ name: `account ${owner.uid}`, ids: { uid: owner.uid, gid: owner.gid } });
  }
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const account = findAccount(name);
    if (account !== undefined) return done(account);
  }
  return refuse(
    'no_account',
    'the database must not run as root, and neither of the accounts postgres and nobody exists; ' +
      'start Keepwell as an ordinary user',
  );
}

function findAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) return undefined;
  return { name, ids: { uid: Number(uid), gid: Number(gid) } };
}
