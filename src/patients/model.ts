import type { LocationId, PatientId, StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

export type Sex = 'female' | 'male' | 'other' | 'unknown';
export type BirthPrecision = 'day' | 'month' | 'year';
export type PatientStatus = 'active' | 'prospective' | 'exited';
export type ExitReason = 'moved' | 'transferred' | 'died' | 'opted_out' | 'inactive';
export type ContactKind = 'mobile' | 'phone' | 'email' | 'post';
export type ConsentPurpose = 'care' | 'feedback' | 'marketing';
export type ConsentChannel = 'call' | 'text' | 'email' | 'post' | 'any';

/** Whom a note is for: everybody who may read the patient, or clinicians and managers. */
export type NoteSensitivity = 'team' | 'clinical';

/** What a source calls a patient: who issued the value (a URI or a short name), and the value. */
export interface PatientIdentifier {
  readonly system: string;
  readonly value: string;
}

/** A way to reach a patient, as it came. */
export interface ReceivedContact {
  readonly kind: ContactKind;
  readonly received: string;
  readonly confidentialOnly?: boolean;
}

/** A guarantor, parent or carer as a source names them; may receive nothing until the practice says so. */
export interface ReceivedRelated {
  readonly name: string;
  readonly relationship: string;
  readonly contacts?: readonly ReceivedContact[];
}

/** What a source says about being contacted. Withdrawals always apply; a grant never reaches marketing. */
export interface ReceivedConsent {
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly granted: boolean;
  readonly evidence?: string;
}

/**
 * A patient as a source describes them. What is absent leaves what we hold as it is: a blank never erases.
 * The first identifier is the source's own key and finds the same patient again.
 */
export interface PatientRow {
  /** Of a new patient, when the caller has to know it beforehand. */
  readonly id?: PatientId;
  readonly identifiers: readonly [PatientIdentifier, ...PatientIdentifier[]];
  readonly familyName?: string | undefined;
  readonly givenName?: string | undefined;
  /** Only where the source has no parts. */
  readonly fullName?: string | undefined;
  readonly preferredName?: string | undefined;
  readonly pronunciation?: string | undefined;
  readonly pronouns?: string | undefined;
  /** With `birthPrecision` year or month the rest of the date is 01. */
  readonly birthDate?: LocalDate | undefined;
  readonly birthPrecision?: BirthPrecision | undefined;
  readonly sex?: Sex | undefined;
  /** BCP 47. */
  readonly spokenLanguage?: string | undefined;
  readonly writtenLanguage?: string | undefined;
  readonly needsInterpreter?: boolean | undefined;
  /** `exited` needs `exitReason`. */
  readonly status?: PatientStatus | undefined;
  readonly exitReason?: ExitReason | undefined;
  readonly exitedOn?: LocalDate | undefined;
  readonly deceasedOn?: LocalDate | undefined;
  readonly primaryLocationId?: LocationId | undefined;
  readonly primaryClinicianId?: StaffMemberId | undefined;
  /** ISO instant at which the practice first knew of the patient. */
  readonly knownFrom?: string | undefined;
  /**
   * ISO instant at which the source said all this. What it said earlier does not undo what it said later,
   * in whatever order the two come; absent, the row that comes later counts.
   */
  readonly toldAt?: string | undefined;
  /** The source's number of who pays: another patient's, this patient's own, or an account's. */
  readonly guarantor?: string | undefined;
  readonly related?: readonly ReceivedRelated[];
  readonly contacts?: readonly ReceivedContact[];
  readonly consents?: readonly ReceivedConsent[];
  /** Which file and which row of it, for the counts. */
  readonly source?: RowSource | undefined;
}

export interface RowSource {
  readonly file: number;
  readonly row: number;
}

/**
 * What a source says of a patient whom it only names. The patient may come later in the same import, or be
 * known already; a remark on nobody whom we know is left out.
 */
export interface PatientRemark {
  readonly patient: PatientIdentifier;
  readonly related?: readonly ReceivedRelated[];
  readonly consents?: readonly ReceivedConsent[];
  readonly source: RowSource;
}

/** A remark on a patient whom nobody knows. */
export interface OrphanedRemark {
  readonly file: number;
  readonly row: number;
  readonly patientValue: string;
}

/** A contact that could not be read; the patient is written without it. */
export interface UnreadContact {
  readonly kind: ContactKind;
  readonly received: string;
  readonly reason: string;
}

export interface WriteCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** `WriteCounts` of each file, by its number; rows without a source count under 0. */
export type CountsByFile = ReadonlyMap<number, WriteCounts>;

export interface PatientMerge {
  /** Remarks count as rows of their own. */
  readonly byFile: CountsByFile;
  /** How many patients the rows were about. */
  readonly patients: number;
  /** Those of nobody: the first of them, and how many each file has. */
  readonly orphans: {
    readonly first: readonly OrphanedRemark[];
    readonly byFile: ReadonlyMap<number, number>;
  };
  /** Rows of each file that were left out, because the patient was erased at their own wish. */
  readonly erased: ReadonlyMap<number, number>;
}

export interface PatientName {
  readonly familyName: string;
  readonly givenName: string;
  readonly fullName: string;
  readonly preferredName: string;
}

/**
 * The name to show: preferred or given, then family; else the whole name; else undefined, and the patient is
 * shown by an identifier.
 */
export function displayName(name: PatientName): string | undefined {
  const parts = [name.preferredName || name.givenName, name.familyName].filter((part) => part !== '');
  if (name.familyName !== '' || name.givenName !== '') return parts.join(' ');
  return name.fullName || name.preferredName || undefined;
}

/** A record as it is compared: of a patient, or of a row of a file. What is absent is no evidence. */
export interface MatchRecord {
  readonly id: string;
  /** Who calls the person what; two values of one source are two persons to that source. */
  readonly identifiers: readonly PatientIdentifier[];
  readonly familyName?: string | undefined;
  readonly givenName?: string | undefined;
  /** Only where there are no parts. */
  readonly fullName?: string | undefined;
  readonly preferredName?: string | undefined;
  /** YYYY-MM-DD, also where no calendar has the day: a slip may be seen in it. */
  readonly birthDate?: string | undefined;
  readonly birthPrecision?: BirthPrecision | undefined;
  readonly sex?: Sex | undefined;
  /** E.164, or the digits where it is no number that we know. */
  readonly phones: readonly string[];
  /** Lower case. */
  readonly emails: readonly string[];
  readonly street?: string | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
}

/** What was compared, how near it was, and what that says in bits: 1 doubles the odds, -1 halves them. */
export interface MatchReason {
  readonly field: MatchField;
  readonly level: string;
  readonly weight: number;
}

export type MatchField =
  | 'given_name'
  | 'family_name'
  | 'name_order'
  | 'birth_date'
  | 'sex'
  | 'phone'
  | 'email'
  | 'street'
  | 'postal_code'
  | 'city'
  | 'rule';

/** `auto`: one patient beyond reasonable doubt. `review`: a person has to look. Anything less is not said. */
export type MatchDecision = 'auto' | 'review';

export interface MatchedPair {
  readonly a: string;
  readonly b: string;
  /** Chance that the two are one patient, in [0, 1]. */
  readonly score: number;
  readonly decision: MatchDecision;
  readonly why: readonly MatchReason[];
}

/** The ways that a patient can choose on the page of preferences. */
export const pageChannels = ['call', 'text', 'email', 'post'] as const;
export type PageChannel = (typeof pageChannels)[number];

/** What may be welcome beside what belongs to a booked visit. */
export const welcomes = ['before_visit', 'check_in', 'questions', 'news'] as const;
export type Welcome = (typeof welcomes)[number];

export const bestTimes = ['any', 'mornings', 'afternoons', 'evenings'] as const;

export const keepings = ['in_touch', 'pause', 'appointments'] as const;
export type KeepInTouch = (typeof keepings)[number];

/** A pause lasts for a season. */
export const pauseDays = 91;

/** How a patient wants us to keep in touch. */
export interface ContactWish {
  readonly channels: readonly PageChannel[];
  readonly bestTime: (typeof bestTimes)[number];
  readonly welcome: readonly Welcome[];
  readonly keep: KeepInTouch;
}

/** One word of the ledger, as far as the page knows it. */
export interface PageConsent {
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly granted: boolean;
}

/** The newest word on a purpose and channel, with its time: a word on all channels outdoes what is older. */
export interface StandingWord extends PageConsent {
  readonly at: Date;
}

/**
 * The words that have to be written so that a wish holds, given the newest ones that do. Each channel is said, yes or
 * no, and a no again beside a word on all channels: of two at one instant the no holds, so that such a word never
 * opens one that was left unticked. A pause withdraws on all channels what its end gives back; an older withdrawal of
 * everything is lifted only for what is wished now.
 */
export function pageWords(wish: ContactWish, before: readonly StandingWord[]): readonly PageConsent[] {
  const words: PageConsent[] = [];
  const newest = (purpose: ConsentPurpose, channel: ConsentChannel): StandingWord | undefined =>
    before.find((one) => one.purpose === purpose && one.channel === channel);
  const wanted: Readonly<Record<ConsentPurpose, boolean>> = {
    care: true,
    feedback: wish.welcome.includes('questions'),
    marketing: wish.welcome.includes('news'),
  };
  for (const purpose of ['care', 'feedback', 'marketing'] as const) {
    const onAll = newest(purpose, 'any');
    const held = purpose !== 'care' && wish.keep !== 'in_touch';
    const isLifted = !held && wanted[purpose] && onAll?.granted === false;
    const said = pageChannels.flatMap((channel): PageConsent[] => {
      const granted = wanted[purpose] && wish.channels.includes(channel);
      const own = newest(purpose, channel);
      const stands = own?.granted === granted && (granted || !outdone(own, onAll));
      return stands && (granted || !isLifted) ? [] : [{ purpose, channel, granted }];
    });
    words.push(...said);
    if (isLifted) words.push({ purpose, channel: 'any', granted: true });
    // What is granted on one channel while everything is held waits with it.
    const opens = said.some(({ granted }) => granted);
    if (held && (onAll?.granted !== false || opens)) words.push({ purpose, channel: 'any', granted: false });
  }
  return words;
}

/** Whether a no was said before a yes on all channels, and holds no more. */
function outdone(no: StandingWord, onAll: StandingWord | undefined): boolean {
  return onAll?.granted === true && onAll.at > no.at;
}

/** The system of the number that a prospective patient gets who told us of themselves. */
export const strangerSystem = 'keepwell:enquiry';

/** What makes a visit easier for somebody who is worried. */
export const comforts = ['stop_signal', 'quiet_slot', 'companion'] as const;
export type Comfort = (typeof comforts)[number];

/** From this worry of 10 on, a call and a comfort plan are proposed. */
export const worriedFrom = 7;

/** How somebody was told that e-mail is not encrypted. */
export const warningMethods = ['in_person', 'call', 'form'] as const;
export type WarningMethod = (typeof warningMethods)[number];

/**
 * Of the words of that warning, as screens show them. Words that change get the next number: what was written down says
 * which were read. A test holds the words to it.
 */
export const warningVersion = 'email-1';
export const warningVersions: readonly string[] = [`${warningVersion}-en`, `${warningVersion}-es`];
