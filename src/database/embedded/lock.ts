import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { done, refuse } from '../../kit/outcome.ts';
import { isAlive, lookAt } from './processes.ts';
import { errorCode, type ServerOutcome } from './refusals.ts';

const patienceMs = 10 * 60_000; // recovery of a big database after a crash may take minutes
let serial = 0;

/**
 * One process at a time starts, joins, leaves or stops a server. Node has no file locks, so the holder writes its
 * process id and start time; a holder that died is recognised and its lock broken.
 * @returns the function that gives the lock back
 */
export async function takeLock(
  path: string,
  say: (line: string) => void,
): Promise<ServerOutcome<() => void>> {
  serial += 1;
  const mine = `${process.pid} ${lookAt(process.pid)?.startedAt ?? ''} ${serial}`;
  const claim = `${path}.${process.pid}-${serial}`;
  const since = Date.now();
  let said = false;
  writeFileSync(claim, mine, { mode: 0o600 });
  try {
    for (;;) {
      // A link appears whole, with its contents, or not at all; `wx` would show an empty file for a moment.
      if (tryLink(claim, path)) return done(() => giveBack(path, mine));
      breakIfAbandoned(path, claim);
      if (Date.now() - since > patienceMs) {
        return refuse('busy', 'another Keepwell process has been starting the database for ten minutes');
      }
      if (!said && Date.now() - since > 1_500) {
        said = true;
        say('Another Keepwell process is starting or stopping the database; waiting for it.');
      }
      await pause(10);
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

/**
 * Two who find the same dead holder must not both remove a lock: the second would remove the first one's new lock.
 * So whoever breaks the lock of a certain holder claims a name made from that holder first, then looks again.
 */
function breakIfAbandoned(path: string, claim: string): void {
  const held = read(path);
  if (held === undefined || holderLives(held)) return;
  const marker = `${path}.broken-${held.replaceAll(/\W+/g, '-')}`;
  if (!tryLink(claim, marker)) {
    const age = Date.now() - (statSync(marker, { throwIfNoEntry: false })?.ctimeMs ?? Date.now());
    if (age > 5_000) rmSync(marker, { force: true }); // its breaker died within these three calls
    return;
  }
  if (read(path) === held) rmSync(path, { force: true });
  rmSync(marker, { force: true });
}

function giveBack(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}

function holderLives(held: string): boolean {
  const [pid = '', startedAt = ''] = held.split(' ');
  return isAlive(Number(pid), startedAt);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (fault) {
    if (errorCode(fault) === 'EEXIST') return false;
    throw fault;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
