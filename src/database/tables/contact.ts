import type { Generated } from 'kysely';
import type {
  ActId,
  InboundId,
  LocationId,
  MessageId,
  PatientId,
  PatientLinkId,
  PracticeId,
  StaffMemberId,
  TemplateId,
  VisitId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type {
  Instant,
  InstantDefault,
  InstantOrNull,
  Json,
  JsonDefault,
  JsonOrNull,
  OrNull,
} from './column.ts';

export interface ContactPolicyTable {
  practice_id: PracticeId;
  version: number;
  /** Local to the patient's location, HH:MM:SS. */
  call_from: Generated<string>;
  call_to: Generated<string>;
  /** ISO weekdays. */
  call_weekdays: Generated<number[]>;
  max_per_day: Generated<number>;
  max_per_week: Generated<number>;
  max_per_month: Generated<number>;
  stale_hours: Generated<number>;
  created_at: InstantDefault;
}

/** Ledger of contacts; caps count it. */
export interface ContactMadeTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  channel: 'call' | 'text' | 'email' | 'post' | 'in_person';
  purpose: 'care' | 'feedback' | 'marketing';
  reached: boolean;
  act_id: OrNull<ActId>;
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
  undone: Generated<boolean>;
  /** Clinical, safety, complaint or promise: no cap counts it. */
  owed: Generated<boolean>;
  created_at: InstantDefault;
}

/** A signed authorisation under 45 CFR 164.508. */
export interface MarketingAuthorisationTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  discloses: string;
  used_by: string;
  sent_to: string;
  purpose: string;
  /** It says that somebody pays us for what is sent. */
  covers_payment: Generated<boolean>;
  signed_at: Instant;
  /** null: an event ends it. */
  expires_at: InstantOrNull;
  ends_when: Generated<string>;
  /** Who signed in the patient's place; empty: the patient. */
  representative: Generated<string>;
  relation: Generated<string>;
  /** Who pays; empty: nobody. */
  paid_by: Generated<string>;
  says_revocable: Generated<boolean>;
  says_unconditional: Generated<boolean>;
  says_passed_on: Generated<boolean>;
  /** When it ended before its day: it was revoked, or its event came. */
  revoked_at: InstantOrNull;
  ended_how: OrNull<'revoked' | 'event'>;
  ended_by: OrNull<StaffMemberId>;
  struck_at: InstantOrNull;
  by_staff: OrNull<StaffMemberId>;
  created_at: InstantDefault;
}

/** A link to one page of a patient, for one purpose; only the hash of its token is kept. */
export interface PatientLinkTable {
  practice_id: PracticeId;
  id: PatientLinkId;
  token_hash: Buffer;
  purpose: 'preferences' | 'unsubscribe' | 'visit' | 'question';
  patient_id: PatientId;
  visit_id: OrNull<VisitId>;
  message_id: OrNull<MessageId>;
  contact_hash: OrNull<Buffer>;
  expires_at: Instant;
  ended_at: InstantOrNull;
  created_at: InstantDefault;
}

/** A one-time code before a page that shows more than the link alone may. */
export interface PageCodeTable {
  practice_id: PracticeId;
  id: string;
  link_id: PatientLinkId;
  /** SHA-256 of the link's token and the code. */
  code_hash: Buffer;
  tries: Generated<number>;
  expires_at: Instant;
  proof_hash: OrNull<Buffer>;
  proof_until: InstantOrNull;
  created_at: InstantDefault;
}

/** What came in from a patient or a stranger, and the clock by which a person answers. */
export interface InboundTable {
  practice_id: PracticeId;
  id: InboundId;
  kind: 'enquiry' | 'question' | 'call_me' | 'move_request' | 'worry' | 'reply';
  via: 'page' | 'phone' | 'message';
  patient_id: PatientId;
  visit_id: OrNull<VisitId>;
  link_id: OrNull<PatientLinkId>;
  /** Whose opening hours the clock counts. */
  location_id: OrNull<LocationId>;
  reference: string;
  words: Generated<string>;
  wants: Generated<string>;
  expects: Generated<string>;
  best_time: OrNull<'any' | 'mornings' | 'afternoons' | 'evenings'>;
  worry: OrNull<number>;
  received_at: Instant;
  answer_by: Instant;
  /** Who has taken it. */
  owner_id: OrNull<StaffMemberId>;
  answered_at: InstantOrNull;
  answered_by: OrNull<StaffMemberId>;
  outcome: OrNull<'answered' | 'booked' | 'not_reached' | 'not_for_us'>;
  /** Hash of where from, what and on which day: sent twice, it is one. */
  same_key: Buffer;
  created_at: InstantDefault;
}

export type LegalClassColumn = 'treatment' | 'operations' | 'marketing';
export type MessageStateColumn =
  | 'planned'
  | 'claimed'
  | 'handed'
  | 'accepted'
  | 'delivered'
  | 'failed'
  | 'unknown'
  | 'cancelled'
  | 'held';

/** What is said on some occasion; its words are in its versions. */
export interface TemplateTable {
  practice_id: PracticeId;
  id: TemplateId;
  /** Touchpoints name it. */
  code: string;
  title: Json<Record<string, string>>;
  created_at: InstantDefault;
  archived_at: InstantOrNull;
}

