import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import type { Database, Db } from '../database/database.ts';
import type { ImportId } from '../kit/ids.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import type { Practice } from '../practice/model.ts';
import { importFiles } from './actions.ts';
import type { inboxShape } from './contract.ts';
import {
  findInbox,
  hashFile,
  type LyingFile,
  listLying,
  listTaken,
  putAway,
  takeFile,
} from './inbox-folder.ts';
import type { ImportReport } from './model.ts';
import {
  findInboxFile,
  findLastInboxFile,
  type InboxFile,
  type InboxState,
  recordInboxFile,
  tryHoldInbox,
} from './queries/inbox-files.ts';

// A program that writes a file in one go is done within this; a slower one changes its size meanwhile.
const settleSeconds = 5;
// Larger than any export that was seen by far; a disk image put there by mistake is not read through.
const mostBytes = 4 * 1024 ** 3;
const mostTries = 3;

/** What a worker keeps in mind of a folder between two looks. */
export interface InboxMemory {
  /** By path: how a file looked, and since when. */
  readonly seen: Map<string, { readonly look: string; readonly since: number }>;
  /** By content: how often it could not be brought in by our own fault. */
  readonly tries: Map<string, number>;
}

export function newInboxMemory(): InboxMemory {
  return { seen: new Map(), tries: new Map() };
}

export interface InboxLook {
  readonly done: number;
  readonly refused: number;
  readonly waiting: number;
  /** Faults of ours; the files are tried again. */
  readonly faults: readonly unknown[];
}

/**
 * Looks into the watched folder of a practice: a file that has not changed for some seconds is brought in as by hand, once
 * for each content, and put away with its report. Only files whose headings a person has confirmed are read; the others
 * wait. Killed at any moment, a file is neither lost nor brought in twice.
 * @param root holds a folder for each practice, called by its slug or its public id
 */
export async function lookIntoInbox(
  database: Database,
  practice: Practice,
  root: string,
  memory: InboxMemory,
  now: Date,
): Promise<InboxLook> {
  const counts = { done: 0, refused: 0, waiting: 0 };
  const faults: unknown[] = [];
  const folder = await findInbox(root, [practice.slug, practice.publicId]);
  if (folder === undefined) return { ...counts, faults };
  const settled = await listSettled(folder, memory, now);
  if (settled.length + (await listTaken(folder)).length === 0) return { ...counts, faults };
  await database.inPractice(practice.id, async (db) => {
    if (!(await tryHoldInbox(db, practice.id))) return;
    await rm(join(folder, '.refusals'), { recursive: true, force: true });
    // What a worker that was killed had begun with comes first; looked up anew, now that nobody else takes any.
    const left = await listTaken(folder);
    const files = [
      ...left.map((file) => async () => file),
      ...settled.map((file) => () => takeFile(folder, file)),
    ];
    for (const take of files) {
      try {
        const file = await take();
        if (file !== undefined) counts[await bringIn(database, practice, folder, file, memory, now)] += 1;
      } catch (error) {
        faults.push(error);
      }
    }
  });
  return { ...counts, faults };
}

async function listSettled(folder: string, memory: InboxMemory, now: Date): Promise<readonly LyingFile[]> {
  const lying = await listLying(folder);
  const settled = lying.filter((file) => {
    const before = memory.seen.get(file.path);
    if (before?.look === file.look) return now.getTime() - before.since >= settleSeconds * 1000;
    memory.seen.set(file.path, { look: file.look, since: now.getTime() });
    return false;
  });
  const paths = new Set(lying.map(({ path }) => path));
  for (const path of memory.seen.keys()) {
    if (path.startsWith(join(folder, '/')) && !paths.has(path)) memory.seen.delete(path);
  }
  return settled;
}

