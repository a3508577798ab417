import pg from 'pg';
import { type CatalogueTable, historyTable, listTables, spellPlainly } from '../database/catalogue.ts';
import { copyOutWhole } from '../database/copy.ts';
import { clientOf, type Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { chainHead } from '../platform/audit-seal.ts';
import { verifyAudit } from '../platform/audit-verify.ts';
import { type BackupBody, leftOut } from './model.ts';
import { BackupRefused } from './not-whole.ts';

/** Schemas that hold nothing of ours, or whose rows are kept in another form (queue-jobs.ts). */
const knownSchemas = ['public', 'graphile_worker', 'keepwell_queue'];

/** The tables that a backup holds. @throws when there are tables in a schema that nobody has thought about */
export async function listBackedUpTables(db: Db): Promise<readonly CatalogueTable[]> {
  const others = await clientOf(db).query<{ name: string }>(
    `select distinct n.nspname as name from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$)' and n.nspname <> all ($1)
     order by 1`,
    [knownSchemas],
  );
  if (others.rows.length > 0)
    throw new Error(`a backup would miss the tables of ${others.rows.map(({ name }) => name).join(', ')}`);
  const tables = await listTables(db);
  return tables.filter(({ name }) => !Object.hasOwn(leftOut, name));
}

export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}

export function tableName(name: string): string {
  return `public.${pg.escapeIdentifier(name)}`;
}

/** A table in the order in which it lies, which costs no sorting and is that of the last backup where nothing changed. */
export function copyTableOut(db: Db, name: string, columns: readonly string[]): AsyncGenerator<Buffer> {
  return copyOutWhole(db, `copy ${tableName(name)} (${columnList(columns)}) to stdout`);
}

/** Opens a transaction for copying: one way to spell values, and a name by which others see the same moment. */
export async function beginSnapshot(db: Db): Promise<string> {
  await refuseBlindRole(db);
  await spellPlainly(db);
  const found = await clientOf(db).query<{ name: string }>('select pg_export_snapshot() as name');
  const name = found.rows[0]?.name;
  if (name === undefined) throw new Error('the server named no snapshot');
  return name;
}

// Under row-level security a role would copy nothing, or stop, without a word.
async function refuseBlindRole(db: Db): Promise<void> {
  const found = await clientOf(db).query<{ sees: boolean }>(
    'select rolbypassrls or rolsuper as sees from pg_catalog.pg_roles where rolname = current_user',
  );
  if (found.rows[0]?.sees === true) return;
  throw new BackupRefused(
    'backup_folder',
    'the role keepwell_owner does not see every practice; an administrator runs once: alter role keepwell_owner bypassrls',
  );
}

export async function readHistory(db: Db): Promise<BackupBody['history']> {
  const found = await clientOf(db).query<{ name: string; hash: string }>(
    `select name, hash from public.${historyTable} order by name`,
  );
  return found.rows;
}

/** Where the numbering of ids goes on. Not part of a snapshot: at least as far as the rows are. */
export async function readSequences(db: Db): Promise<BackupBody['sequences']> {
  const names = await clientOf(db).query<{ name: string }>(
    `select relname as name from pg_catalog.pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname`,
  );
  const sequences: BackupBody['sequences'] = [];
  for (const { name } of names.rows) {
    const found = await clientOf(db).query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${tableName(name)}`,
    );
    for (const { value, called } of found.rows) sequences.push({ name, value, called });
  }
  return sequences;
}

/** The audit chain of every practice, read whole: what a restore has to arrive at. */
export async function readChains(db: Db): Promise<BackupBody['audit']> {
  const practices = await clientOf(db).query<{ id: PracticeId }>(
    'select id from public.practice order by id',
  );
  const chains: BackupBody['audit'] = [];
  for (const { id } of practices.rows) {
    const head = await chainHead(db, id);
    const report = await verifyAudit(db, id, head);
    // Events that wait for their seal are no harm to the chain.
    const waiting = report.unsealedTooLong > 0 ? 1 : 0;
    chains.push({
      practice: id,
      seq: head.seq.toString(),
      digest: head.digest.toString('hex'),
      intact: report.problems.length === waiting,
    });
  }
  return chains;
}
