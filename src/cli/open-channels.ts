import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Channels, mailbox } from '../contact/channels.ts';
import { type ImapSettings, readImapUrl } from '../contact/mail/imap-settings.ts';
import type { SenderFacts } from '../contact/mail/sender-check.ts';
import { smtpChannel } from '../contact/mail/smtp-channel.ts';
import { readSmtpUrl, type SmtpSettings } from '../contact/mail/smtp-settings.ts';
import type { Clock } from '../kit/clock.ts';
import { refuse } from '../kit/outcome.ts';
import type { Config } from '../platform/config.ts';
import { CommandRefused } from './say.ts';

// Longer than a slow server takes to answer, and well within the lease of a message.
const patienceMs = 30_000;

function dkimOf({ mail }: Config): SmtpSettings['dkim'] {
  if (!existsSync(mail.dkimKeyFile)) return undefined;
  return { selector: mail.dkimSelector, privateKey: readFileSync(mail.dkimKeyFile, 'utf8') };
}

/** Whom the mail servers' certificates may be of, besides whom everybody trusts. */
function caOf({ mail }: Config): string | undefined {
  if (mail.caFile === undefined) return undefined;
  const refused = (why: string): CommandRefused =>
    new CommandRefused(refuse('invalid_configuration', `KEEPWELL_MAIL_CA names ${why}`).refusal);
  let pem: string;
  try {
    pem = readFileSync(mail.caFile, 'utf8');
  } catch {
    throw refused('a file that cannot be read');
  }
  try {
    new X509Certificate(pem);
  } catch {
    throw refused('a file without a certificate in PEM (-----BEGIN CERTIFICATE-----)');
  }
  return pem;
}

/** The ways out that the environment names. Without a mail server everything stays in the local mailbox. */
export async function openChannels(config: Config, clock: Clock): Promise<Channels> {
  const { mail, publicUrl } = config;
  const ownUrl = `http://localhost:${config.port}`;
  const text = mailbox;
  if (mail.smtpUrl === undefined || mail.from === undefined)
    return { email: mailbox, text, publicUrl, ownUrl };
  const read = readSmtpUrl(mail.smtpUrl);
  if (!read.ok) throw new CommandRefused(read.refusal);
  const settings = {
    ...read.value,
    from: mail.from,
    replyTo: mail.replyTo,
    dkim: dkimOf(config),
    ca: caOf(config),
    timeoutMs: patienceMs,
  };
  return { email: smtpChannel(settings, () => clock.now()), text, publicUrl, ownUrl };
}

/** The mailbox of answers that the environment names; undefined: none. */
export function mailboxOf(config: Config): ImapSettings | undefined {
  const { imapUrl } = config.mail;
  if (imapUrl === undefined) return undefined;
  const read = readImapUrl(imapUrl);
  if (!read.ok) throw new CommandRefused(read.refusal);
  return { ...read.value, ca: caOf(config) };
}

/** By whose name mail goes out; undefined: it stays in the local mailbox. */
export function senderOf(config: Config): SenderFacts | undefined {
  const { smtpUrl, from } = config.mail;
  if (smtpUrl === undefined || from === undefined) return undefined;
  const read = readSmtpUrl(smtpUrl);
  if (!read.ok) throw new CommandRefused(read.refusal);
  return { from, dkim: dkimOf(config), smtpHost: read.value.host };
}
