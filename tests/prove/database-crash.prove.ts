import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileChild } from '../harness/compiled-child.ts';
import { killUnderLoad, type Victim } from '../harness/crash-proof.ts';

/** 24 kills under four writers; about 40 s. No acknowledged row may be missing afterwards. */
export async function prove(): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-proof-'));
  const compiled = compileChild();
  try {
    const victims = Array.from({ length: 8 }, (): Victim[] => ['node', 'postmaster', 'both']).flat();
    const counts = await killUnderLoad(compiled, dataFolder, victims, (line) => console.log(line));
    const sorted = [...counts.recoveryMs].sort((a, b) => a - b);
    const at = (share: number) => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`;
    console.log(
      `${victims.length} kills (${JSON.stringify(counts.kills)}): ${counts.acknowledged} rows acknowledged, ` +
        `${counts.lost} lost, ${counts.unconfirmed} committed without an answer; ` +
        `back after ${at(0.5)} median, ${at(1)} at most`,
    );
    if (counts.lost > 0) throw new Error(`${counts.lost} acknowledged rows were lost`);
    if (counts.acknowledged < 1_000) throw new Error('too little was written for the proof to mean anything');
    if (counts.recoveryMs.length !== victims.length) throw new Error('not every kill was survived');
  } finally {
    compiled.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
