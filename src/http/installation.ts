import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { listBackups, readDrillNote } from '../backup/folder.ts';
import { findReading } from '../contact/queries/mailbox-reading.ts';
import { findSenderCheck } from '../contact/sender-check-actions.ts';
import type { Db } from '../database/database.ts';
import { countMessages } from '../intake/hl7-actions.ts';
import { uploadsFolder } from '../intake/uploads/store.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { describeSeals } from '../platform/audit-search.ts';
import type { describeHealth } from '../platform/contract.ts';
import { describeQueue, listFailedJobs } from '../platform/queue-state.ts';
import { programVersion } from '../platform/version.ts';
import type { Practice } from '../practice/model.ts';
import { listScheduleSources } from '../today/actions.ts';
import type { HttpPorts } from './ports.ts';

type Health = ReplyOf<typeof describeHealth>;
type Place = HttpPorts['config'];

async function lookAtDatabase(db: Db, { databaseUrl, dataFolder }: Place): Promise<Health['database']> {
  const found = await sql<{ bytes: number; version: string }>`
    select pg_database_size(current_database())::float8 as bytes, current_setting('server_version') as version
    limit 1`.execute(db);
  // Of a server elsewhere nobody here can say how full its disk is.
  const disk = databaseUrl === undefined ? await statfs(dataFolder).catch(() => undefined) : undefined;
  return {
    own: databaseUrl === undefined,
    version: found.rows[0]?.version ?? '',
    bytes: found.rows[0]?.bytes ?? 0,
    freeBytes: disk === undefined ? null : disk.bavail * disk.bsize,
    diskBytes: disk === undefined ? null : disk.blocks * disk.bsize,
  };
}

/** What a fault was, as far as somebody who is no programmer can do something about it. */
export function reasonOf(errorName: string | null): Health['jobs']['failed'][number]['reason'] {
  if (errorName === null) return 'program';
  if (/connection|timeout|abort/i.test(errorName)) return 'connection';
  return /^(error|DatabaseError|PostgresError)$/.test(errorName) ? 'database' : 'program';
}

async function lookAtJobs(db: Db): Promise<Health['jobs']> {
  const { oldest, ...counts } = await describeQueue(db);
  const failed = await listFailedJobs(db);
  return {
    ...counts,
    oldest: oldest?.toISOString() ?? null,
    failed: failed.map(({ task, jobs, attempts, lastAt, errorName }) => ({
      task,
      jobs,
      attempts,
      lastAt: lastAt.toISOString(),
      reason: reasonOf(errorName),
    })),
  };
}

async function lookAtBackups({ backup: { daily, folder } }: Place): Promise<Health['backup']> {
  const { backups, unreadable } = await listBackups(folder);
  const note = await readDrillNote(folder);
  return {
    daily,
    lastAt: backups.at(-1)?.at ?? null,
    backups: backups.length,
    unreadable: unreadable.length,
    drill: note === undefined ? null : { at: note.at, good: note.good },
  };
}

// Flat and short: an upload is a folder with its files, and none is kept longer than a day.
async function lookAtUploads({ dataFolder }: Place): Promise<Health['uploads']> {
  const folder = uploadsFolder(dataFolder);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return { there: false, uploads: 0, bytes: 0 };
  let bytes = 0;
  for (const name of names) {
    for (const file of await readdir(join(folder, name)).catch(() => [])) {
      bytes += (await stat(join(folder, name, file)).catch(() => ({ size: 0 }))).size;
    }
  }
  return { there: true, uploads: names.length, bytes };
}

async function lookAtMail(db: Db, { id, isSample }: Practice, { mail }: Place): Promise<Health['mail']> {
  // A sample neither sends nor reads, whatever is named.
  const reading = isSample ? undefined : await findReading(db, id);
  const check = isSample ? undefined : await findSenderCheck(db, id);
  return {
    sends: !isSample && mail.smtpUrl !== undefined,
    reads: !isSample && mail.imapUrl !== undefined,
    readAt: reading?.readAt?.toISOString() ?? null,
    failedAt: reading?.failedAt?.toISOString() ?? null,
    failure: reading?.failure ?? null,
    sender: check === undefined ? null : { ...check, at: check.at.toISOString(), wanted: [...check.wanted] },
  };
}

/** How the installation stands, seen from one practice of it; nothing of patients. */
export async function describeInstallation(
  db: Db,
  practice: Practice,
  place: Place,
  now: Date,
): Promise<Health> {
  const { sealedAt, seals, oldestOpen } = await describeSeals(db, practice.id);
  return {
    now: now.toISOString(),
    version: programVersion,
    database: await lookAtDatabase(db, place),
    jobs: await lookAtJobs(db),
    backup: await lookAtBackups(place),
    schedule: await listScheduleSources(db, practice, now),
    lines: (await countMessages(db, practice, now)).map(({ feed, waiting, refused, failed, lastHeard }) => ({
      name: feed,
      waiting,
      refused,
      failed,
      heard: lastHeard.toISOString(),
    })),
    mail: await lookAtMail(db, practice, place),
    audit: {
      sealedAt: sealedAt?.toISOString() ?? null,
      seals,
      oldestOpen: oldestOpen?.toISOString() ?? null,
    },
    uploads: await lookAtUploads(place),
  };
}
