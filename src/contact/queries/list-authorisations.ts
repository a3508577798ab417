import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import { sayingEverything } from './saying-everything.ts';

export interface AuthorisationRow {
  readonly id: string;
  readonly discloses: string;
  readonly usedBy: string;
  readonly sentTo: string;
  readonly purpose: string;
  readonly paidBy: string;
  readonly coversPayment: boolean;
  readonly representative: string;
  readonly relation: string;
  readonly signedAt: Date;
  readonly expiresAt: Date | null;
  readonly endsWhen: string;
  readonly endedAt: Date | null;
  readonly endedHow: 'revoked' | 'event' | null;
  /** Who said that it ended. */
  readonly endedBy: string | null;
  readonly isWhole: boolean;
  /** Who wrote it down. */
  readonly by: string | null;
}

const mostListed = 100;

/** What was signed and not struck: what has not ended first, then the newest. */
export async function listAuthorisationRows(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<readonly AuthorisationRow[]> {
  const found = await sql<AuthorisationRow>`
    select a.id, a.discloses, a.used_by as "usedBy", a.sent_to as "sentTo", a.purpose, a.paid_by as "paidBy",
      a.covers_payment as "coversPayment", a.representative, a.relation, a.signed_at as "signedAt",
      a.expires_at as "expiresAt", a.ends_when as "endsWhen", a.revoked_at as "endedAt", a.ended_how as "endedHow",
      e.display_name as "endedBy", ${sayingEverything} as "isWhole", s.display_name as by
    from marketing_authorisation a
    left join staff_member s on s.practice_id = ${practice} and s.id = a.by_staff
    left join staff_member e on e.practice_id = ${practice} and e.id = a.ended_by
    where a.practice_id = ${practice} and a.patient_id = ${patient} and a.struck_at is null
    order by (a.revoked_at is not null or coalesce(a.expires_at <= ${now}, false)), a.signed_at desc, a.id desc
    limit ${mostListed}`.execute(db);
  return found.rows;
}