async function bringIn(
  database: Database,
  practice: Practice,
  folder: string,
  file: LyingFile,
  memory: InboxMemory,
  now: Date,
): Promise<InboxState> {
  const end = async (state: InboxState, report: unknown, refusals: string | null = null) => {
    await putAway(folder, file, state, report, refusals);
    return state;
  };
  if (file.size > mostBytes) {
    return end('refused', {
      refused: 'the file is larger than 4 GB: export a shorter time, or import it by hand',
    });
  }
  const hash = await hashFile(file.path);
  const held = await database.inPractice(practice.id, (db) => findInboxFile(db, practice.id, hash));
  // What was refused or waits may fit by now.
  if (held?.state === 'done') return end('done', repeated(held));
  const record = (state: InboxState, importId: ImportId | null): InboxFile => ({
    name: file.name.slice(0, 200),
    state,
    importId,
    at: now,
  });
  const key = hash.toString('hex');
  const tries = (memory.tries.get(key) ?? 0) + 1;
  memory.tries.set(key, tries);
  const outcome = await importFiles(database, practice, [file.path], {
    onlyRemembered: true,
    refusalsFolder: join(folder, '.refusals'),
    alongside: async (db, report) => {
      await recordInboxFile(db, practice.id, hash, record(stateOf(report), report.importId));
      await recordAuditEvent(db, practice.id, {
        accountId: null,
        staffMemberId: null,
        action: 'imports.inbox',
        result: 'ok',
        patientIds: [],
        objectIds: [report.importId],
        requestId: report.importId,
        network: null,
      });
    },
  }).catch((error: unknown) => {
    if (tries < mostTries) throw error;
    return undefined;
  });
  memory.tries.delete(key);
  if (outcome?.ok === true) return end(stateOf(outcome.value), outcome.value, outcome.value.refusalsFile);
  const state = outcome?.refusal.code === 'not_confirmed' ? 'waiting' : 'refused';
  await database.inPractice(practice.id, (db) => recordInboxFile(db, practice.id, hash, record(state, null)));
  const words =
    outcome?.refusal.detail ?? 'the file could not be brought in; the log says which fault it was';
  const next = `keepwell import ${state}/${file.name} --practice ${practice.slug}`;
  return end(state, { [state]: words, ...(state === 'waiting' ? { next } : {}) });
}

/** A file of which nothing was taken is refused as a whole. */
function stateOf(report: ImportReport): InboxState {
  return report.files.every((file) => file.rows > 0 && file.rows === file.refused) ? 'refused' : 'done';
}

function repeated({ name, importId, at }: InboxFile): unknown {
  const words = `the same content came before, as ${name} on ${at.toISOString()}, and was not brought in again`;
  return { repeated: words, importId };
}

/** The watched folder of a practice; undefined when there is none. */
export interface InboxDescribed {
  readonly folder: string;
  /** Files that will be brought in. */
  readonly lying: number;
  /** Files that wait for a person. */
  readonly waiting: number;
  readonly last: InboxFile | undefined;
}

export async function describeInbox(
  db: Db,
  practice: Practice,
  root: string,
): Promise<InboxDescribed | undefined> {
  const folder = await findInbox(root, [practice.slug, practice.publicId]);
  if (folder === undefined) return undefined;
  const lying = (await listLying(folder)).length + (await listTaken(folder)).length;
  const waiting = (await listLying(join(folder, 'waiting'))).filter(
    ({ name }) => !name.endsWith('.report.json'),
  );
  return { folder, lying, waiting: waiting.length, last: await findLastInboxFile(db, practice.id) };
}

/** The watched folder as the screens tell of it; where there is none, where it would be. */
export async function showInbox(
  db: Db,
  practice: Practice,
  root: string,
): Promise<z.output<typeof inboxShape>> {
  const found = await describeInbox(db, practice, root);
  if (found === undefined) {
    return { folder: join(root, practice.slug), isThere: false, lying: 0, waiting: 0, last: null };
  }
  const { folder, lying, waiting, last } = found;
  return {
    folder,
    isThere: true,
    lying,
    waiting,
    last:
      last === undefined
        ? null
        : { name: last.name, state: last.state, importId: last.importId, at: last.at.toISOString() },
  };
}
