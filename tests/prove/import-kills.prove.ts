import { join } from 'node:path';
import { localDate } from '../../src/kit/local-date.ts';
import type { Practice } from '../../src/practice/model.ts';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { aPractice } from '../harness/builders.ts';
import { aBook } from '../harness/import-book.ts';
import type { ImportOrder } from '../harness/import-child.ts';
import { compileImport, differences, importApart, recordOf, unfinishedIn } from '../harness/import-kills.ts';
import { onOwnServer } from '../harness/prove-database.ts';
import type { Proof } from './rhythm.prove.ts';

const killsADay = 25;
const size = { patients: 2000, visitsEach: 10 };

/** About five minutes: imports of a first day and of the next, each killed 25 times in the midst and then done again. */
export async function prove(): Promise<Proof> {
  const compiled = compileImport();
  try {
    return await onOwnServer(async ({ root, access, database }) => {
      const random = seededRandom(21);
      const order = (practice: Practice, day: 1 | 2): ImportOrder => ({
        app: access.app,
        practice,
        paths: aBook(join(root, `day-${day}`), day, size),
        options: { refusalsFolder: join(root, practice.slug), asOf: localDate('2026-03-05') },
      });
      const calm = await aPractice(database);
      const shaken = await aPractice(database);
      let killed = 0;
      let half = 0;
      let other = 0;
      let before: readonly string[] = await recordOf(database, shaken.id);
      for (const day of [1, 2] as const) {
        const begun = performance.now();
        await importApart(compiled.script, order(calm, day));
        const tookMs = performance.now() - begun;
        const after = await recordOf(database, calm.id);
        if (differences(before, after).length === 0) throw new Error('the day brings nothing new');
        const enough = killed + killsADay;
        // Some moments come after the end: another is drawn, though not for ever.
        for (let tries = 0; killed < enough && tries < killsADay * 4; tries += 1) {
          const dead = await importApart(compiled.script, order(shaken, day), random.uniform() * tookMs);
          if (dead === undefined) killed += 1;
          const found = await recordOf(database, shaken.id);
          if (differences(found, before).length > 0 && differences(found, after).length > 0) half += 1;
        }
        await importApart(compiled.script, order(shaken, day));
        if (differences(await recordOf(database, shaken.id), after).length > 0) other += 1;
        before = after;
      }
      const lists = unfinishedIn(join(root, shaken.slug)).filter((name) => name.includes('refused'));
      const kills = killsADay * 2;
      return {
        claims: [
          { claim: 'imports killed in the midst', measured: killed, atLeast: kills, atMost: kills },
          { claim: 'records found half written', measured: half, atLeast: 0, atMost: 0 },
          {
            claim: 'records that ended otherwise than without kills',
            measured: other,
            atLeast: 0,
            atMost: 0,
          },
          { claim: 'half lists of refusals left', measured: lists.length, atLeast: 0, atMost: 0 },
        ],
        leftOut: [],
      };
    });
  } finally {
    compiled.remove();
  }
}
