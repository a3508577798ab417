import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = dirname(fileURLToPath(import.meta.url));

/** From ground to roof: each folder may lean on those before it. */
const floors = [
  'kit',
  'words',
  'statistics',
  'charts',
  'database',
  'platform',
  'practice',
  'patients',
  'visits',
  'noshow',
  'promises',
  'loyalty',
  'feedback',
  'recovery',
  'contact',
  'plan',
  'today',
  'training',
  'intake',
  'insight',
  'backup',
  'export',
  'sample',
  'event-log',
  'http',
  'worker',
  'cli',
  'web',
];
/** Within statistics, likewise from ground to roof. `figure.ts`, outside of them, is for all. */
const rooms = [
  'functions',
  'fitting',
  'inference',
  'calibration',
  'bgbb',
  'cnbd',
  'returns',
  'survival',
  'backtest',
  'noshow',
  'matching',
  'knapsack',
];
/** Open to all above them, file by file; the others only through their faces. */
const foundations = ['kit', 'words', 'statistics', 'charts', 'database', 'platform'];
const doors = ['http', 'worker', 'cli'];
const face =
  /^(model|contract|[a-z-]+-contract|policy|reading|actions|[a-z-]+-actions|sign-in|session|choose|arm|places)\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listSources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const sources = listSources(src);

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const to = specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier;
    return { from: file, to, specifier, typeOnly: match[1] !== undefined };
  });
}

const imports = sources.flatMap(importsOf);
const floorOf = (path: string): string => relative(src, path).split(sep)[0] ?? '';
const ours = imports.filter(
  (one) => one.to.startsWith(src + sep) && floorOf(one.from) !== 'architecture.test.ts',
);
const say = (one: Import): string => `${relative(src, one.from)} -> ${one.specifier}`;

test('the scan saw files and imports', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(ours.length).toBeGreaterThan(400);
});

test('every relative import names a file that exists', () => {
  const lost = ours.filter((one) => !existsSync(one.to) && !existsSync(one.to.replace(/\.js$/, '.ts')));
  expect(lost.map(say)).toEqual([]);
});

test('every folder has its floor', () => {
  const folders = readdirSync(src, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((name) => !floors.includes(name))).toEqual([]);
});

test('a file imports its own folder or one nearer the ground', () => {
  const upwards = ours.filter((one) => {
    const from = floorOf(one.from);
    const to = floorOf(one.to);
    if (from === to) return false;
    return floors.indexOf(to) > floors.indexOf(from) || (doors.includes(to) && to !== 'worker');
  });
  // The `keepwell` command starts the other two doors; nothing else may.
  const allowed = (one: Import): boolean => floorOf(one.from) === 'cli' && doors.includes(floorOf(one.to));
  // A contract's reply type may be named by the folder that fills it: types leave no trace in the program.
  const shape = (one: Import): boolean => one.typeOnly && one.to.endsWith('contract.ts');
  expect(upwards.filter((one) => !allowed(one) && !shape(one)).map(say)).toEqual([]);
});

test('each kind of estimate leans only on those nearer the ground', () => {
  const statistics = join(src, 'statistics');
  const roomOf = (path: string): string => relative(statistics, path).split(sep)[0] ?? '';
  const folders = readdirSync(statistics, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect([...rooms].sort()).toEqual(folders.sort());
  const within = ours.filter((one) => floorOf(one.from) === 'statistics' && floorOf(one.to) === 'statistics');
  expect(within.length).toBeGreaterThan(150);
  // What all may use, `figure.ts`, is in no room (-1): nearer the ground than any, and leaning on none.
  const upwards = within.filter((one) => rooms.indexOf(roomOf(one.to)) > rooms.indexOf(roomOf(one.from)));
  expect(upwards.map(say)).toEqual([]);
});

test('across domains only the faces are imported', () => {
  const behind = ours.filter((one) => {
    const from = floorOf(one.from);
    const to = floorOf(one.to);
    if (from === to || foundations.includes(to) || doors.includes(from)) return false;
    return !face.test(relative(join(src, to), one.to));
  });
  expect(behind.map(say)).toEqual([]);
});

test('kit, words, statistics and charts use no Node API and nothing of ours above them', () => {
  const outside = imports.filter(
    (one) =>
      ['kit', 'words', 'statistics', 'charts'].includes(floorOf(one.from)) &&
      !one.specifier.startsWith('.') &&
      one.specifier !== 'zod/mini' &&
      !(floorOf(one.from) === 'charts' && /^d3-(array|scale|shape)$/.test(one.specifier)) &&
      !(floorOf(one.from) === 'words' && one.specifier === '@lingui/core'),
  );
  expect(outside.map(say)).toEqual([]);
});

test('the screens import only kit, words, charts, contracts and models of the rest', () => {
  const wrong = ours.filter((one) => {
    const to = floorOf(one.to);
    if (floorOf(one.from) !== 'web' || to === 'web' || to === 'kit' || to === 'words' || to === 'charts')
      return false;
    return !/\/((?:[a-z-]+-)?contract|model)\.ts$/.test(one.to);
  });
  expect(wrong.map(say)).toEqual([]);
});

test('only its owner writes a table', () => {
  const owners: Record<string, string> = {};
  for (const file of readdirSync(join(src, 'database', 'tables'))) {
    const owner = file.replace('.ts', '');
    const text = readFileSync(join(src, 'database', 'tables', file), 'utf8');
    const list = /export interface \w+Tables \{([^}]*)\}/.exec(text)?.[1] ?? '';
    for (const match of list.matchAll(/^\s+(\w+): /gm)) owners[match[1] ?? ''] = owner;
  }
  expect(Object.keys(owners).length).toBeGreaterThan(35);
  // The sample practice makes up what other folders would have been told; platform keeps attempts for sign-in.
  const exempt = new Set(['sample', 'database']);
  // Brings back, row for row, what the owners had written in another installation.
  const bringsBack = join('export', 'read-csv.ts');
  const writes: string[] = [];
  for (const file of sources) {
    const floor = floorOf(file);
    if (exempt.has(floor) || relative(src, file) === bringsBack) continue;
    const text = readFileSync(file, 'utf8');
    const pattern =
      /(?:insertInto|updateTable|deleteFrom)\('(\w+)'|\b(?:insert into|delete from)\s+(?:public\.)?(\w+)|\bupdate\s+(?:public\.)?(\w+)\s+(?:as\s+\w+\s+|\w+\s+)?set\b/g;
    for (const match of text.matchAll(pattern)) {
      const table = match[1] ?? match[2] ?? match[3] ?? '';
      const owner = owners[table];
      if (owner !== undefined && owner !== floor && !(table === 'attempt' && floor === 'platform')) {
        writes.push(`${relative(src, file)} writes ${table}, which belongs to ${owner}`);
      }
    }
  }
  expect(writes).toEqual([]);
});

test('raw SQL text is built only from literals of ours', () => {
  const uses = sources
    .filter((file) => /sql\.raw\(/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(src, file));
  // Each of these passes a constant list of column names.
  const known = ['loyalty/queries/scores.ts', 'today/queries/store-day-plan.ts'];
  const others = uses.filter(
    (file) => !known.includes(file.split(sep).join('/')) && !/^(intake|patients|visits)\//.test(file),
  );
  expect(others).toEqual([]);
});
