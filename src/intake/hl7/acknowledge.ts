import { speak } from '../../words/told.ts';
import { findSegment, type Hl7Message, parseMessage, textAt } from './er7.ts';

/**
 * AA: stored, and will be applied. AE: stored for a look, its content cannot be taken. AR: not stored; what
 * is wrong is the message itself, or this moment.
 */
export type AckCode = 'AA' | 'AE' | 'AR';

export interface Ack {
  readonly code: AckCode;
  /** For whoever reads the sender's log: words of ours alone, nothing of the message. */
  readonly words?: string;
  /** HL7 table 0357. */
  readonly error?: ErrorCode;
  /** HL7's way to write a place: PID^1^3. */
  readonly place?: string;
}

export type ErrorCode = '100' | '101' | '102' | '103' | '200' | '201' | '207';

const errorNames: Readonly<Record<ErrorCode, string>> = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '207': 'Application internal error',
};

const longestId = 199;

/**
 * The answer to a message, with MSA-2 naming it and, for AE and AR, ERR saying why. Of what was sent only
 * names of systems, the control id and the version return, and of those only plain characters.
 * @param head of the message, as far as it could be read
 * @param id of this answer
 */
export function acknowledgement(head: Hl7Message | undefined, ack: Ack, now: Date, id: string): string {
  const header = head === undefined ? undefined : findSegment(head, 'MSH');
  const at = (field: number, component = 1): string =>
    head === undefined ? '' : plain(textAt(head, header, field, component) ?? '');
  const version = /^2(?:\.\d){1,2}$/.test(at(12)) ? at(12) : '2.5.1';
  const event = /^[A-Z][A-Z0-9]{2}$/.test(at(9, 2)) ? `ACK^${at(9, 2)}^ACK` : 'ACK';
  const processing = /^[PTD]$/.test(at(11)) ? at(11) : 'P';
  const time = `${now.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0000`;
  const names = [at(5), at(6), at(3), at(4)].join('|');
  const words = plain(speak(ack.words ?? '', 'en'));
  const segments = [
    `MSH|^~\\&|${names}|${time}||${event}|${plain(id)}|${processing}|${version}`,
    `MSA|${ack.code}|${at(10).slice(0, longestId)}|${words}`,
  ];
  if (ack.code !== 'AA') {
    const error = ack.error ?? '207';
    segments.push(`ERR||${ack.place ?? ''}|${error}^${errorNames[error]}^HL70357|E||||${words}`);
  }
  return `${segments.join('\r')}\r`;
}

/** The header of a message that is not to be read further, or cannot be. */
export function readHeader(bytes: Buffer): Hl7Message | undefined {
  const text = bytes.subarray(0, 4096).toString('latin1');
  const from = text.search(/MSH[^\w\s]/);
  if (from < 0) return undefined;
  const message = parseMessage(text.slice(from).split(/[\r\n]/, 1)[0] ?? '', 'windows-1252');
  return message.ok ? message.value : undefined;
}

// No sign that could end a field or a segment of the answer, nothing beyond ASCII.
function plain(text: string): string {
  return text
    .replace(/[|^~\\&]/g, ' ')
    .replace(/[^\x20-\x7E]/g, '?')
    .slice(0, 250);
}
