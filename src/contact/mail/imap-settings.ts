import { createHash } from 'node:crypto';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';

/** The mailbox that answers and what came back arrive in; from the environment. */
export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Nothing is read, and no password said, unencrypted. Not on this machine itself. */
  readonly requireTls: boolean;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  /** PEM: whom to trust besides those that everybody trusts. */
  readonly ca?: string | undefined;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** @param url imaps://user:password@host:993/INBOX, or imap://… for STARTTLS; the folder is INBOX when left out */
export function readImapUrl(url: string): Outcome<ImapSettings> {
  const wrong = refuse(
    'invalid_configuration',
    'KEEPWELL_IMAP_URL is no address such as imaps://user:password@host/INBOX',
  );
  let read: URL;
  let parts: { user: string; password: string; folder: string };
  try {
    read = new URL(url);
    parts = {
      user: decodeURIComponent(read.username),
      password: decodeURIComponent(read.password),
      folder: decodeURIComponent(read.pathname.slice(1)) || 'INBOX',
    };
  } catch {
    return wrong;
  }
  const secure = read.protocol === 'imaps:';
  if ((!secure && read.protocol !== 'imap:') || read.hostname === '') return wrong;
  if (parts.user === '' || parts.password === '')
    return refuse('invalid_configuration', 'KEEPWELL_IMAP_URL names no account with its password');
  return done({
    host: read.hostname.replace(/^\[|\]$/g, ''),
    port: read.port === '' ? (secure ? 993 : 143) : Number(read.port),
    secure,
    requireTls: !secure && !loopback.includes(read.hostname),
    ...parts,
  });
}

/** Names a mailbox without saying whose it is. */
export function boxOf({ host, port, user, folder }: ImapSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([host, port, user, folder]))
    .digest('hex');
}
