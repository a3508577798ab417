import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import {
  emptyTally,
  type HostileFile,
  type IntakeTally,
  readHostileFiles,
} from '../harness/intake-hostile.ts';
import { hostileResources, hostileTable } from '../harness/intake-seeds.ts';
import type { Below } from '../harness/wounds.ts';
import type { Claim, Proof } from './rhythm.prove.ts';

const inputs = 350_000;
// An import of its own for so many files, as one of a folder would be.
const filesAnImport = 50;

interface Hostility {
  readonly what: string;
  readonly make: (below: Below) => HostileFile;
}

async function endure({ what, make }: Hostility, heapMb: () => number): Promise<readonly Claim[]> {
  const random = seededRandom(20_260_303);
  const below: Below = (limit) => Math.floor(random.uniform() * limit);
  const tally: IntakeTally = emptyTally();
  let slowestMs = 0;
  let early = 0;
  while (tally.files < inputs) {
    if (early === 0 && tally.files >= inputs / 10) early = heapMb();
    const files = Array.from({ length: filesAnImport }, () => make(below));
    const begun = performance.now();
    await readHostileFiles(files, tally);
    slowestMs = Math.max(slowestMs, performance.now() - begun);
  }
  const grownMb = Math.round(heapMb() - early);
  const { patients, visits, refused, unreadable, files } = tally;
  const enough = inputs / 20;
  const many = inputs * 100;
  return [
    { claim: `files read as ${what}`, measured: files, atLeast: inputs, atMost: inputs },
    { claim: 'patients that were read', measured: patients, atLeast: enough, atMost: many },
    { claim: 'visits that were read', measured: visits, atLeast: enough, atMost: many },
    { claim: 'rows and cells that were refused', measured: refused, atLeast: enough, atMost: many },
    { claim: 'rows and files that were unreadable', measured: unreadable, atLeast: enough, atMost: many },
    // A pause of the collector or of the machine is within it; a pattern that explodes is not.
    {
      claim: `slowest import of ${filesAnImport}, ms`,
      measured: Math.round(slowestMs),
      atLeast: 0,
      atMost: 10_000,
    },
    {
      claim: 'memory grown over nine tenths of the files, MB',
      measured: grownMb,
      atLeast: -500,
      atMost: 8,
    },
  ];
}

/** About half an hour. Tables and FHIR, hostile in their cells, wounded, and mere noise: from the disk, as an import reads them. */
export async function prove(): Promise<Proof> {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const heapMb = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const ofTables = await endure({ what: 'tables', make: hostileTable }, heapMb);
  const ofFhir = await endure({ what: 'FHIR', make: hostileResources }, heapMb);
  return { claims: [...ofTables, ...ofFhir], leftOut: [] };
}
