import { setTimeout as pause } from 'node:timers/promises';
import { done, refuse } from '../../kit/outcome.ts';
import { accessOf, databaseName } from './access.ts';
import { waitForAnswer } from './answer.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { checkRoom, inspectCluster, wasShutDownCleanly } from './condition.ts';
import { overTcp, writeConfiguration } from './configuration.ts';
import { endpointOf, freeTcpPort } from './endpoint.ts';
import { initialise } from './initialise.ts';
import { openPasswords } from './passwords.ts';
import { clearWreck, describeStale, judgePostmaster } from './pidfile.ts';
import { enter, isWatched, leave } from './presence.ts';
import type { ServerOutcome } from './refusals.ts';
import { prepareServer } from './roles.ts';
import { type LivePostmaster, launch, stopPostmaster } from './run.ts';
import { type RunningServer, running, type Start } from './running.ts';
import { type Passwords, readPasswords } from './secrets.ts';

/** Under the lock: nobody else starts, joins or leaves meanwhile. */
export async function joinOrStart(start: Start): Promise<ServerOutcome<RunningServer>> {
  const { layout, notes } = start;
  for (;;) {
    const found = judgePostmaster(layout);
    if (found.kind === 'live') {
      const joined = await join(start, found);
      if (joined !== 'ended') return joined;
      continue; // what it left behind has to be judged
    }
    if (found.kind === 'stale') notes.push(describeStale(found));
    const ended = await clearWreck(layout, found.kind === 'stale' ? found : undefined);
    if (ended > 0) notes.push(`Processes of the dead server were still at work and were ended (${ended}).`);
    return startHere(start);
  }
}

/** @returns 'ended' when the server was on its way out, and is gone now */
async function join(start: Start, found: LivePostmaster): Promise<ServerOutcome<RunningServer> | 'ended'> {
  const { layout, account, notes } = start;
  const secrets = readPasswords(layout.secrets);
  if (secrets.kind !== 'found') {
    return refuse(
      'secrets_unreadable',
      `the database runs, but ${layout.secrets} is ${secrets.kind}, so nobody can sign in to it; ` +
        'run keepwell stop, then start again: new passwords are made then',
    );
  }
  const { passwords } = secrets;
  let entered = await enter(layout, account, found.process);
  const endpoint = endpointOf(layout, found.port);
  const superuser = { ...endpoint, user: 'postgres', password: passwords.postgres, database: 'postgres' };
  let orphan = entered?.watched === false;
  // Whoever started an orphan may have been killed before it had made the roles.
  const visitor = orphan ? superuser : accessOf(endpoint, databaseName, passwords).app;
  let answer = await waitForAnswer(visitor, found.process);
  // The sentinel may have seen the last user go just before we came: then the server is about to stop.
  if (answer === 'answers' && entered?.watched === true && !isWatched(layout)) {
    await pause(200);
    answer = await waitForAnswer(visitor, found.process);
    // It was killed, and stops nothing any more: the server is an orphan after all.
    if (answer === 'answers' && !isWatched(layout)) {
      leave(layout, entered.presence);
      entered = await enter(layout, account, found.process);
      orphan = true;
    }
  }
  if (answer === 'answers') {
    if (orphan) notes.push('The database was running although nobody used it any more; it was taken over.');
    const access = orphan
      ? await prepareServer(superuser, databaseName, passwords)
      : accessOf(endpoint, databaseName, passwords);
    return done(running(start, found.process, access, entered?.presence, false));
  }
  if (entered !== undefined) leave(layout, entered.presence);
  if (answer === 'ended') return 'ended';
  return refuse(
    'not_answering',
    `the database runs (process ${found.process.pid}) but does not answer: ${answer.trouble}; ` +
      'run keepwell stop, then start again',
  );
}

async function startHere(start: Start): Promise<ServerOutcome<RunningServer>> {
  const { layout, account, settings, say, notes } = start;
  const cluster = inspectCluster(layout);
  if (!cluster.ok) return cluster;
  const room = checkRoom(layout, cluster.value, notes);
  if (!room.ok) return room;
  const binaries = findBinaries(layout, account);
  if (!binaries.ok) return binaries;
  const clean = cluster.value === 'absent' || wasShutDownCleanly(layout);
  if (binaries.value.copiedTo !== undefined) {
    notes.push(
      `${account.name} may not enter node_modules; PostgreSQL runs from ${binaries.value.copiedTo}.`,
    );
  }
  const passwords = openPasswords(start, cluster.value === 'complete', binaries.value);
  if (!passwords.ok) return passwords;
  if (cluster.value === 'absent') {
    say('Making the database; this happens once and takes a few seconds.');
    const made = initialise(layout, account, binaries.value, passwords.value);
    if (!made.ok) return made;
    notes.push(`A new database was made in ${layout.postgres}.`);
  } else {
    writeConfiguration(layout, layout.data, account);
  }
  const since = performance.now();
  const port = overTcp ? { port: String(await freeTcpPort()) } : {};
  const live = await launch(layout, account, binaries.value, { ...port, ...settings }, say);
  if (!live.ok) return live;
  if (!clean) notes.push(recovered(performance.now() - since));
  return handOver(start, live.value, binaries.value, passwords.value);
}

async function handOver(
  start: Start,
  live: LivePostmaster,
  binaries: Binaries,
  passwords: Passwords,
): Promise<ServerOutcome<RunningServer>> {
  const { layout, account } = start;
  // First of all, so that even a Node killed in the next line takes the server down with it.
  const entered = await enter(layout, account, live.process);
  try {
    const endpoint = endpointOf(layout, live.port);
    const superuser = { ...endpoint, user: 'postgres', password: passwords.postgres };
    const access = await prepareServer(superuser, databaseName, passwords);
    return done(running(start, live.process, access, entered?.presence, true));
  } catch (fault) {
    if (entered !== undefined) leave(layout, entered.presence);
    await stopPostmaster(live.process, layout, binaries);
    throw fault;
  }
}

function recovered(milliseconds: number): string {
  const seconds = (milliseconds / 1000).toFixed(1);
  return (
    `The database was not shut down cleanly; it recovered in ${seconds} s. ` +
    'Nothing that had been acknowledged is lost.'
  );
}
