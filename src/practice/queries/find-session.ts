import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { AccountId, DeviceId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { Practice } from '../model.ts';

export interface FoundSession {
  readonly accountId: AccountId;
  readonly email: string;
  readonly accountName: string;
  readonly staffMemberId: StaffMemberId | null;
  readonly practice: Practice | null;
  readonly seenAt: Date;
  readonly id: string;
  readonly kind: 'full' | 'pin';
  readonly deviceId: DeviceId | null;
  readonly provedAt: Date | null;
  readonly factorAt: Date | null;
  /** Whether the account has a passkey or an authenticator app. */
  readonly hasFactor: boolean;
  readonly idleMinutes: number;
  /** What the first account has to say next; null: nothing. */
  readonly firstRun: 'practice' | 'ways' | null;
}

interface Row {
  account_id: AccountId;
  email: string;
  display_name: string;
  staff_member_id: StaffMemberId | null;
  seen_at: Date;
  id: string;
  kind: 'full' | 'pin';
  device_id: DeviceId | null;
  proved_at: Date | null;
  factor_at: Date | null;
  has_factor: boolean;
  idle_minutes: number;
  first_run: 'practice' | 'ways' | null;
  practice_id: PracticeId | null;
  public_id: string;
  slug: string;
  name: string;
  country: string;
  currency: string;
  zone: string;
  languages: string[];
  is_sample: boolean;
}

/**
 * The session of a token, when it runs still: neither ended nor idle nor past its absolute end, of an account that
 * is not disabled. In the same statement the transaction enters the session's practice, when the account is still a
 * member of it; a second round trip for that would cost every request one.
 */
export async function findSession(
  db: Db,
  tokenHash: Buffer,
  now: Date,
  idleMinutes: number,
): Promise<FoundSession | undefined> {
  const found = await sql<Row>`
    select s.account_id, a.email, a.display_name, a.first_run, s.seen_at, s.id, s.kind, s.device_id, s.proved_at, s.factor_at,
      exists (select from passkey k where k.account_id = s.account_id)
        or exists (select from authenticator_app t where t.account_id = s.account_id and t.confirmed_at is not null)
        as has_factor,
      coalesce(p.idle_minutes, ${idleMinutes}::float8) as idle_minutes, m.staff_member_id, p.id as practice_id, p.public_id,
      p.slug, p.name, p.country, p.currency, p.zone, p.languages, p.is_sample,
      case when p.id is null then null else set_config('app.practice', p.id::text, true) end as entered
    from session s
    join account a on a.id = s.account_id
    left join membership m on m.account_id = s.account_id and m.practice_id = s.practice_id
      and m.suspended_at is null
    left join practice p on p.id = m.practice_id
    where s.token_hash = ${tokenHash} and s.ended_at is null and a.disabled_at is null
      and s.expires_at > ${now}
      and s.seen_at > ${now}::timestamptz - make_interval(secs => 60 * coalesce(p.idle_minutes, ${idleMinutes}::float8))`.execute(
    db,
  );
  const row = found.rows[0];
  if (row === undefined) return undefined;
  return {
    accountId: row.account_id,
    email: row.email,
    accountName: row.display_name,
    staffMemberId: row.staff_member_id,
    seenAt: row.seen_at,
    id: row.id,
    kind: row.kind,
    deviceId: row.device_id,
    provedAt: row.proved_at,
    factorAt: row.factor_at,
    hasFactor: row.has_factor,
    idleMinutes: Number(row.idle_minutes),
    firstRun: row.first_run,
    practice:
      row.practice_id === null
        ? null
        : {
            id: row.practice_id,
            publicId: row.public_id,
            slug: row.slug,
            name: row.name,
            country: row.country,
            currency: row.currency,
            zone: row.zone,
            languages: row.languages,
            isSample: row.is_sample,
          },
  };
}
