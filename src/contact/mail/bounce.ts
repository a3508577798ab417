/** What a mail server reports of a message that it could not deliver (RFC 3464). */
export interface Bounce {
  /** Our reference, out of the Message-ID of the message that came back. */
  readonly clientRef: string;
  /** Enhanced status, such as 5.1.1. */
  readonly status: string;
  readonly address: string | undefined;
  /** The address itself is not there, now or ever. */
  readonly gone: boolean;
}

// The report is a stranger's text: only these three shapes are taken out of it, and nothing else of it is kept.
const referencePattern = /^message-id:\s*<(keepwell\.[0-9a-f-]{36})@/im;
const statusPattern = /^status:\s*([245]\.\d{1,3}\.\d{1,3})\b/im;
const actionPattern = /^action:\s*(failed|delayed|delivered|relayed|expanded)\s*$/im;
const recipientPattern = /^(?:final|original)-recipient:\s*rfc822;\s*<?([^\s<>;"]{3,254})>?\s*$/im;

// Bad mailbox, bad domain, mailbox that is closed, host that is not there. A full mailbox or a spam filter is none.
const gonePattern = /^5\.(1\.(1|2|3|6|10)|2\.1|4\.4)$/;

/** The most of a report that is looked at; a whole message may come back with it. */
export const bounceAtMost = 200_000;

// Folded header lines are one line; quoted-printable and transfer encodings do not occur in these fields.
function unfold(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ');
}

/**
 * @param named reference of ours that the report was addressed to, where the mail that came back is not in it
 * @returns undefined where the text is no report of a failure of a message of ours
 */
export function readBounce(report: string, named?: string): Bounce | undefined {
  const text = unfold(report.slice(0, bounceAtMost));
  const action = actionPattern.exec(text)?.[1]?.toLowerCase();
  const status = statusPattern.exec(text)?.[1];
  // Its own Message-ID is the reporter's; ours carries our own reference.
  const clientRef = referencePattern.exec(text)?.[1] ?? named;
  if (action !== 'failed' || status === undefined || clientRef === undefined) return undefined;
  // A server that gave up after days says so with the status of its last try, 4.4.7 and the like (RFC 3464 2.3.3).
  if (status.startsWith('2.')) return undefined;
  const address = recipientPattern.exec(text)?.[1]?.toLowerCase();
  return { clientRef, status, address, gone: gonePattern.test(status) };
}
