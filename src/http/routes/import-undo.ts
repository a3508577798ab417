import type { FastifyInstance } from 'fastify';
import * as contract from '../../intake/contract.ts';
import { previewUndo, undoImport } from '../../intake/import-undo-actions.ts';
import type { ImportUndone } from '../../intake/model.ts';
import type { ImportId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import type { HttpPorts } from '../ports.ts';
import type { Seen } from '../request-context.ts';
import { staffRoute } from '../route.ts';

function tell(undone: ImportUndone, seen: Seen) {
  seen.patient(...undone.rows.flatMap(({ patientId }) => (patientId === null ? [] : [patientId])));
  return {
    ...undone,
    stays: undone.stays.map((stay) => ({ ...stay })),
    rows: undone.rows.map((row) => ({ ...row })),
  };
}

/** Taking an import back. */
export function importUndoRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.previewImportUndo, async ({ db, actor, now, seen }, { params }) => {
    const looked = await previewUndo(db, actor.practice.id, params.importId as ImportId, now);
    return looked.ok ? done(tell(looked.value, seen)) : looked;
  });
  staffRoute(server, ports, contract.undoImport, async ({ db, actor, accountId, now, seen }, { params }) => {
    const undone = await undoImport(db, actor.practice.id, params.importId as ImportId, accountId, now);
    return undone.ok ? done(tell(undone.value, seen)) : undone;
  });
}
