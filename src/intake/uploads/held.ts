import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../kit/clock.ts';
import type { ReadableFile } from '../packed/unpack.ts';
import type { UploadState } from './shapes.ts';
import { listUploadIds, readRecord, type UploadOwner, uploadsFolder, writeRecord } from './store.ts';

/** An upload in memory: what stands on the disk, and what runs. */
export interface Held {
  readonly owner: UploadOwner;
  readonly folder: string;
  readonly stored: readonly string[];
  state: UploadState;
  refusals: string | null;
  readable?: readonly ReadableFile[];
  running?: { readonly abort: AbortController; readonly ended: Promise<void> };
  saving: Promise<void>;
  /** Removed: nothing of it is written any more. */
  gone: boolean;
}

/** A file that has arrived. */
export interface ArrivedFile {
  /** What the person calls it. */
  readonly name: string;
  /** What it is called in the folder of the upload. */
  readonly stored: string;
  readonly bytes: number;
}

/** The uploads that somebody asked for since the server began; the others wait on the disk. */
export interface HeldUploads {
  add(owner: UploadOwner, id: string, files: readonly ArrivedFile[]): Promise<Held>;
  /** Undefined as well when it is somebody else's. */
  own(owner: UploadOwner, id: string): Promise<Held | undefined>;
  /** Of the owner, the newest first. */
  list(owner: UploadOwner): Promise<readonly Held[]>;
  /** Writes it to the disk, in the order of the calls. */
  save(one: Held): Promise<void>;
  drop(one: Held): void;
  all(): readonly Held[];
  /** Lets go of what is not on the disk any more. */
  tidy(): Promise<void>;
}

export function holdUploads(dataFolder: string, clock: Clock): HeldUploads {
  const held = new Map<string, Held>();

  async function load(id: string): Promise<Held | undefined> {
    const known = held.get(id);
    if (known !== undefined) return known;
    const folder = join(uploadsFolder(dataFolder), id);
    const record = await readRecord(folder);
    if (record === undefined) return undefined;
    const { task } = record.state;
    // Whatever ran when the server ended has left nothing.
    const state =
      task?.state === 'running'
        ? { ...record.state, task: { ...task, state: 'interrupted' as const } }
        : record.state;
    const { owner, stored, refusals } = record;
    // Somebody else may have loaded it meanwhile.
    const one = held.get(id) ?? {
      owner,
      folder,
      stored,
      state,
      refusals,
      saving: Promise.resolve(),
      gone: false,
    };
    held.set(id, one);
    return one;
  }

  async function own(owner: UploadOwner, id: string): Promise<Held | undefined> {
    const one = await load(id);
    const mine = one?.owner.practice === owner.practice && one.owner.account === owner.account;
    return mine ? one : undefined;
  }

  function save(one: Held): Promise<void> {
    one.state = { ...one.state, savedAt: clock.now().toISOString() };
    one.saving = one.saving
      .catch(() => {})
      .then(() =>
        one.gone
          ? undefined
          : writeRecord(one.folder, {
              owner: one.owner,
              stored: one.stored,
              state: one.state,
              refusals: one.refusals,
            }),
      );
    return one.saving;
  }

  return {
    own,
    save,
    add: async (owner, id, files) => {
      const now = clock.now().toISOString();
      const state: UploadState = {
        id,
        createdAt: now,
        savedAt: now,
        files: files.map(({ name, bytes }) => ({ name, bytes })),
        source: '',
        mapping: { columns: {}, statuses: {} },
        look: null,
        check: null,
        importId: null,
        task: null,
      };
      const stored = files.map((file) => file.stored);
      const folder = join(uploadsFolder(dataFolder), id);
      const quiet = { refusals: null, saving: Promise.resolve(), gone: false };
      const one: Held = { owner, folder, stored, state, ...quiet };
      held.set(id, one);
      await save(one);
      return one;
    },
    list: async (owner) => {
      const found: Held[] = [];
      for (const id of await listUploadIds(dataFolder)) {
        const one = await own(owner, id);
        if (one !== undefined) found.push(one);
      }
      return found.sort((a, b) => (a.state.createdAt < b.state.createdAt ? 1 : -1));
    },
    drop: (one) => {
      one.gone = true;
      held.delete(one.state.id);
    },
    all: () => [...held.values()],
    tidy: async () => {
      const left = new Set(await listUploadIds(dataFolder));
      for (const id of [...held.keys()]) if (!left.has(id)) held.delete(id);
    },
  };
}

export function pathsOf({ folder, stored }: Held): string[] {
  return stored.map((name) => join(folder, name));
}

/** What was imported needs its files no longer; what it came to stands in the record. */
export async function forgetFiles(one: Held): Promise<void> {
  for (const path of pathsOf(one)) await rm(path, { force: true });
  await rm(join(one.folder, 'unpacked'), { recursive: true, force: true });
  if (one.refusals !== null) await rm(join(one.folder, one.refusals), { force: true });
  one.refusals = null;
  delete one.readable;
}
