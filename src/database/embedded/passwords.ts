import { done } from '../../kit/outcome.ts';
import type { Binaries } from './binaries.ts';
import { setSuperuserPassword } from './initialise.ts';
import type { ServerOutcome } from './refusals.ts';
import type { Start } from './running.ts';
import { type Passwords, randomPasswords, readPasswords, setAside, writePasswords } from './secrets.ts';

/** Lost or damaged passwords of existing data are replaced: who may write to the folder needs none. */
export function openPasswords(start: Start, complete: boolean, binaries: Binaries): ServerOutcome<Passwords> {
  const { layout, account, notes } = start;
  const found = readPasswords(layout.secrets);
  if (found.kind === 'found') {
    if (found.tightened)
      notes.push('The file with the database passwords was open to others; it is private again.');
    return done(found.passwords);
  }
  if (found.kind === 'damaged') setAside(layout.secrets);
  const passwords = randomPasswords();
  if (complete) {
    const set = setSuperuserPassword(layout, layout.data, account, binaries, passwords.postgres);
    if (!set.ok) return set;
    notes.push(`The file with the database passwords was ${found.kind}; new passwords were made.`);
  }
  writePasswords(layout.secrets, passwords);
  return done(passwords);
}
