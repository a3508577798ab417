import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { emptyContext, hearHostileLine, readHostileFile, type Tally } from '../harness/hl7-hostile.ts';
import { aBooking, aMessage, pid } from '../harness/hl7-messages.ts';
import { noise, wounded } from '../harness/wounds.ts';
import type { Proof } from './rhythm.prove.ts';

const inputs = 400_000;
// A context gathers the places that messages name, as one import would; it is renewed as often as imports are.
const inputsAContext = 500;

const seeds = [
  aMessage(),
  aMessage({ type: 'ADT^A03', charset: '8859/1' }),
  aMessage({ type: 'ADT^A40', segments: [pid, 'MRG|OLD^^^LAKE^MR', pid, 'MRG|OLDER^^^LAKE^MR'] }),
  aMessage({ type: 'ADT^A31', charset: '', segments: [pid, 'NK1|1|Okafor^Ben|SPO', 'GT1|1||Okafor^Ada'] }),
  aBooking(),
  aBooking({ event: 'S15', status: 'NOSHOW' }),
  aBooking({ event: 'S14', status: '7' }),
  aMessage({ type: 'ORU^R01' }),
].map((text) => Buffer.from(text));

const special = [
  ...[
    '\r',
    '\n',
    '|',
    '^',
    '~',
    '\\',
    '&',
    '\u000B',
    '\u001C',
    '\u001C\r',
    '\u0000',
    '""',
    'MSH|',
    '\rMSH|^~\\&|',
    '\rPID|',
    '\\X',
    '\\.br\\',
  ],
  ...[
    '\rBHS|',
    '\rFTS|',
    '|'.repeat(300),
    '^'.repeat(300),
    '~'.repeat(300),
    '&'.repeat(300),
    '\\'.repeat(300),
    '9'.repeat(300),
    '\u00e9\u5f20',
    '+9999',
    '20260230',
  ],
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff]),
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from([0xff, 0xfe]),
    Buffer.alloc(3000, 'x'),
  ]);

/** About two minutes: 400,000 files and as many lines of wounded messages and of mere noise. */
export function prove(): Proof {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const heapMb = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const random = seededRandom(20_260_302);
  const below = (limit: number): number => Math.floor(random.uniform() * limit);
  const tally: Tally = { read: 0, ignored: 0, refused: 0, unreadable: 0, frames: 0 };
  let context = emptyContext();
  let slowestMs = 0;
  let early = 0;
  for (let i = 0; i < inputs; i += 1) {
    if (i % inputsAContext === 0) context = emptyContext();
    if (i === inputs / 10) early = heapMb();
    const bytes = i % 8 === 0 ? noise(below) : wounded(seeds, special, below);
    const cuts = Array.from({ length: below(5) }, () => below(bytes.length + 1));
    const begun = performance.now();
    readHostileFile(bytes, cuts, context, tally);
    hearHostileLine(i % 2 === 0 ? bytes : framed(bytes), cuts, tally);
    slowestMs = Math.max(slowestMs, performance.now() - begun);
  }
  const grownMb = heapMb() - early;
  console.log(`${inputs} inputs: ${JSON.stringify(tally)}, slowest ${slowestMs.toFixed(1)} ms`);
  const enough = inputs / 20;
  return {
    claims: [
      {
        claim: 'inputs read as a file and heard as a line',
        measured: inputs,
        atLeast: 350_000,
        atMost: inputs,
      },
      { claim: 'messages that were read', measured: tally.read, atLeast: enough, atMost: inputs * 10 },
      { claim: 'messages that were refused', measured: tally.refused, atLeast: enough, atMost: inputs * 10 },
      {
        claim: 'messages that were unreadable',
        measured: tally.unreadable,
        atLeast: enough,
        atMost: inputs * 10,
      },
      { claim: 'frames that were answered', measured: tally.frames, atLeast: enough, atMost: inputs * 10 },
      // A pause of the collector or of the machine is within it; a pattern that explodes is not.
      { claim: 'slowest input, ms', measured: Math.round(slowestMs), atLeast: 0, atMost: 500 },
      {
        claim: 'memory grown over nine tenths of the inputs, MB',
        measured: Math.round(grownMb),
        atLeast: -500,
        atMost: 8,
      },
    ],
    leftOut: [],
  };
}

function framed(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x0b), bytes, Buffer.of(0x1c, 0x0d)]);
}
