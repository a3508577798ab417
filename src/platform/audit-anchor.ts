import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PracticeId } from '../kit/ids.ts';
import type { ChainHead } from './audit-seal.ts';

// The heads of all chains, outside the database and under a key that is outside it too: whoever rewrites the whole
// chain in the database is found out against this file.
function fileIn(dataFolder: string): string {
  return join(dataFolder, 'audit-anchor.json');
}

interface AnchorFile {
  readonly heads: Readonly<Record<string, { readonly seq: string; readonly digest: string }>>;
  readonly mac: string;
}

function macOf(heads: AnchorFile['heads'], key: Buffer): string {
  const ordered = Object.entries(heads).sort(([a], [b]) => Number(a) - Number(b));
  return createHmac('sha256', key).update(JSON.stringify(ordered)).digest('hex');
}

export type Anchor =
  | { readonly kind: 'none' }
  | { readonly kind: 'forged' }
  | { readonly kind: 'heads'; readonly heads: ReadonlyMap<number, ChainHead> };

export async function readAnchor(dataFolder: string, key: Buffer): Promise<Anchor> {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return { kind: 'none' };
  try {
    const file = JSON.parse(text) as AnchorFile;
    const expected = Buffer.from(macOf(file.heads, key), 'hex');
    const given = Buffer.from(file.mac, 'hex');
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return { kind: 'forged' };
    const heads = Object.entries(file.heads).map(
      ([id, head]) =>
        [Number(id), { seq: BigInt(head.seq), digest: Buffer.from(head.digest, 'hex') }] as const,
    );
    return { kind: 'heads', heads: new Map(heads) };
  } catch {
    return { kind: 'forged' };
  }
}

/**
 * The heads to anchor next. A chain that no longer holds the head that was anchored was cut short or written anew:
 * its old head stays in the file, or the evidence would be gone a minute after the deed.
 * @param holds whether the chain of a practice has this very seal
 * @returns the heads, and the practices whose chain has lost its anchored head
 */
export async function nextAnchor(
  anchored: ReadonlyMap<number, ChainHead>,
  heads: ReadonlyMap<PracticeId, ChainHead>,
  holds: (practice: PracticeId, head: ChainHead) => Promise<boolean>,
): Promise<{ readonly heads: ReadonlyMap<PracticeId, ChainHead>; readonly broken: readonly PracticeId[] }> {
  const next = new Map(anchored as ReadonlyMap<PracticeId, ChainHead>);
  const broken: PracticeId[] = [];
  for (const [practice, head] of heads) {
    const before = anchored.get(practice);
    if (before === undefined || before.seq === 0n || (await holds(practice, before)))
      next.set(practice, head);
    else broken.push(practice);
  }
  return { heads: next, broken };
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. */
export async function writeAnchor(
  dataFolder: string,
  key: Buffer,
  heads: ReadonlyMap<PracticeId, ChainHead>,
): Promise<void> {
  const plain = Object.fromEntries(
    [...heads].map(([id, head]) => [
      String(id),
      { seq: head.seq.toString(), digest: head.digest.toString('hex') },
    ]),
  );
  const file: AnchorFile = { heads: plain, mac: macOf(plain, key) };
  const temporary = `${fileIn(dataFolder)}.${process.pid}`;
  await writeFile(temporary, JSON.stringify(file), { mode: 0o600 });
  await rename(temporary, fileIn(dataFolder));
}
