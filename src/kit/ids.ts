import type { Brand } from './brand.ts';

/** The tenant's number; small, so that it leads every key cheaply. */
export type PracticeId = Brand<number, 'PracticeId'>;
export type AccountId = Brand<string, 'AccountId'>;
export type LocationId = Brand<string, 'LocationId'>;
export type ServiceId = Brand<string, 'ServiceId'>;
export type StaffMemberId = Brand<string, 'StaffMemberId'>;
export type PasskeyId = Brand<string, 'PasskeyId'>;
export type DeviceId = Brand<string, 'DeviceId'>;
export type SettingChangeId = Brand<string, 'SettingChangeId'>;
export type PatientId = Brand<string, 'PatientId'>;
export type HouseholdId = Brand<string, 'HouseholdId'>;
export type QuestionAskedId = Brand<string, 'QuestionAskedId'>;
export type PersonalDetailId = Brand<string, 'PersonalDetailId'>;
export type PatientNoteId = Brand<string, 'PatientNoteId'>;
export type VisitId = Brand<string, 'VisitId'>;
export type PromiseId = Brand<string, 'PromiseId'>;
export type ImportId = Brand<string, 'ImportId'>;
export type MergeRequestId = Brand<string, 'MergeRequestId'>;
export type Hl7MessageId = Brand<string, 'Hl7MessageId'>;
export type RhythmModelId = Brand<string, 'RhythmModelId'>;
export type TouchpointId = Brand<string, 'TouchpointId'>;
export type ActId = Brand<string, 'ActId'>;
export type MergeId = Brand<string, 'MergeId'>;
export type PossibleMatchId = Brand<string, 'PossibleMatchId'>;
export type PatientLinkId = Brand<string, 'PatientLinkId'>;
export type MessageId = Brand<string, 'MessageId'>;
export type TemplateId = Brand<string, 'TemplateId'>;
export type InboundId = Brand<string, 'InboundId'>;
export type LeavingId = Brand<string, 'LeavingId'>;
export type ActOutcomeId = Brand<string, 'ActOutcomeId'>;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case uuid of any version. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

// Random bytes are drawn 4 KiB at a time: a call for each id was most of the cost of making a million (measured 6x).
const pool = new Uint8Array(4096);
let used = pool.length;

function randomBytes(count: number): Uint8Array {
  if (used + count > pool.length) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function formatUuid(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += hex[bytes[i] ?? 0];
  }
  return text;
}

// The 26 bits below the time count on from id to id, whatever its time (RFC 9562, 6.2, method 1): two requests that began
// in different milliseconds take turns, and each has its own ids in order. From a random start in the lower half, so
// that 33 million follow before it runs over.
const counts = 2 ** 26;
let counter: number | undefined;

function nextCount(): number {
  if (counter === undefined) {
    const random = randomBytes(4);
    counter = new DataView(random.buffer, random.byteOffset).getUint32(0) % (counts / 2);
  } else counter = (counter + 1) % counts;
  return counter;
}

/**
 * A time-ordered uuid (version 7, RFC 9562): new rows land at the end of an index. Those that one process makes one after
 * another with the same time are in that order too, so that the later of two words on a ledger is the later one.
 * Not for cases, threads or links, where the time would tell something.
 * @param now milliseconds since 1970; the caller's clock
 */
export function newId<Id extends Brand<string, string>>(now: number = Date.now()): Id {
  const bytes = new Uint8Array(16);
  const count = nextCount();
  bytes.set(randomBytes(6), 10);
  bytes[6] = count >>> 22;
  bytes[7] = count >>> 14;
  bytes[8] = count >>> 8;
  bytes[9] = count;
  let rest = Math.floor(now);
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes) as Id;
}

/** A uuid made from 16 bytes that the caller derived (version 8, RFC 9562): the same bytes give the same id. */
export function idFromBytes<Id extends Brand<string, string>>(source: Uint8Array): Id {
  const bytes = Uint8Array.from(source.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes) as Id;
}
