import { appendFileSync, closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { localDate } from '../../src/kit/local-date.ts';
import { aPractice } from '../harness/builders.ts';
import { compileImport, importApart } from '../harness/import-kills.ts';
import { onOwnServer } from '../harness/prove-database.ts';
import type { Claim, Proof } from './rhythm.prove.ts';

// What an import may hold at its most, whatever it is given.
const mostMb = 256;

interface Limit {
  readonly what: string;
  readonly ending: string;
  readonly write: (path: string) => void;
  /** Rows that are taken all the same. */
  readonly taken: number;
}

function repeated(path: string, piece: string, times: number): void {
  const file = openSync(path, 'a');
  const block = Buffer.from(piece.repeat(Math.ceil(1_000_000 / piece.length)));
  for (let i = 0; i < times; i += 1) writeSync(file, block);
  closeSync(file);
}

const head = 'id,last_name,street\n1,Okafor,12 Elm Street\n';
const patient = '{"resourceType":"Patient","id":"1","name":[{"family":"Okafor"}]}';

const limits: readonly Limit[] = [
  {
    what: 'a line of ten gigabytes in a table',
    ending: 'csv',
    // A hole: ten gigabytes to read, and nothing on the disk.
    taken: 1,
    write: (path) => {
      writeFileSync(path, `${head}2,`);
      truncateSync(path, 10_000_000_000);
    },
  },
  {
    what: 'a line of ten gigabytes in lines of FHIR',
    ending: 'ndjson',
    taken: 1,
    write: (path) => {
      writeFileSync(path, `${patient}\n{"resourceType":"Patient","id":"`);
      truncateSync(path, 10_000_000_000);
    },
  },
  {
    what: 'a quoted cell of a gigabyte',
    ending: 'csv',
    taken: 2,
    write: (path) => {
      writeFileSync(path, `${head}2,Ortiz,"`);
      repeated(path, 'x', 1000);
      appendFileSync(path, '"\n3,Marsh,7 Oak Street\n');
    },
  },
  {
    what: 'a bundle whose one entry is a gigabyte',
    ending: 'json',
    taken: 1,
    write: (path) => {
      writeFileSync(path, '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"');
      repeated(path, 'x', 1000);
      appendFileSync(path, `"}},{"resource":${patient}}]}`);
    },
  },
  {
    what: 'a gigabyte of brackets',
    ending: 'json',
    taken: 0,
    write: (path) => repeated(path, '[', 1000),
  },
  {
    what: 'twenty megabytes of rows that name nobody',
    ending: 'csv',
    taken: 1,
    write: (path) => {
      writeFileSync(path, head);
      repeated(path, ',"x"\n', 20);
    },
  },
];

/** About ten minutes: each is imported by a process of its own, whose most memory is what the system says. */
export async function prove(): Promise<Proof> {
  const compiled = compileImport();
  try {
    return await onOwnServer(async ({ root, access, database }) => {
      const claims: Claim[] = [];
      for (const [i, { what, ending, write, taken }] of limits.entries()) {
        const path = join(root, `${i}.${ending}`);
        write(path);
        const practice = await aPractice(database);
        const options = { refusalsFolder: join(root, 'refusals'), asOf: localDate('2026-03-05') };
        const begun = performance.now();
        const answer = await importApart(compiled.script, {
          app: access.app,
          practice,
          paths: [path],
          options,
        });
        const seconds = Math.round((performance.now() - begun) / 1000);
        truncateSync(path, 0);
        if (answer?.outcome.ok !== true) throw new Error(`${what}: the import did not end in a report`);
        const [file] = answer.outcome.value.files;
        claims.push(
          {
            claim: `${what} (${seconds} s): MB at most`,
            measured: Math.round(answer.peakMb),
            atLeast: 1,
            atMost: mostMb,
          },
          { claim: 'rows taken all the same', measured: file?.added ?? -1, atLeast: taken, atMost: taken },
        );
      }
      return { claims, leftOut: [] };
    });
  } finally {
    compiled.remove();
  }
}
