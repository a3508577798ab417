import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { done, type Outcome, refuse } from '../kit/outcome.ts';

/** Everything that the environment decides, read once, at a door. */
export interface Config {
  /** Absolute. Holds the embedded database, secrets, logs and refusal files. */
  readonly dataFolder: string;
  /** Use this PostgreSQL instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
  /** Only loopback unless it says otherwise. */
  readonly host: string;
  /** The origin at which patients reach their pages, such as https://you.example.org; undefined: only on this machine. */
  readonly publicUrl: string | undefined;
  /** Where the listener for patients' pages alone stands, behind the proxy of the public address. */
  readonly publicPort: number;
  readonly publicHost: string;
  /** Idle time after which a person signs in again, minutes. */
  readonly idleMinutes: number;
  /** Absolute length of a session, hours. */
  readonly sessionHours: number;
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  /** The most that one upload of files to import may hold, in megabytes of a million bytes. */
  readonly uploadMegabytes: number;
  readonly backup: BackupConfig;
  readonly mail: MailConfig;
  /** Absolute. Files that appear in its folder of a practice are brought in by the worker. */
  readonly inboxFolder: string;
}

export interface MailConfig {
  /** smtp://user:password@host:587 or smtps://…; undefined: mail stays in the local mailbox. */
  readonly smtpUrl: string | undefined;
  /** The address that mail comes from; there when `smtpUrl` is. */
  readonly from: string | undefined;
  readonly dkimSelector: string;
  /** Absolute. Mail is signed when the file is there; `keepwell mail dkim` makes it. */
  readonly dkimKeyFile: string;
  /** imaps://user:password@host/INBOX, where answers and what came back arrive; undefined: no mailbox is read. */
  readonly imapUrl: string | undefined;
  /** Absolute. Certificates, in PEM, to trust besides those that everybody trusts; undefined: none. */
  readonly caFile: string | undefined;
  /** Where patients' answers go: its local part gets a tail that names the message. Undefined: to the sender. */
  readonly replyTo: string | undefined;
}

export interface BackupConfig {
  /** Whether the worker makes one a day by itself. */
  readonly daily: boolean;
  /** Absolute; beside the data folder unless it says otherwise. */
  readonly folder: string;
  /** Absolute; in neither the data folder nor that of the backups. */
  readonly keyFile: string;
  /** Of how many of the last days, weeks and months one is kept. */
  readonly retention: { readonly daily: number; readonly weekly: number; readonly monthly: number };
}

// What the proxy library would only find out when the server is built: an address, a network, or one of its names.
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

// Scheme, host and port: what links begin with. A path, a query or a name and password have no place in it.
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  const bare = pathname === '/' && search === '' && hash === '' && username === '' && password === '';
  return (protocol === 'https:' || protocol === 'http:') && origin !== 'null' && bare;
}

// Not 0, "any that is free": the links that are printed and sent name the port before anybody listens on it.
const port = z.coerce.number().check(z.int(), z.gte(1), z.lte(65_535));
const shape = z.object({
  KEEPWELL_DATA: z._default(z.string().check(z.minLength(1)), './keepwell-data'),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//))),
  KEEPWELL_PORT: z._default(port, 4600),
  KEEPWELL_HOST: z._default(z.string().check(z.minLength(1)), 'localhost'),
  KEEPWELL_PUBLIC_URL: z.optional(z.string().check(z.refine(isOrigin))),
  KEEPWELL_PUBLIC_PORT: z._default(port, 4601),
  KEEPWELL_PUBLIC_HOST: z._default(z.string().check(z.minLength(1)), 'localhost'),
  KEEPWELL_IDLE_MINUTES: z._default(z.coerce.number().check(z.gte(2), z.lte(30)), 10),
  KEEPWELL_SESSION_HOURS: z._default(z.coerce.number().check(z.gte(1), z.lte(24)), 12),
  KEEPWELL_TRUSTED_PROXIES: z._default(z.string().check(z.refine((text) => listOf(text).every(isProxy))), ''),
  KEEPWELL_UPLOAD_MEGABYTES: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(4000)), 200),
  KEEPWELL_BACKUP: z._default(z.enum(['daily', 'off']), 'daily'),
  KEEPWELL_BACKUP_FOLDER: z.optional(z.string()),
  KEEPWELL_BACKUP_KEY: z.optional(z.string()),
  // Days, weeks, months.
  KEEPWELL_BACKUP_KEEP: z._default(z.string().check(z.regex(/^\d{1,3},\d{1,3},\d{1,3}$/)), '7,4,12'),
  KEEPWELL_INBOX: z.optional(z.string()),
  KEEPWELL_SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/\S+$/))),
  KEEPWELL_MAIL_FROM: z.optional(z.string().check(z.regex(/^[^\s@<>",]+@[^\s@<>",]+$/))),
  KEEPWELL_MAIL_DKIM_SELECTOR: z._default(z.string().check(z.regex(/^[a-z0-9-]{1,63}$/)), 'keepwell'),
  KEEPWELL_MAIL_DKIM_KEY: z.optional(z.string()),
  KEEPWELL_IMAP_URL: z.optional(z.string().check(z.regex(/^imaps?:\/\/\S+$/))),
  KEEPWELL_MAIL_CA: z.optional(z.string()),
  KEEPWELL_MAIL_REPLY_TO: z.optional(z.string().check(z.regex(/^[^\s@<>",+]+@[^\s@<>",]+$/))),
  KEEPWELL_LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'warn'),
});

