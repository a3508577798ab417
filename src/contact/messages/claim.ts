import type { Db } from '../../database/database.ts';
import type { Clock } from '../../kit/clock.ts';
import type { MessageId, PatientId } from '../../kit/ids.ts';
import type { Practice } from '../../practice/model.ts';
import { told } from '../../words/told.ts';
import { askGate } from '../actions.ts';
import type { Channel, Channels, Outgoing } from '../channels.ts';
import { mailbox } from '../channels.ts';
import type { ContactAsk, GateDecision } from '../model.ts';
import { bulkDayOf, countBulk, nextBulkDay } from '../queries/bulk-mail-day.ts';
import { type DueMessage, lockDueMessages } from '../queries/outbox-due.ts';
import { findWritingFacts, type WritingFacts } from '../queries/outbox-facts.ts';
import { findPause } from '../queries/outbox-messages.ts';
import { type Move, moveMessages } from '../queries/outbox-move.ts';
import { listNewestVersions, type TemplateVersion } from '../queries/templates.ts';
import { bulkLeft, uncheckedADay } from '../sender-check-actions.ts';
import { askOfMessage, type MessageChannel, stricterClass } from './ask.ts';
import { brokenPremise } from './premise.ts';
import { writeDueMessage } from './write.ts';

/** A message that the gate permitted, written, with the address that was read in the same transaction. */
export interface Claimed {
  readonly id: MessageId;
  readonly patientId: PatientId;
  readonly channel: MessageChannel;
  readonly purpose: DueMessage['purpose'];
  readonly attempts: number;
  readonly claimedAt: Date;
  readonly outgoing: Outgoing;
  /** The domain whose bulk mail of the day it is counted with; undefined: it is not counted. */
  readonly counted: string | undefined;
}

export interface ClaimOptions {
  readonly channels: Channels;
  readonly clock: Clock;
  readonly limit: number;
  /** So long the claim holds; then its worker is dead. */
  readonly leaseMs: number;
  readonly kinds: readonly MessageChannel[];
  readonly only?: readonly MessageId[];
}

/** Which way out a message takes. A sample practice has none but its own mailbox. */
export function wayOut(practice: Practice, channels: Channels, kind: MessageChannel): Channel | 'print' {
  if (kind === 'post') return 'print';
  return practice.isSample ? mailbox : channels[kind];
}

/** The gate's answer as it is kept with a message. */
export function keepGate(decision: GateDecision, now: Date): object {
  const { verdict, reasons, policyVersion } = decision;
  const until = decision.verdict === 'delay' ? { until: decision.until.toISOString() } : {};
  return { verdict, reasons, policyVersion, at: now.toISOString(), ...until };
}

/** What a due message asks of the gate, with the class of its words as they are now. */
export function askOfDue(message: DueMessage, template: TemplateVersion): ContactAsk {
  return askOfMessage({
    ...message,
    legalClass: stricterClass(message.legalClass, template.legalClass),
    thirdPartyPaid: message.thirdPartyPaid || template.thirdPartyPaid,
    automatic: message.channel !== 'post',
  });
}

// Who has died or left is not asked again; everything else can be mended by a person.
const final = ['died', 'exited', 'opted_out'];

function refusedStep({ reasons }: GateDecision): 'cancel' | 'hold' {
  return reasons.some(({ code }) => final.includes(code)) ? 'cancel' : 'hold';
}

/** What is done with one due message: a step, and the claim where it is one. */
export type Judged =
  | { readonly step: 'delay' | 'hold' | 'cancel'; readonly move: Move }
  | {
      readonly step: 'claim';
      readonly move: Move;
      readonly outgoing: Outgoing;
      readonly counted: string | undefined;
    };

/** Bulk mails that may still go by the mail server today; undefined: as many as there are. */
interface BulkLeft {
  left: number | undefined;
}

/** Whether a message counts against what may go out while nobody can tell that our mail is ours (L-43). */
function isBulkMail(
  practice: Practice,
  { channels }: Pick<ClaimOptions, 'channels'>,
  message: DueMessage,
  template: TemplateVersion,
): boolean {
  if (message.channel !== 'email') return false;
  const out = wayOut(practice, channels, message.channel);
  if (out === 'print' || out.name !== 'smtp') return false;
  return stricterClass(message.legalClass, template.legalClass) !== 'treatment';
}

interface Judging {
  readonly bulk: BulkLeft;
  readonly practice: Practice;
  readonly options: Pick<ClaimOptions, 'channels' | 'leaseMs'>;
  readonly now: Date;
}

