import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';

export interface ListedPatients {
  readonly ids: readonly PatientId[];
  /** Of the first of them, from 0. */
  readonly from: number;
  readonly total: number;
}

const accented = 'áàâäãåāąçćčďéèêëēęěğíìîïīįłñńňóòôöõøōřśšşťúùûüūůýÿźżž';
const plain = 'aaaaaaaacccdeeeeeeegiiiiiilnnnooooooorssstuuuuuuyyzzz';
const fold = (text: RawBuilder<unknown>) =>
  sql`translate(lower(${text}), ${sql.lit(accented)}, ${sql.lit(plain)})`;
// As migration 0023 has it, or its index does not serve.
const cardIndexName = fold(
  sql`case when family_name = '' and given_name = '' then full_name else family_name || ' ' || given_name end`,
);

/** Which part of the list: from a row on, or from the first name that begins with a letter. */
export type ListStart = { readonly row: number } | { readonly letter: string };

/**
 * A part of all patients in the order of a card index: family name, given name, without case and accents.
 * @param status those of one status, or everybody
 */
export async function listPatients(
  db: Db,
  practice: PracticeId,
  start: ListStart,
  limit: number,
  status: string | undefined,
): Promise<ListedPatients> {
  const which = sql`practice_id = ${practice} and ${status === undefined ? sql`true` : sql`status = ${status}`}`;
  const letter = 'letter' in start ? start.letter : '';
  const counted = await sql<{ total: number; before: number }>`
    select count(*)::int as total, count(*) filter (where ${cardIndexName} < ${fold(sql`${letter}::text`)})::int as before
    from patient where ${which}`.execute(db);
  const { total = 0, before = 0 } = counted.rows[0] ?? {};
  const from = 'row' in start ? start.row : before;
  const { rows } = await sql<{ id: PatientId }>`
    select id from patient where ${which} order by ${cardIndexName}, id limit ${limit} offset ${from}`.execute(
    db,
  );
  return { ids: rows.map((row) => row.id), from, total };
}
