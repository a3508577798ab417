import type { Figure } from '../statistics/figure.ts';
import type { Elder } from './model.ts';
import { type OpenServiceRows, openServiceRows } from './service-rows.ts';

export interface ScoringReader {
  /**
   * Takes bytes of COPY text: patient, service, {days}, booked day, exit day, day of birth and sex of the old, and how
   * likely the booked visit is missed (value, low, high, n); any chunking.
   */
  accept(chunk: Uint8Array): void;
  /** What was read, by service. */
  readonly services: Map<string, OpenServiceRows>;
}

const [newline, tab, comma, open, close, minus, backslash] = Buffer.from('\n\t,{}-\\');
const zero = 48;

/**
 * Reads the lines of a scoring byte by byte into columns: ids and numbers only, so that nothing has to be decoded or
 * unescaped. As text, line by line, it was half of the cost of a night.
 * @cost about 0.3 µs a line of ten visits
 */
export function scoringReader(): ScoringReader {
  const services = new Map<string, OpenServiceRows>();
  let rest: Buffer = Buffer.alloc(0);
  let days = new Int32Array(64);
  const takeLine = (bytes: Buffer, from: number, to: number): void => {
    const [
      patientEnd = to,
      serviceEnd = to,
      daysEnd = to,
      bookedEnd = to,
      exitedEnd = to,
      bornEnd = to,
      sexEnd = to,
      ...rest
    ] = fieldEnds(bytes, from, to);
    const service = bytes.toString('latin1', patientEnd + 1, serviceEnd);
    let rows = services.get(service);
    if (rows === undefined) {
      rows = openServiceRows();
      services.set(service, rows);
    }
    let count = 0;
    for (let at = serviceEnd + 1; at < daysEnd; ) {
      let end = at;
      while (end < daysEnd && bytes[end] !== comma && bytes[end] !== close) end += 1;
      const start = bytes[at] === open ? at + 1 : at;
      if (end > start) {
        if (count === days.length) {
          const more = new Int32Array(2 * count);
          more.set(days);
          days = more;
        }
        days[count] = numberIn(bytes, start, end);
        count += 1;
      }
      at = end + 1;
    }
    rows.add(bytes.subarray(from, patientEnd), days.subarray(0, count), {
      bookedOn: dayIn(bytes, daysEnd + 1, bookedEnd),
      exitedOn: dayIn(bytes, bookedEnd + 1, exitedEnd),
      elder: elderIn(bytes, exitedEnd, bornEnd, sexEnd),
      noShow: rest.length === 0 ? undefined : figureIn(bytes.toString('latin1', sexEnd + 1, to)),
    });
  };
  return {
    services,
    accept(chunk) {
      const bytes = Buffer.concat([rest, chunk]);
      let from = 0;
      for (;;) {
        const to = bytes.indexOf(newline ?? 0, from);
        if (to === -1) break;
        takeLine(bytes, from, to);
        from = to + 1;
      }
      rest = bytes.subarray(from);
    },
  };
}

function fieldEnds(bytes: Buffer, from: number, to: number): number[] {
  const ends: number[] = [];
  for (let at = from; at < to; at += 1) if (bytes[at] === tab) ends.push(at);
  return ends;
}

function numberIn(bytes: Buffer, from: number, to: number): number {
  const negative = bytes[from] === minus;
  let value = 0;
  for (let at = negative ? from + 1 : from; at < to; at += 1) value = 10 * value + (bytes[at] ?? zero) - zero;
  return negative ? -value : value;
}

/** Undefined for `\N`. */
function dayIn(bytes: Buffer, from: number, to: number): number | undefined {
  return from >= to || bytes[from] === backslash ? undefined : numberIn(bytes, from, to);
}

/** Most are not old, and their sex is not even looked at. */
function elderIn(bytes: Buffer, exitedEnd: number, bornEnd: number, sexEnd: number): Elder | undefined {
  const bornOn = dayIn(bytes, exitedEnd + 1, bornEnd);
  if (bornOn === undefined) return undefined;
  const sex = bytes.toString('latin1', bornEnd + 1, sexEnd);
  return { bornOn, sex: sex === 'female' || sex === 'male' ? sex : 'other' };
}

/** Few have one: these may be read as text. */
function figureIn(text: string): Figure | undefined {
  if (text.startsWith('\\N')) return undefined;
  const [value = 0, low = 0, high = 0, n = 0] = text.split('\t').map(Number);
  return { value, low, high, n };
}
