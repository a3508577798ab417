import { newestImports } from '../../intake/import-list-actions.ts';
import { previewUndo, undoImport } from '../../intake/import-undo-actions.ts';
import type { ImportUndone } from '../../intake/model.ts';
import { type ImportId, isUuid } from '../../kit/ids.ts';
import { refuse } from '../../kit/outcome.ts';
import { recordAuditEvent } from '../../platform/audit.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

const mostImports = 50;

/** What was brought in, the newest first, and what can still be taken back. */
export async function runImportList(options: CommonOptions): Promise<void> {
  const json = options.json === true;
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const imports = await database.inPractice(practice.id, (db) =>
      newestImports(db, practice.id, mostImports, now),
    );
    answer(json, { imports }, () =>
      imports.length === 0
        ? 'nothing was imported yet'
        : imports
            .map((one) => {
              const names = one.files.map(({ name }) => name).join(', ');
              const until =
                one.undoableUntil === null ? '' : `, can be taken back until ${minute(one.undoableUntil)}`;
              const state = one.state === 'undone' ? ', taken back' : until;
              return `${one.id}  ${minute(one.startedAt)}  ${one.patients} patients, ${one.visits} visits${state}: ${names}`;
            })
            .join('\n'),
    );
  }, json);
}

/** Takes an import back. The same command with --dry-run says what it would do. */
export async function runImportUndo(
  id: string,
  options: CommonOptions & { readonly dryRun?: boolean },
): Promise<void> {
  const json = options.json === true;
  const dry = options.dryRun === true;
  if (!isUuid(id)) {
    const words = 'an import is named by its id; keepwell import list shows them';
    throw new CommandRefused(refuse('invalid_input', words).refusal);
  }
  const importId = id as ImportId;
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const outcome = await database.inPractice(practice.id, async (db) => {
      if (dry) return previewUndo(db, practice.id, importId, now);
      const undone = await undoImport(db, practice.id, importId, null, now);
      if (undone.ok) {
        await recordAuditEvent(db, practice.id, {
          accountId: null,
          staffMemberId: null,
          action: 'imports.undo',
          result: 'ok',
          patientIds: [],
          objectIds: [importId],
          requestId: importId,
          network: null,
        });
      }
      return undone;
    });
    if (!outcome.ok) throw new CommandRefused(outcome.refusal);
    answer(json, { ...outcome.value, dryRun: dry }, () => describe(outcome.value, dry));
  }, json);
}

function describe({ removed, restored, stays, rows }: ImportUndone, dry: boolean): string {
  const of = ({ patients, visits, details }: ImportUndone['removed']): string =>
    `${patients} patients, ${visits} visits, ${details} details of those who stay`;
  const ids = rows.filter((row) => row.patientId !== null || row.id !== null);
  return [
    `${dry ? 'would go' : 'gone'}: ${of(removed)}`,
    `${dry ? 'would be' : 'are'} as before: ${of(restored)}`,
    ...stays.map(({ what, words, count }) => `${dry ? 'would stay' : 'stays'}: ${count} x ${what}: ${words}`),
    ...(ids.length === 0 ? [] : ['--json lists what stays row by row (the first 200)']),
    ...(dry ? ['nothing was written'] : []),
  ].join('\n');
}

function minute(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
