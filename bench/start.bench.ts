import { removeFolder, serveKeepwell } from '../tests/harness/served.ts';
import { holdServer } from './database.ts';
import { type Figure, temporaryFolder } from './ground.ts';

const rounds = 3;

async function timed<T>(act: () => Promise<T>): Promise<{ readonly value: T; readonly took: number }> {
  const since = performance.now();
  const value = await act();
  return { value, took: performance.now() - since };
}

interface Times {
  readonly first: number;
  readonly joining: number;
  readonly later: number;
}

async function ofDatabase(): Promise<Times> {
  const folder = temporaryFolder();
  try {
    const first = await timed(() => holdServer(folder.path));
    const joining = await timed(() => holdServer(folder.path));
    await joining.value.stop();
    await first.value.stop();
    const later = await timed(() => holdServer(folder.path));
    await later.value.stop();
    return { first: first.took, joining: joining.took, later: later.took };
  } finally {
    folder.remove();
  }
}

/** The slowest of some, beside what it may take. */
function slowest(what: string, times: readonly number[], most: number): Figure {
  const worst = Math.max(...times);
  return {
    what: `${what}, the slowest of ${times.length}`,
    measured: `${worst.toFixed(0)} ms`,
    reach: `<= ${most} ms`,
    holds: worst <= most,
  };
}

/** The embedded database, and `npm start` with all that it makes on the first day. */
export async function bench(): Promise<Figure[]> {
  const databases: Times[] = [];
  for (let i = 0; i < rounds; i += 1) databases.push(await ofDatabase());
  const first = await timed(() => serveKeepwell());
  await first.value.stop();
  const second = await timed(() => serveKeepwell(first.value.dataFolder));
  await second.value.stop();
  removeFolder(first.value.dataFolder);
  return [
    slowest(
      'the database is made',
      databases.map((one) => one.first),
      3000,
    ),
    slowest(
      'it is joined',
      databases.map((one) => one.joining),
      50,
    ),
    slowest(
      'it starts again',
      databases.map((one) => one.later),
      1000,
    ),
    slowest('npm start, built already, with its sample', [first.took], 60_000),
    slowest('npm start again', [second.took], 10_000),
  ];
}
