import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';

/** The day by which bulk mail is counted, for every practice that shares a domain. */
export function bulkDayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** When the next such day begins. */
export function nextBulkDay(at: Date): Date {
  const day = 86_400_000;
  return new Date((Math.floor(at.getTime() / day) + 1) * day);
}

/** How many bulk mails of a domain went today; others who ask wait until the transaction ends. */
export async function lockBulkDay(db: Db, domain: string, day: string): Promise<number> {
  await sql`insert into bulk_mail_day (domain, day) values (${domain}, ${day}) on conflict do nothing`.execute(
    db,
  );
  const found = await sql<{ sent: number }>`
    select sent from bulk_mail_day where domain = ${domain} and day = ${day} for update`.execute(db);
  return found.rows[0]?.sent ?? 0;
}

/** Adds what is about to go, or gives back, below zero, what did not. */
export async function countBulk(db: Db, domain: string, day: string, count: number): Promise<void> {
  if (count === 0) return;
  await sql`
    update bulk_mail_day set sent = greatest(0, sent + ${count}::int)
    where domain = ${domain} and day = ${day}`.execute(db);
}

/** Forgets days that are long over. */
export async function forgetBulkDays(db: Db, now: Date): Promise<void> {
  const before = bulkDayOf(new Date(now.getTime() - 7 * 86_400_000));
  await sql`delete from bulk_mail_day where day < ${before}`.execute(db);
}
