import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.ts';

/**
 * How it encrypts: from the first byte, after STARTTLS, or as somebody on the way would have it: STARTTLS taken out of what
 * it offers, the greeting made one of a session that is signed in already, words slipped in before the encryption begins.
 */
export interface Encryption {
  readonly certificate: Certificate;
  readonly how: 'at_once' | 'starttls' | 'stripped' | 'preauth' | 'injected';
}

export interface ImapServer {
  readonly url: string;
  /** Puts a mail into the mailbox. @returns its number */
  deliver(raw: string): number;
  /** The numbers begin anew, with the same mails. */
  renumber(): void;
  /** Hangs up in the middle of the body of the mail that is read next. */
  breakOnce(): void;
  refuseSignIn(refuse: boolean): void;
  /** What the next that asks for a body gets instead; then the line stays open. */
  misbehave(how: 'huge_literal' | 'endless_line' | 'trickle' | undefined): void;
  /** Commands that came unencrypted, without their tags. */
  readonly inTheClear: readonly string[];
  /** How often a body was asked for. */
  readonly fetched: number;
  /** Hears of each body that is asked for, before it is sent. */
  whenFetched(listener: (() => void) | undefined): void;
  readonly validity: string;
  close(): Promise<void>;
}

/** A small real IMAP server of one account and one folder, over TCP: what a reader needs, and what it must endure. */
export async function anImapServer(encryption?: Encryption): Promise<ImapServer> {
  let mails: { uid: number; raw: Buffer }[] = [];
  let validity = 7;
  let next = 1;
  let breaks = false;
  let refuses = false;
  let fetched = 0;
  let hear: (() => void) | undefined;
  let odd: 'huge_literal' | 'endless_line' | 'trickle' | undefined;
  const inTheClear: string[] = [];
  const how = encryption?.how;
  const sockets = new Set<Socket>();

  const numbersOf = (range: string): { uid: number; raw: Buffer }[] => {
    const [from = '1', to = from] = range.split(':');
    const last = mails.at(-1)?.uid ?? 0;
    const ends = [from, to].map((end) => (end === '*' ? last : Number(end))).sort((a, b) => a - b);
    return mails.filter(({ uid }) => uid >= (ends[0] ?? 0) && uid <= (ends[1] ?? 0));
  };

  const answer = (socket: Socket, line: string): undefined => {
    const [tag = '*', ...rest] = line.split(' ');
    const command = rest.join(' ');
    const say = (...lines: readonly string[]): undefined => {
      for (const one of lines) socket.write(`${one}\r\n`);
      return undefined;
    };
    const ok = `${tag} OK done`;
    const asked = command.toUpperCase();
    const isClear = !(socket instanceof TLSSocket);
    if (isClear) inTheClear.push(command);
    if (asked === 'CAPABILITY') {
      const offers = isClear && (how === 'starttls' || how === 'injected') ? ' STARTTLS' : '';
      return say(`* CAPABILITY IMAP4rev1${offers}`, ok);
    }
    if (asked === 'STARTTLS' && isClear && encryption !== undefined && how !== 'stripped') {
      if (how === 'injected') return say(`${ok}\r\n* CAPABILITY IMAP4rev1 X-INJECTED`);
      say(ok);
      socket.removeAllListeners('data');
      // Node itself ends when the line beneath a handshake is torn away: from here on it is closed through its encryption.
      sockets.delete(socket);
      listen(
        new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(encryption.certificate) }),
      );
      return undefined;
    }
    if (asked.startsWith('LOGIN')) return refuses ? say(`${tag} NO [AUTHENTICATIONFAILED] no`) : say(ok);
    if (asked.startsWith('LIST'))
      return say(
        /"" ""$/.test(asked) ? '* LIST (\\Noselect) "/" ""' : '* LIST (\\HasNoChildren) "/" "INBOX"',
        ok,
      );
    if (/^(?:SELECT|EXAMINE)/.test(asked)) {
      if (!/INBOX/.test(asked)) return say(`${tag} NO there is no such folder`);
      return say(
        '* FLAGS (\\Seen)',
        `* ${mails.length} EXISTS`,
        '* 0 RECENT',
        `* OK [UIDVALIDITY ${validity}] valid`,
        `* OK [UIDNEXT ${next}] next`,
        `${tag} OK [READ-ONLY] done`,
      );
    }
    if (asked.startsWith('UID SEARCH')) {
      const range = /UID (\d+:(?:\*|\d+))$/.exec(asked)?.[1] ?? '1:*';
      return say(
        `* SEARCH ${numbersOf(range)
          .map(({ uid }) => uid)
          .join(' ')}`.trimEnd(),
        ok,
      );
    }
    if (asked.startsWith('UID FETCH')) {
      const found = numbersOf(asked.split(' ')[2] ?? '0')[0];
      const most = Number(/<0\.(\d+)>/.exec(asked)?.[1] ?? Number.MAX_SAFE_INTEGER);
      if (found === undefined) return say(ok);
      fetched += 1;
      hear?.();
      if (odd !== undefined) return misbehave(socket, found.uid);
      const raw = found.raw.subarray(0, most);
      const seq = mails.indexOf(found) + 1;
      socket.write(`* ${seq} FETCH (UID ${found.uid} BODY[]<0> {${raw.length}}\r\n`);
      if (breaks) {
        breaks = false;
        socket.write(raw.subarray(0, Math.floor(raw.length / 2)));
        socket.destroy();
        return undefined;
      }
      socket.write(raw);
      return say(')', ok);
    }
    if (asked === 'LOGOUT') {
      say('* BYE', ok);
      socket.end();
      return undefined;
    }
    return asked === 'NOOP' || asked === 'CLOSE' ? say(ok) : say(`${tag} BAD what`);
  };

  const misbehave = (socket: Socket, uid: number): undefined => {
    if (odd === 'huge_literal') socket.write(`* 1 FETCH (UID ${uid} BODY[]<0> {900000000}\r\n`);
    if (odd !== 'trickle') {
      // For as long as anybody listens.
      const more = (): boolean => socket.destroyed || socket.write('x'.repeat(1_000_000), more);
      more();
      return undefined;
    }
    const timer = setInterval(() => socket.write('* OK patience\r\n'), 50);
    socket.once('close', () => clearInterval(timer));
    return undefined;
  };

  const listen = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    let waiting = '';
    socket.on('data', (chunk: Buffer) => {
      waiting += chunk.toString('latin1');
      for (let end = waiting.indexOf('\r\n'); end !== -1; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        answer(socket, line);
      }
    });
  };
  const greet = (socket: Socket): void => {
    listen(socket);
    socket.write(how === 'preauth' ? '* PREAUTH welcome back\r\n' : '* OK ready\r\n');
  };
  const server =
    encryption !== undefined && how === 'at_once'
      ? createTlsServer(encryption.certificate, greet).on('tlsClientError', () => {})
      : createServer(greet);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `${how === 'at_once' ? 'imaps' : 'imap'}://desk:secret@127.0.0.1:${port}/INBOX`,
    get fetched() {
      return fetched;
    },
    inTheClear,
    get validity() {
      return String(validity);
    },
    whenFetched: (listener) => {
      hear = listener;
    },
    misbehave: (next) => {
      odd = next;
    },
    deliver: (raw) => {
      mails.push({ uid: next, raw: Buffer.from(raw.replace(/\r?\n/g, '\r\n')) });
      next += 1;
      return next - 1;
    },
    renumber: () => {
      validity += 1;
      mails = mails.map(({ raw }, i) => ({ uid: i + 1, raw }));
      next = mails.length + 1;
    },
    breakOnce: () => {
      breaks = true;
    },
    refuseSignIn: (refuse) => {
      refuses = refuse;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