async function judge(
  db: Db,
  { practice, options, now, bulk }: Judging,
  message: DueMessage,
  facts: WritingFacts,
  template: TemplateVersion,
  decision: GateDecision,
): Promise<Judged> {
  const { id } = message;
  const gate = keepGate(decision, now);
  const broken = brokenPremise(message, facts, now);
  if (broken !== undefined) return { step: 'cancel', move: { id, gate, why: broken } };
  const why = decision.reasons[0]?.words ?? '';
  if (decision.verdict === 'refuse') return { step: refusedStep(decision), move: { id, gate, why } };
  if (decision.verdict === 'delay') return { step: 'delay', move: { id, gate, why, dueAt: decision.until } };
  const counts = bulk.left !== undefined && isBulkMail(practice, options, message, template);
  if (counts && bulk.left === 0) {
    const why = told.outbox.senderCap(uncheckedADay);
    return { step: 'delay', move: { id, gate, why, dueAt: nextBulkDay(now) } };
  }
  const out = wayOut(practice, options.channels, message.channel);
  const where = { practice, channels: options.channels, via: out === 'print' ? out : out.name };
  const legalClass = stricterClass(message.legalClass, template.legalClass);
  const written = await writeDueMessage(db, where, message, facts, template, legalClass, now);
  if (!written.ok) return { step: 'hold', move: { id, gate, why: written.refusal.detail } };
  const { outgoing, record } = written.value;
  const leaseUntil = new Date(now.getTime() + options.leaseMs);
  if (counts) bulk.left = (bulk.left ?? 1) - 1;
  const counted = counts ? (options.channels.email.domain ?? '') : undefined;
  return { step: 'claim', move: { id, gate, leaseUntil, ...record }, outgoing, counted };
}

/**
 * Reads what is due, asks the gate, and writes what may go, with links of its own; the messages and their patients are
 * locked until the transaction ends. No step is taken yet.
 * @returns what was judged, in the order in which it was due
 * @cost nine statements whatever the number, and one a link
 */
export async function judgeDue(
  db: Db,
  practice: Practice,
  options: ClaimOptions,
): Promise<readonly { readonly message: DueMessage; readonly judged: Judged; readonly now: Date }[]> {
  const { clock, limit, kinds, only } = options;
  const due = await lockDueMessages(db, practice.id, clock.now(), limit, kinds, only);
  if (due.length === 0) return [];
  // Only now: a word that was committed while we waited for a lock is older than this.
  const now = clock.now();
  const versions = await listNewestVersions(db, practice.id);
  const templates = new Map(versions.map((version) => [version.templateId, version]));
  const known = due.flatMap((message) => {
    const template = templates.get(message.templateId);
    return template === undefined ? [] : [{ message, template }];
  });
  const asks = new Map(known.map((one) => [one.message.patientId, askOfDue(one.message, one.template)]));
  const decisions = await askGate(db, practice.id, asks, now);
  const facts = await findWritingFacts(
    db,
    practice.id,
    due.map(({ id }) => id),
  );
  const hasBulk = known.some(({ message, template }) => isBulkMail(practice, options, message, template));
  const { domain } = options.channels.email;
  const bulk: BulkLeft = { left: hasBulk ? await bulkLeft(db, practice.id, domain, now) : undefined };
  const judging = { practice, options, now, bulk };
  const result: { message: DueMessage; judged: Judged; now: Date }[] = [];
  for (const { message, template } of known) {
    const decision = decisions.get(message.patientId);
    const read = facts.get(message.id);
    if (decision === undefined || read === undefined) {
      const move = { id: message.id, why: told.gate.gone };
      result.push({ message, now, judged: { step: 'cancel', move } });
    } else {
      result.push({ message, now, judged: await judge(db, judging, message, read, template, decision) });
    }
  }
  return result;
}

export interface ClaimResult {
  readonly claimed: readonly Claimed[];
  /** How many were looked at: none means that nothing is due. */
  readonly seen: number;
}

/** Counts bulk mails that are about to go, or gives back, with -1, those that did not. */
export async function countClaimed(db: Db, claimed: readonly Claimed[], sign: 1 | -1): Promise<void> {
  const byDay = new Map<string, number>();
  for (const { counted, claimedAt } of claimed) {
    if (counted === undefined) continue;
    const key = `${bulkDayOf(claimedAt)} ${counted}`;
    byDay.set(key, (byDay.get(key) ?? 0) + sign);
  }
  for (const [key, count] of byDay) await countBulk(db, key.slice(11), key.slice(0, 10), count);
}

/** Claims what is due and may go. While everything is held it claims nothing. */
export async function claimMessages(db: Db, practice: Practice, options: ClaimOptions): Promise<ClaimResult> {
  if ((await findPause(db, practice.id)) !== undefined) return { claimed: [], seen: 0 };
  const all = await judgeDue(db, practice, options);
  const claimed: Claimed[] = [];
  for (const step of ['delay', 'hold', 'cancel', 'claim'] as const) {
    const moves = all.filter(({ judged }) => judged.step === step).map(({ judged }) => judged.move);
    const [first] = all;
    if (first !== undefined) await moveMessages(db, practice.id, step, moves, first.now);
  }
  for (const { message, judged, now } of all) {
    if (judged.step !== 'claim') continue;
    const { id, patientId, channel, purpose, attempts } = message;
    const { outgoing, counted } = judged;
    claimed.push({ id, patientId, channel, purpose, attempts, claimedAt: now, outgoing, counted });
  }
  await countClaimed(db, claimed, 1);
  return { claimed, seen: all.length };
}
