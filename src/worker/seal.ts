import type { PracticeId } from '../kit/ids.ts';
import { nextAnchor, readAnchor, writeAnchor } from '../platform/audit-anchor.ts';
import { type ChainHead, holdsSeal, sealAuditEvents } from '../platform/audit-seal.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

// The heads go to a file outside the database once a minute, and when the worker stops.
const anchorEveryMs = 60_000;
// Each second only the newest events are looked at; once an hour, and at the start, all of them.
const lastMinutes = 15;
const lookAtAllEveryMs = 3_600_000;

/**
 * Seals what the audit trail gathered, practice by practice, and anchors the heads outside the database.
 * @returns a function for each second, and one for the end
 */
export function sealer(
  ports: WorkerPorts,
  anchor: { readonly dataFolder: string; readonly key: Buffer },
): { tick(): Promise<void>; finish(): Promise<void> } {
  const { database, clock, log } = ports;
  const heads = new Map<PracticeId, ChainHead>();
  let anchoredAt = 0;
  let lookedAtAllAt = 0;
  const seal = async (): Promise<void> => {
    const all = clock.now().getTime() - lookedAtAllAt >= lookAtAllEveryMs;
    for (const practice of await listAllPractices(database)) {
      const { head } = await database.inPractice(practice.id, (db) =>
        sealAuditEvents(db, practice.id, all ? {} : { lastMinutes }),
      );
      heads.set(practice.id, head);
    }
    if (all) lookedAtAllAt = clock.now().getTime();
  };
  const write = async (): Promise<void> => {
    anchoredAt = clock.now().getTime();
    const before = await readAnchor(anchor.dataFolder, anchor.key);
    if (before.kind === 'forged') {
      log.error(
        { job: 'seal', code: 'anchor_forged' },
        'the audit anchor was changed by a stranger and is kept',
      );
      return;
    }
    const anchored = before.kind === 'heads' ? before.heads : new Map<number, ChainHead>();
    const next = await nextAnchor(anchored, heads, (practice, head) =>
      database.inPractice(practice, (db) => holdsSeal(db, practice, head)),
    );
    for (const practiceId of next.broken) {
      log.error(
        { job: 'seal', practiceId, code: 'audit_chain_broken' },
        'the audit trail has lost the seal that was anchored; run keepwell audit verify',
      );
    }
    await writeAnchor(anchor.dataFolder, anchor.key, next.heads);
  };
  return {
    tick: async () => {
      await seal();
      if (clock.now().getTime() - anchoredAt >= anchorEveryMs) await write();
    },
    finish: async () => {
      await seal();
      await write();
    },
  };
}
