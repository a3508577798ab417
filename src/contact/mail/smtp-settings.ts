import { done, type Outcome, refuse } from '../../kit/outcome.ts';

/** Where and how mail leaves; from the environment. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS. */
  readonly secure: boolean;
  /** Mail stays here rather than going out unencrypted. Not on this machine itself. */
  readonly requireTls: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** The address that all mail comes from; its domain has the DKIM key. */
  readonly from: string;
  /** Where answers go, with a tail that names the message; undefined: to `from`. */
  readonly replyTo?: string | undefined;
  readonly dkim: { readonly selector: string; readonly privateKey: string } | undefined;
  /** PEM: whom to trust besides those that everybody trusts. */
  readonly ca?: string | undefined;
  /** How long one message may take, milliseconds. */
  readonly timeoutMs: number;
}

const loopback = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** @param url smtp://user:password@host:587, or smtps://… for TLS from the start */
export function readSmtpUrl(
  url: string,
): Outcome<Pick<SmtpSettings, 'host' | 'port' | 'secure' | 'requireTls' | 'user' | 'password'>> {
  let read: URL;
  try {
    read = new URL(url);
  } catch {
    return refuse('invalid_configuration', 'KEEPWELL_SMTP_URL is no address such as smtp://host:587');
  }
  const secure = read.protocol === 'smtps:';
  if (!secure && read.protocol !== 'smtp:')
    return refuse('invalid_configuration', 'KEEPWELL_SMTP_URL begins with smtp:// or smtps://');
  if (read.hostname === '') return refuse('invalid_configuration', 'KEEPWELL_SMTP_URL names no host');
  const text = (value: string): string | undefined => (value === '' ? undefined : decodeURIComponent(value));
  return done({
    host: read.hostname.replace(/^\[|\]$/g, ''),
    port: read.port === '' ? (secure ? 465 : 587) : Number(read.port),
    secure,
    requireTls: !secure && !loopback.includes(read.hostname),
    user: text(read.username),
    password: text(read.password),
  });
}

/** The domain of an address; undefined where it is none. */
export function domainOf(address: string): string | undefined {
  return /^[^\s@<>"]+@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/i.exec(address)?.[1]?.toLowerCase();
}