/** The words of one language; an empty text is not said on that channel. */
export interface TemplateWords {
  subject: string;
  preheader: string;
  email: string;
  text: string;
  post: string;
}

/** One saving of a template; never changed. */
export interface TemplateVersionTable {
  practice_id: PracticeId;
  id: string;
  template_id: TemplateId;
  version: number;
  legal_class: LegalClassColumn;
  third_party_paid: Generated<boolean>;
  paper: Generated<'letter' | 'postcard'>;
  words: Json<Record<string, TemplateWords>>;
  by_staff: OrNull<StaffMemberId>;
  created_at: InstantDefault;
}

/** The gate's newest answer, as it is kept with a message. */
export interface KeptGate {
  verdict: string;
  reasons: readonly { code: string; words: string }[];
  policyVersion: number;
  until?: string;
  at: string;
}

/** A visit that a message rests on; `open`: it must still be to come when the message goes. */
export interface MessagePremise {
  visitId: VisitId;
  startsAt: string;
  open: boolean;
}

/** One message with its whole life. */
export interface MessageTable {
  practice_id: PracticeId;
  id: MessageId;
  source: string;
  patient_id: PatientId;
  occurrence: string;
  channel: 'email' | 'text' | 'post';
  template_id: TemplateId;
  legal_class: LegalClassColumn;
  purpose: 'care' | 'feedback' | 'marketing';
  about: string;
  third_party_paid: Generated<boolean>;
  owed: Generated<boolean>;
  premise: JsonOrNull<MessagePremise>;
  merge: JsonDefault<Record<string, string>>;
  arm: Generated<'act' | 'hold_out'>;
  due_at: Instant;
  state: Generated<MessageStateColumn>;
  state_at: Instant;
  lease_until: InstantOrNull;
  attempts: Generated<number>;
  /** The Message-ID of an e-mail, however often it is tried. */
  client_ref: string;
  provider_id: OrNull<string>;
  via: OrNull<string>;
  gate: JsonOrNull<KeptGate>;
  why: OrNull<string>;
  template_version_id: OrNull<string>;
  language: OrNull<string>;
  subject: OrNull<string>;
  preheader: OrNull<string>;
  body: OrNull<string>;
  /** SHA-256. */
  address_hash: OrNull<Buffer>;
  contact_id: OrNull<string>;
  created_at: InstantDefault;
}

/** Ledger of the steps of messages. */
export interface MessageEventTable {
  practice_id: PracticeId;
  id: string;
  message_id: MessageId;
  at: Instant;
  step: string;
  from_state: string;
  to_state: string;
  by_staff: OrNull<StaffMemberId>;
  why: OrNull<string>;
}

/** Whether everything is held. */
export interface OutboxTable {
  practice_id: PracticeId;
  paused_at: InstantOrNull;
  paused_by: OrNull<StaffMemberId>;
}

/** A mail that came in about a message of ours; the mail itself is not kept. */
export interface MailTakenTable {
  practice_id: PracticeId;
  mail_hash: Buffer;
  message_id: MessageId;
  kind: 'bounce' | 'complaint' | 'reply' | 'opt_out' | 'doubtful';
  at: Instant;
}

/** How far the mailbox of replies was read. */
export interface MailboxReadingTable {
  practice_id: PracticeId;
  /** SHA-256 of server, account and folder. */
  box: string;
  uid_validity: string;
  /** bigint: read as text. */
  last_uid: string;
  read_at: InstantOrNull;
  failed_at: InstantOrNull;
  failure: OrNull<'connection' | 'certificate' | 'unencrypted' | 'sign_in' | 'folder' | 'program'>;
}

/** Whether others may believe mail of our domain, as DNS said when it was last asked. */
export interface SenderCheckTable {
  practice_id: PracticeId;
  domain: string;
  at: Instant;
  spf: 'pass' | 'missing' | 'several' | 'open' | 'no_answer';
  dkim: 'pass' | 'missing' | 'other_key' | 'unsigned' | 'no_answer';
  dmarc: 'pass' | 'missing' | 'several' | 'no_answer';
  passes: boolean;
  /** What to enter in DNS, by name. */
  wanted: Json<Record<string, string>>;
}

/** Untenanted: bulk mails of a day of UTC, by the domain that they come from. */
export interface BulkMailDayTable {
  domain: string;
  day: LocalDate;
  sent: Generated<number>;
}

export interface ContactTables {
  bulk_mail_day: BulkMailDayTable;
  mail_taken: MailTakenTable;
  mailbox_reading: MailboxReadingTable;
  sender_check: SenderCheckTable;
  contact_policy: ContactPolicyTable;
  contact_made: ContactMadeTable;
  marketing_authorisation: MarketingAuthorisationTable;
  patient_link: PatientLinkTable;
  page_code: PageCodeTable;
  inbound: InboundTable;
  template: TemplateTable;
  template_version: TemplateVersionTable;
  message: MessageTable;
  message_event: MessageEventTable;
  outbox: OutboxTable;
}
