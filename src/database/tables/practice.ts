import type { Generated } from 'kysely';
import type {
  AccountId,
  DeviceId,
  LocationId,
  PasskeyId,
  PracticeId,
  ServiceId,
  SettingChangeId,
  StaffMemberId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import type {
  Instant,
  InstantDefault,
  InstantOrNull,
  Json,
  JsonDefault,
  JsonOrNull,
  OrNull,
} from './column.ts';

export interface SampleOrigin {
  readonly seed: number;
  /** On its first day. */
  readonly patients: number;
  readonly start: LocalDate;
  /** Of history before it; six where it is not said. */
  readonly years?: number;
}

/** Owner: practice. Untenanted: the tenants themselves. */
export interface PracticeTable {
  id: Generated<PracticeId>;
  public_id: string;
  slug: string;
  name: string;
  country: Generated<string>;
  currency: Generated<string>;
  /** IANA; for what has no location. */
  zone: Generated<string>;
  languages: Generated<string[]>;
  mission: Generated<string>;
  /** Can never send anything. */
  is_sample: Generated<boolean>;
  /** Of a sample: what it is made from and moved on by. */
  sample: JsonOrNull<SampleOrigin>;
  created_at: InstantDefault;
  /** Idle time until the screen locks; null: as the installation has it. */
  idle_minutes: OrNull<number>;
  /** Patients are called by name on their own pages. */
  name_on_pages: Generated<boolean>;
  /** Every service here is sensitive. */
  sensitive_pages: Generated<boolean>;
}

/** Owner: practice. Untenanted: a person who signs in, in any number of practices. */
export interface AccountTable {
  id: AccountId;
  email: string;
  display_name: string;
  password_hash: OrNull<string>;
  disabled_at: InstantOrNull;
  created_at: InstantDefault;
  /** What the first account has to say next; null: nothing. */
  first_run: OrNull<'practice' | 'ways'>;
}

/** Owner: practice. Untenanted: which account is which staff member. */
export interface MembershipTable {
  account_id: AccountId;
  practice_id: PracticeId;
  staff_member_id: StaffMemberId;
  /** Follows staff_member.state, readable before a practice is entered. */
  suspended_at: InstantOrNull;
  created_at: InstantDefault;
}

/** Owner: practice. Untenanted: only the SHA-256 of a token is kept. */
export interface SessionTable {
  token_hash: Buffer;
  account_id: AccountId;
  practice_id: OrNull<PracticeId>;
  created_at: InstantDefault;
  seen_at: InstantDefault;
  expires_at: Instant;
  ended_at: InstantOrNull;
  id: Generated<string>;
  kind: Generated<'full' | 'pin'>;
  /** Where a PIN opened it. */
  device_id: OrNull<DeviceId>;
  /** When the person last proved themselves in full. */
  proved_at: InstantOrNull;
  /** When the second factor was last passed; null: not in this session. */
  factor_at: InstantOrNull;
}

/** Owner: practice. Untenanted: what an account signs in with besides its password. */
export interface PasskeyTable {
  id: PasskeyId;
  account_id: AccountId;
  credential_id: Buffer;
  public_key: Buffer;
  /** bigint; never goes back. */
  counter: string;
  transports: Generated<string[]>;
  name: string;
  created_at: Instant;
  used_at: InstantOrNull;
}

/** Owner: practice. Untenanted. */
export interface AuthenticatorAppTable {
  account_id: AccountId;
  /** Sealed, see platform/seal.ts. */
  secret: Buffer;
  confirmed_at: InstantOrNull;
  /** bigint; of 30 s since 1970. */
  last_step: Generated<string>;
  created_at: Instant;
}

/** Owner: practice. Untenanted. */
export interface RecoveryCodeTable {
  account_id: AccountId;
  code_hash: Buffer;
  used_at: InstantOrNull;
}

/** Owner: practice. Untenanted: what an authenticator has to sign. */
export interface PasskeyChallengeTable {
  challenge_hash: Buffer;
  purpose: 'register' | 'prove' | 'sign_in';
  account_id: OrNull<AccountId>;
  expires_at: Instant;
}

/** Owner: practice. Untenanted: a person's own number for shared desks. */
export interface DeskPinTable {
  account_id: AccountId;
  pin_hash: string;
  /** In a row; from five on the PIN is locked. */
  wrong: Generated<number>;
  set_at: Instant;
}

/** A browser that several people of one practice work at. */
export interface SharedDeviceTable {
  practice_id: PracticeId;
  id: DeviceId;
  token_hash: Buffer;
  name: string;
  enrolled_by: StaffMemberId;
  created_at: Instant;
  used_at: Instant;
  revoked_at: InstantOrNull;
}

/** Who signed in fully at a shared desk, and when last. */
export interface SharedDeviceEntryTable {
  practice_id: PracticeId;
  device_id: DeviceId;
  staff_member_id: StaffMemberId;
  full_at: Instant;
}

/** Ledger: the newest row of a staff member holds; without bytes there is no picture any more. */
export interface StaffPhotoTable {
  practice_id: PracticeId;
  id: string;
  staff_member_id: StaffMemberId;
  media_type: OrNull<'image/jpeg' | 'image/png' | 'image/webp'>;
  bytes: OrNull<Buffer>;
  at: Instant;
  by_staff: OrNull<StaffMemberId>;
}

/** Each change of a setting. */
export interface SettingChangeTable {
  practice_id: PracticeId;
  id: SettingChangeId;
  at: Instant;
  /** Null: at the console. */
  staff_member_id: OrNull<StaffMemberId>;
  subject: 'practice' | 'location' | 'service';
  /** Null: the practice itself. */
  subject_id: OrNull<string>;
  field: string;
  was: Json<unknown>;
  became: Json<unknown>;
}

/** Owner: practice. Untenanted: the token route. */
export interface LinkTokenTable {
  token_hash: Buffer;
  purpose: 'first_run' | 'invitation';
  practice_id: OrNull<PracticeId>;
  account_id: OrNull<AccountId>;
  expires_at: Instant;
  used_at: InstantOrNull;
  created_at: InstantDefault;
}

/** Owner: platform. Untenanted: failed attempts by hashed key. */
export interface AttemptTable {
  key_hash: Buffer;
  window_start: Instant;
  count: number;
}

/** By ISO weekday; a missing day is closed. */
export type OpeningHours = Readonly<Record<string, readonly (readonly [string, string])[]>>;

export interface LocationTable {
  practice_id: PracticeId;
  id: LocationId;
  name: string;
  zone: string;
  address: Generated<string[]>;
  phone: OrNull<string>;
  opening_hours: JsonDefault<OpeningHours>;
  source_system: OrNull<string>;
  source_id: OrNull<string>;
  created_at: InstantDefault;
  /** From this day on nobody is seen here. */
  closed_on: OrNull<LocalDate>;
  /** How to come and where to leave a car, as the patients' pages say it. */
  parking: JsonDefault<Words>;
}

export interface HolidayTable {
  practice_id: PracticeId;
  location_id: LocationId;
  on_date: LocalDate;
  name: string;
}

export interface ServiceTable {
  practice_id: PracticeId;
  id: ServiceId;
  code: string;
  name: Json<Words>;
  /** Days; null: learnt from the visits. */
  recall_days: OrNull<number>;
  /** False: nobody is expected back for it (a crown, a follow-up). */
  returns: Generated<boolean>;
  minutes: Generated<number>;
  price_cents: OrNull<number>;
  what_we_do: JsonDefault<Words>;
  after_care: JsonDefault<Words>;
  check_in_days: OrNull<number>;
  source_system: OrNull<string>;
  source_id: OrNull<string>;
  created_at: InstantDefault;
  /** For the patients' pages: a line a step. */
  steps: JsonDefault<Words>;
  hurts: JsonDefault<Words>;
  /** Its name is shown on a patient's page after a code alone. */
  sensitive: Generated<boolean>;
}

export interface StaffMemberTable {
  practice_id: PracticeId;
  id: StaffMemberId;
  account_id: OrNull<AccountId>;
  display_name: string;
  roles: Generated<string[]>;
  languages: Generated<string[]>;
  state: Generated<'invited' | 'active' | 'suspended'>;
  works_on: Generated<string[]>;
  leaves_on: OrNull<LocalDate>;
  source_system: OrNull<string>;
  source_id: OrNull<string>;
  created_at: InstantDefault;
  /** Is offered cards to write by hand. */
  writes_cards: Generated<boolean>;
}

export interface PracticeTables {
  practice: PracticeTable;
  account: AccountTable;
  membership: MembershipTable;
  session: SessionTable;
  link_token: LinkTokenTable;
  attempt: AttemptTable;
  passkey: PasskeyTable;
  authenticator_app: AuthenticatorAppTable;
  recovery_code: RecoveryCodeTable;
  passkey_challenge: PasskeyChallengeTable;
  desk_pin: DeskPinTable;
  shared_device: SharedDeviceTable;
  shared_device_entry: SharedDeviceEntryTable;
  setting_change: SettingChangeTable;
  staff_photo: StaffPhotoTable;
  location: LocationTable;
  holiday: HolidayTable;
  service: ServiceTable;
  staff_member: StaffMemberTable;
}
