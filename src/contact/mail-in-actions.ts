import { createHash } from 'node:crypto';
import type { Db } from '../database/database.ts';
import { type MessageId, newId, type PatientId } from '../kit/ids.ts';
import { withdrawAllConsent } from '../patients/consent-actions.ts';
import { unsubscribe } from '../patients/wish-actions.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { tellDesks } from '../platform/live.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { takeBounce } from './bounce-actions.ts';
import { receiveInbound, sameKeyOf } from './inbound-actions.ts';
import { type ReadMail, readMail } from './mail/read.ts';
import { isAutomatic, ownWords, referenceOf, subjectOf } from './mail/reply.ts';
import { mayHaveArrived } from './messages/states.ts';
import { readStop } from './opt-out/read-stop.ts';
import { noteTaken, type TakenKind, wasTaken } from './queries/mail-taken.ts';
import { findByReference, type ReferredMessage } from './queries/outbox-reference.ts';

/** What was done with a mail: nothing, where it is about no message of ours, or was taken in before. */
export type TakenMail =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: TakenKind;
      readonly messageId: MessageId;
      readonly patientId: PatientId;
      /** The address is not there and is marked as wrong. */
      readonly gone: boolean;
    };

const nothing: TakenMail = { kind: 'nothing' };
// Room below the column's 2,000 for the lines that say what else there is.
const mostWords = 1800;

/** The same mail, however often and by whichever way it comes. */
function hashOf(mail: ReadMail, raw: Buffer): Buffer {
  const id = mail.headers.get('message-id');
  const hash = createHash('sha256');
  return (id === undefined ? hash.update(raw) : hash.update(JSON.stringify([id, mail.text]))).digest();
}

function isReport({ headers }: ReadMail): boolean {
  return /^multipart\/report\b/i.test(headers.get('content-type') ?? '');
}

/** The message of ours that somebody reported as spam (RFC 5965); undefined: it is no such report. */
function complaintOf(mail: ReadMail): string | undefined {
  const feedback = mail.reports.find(({ kind }) => kind === 'message/feedback-report');
  if (feedback === undefined || !/^feedback-type:\s*abuse\s*$/im.test(feedback.text)) return undefined;
  const original = mail.reports.find(
    ({ kind }) => kind === 'message/rfc822' || kind === 'text/rfc822-headers',
  );
  return /^message-id:\s*<(keepwell\.[0-9a-f-]{36})@/im.exec(original?.text ?? '')?.[1];
}

async function stopEverything(
  db: Db,
  practice: Practice,
  message: ReferredMessage,
  source: string,
  now: Date,
): Promise<void> {
  await withdrawAllConsent(db, practice.id, message.patientId, null, now, source);
  // The address itself as well: it stays silent when the patient's record comes anew.
  await unsubscribe(db, practice.id, message.patientId, message.addressHash, source, now);
  await tellDesks(db, 'patient', { id: message.patientId });
}

async function record(
  db: Db,
  practice: Practice,
  message: ReferredMessage,
  action: string,
  now: Date,
): Promise<void> {
  await recordAuditEvent(db, practice.id, {
    accountId: null,
    staffMemberId: null,
    action,
    result: 'ok',
    patientIds: [message.patientId],
    objectIds: [message.id],
    requestId: newId(now.getTime()),
    network: null,
  });
}

async function takeComplaint(
  db: Db,
  practice: Practice,
  reference: string,
  hash: Buffer,
  now: Date,
): Promise<TakenMail> {
  const message = await findByReference(db, practice.id, reference);
  if (message === undefined || !wasSent(message)) return nothing;
  if (!(await noteTaken(db, practice.id, hash, message.id, 'complaint', now))) return nothing;
  await record(db, practice, message, 'outbox.complaint', now);
  await stopEverything(db, practice, message, 'reported as spam', now);
  return { kind: 'complaint', messageId: message.id, patientId: message.patientId, gone: false };
}

function wasSent({ state }: ReferredMessage): boolean {
  return mayHaveArrived(state) || state === 'failed';
}

/**
 * An answer of a patient: who asks to stop hears nothing more from this transaction on; everything else, and whatever
 * is not clear, waits for a person by the clock of what comes in.
 */
async function takeReply(
  db: Db,
  practice: Practice,
  mail: ReadMail,
  message: ReferredMessage,
  hash: Buffer,
  now: Date,
): Promise<TakenMail> {
  const written = ownWords(mail.text);
  // Some write into the subject alone.
  const subject = subjectOf(mail);
  const said = written !== '' || /^(?:re|aw|rv|fwd?):/i.test(subject) ? written : subject.slice(0, 200);
  const stop = readStop(said);
  const kind = stop === 'stop' ? 'opt_out' : stop === 'maybe' ? 'doubtful' : 'reply';
  if (!(await noteTaken(db, practice.id, hash, message.id, kind, now))) return nothing;
  await record(db, practice, message, kind === 'reply' ? 'outbox.reply' : 'outbox.optOut', now);
  const { patientId } = message;
  if (kind !== 'reply') await stopEverything(db, practice, message, 'reply to a message', now);
  if (kind !== 'opt_out' || mail.attachments > 0) {
    const counted = mail.attachments === 0 ? [] : [told.outbox.attachments(mail.attachments)];
    const isCut = said.length > mostWords;
    const own = isCut ? [`${said.slice(0, mostWords)} …`, told.outbox.goesOn] : [said];
    const words = [...own, ...counted].filter((part) => part !== '').join('\n\n');
    const sameKey = sameKeyOf('mail', hash.toString('hex'));
    await receiveInbound(db, practice, { kind: 'reply', via: 'message', patientId, words, sameKey }, now);
    await tellDesks(db, 'inbound');
  }
  return { kind, messageId: message.id, patientId, gone: false };
}

/** Whether a mail may be about a message of ours at all: most are not, and nobody's record need be asked. Pure. */
export function mayBeOurs(raw: Buffer): boolean {
  const mail = readMail(raw);
  return isReport(mail) || referenceOf(mail) !== undefined;
}

/**
 * Takes in one mail of the practice's mailbox: what came back, what was reported as spam, what a patient answered. Only
 * what names a message of ours by its own reference counts; whatever else it holds changes nothing (T-13). The same
 * mail twice is one. Answers of machines are nothing.
 * @cost one statement where it is not ours
 */
export async function takeMail(db: Db, practice: Practice, raw: Buffer, now: Date): Promise<TakenMail> {
  const mail = readMail(raw);
  const hash = hashOf(mail, raw);
  if (isReport(mail)) {
    const complained = complaintOf(mail);
    if (complained !== undefined) return takeComplaint(db, practice, complained, hash, now);
    // A message that was sent again since has not come back again.
    if (await wasTaken(db, practice.id, hash)) return nothing;
    const bounced = await takeBounce(db, practice, raw.toString('utf8'), now, referenceOf(mail));
    if (!bounced.ok) return nothing;
    const { messageId, patientId, gone } = bounced.value;
    await noteTaken(db, practice.id, hash, messageId, 'bounce', now);
    return { kind: 'bounce', messageId, patientId, gone };
  }
  const reference = referenceOf(mail);
  if (reference === undefined || isAutomatic(mail)) return nothing;
  const message = await findByReference(db, practice.id, reference);
  if (message === undefined || !wasSent(message)) return nothing;
  return takeReply(db, practice, mail, message, hash, now);
}
