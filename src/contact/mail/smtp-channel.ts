import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Channel, Outgoing, Sent } from '../channels.ts';
import { composeMail } from './smtp-compose.ts';
import { domainOf, type SmtpSettings } from './smtp-settings.ts';
import { trusting } from './trust.ts';

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** A line to the server, and whether it can take another message. */
interface Line {
  readonly connection: SMTPConnection;
  broken: boolean;
}

/**
 * What a failure means. Before the first byte of the message the server surely does not have it; with an answer it said
 * no; without one, after the first byte, nobody can tell. Pure.
 */
export function readFailure(error: SmtpError, begun: boolean): Sent {
  const { responseCode, response = '' } = error;
  const enhanced = /^[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const code = [responseCode, enhanced].filter(Boolean).join(' ');
  if (responseCode !== undefined && responseCode >= 400) {
    const permanent = responseCode >= 500;
    const badAddress = permanent && enhanced !== undefined && /^5\.1\.(1|2|3|6|10)$/.test(enhanced);
    return { kind: 'refused', permanent, code, badAddress };
  }
  const named = /^[A-Z]{2,20}$/.test(error.code ?? '') ? (error.code ?? '') : 'ERROR';
  if (begun) return { kind: 'unknown', code: named };
  // A password that is wrong today may be mended: the message waits.
  return { kind: 'refused', permanent: false, code: named, badAddress: false };
}

function open(settings: SmtpSettings): Promise<Line> {
  const { host, port, secure, requireTls, user, password, timeoutMs, ca } = settings;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: requireTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    tls: trusting(ca),
    name: 'keepwell',
  });
  const line: Line = { connection, broken: false };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      line.broken = true;
      connection.close();
      reject(error);
    };
    // Also later, between two messages: a server may hang up, and the line is not used again.
    connection.on('error', fail);
    connection.on('end', () => {
      line.broken = true;
      reject(Object.assign(new Error('the server hung up'), { code: 'ECONNECTION' }));
    });
    connection.connect((error) => {
      if (error) return fail(error);
      if (user === undefined) return resolve(line);
      connection.login({ user, pass: password ?? '' }, (refused) =>
        refused ? fail(refused) : resolve(line),
      );
    });
  });
}

// Reads as a server asks for it: that is the moment from which a failure leaves the message uncertain.
function watched(bytes: Buffer, begin: () => void): Readable {
  return new Readable({
    read() {
      begin();
      this.push(bytes);
      this.push(null);
    },
  });
}

function transmit(
  line: Line,
  envelope: { readonly from: string; readonly to: string },
  bytes: Buffer,
  timeoutMs: number,
): Promise<Sent> {
  let begun = false;
  return new Promise((resolve) => {
    const end = (sent: Sent): void => {
      clearTimeout(timer);
      if (sent.kind === 'unknown') line.broken = true;
      resolve(sent);
    };
    const timer = setTimeout(() => {
      line.broken = true;
      line.connection.close();
      end(readFailure(Object.assign(new Error(), { code: 'ETIMEDOUT' }), begun));
    }, timeoutMs);
    line.connection.once('end', () =>
      end(readFailure(Object.assign(new Error(), { code: 'ECONNECTION' }), begun)),
    );
    const body = watched(bytes, () => {
      begun = true;
    });
    line.connection.send({ from: envelope.from, to: [envelope.to] }, body, (error, info) => {
      if (error) return end(readFailure(error as SmtpError, begun));
      // What a server says after 250 is its own; a queue id at most is kept.
      const id = /^250[ -].*?([A-Za-z0-9._-]{6,64})\s*$/.exec(info.response)?.[1] ?? '250';
      end({ kind: 'accepted', providerId: id });
    });
  });
}

/**
 * E-mail over SMTP. Each message is handed over once: no library's pool stands between, which would send what a broken
 * connection left uncertain a second time.
 */
export function smtpChannel(settings: SmtpSettings, now: () => Date): Channel {
  const idle: Line[] = [];
  const take = async (): Promise<Line> => {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) if (!line.broken) return line;
    return open(settings);
  };
  const send = async (message: Outgoing): Promise<Sent> => {
    const { envelope, bytes } = await composeMail(settings, message, now());
    let line: Line;
    try {
      line = await take();
    } catch (error) {
      return readFailure(error as SmtpError, false);
    }
    const sent = await transmit(line, envelope, bytes, settings.timeoutMs);
    line.connection.removeAllListeners('end');
    line.connection.on('end', () => {
      line.broken = true;
    });
    if (line.broken || sent.kind !== 'accepted') line.connection.close();
    else idle.push(line);
    return sent;
  };
  return {
    name: 'smtp',
    domain: domainOf(settings.from),
    send,
    close: async () => {
      for (const line of idle.splice(0)) line.connection.quit();
    },
  };
}