/** Reads the environment. A value that does not fit is refused by name; its content is not repeated. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Outcome<Config> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = shape.safeParse(given);
  if (!read.success) {
    const names = read.error.issues.map((issue) => String(issue.path[0])).join(', ');
    return refuse('invalid_configuration', `the environment variable ${names} has a value that does not fit`);
  }
  const values = read.data;
  if (values.KEEPWELL_SMTP_URL !== undefined && values.KEEPWELL_MAIL_FROM === undefined) {
    return refuse(
      'invalid_configuration',
      'KEEPWELL_SMTP_URL is set, so KEEPWELL_MAIL_FROM must say which address mail comes from',
    );
  }
  const dataFolder = resolve(values.KEEPWELL_DATA);
  const [daily = 0, weekly = 0, monthly = 0] = values.KEEPWELL_BACKUP_KEEP.split(',').map(Number);
  return done({
    dataFolder,
    databaseUrl: values.DATABASE_URL,
    port: values.KEEPWELL_PORT,
    host: values.KEEPWELL_HOST,
    publicUrl:
      values.KEEPWELL_PUBLIC_URL === undefined ? undefined : new URL(values.KEEPWELL_PUBLIC_URL).origin,
    publicPort: values.KEEPWELL_PUBLIC_PORT,
    publicHost: values.KEEPWELL_PUBLIC_HOST,
    idleMinutes: values.KEEPWELL_IDLE_MINUTES,
    sessionHours: values.KEEPWELL_SESSION_HOURS,
    trustedProxies: listOf(values.KEEPWELL_TRUSTED_PROXIES),
    logLevel: values.KEEPWELL_LOG_LEVEL,
    inboxFolder: resolve(values.KEEPWELL_INBOX ?? join(dataFolder, 'inbox')),
    uploadMegabytes: values.KEEPWELL_UPLOAD_MEGABYTES,
    mail: {
      smtpUrl: values.KEEPWELL_SMTP_URL,
      from: values.KEEPWELL_MAIL_FROM,
      dkimSelector: values.KEEPWELL_MAIL_DKIM_SELECTOR,
      dkimKeyFile: resolve(values.KEEPWELL_MAIL_DKIM_KEY ?? join(dataFolder, 'dkim.pem')),
      imapUrl: values.KEEPWELL_IMAP_URL,
      caFile: values.KEEPWELL_MAIL_CA === undefined ? undefined : resolve(values.KEEPWELL_MAIL_CA),
      replyTo: values.KEEPWELL_MAIL_REPLY_TO,
    },
    backup: {
      daily: values.KEEPWELL_BACKUP === 'daily',
      folder: resolve(values.KEEPWELL_BACKUP_FOLDER ?? `${dataFolder}-backups`),
      keyFile: resolve(values.KEEPWELL_BACKUP_KEY ?? `${dataFolder}-backup.key`),
      retention: { daily, weekly, monthly },
    },
  });
}
