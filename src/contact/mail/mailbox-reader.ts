import { ImapFlow } from 'imapflow';
import type { ImapSettings } from './imap-settings.ts';
import { mailAtMost } from './read.ts';
import { trusting } from './trust.ts';

export type ReadingFailure =
  | 'connection'
  /** Nobody whom we trust vouches for the server. */
  | 'certificate'
  /** It would be read in the clear. */
  | 'unencrypted'
  | 'sign_in'
  | 'folder'
  | 'program';

/** Why the mailbox was not read, without a word of what the server said. */
export class NotRead extends Error {
  readonly failure: ReadingFailure;
  constructor(failure: ReadingFailure) {
    super(`the mailbox was not read: ${failure}`);
    this.failure = failure;
  }
}

export interface CameIn {
  readonly uid: number;
  /** Its beginning at least; undefined: it is not there any more. */
  readonly raw: Buffer | undefined;
}

/** An open mailbox. Nothing in it is changed: it may be somebody's own. */
export interface OpenMailbox {
  readonly uidValidity: string;
  /** The numbers of mails after that one, ascending. */
  listAfter(uid: number): Promise<readonly number[]>;
  /** The number before the first mail that came since then. */
  before(since: Date): Promise<number>;
  read(uid: number): Promise<CameIn>;
  close(): Promise<void>;
}

const patienceMs = 20_000;
// A server that says a word now and then is never silent; what was read till then is kept, and the next turn goes on.
export const turnMs = 300_000;
// What a server may have us hold at once. A literal is one mail, whole where a server does not know of beginnings alone; a
// line may be the numbers of a million.
const literalAtMost = 64_000_000;
const lineAtMost = 16_000_000;

const distrusted = /^(?:CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|INVALID_CA|HOSTNAME_|ERR_TLS_CERT_)/;

/** Why a line did not come about, by the library's error. Pure. */
function whyNotOpened(error: unknown): ReadingFailure {
  if (!(error instanceof Error)) return 'connection';
  if ('authenticationFailed' in error && error.authenticationFailed === true) return 'sign_in';
  const code = 'code' in error ? String(error.code) : '';
  if (distrusted.test(code)) return 'certificate';
  const isStripped = 'tlsFailed' in error && error.tlsFailed === true;
  return isStripped && (code === '' || code === 'STARTTLS_INJECTION') ? 'unencrypted' : 'connection';
}

async function within<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new NotRead('connection');
  }
}

/**
 * Opens the mailbox for reading alone, for one turn.
 * @param longestMs after so long the line is closed, whatever is being read
 * @throws NotRead
 */
export async function openMailbox(settings: ImapSettings, longestMs: number = turnMs): Promise<OpenMailbox> {
  const { host, port, secure, requireTls, user, password, folder, ca } = settings;
  const client = new ImapFlow({
    host,
    port,
    secure,
    ...(requireTls ? { doSTARTTLS: true } : {}),
    auth: { user, pass: password },
    // What goes over the line is nobody's to read, the password least.
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    maxLiteralSize: literalAtMost,
    maxLineLength: lineAtMost,
    maxResponseSize: lineAtMost + literalAtMost,
    tls: trusting(ca),
  });
  const over = setTimeout(() => client.close(), longestMs);
  over.unref();
  // A line that breaks fails what is asked next; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    clearTimeout(over);
    client.close();
    throw new NotRead(whyNotOpened(error));
  }
  let uidValidity: string;
  try {
    const opened = await client.mailboxOpen(folder, { readOnly: true });
    uidValidity = opened.uidValidity.toString();
  } catch {
    const gone = !client.usable;
    clearTimeout(over);
    client.close();
    throw new NotRead(gone ? 'connection' : 'folder');
  }
  const search = async (query: {
    readonly uid?: string;
    readonly since?: Date;
  }): Promise<readonly number[]> => {
    const found = await within(client.search(query, { uid: true }));
    if (!Array.isArray(found)) throw new NotRead('connection');
    return [...found].sort((a, b) => a - b);
  };
  return {
    uidValidity,
    // `n:*` always holds the last mail, also when its number is smaller.
    listAfter: async (uid) => (await search({ uid: `${uid + 1}:*` })).filter((one) => one > uid),
    before: async (since) => {
      const [first] = await search({ since });
      if (first !== undefined) return first - 1;
      return (await search({ uid: '1:*' })).at(-1) ?? 0;
    },
    read: async (uid) => {
      const found = await within(
        client.fetchOne(
          String(uid),
          { uid: true, source: { start: 0, maxLength: mailAtMost } },
          { uid: true },
        ),
      );
      if (!client.usable) throw new NotRead('connection');
      return { uid, raw: found === false ? undefined : found?.source };
    },
    close: async () => {
      clearTimeout(over);
      await client.logout().catch(() => {});
      client.close();
    },
  };
}
