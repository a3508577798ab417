import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { simulatedLines, simulatedRecords } from '../tests/harness/simulated-people.ts';
import { type Figure, runKeepwell, temporaryFolder } from './ground.ts';

const sizes = [
  { records: 5000, seconds: 10 },
  { records: 50_000, seconds: 180 },
] as const;

interface Matched {
  readonly pairs: readonly { readonly a: string; readonly b: string; readonly decision: string }[];
  readonly records: number;
  readonly seconds: number;
}

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    const figures: Figure[] = [];
    for (const size of sizes) {
      const list = simulatedRecords(size.records, size.records, 0.15);
      const file = join(folder.path, `${size.records}.csv`);
      await pipeline(Readable.from(simulatedLines(list)), createWriteStream(file));
      const ran = await runKeepwell(['match', '--dedupe', file, '--json'], join(folder.path, 'data'));
      const { pairs, records } = JSON.parse(ran.stdout) as Matched;
      const who = new Map(list.map(({ id, person }) => [id, person]));
      const auto = pairs.filter(({ decision }) => decision === 'auto');
      const wrong = auto.filter(({ a, b }) => who.get(a) !== who.get(b)).length;
      figures.push(
        {
          what: `the doubles of ${records} records, whole command`,
          measured: `${ran.seconds.toFixed(1)} s`,
          reach: `< ${size.seconds} s`,
          holds: ran.seconds < size.seconds,
        },
        {
          what: `of ${auto.length} pairs linked without a person, wrong`,
          measured: String(wrong),
          reach: 'at most 1 of 1000',
          holds: wrong <= auto.length / 1000,
        },
        {
          what: 'event loop meanwhile, p99',
          measured: `${ran.loopDelayP99.toFixed(0)} ms`,
          reach: '<= 50 ms',
          holds: ran.loopDelayP99 <= 50,
        },
        {
          what: 'memory of the process',
          measured: `${ran.peakMemory.toFixed(0)} MB`,
          reach: '< 1000 MB',
          holds: ran.peakMemory < 1000,
        },
      );
    }
    return figures;
  } finally {
    folder.remove();
  }
}
