import type { Generated } from 'kysely';
import type { AccountId, ImportId, PracticeId } from '../../kit/ids.ts';
import type { InstantDefault, InstantOrNull, Json, JsonDefault, OrNull } from './column.ts';

export interface ImportTable {
  practice_id: PracticeId;
  id: ImportId;
  started_at: InstantDefault;
  finished_at: InstantOrNull;
  state: Generated<'running' | 'finished' | 'failed'>;
  patients: Generated<number>;
  visits: Generated<number>;
  by_account: OrNull<AccountId>;
}

export interface ImportFileTable {
  practice_id: PracticeId;
  import_id: ImportId;
  position: number;
  name: string;
  kind: string;
  content_hash: OrNull<Buffer>;
  rows: Generated<number>;
  added: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  refused: Generated<number>;
  mapping: JsonDefault<Readonly<Record<string, unknown>>>;
}

export interface ImportMappingTable {
  practice_id: PracticeId;
  fingerprint: string;
  mapping: Json<Readonly<Record<string, unknown>>>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
}

export interface RefusalTable {
  practice_id: PracticeId;
  import_id: ImportId;
  position: number;
  row_number: number;
  column_name: Generated<string>;
  value: Generated<string>;
  code: string;
  reason: string;
}

export interface IntakeTables {
  import: ImportTable;
  import_file: ImportFileTable;
  import_mapping: ImportMappingTable;
  refusal: RefusalTable;
}
