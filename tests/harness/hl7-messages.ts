/** Messages with a whole valid default: a test states only what matters. */

export interface MessageParts {
  readonly type?: string;
  readonly controlId?: string;
  readonly sentAt?: string;
  readonly charset?: string;
  readonly segments?: readonly string[];
}

export const pid =
  'PID|1||P100^^^LAKE^MR||Okafor^Lena^^^^^L||19800229|F|||12 Elm Street^^Springfield^IL^62701^USA^H||(217) 555-0147^PRN^PH';

/** A message of these segments, each ended by CR. */
export function aMessage(parts: MessageParts = {}): string {
  const {
    type = 'ADT^A04^ADT_A01',
    controlId = 'M1',
    sentAt = '20260302090000',
    charset = 'UNICODE UTF-8',
  } = parts;
  const header = `MSH|^~\\&|DESK|LAKESIDE|KEEPWELL|LAKESIDE|${sentAt}||${type}|${controlId}|P|2.5.1||||||${charset}`;
  const segments = parts.segments ?? [
    pid,
    'PV1|1|O|||||71^Marsh^Ada||||||||||||V1|||||||||||||||||||||||||20260302090000',
  ];
  return `${[header, ...segments].join('\r')}\r`;
}

export interface BookingParts extends MessageParts {
  readonly event?: string;
  readonly status?: string;
  readonly start?: string;
  readonly number?: string;
}

/** A booking of half an hour. */
export function aBooking(parts: BookingParts = {}): string {
  const { event = 'S12', status = '', start = '20260309103000', number = 'A1' } = parts;
  const schedule = ['SCH', number, number, '', '', '', '', '', '', '30', 'min', `^^^${start}`];
  while (schedule.length < 25) schedule.push('');
  schedule.push(status);
  return aMessage({
    type: `SIU^${event}^SIU_S12`,
    ...parts,
    segments: parts.segments ?? [
      schedule.join('|'),
      pid,
      'RGS|1',
      'AIS|1||HYG^Hygiene visit',
      'AIP|1||71^Marsh^Ada',
    ],
  });
}
