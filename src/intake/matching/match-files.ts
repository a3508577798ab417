import type { LocalDate } from '../../kit/local-date.ts';
import { startMatching } from '../../patients/match-actions.ts';
import type { MatchedPair, MatchRecord } from '../../patients/model.ts';
import { openRecords, type RecordsFile, readRecords } from './read-records.ts';

/** Which files, and how they are read; crosses to another thread, so plain data only. */
export interface MatchFilesJob {
  /** One file: its doubles. Two: the records of the second that are in the first. */
  readonly paths: readonly [string] | readonly [string, string];
  readonly idColumn?: string | undefined;
  /** ISO 3166 code: the default region of telephone numbers, and the order of day and month where no date tells. */
  readonly country: string;
  readonly today: LocalDate;
}

export interface MatchFilesEnd {
  readonly kind: 'end';
  readonly pairs: readonly MatchedPair[];
  readonly records: number;
}

export type MatchFilesStep =
  | { readonly kind: 'progress'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string }
  | MatchFilesEnd;

// Between two of these the thread's owner may be told how far it is.
const recordsAStep = 2000;

/** Reads the files and compares their records; the last step is the end, or why it cannot be done. */
export async function* matchFiles(job: MatchFilesJob): AsyncGenerator<MatchFilesStep> {
  const files: (readonly MatchRecord[])[] = [];
  for (const [nth, path] of job.paths.entries()) {
    const file = await openRecords(path, job.idColumn);
    if (typeof file === 'string') {
      yield { kind: 'refused', words: whyNot(file, path, job.idColumn) };
      return;
    }
    const read = await allOf(file, job, nth);
    if (typeof read === 'string') {
      yield { kind: 'refused', words: read };
      return;
    }
    files.push(read);
    yield { kind: 'progress', words: `read ${read.length} records of ${path}` };
  }
  const [first = [], second = first] = files;
  const isLink = second !== first;
  const matching = startMatching({ year: Number(job.today.slice(0, 4)) });
  for (const record of first) matching.learn(record);
  if (isLink) for (const record of second) matching.learn(record);
  for (const record of first) matching.ask(record);
  for (const [i, record] of second.entries()) {
    matching.offer(record);
    if (i % recordsAStep === 0 && i > 0) {
      yield { kind: 'progress', words: `compared ${i} of ${second.length} records` };
    }
  }
  yield { kind: 'progress', words: 'weighing what was compared' };
  const pairs = inFileOrder(matching.finish(), isLink ? [first, second] : [first]);
  yield { kind: 'end', pairs, records: first.length + (isLink ? second.length : 0) };
}

// The same id in two files names two records: inside, each file has its own.
const mark = '\u0001';

async function allOf(
  file: RecordsFile,
  job: MatchFilesJob,
  nth: number,
): Promise<readonly MatchRecord[] | string> {
  const records: MatchRecord[] = [];
  const ids = new Set<string>();
  for await (const some of readRecords(file, job)) {
    for (const record of some) {
      if (ids.has(record.id)) {
        return `the column "${file.idColumn}" of ${file.path} names two records alike: say with --id which column tells them apart`;
      }
      ids.add(record.id);
      records.push({ ...record, id: `${nth}${mark}${record.id}` });
    }
  }
  return records;
}

function whyNot(why: 'no headings' | 'no id', path: string, idColumn: string | undefined): string {
  return why === 'no headings'
    ? `no line of ${path} looks like headings: its first line must name the columns`
    : `${path} has no column "${idColumn}": name one of its headings with --id`;
}

/** Ids as they came; `a` is the earlier record of one file, or that of the first of two. */
function inFileOrder(
  pairs: readonly MatchedPair[],
  files: readonly (readonly MatchRecord[])[],
): readonly MatchedPair[] {
  const places = new Map(files.flat().map((record, i) => [record.id, i]));
  const place = (id: string): number => places.get(id) ?? 0;
  return pairs
    .filter(({ a, b }) => files.length === 1 || a[0] !== b[0])
    .map((pair) => (place(pair.a) <= place(pair.b) ? pair : { ...pair, a: pair.b, b: pair.a }))
    .sort(
      (one, other) =>
        other.score - one.score || place(one.a) - place(other.a) || place(one.b) - place(other.b),
    )
    .map((pair) => ({ ...pair, a: pair.a.slice(2), b: pair.b.slice(2) }));
}
