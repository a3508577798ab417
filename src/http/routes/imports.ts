import type { FastifyInstance } from 'fastify';
import * as contract from '../../intake/contract.ts';
import { newestImports, previewUndo, undoableUntil, undoImport } from '../../intake/import-undo-actions.ts';
import type { ImportUndone } from '../../intake/model.ts';
import type { ImportId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import type { HttpPorts } from '../ports.ts';
import type { Seen } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const mostImports = 50;

function tell(undone: ImportUndone, seen: Seen) {
  seen.patient(...undone.rows.flatMap(({ patientId }) => (patientId === null ? [] : [patientId])));
  return {
    ...undone,
    stays: undone.stays.map((stay) => ({ ...stay })),
    rows: undone.rows.map((row) => ({ ...row })),
  };
}

/** What was brought in, and its undo. */
export function importRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listImports, async ({ db, actor, now }) => {
    const imports = await newestImports(db, actor.practice.id, mostImports);
    return done({
      imports: imports.map((one) => ({
        id: one.id,
        startedAt: one.startedAt.toISOString(),
        finishedAt: one.finishedAt?.toISOString() ?? null,
        state: one.state,
        undoneAt: one.undoneAt?.toISOString() ?? null,
        undoableUntil: undoableUntil(one, now)?.toISOString() ?? null,
        patients: one.patients,
        visits: one.visits,
        files: one.files.map((file) => ({ ...file })),
      })),
    });
  });
  staffRoute(server, ports, contract.previewImportUndo, async ({ db, actor, now, seen }, { params }) => {
    const looked = await previewUndo(db, actor.practice.id, params.importId as ImportId, now);
    return looked.ok ? done(tell(looked.value, seen)) : looked;
  });
  staffRoute(server, ports, contract.undoImport, async ({ db, actor, accountId, now, seen }, { params }) => {
    const undone = await undoImport(db, actor.practice.id, params.importId as ImportId, accountId, now);
    return undone.ok ? done(tell(undone.value, seen)) : undone;
  });
}
