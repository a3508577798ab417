import { Resolver } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { type Channels, mailbox } from '../contact/channels.ts';
import { type ResolveTexts, watchDomain } from '../contact/sender-domain-watch.ts';
import { smtpChannel } from '../contact/smtp-channel.ts';
import { readSmtpUrl, type SmtpSettings } from '../contact/smtp-settings.ts';
import type { Clock } from '../kit/clock.ts';
import type { Config } from '../platform/config.ts';
import { CommandRefused } from './say.ts';

// Longer than a slow server takes to answer, and well within the lease of a message.
const patienceMs = 30_000;

/** The name servers of this machine, with the patience of a person who waits for a page. */
export function askDns(): ResolveTexts {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  return (name) => resolver.resolveTxt(name);
}

export function dkimOf({ mail }: Config): SmtpSettings['dkim'] {
  if (!existsSync(mail.dkimKeyFile)) return undefined;
  return { selector: mail.dkimSelector, privateKey: readFileSync(mail.dkimKeyFile, 'utf8') };
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
  const settings = { ...read.value, from: mail.from, dkim: dkimOf(config), timeoutMs: patienceMs };
  const email = smtpChannel(settings, () => clock.now());
  if (!mail.checksDomain) return { email, text, publicUrl, ownUrl };
  const senderDomain = watchDomain(askDns(), settings);
  // Nobody waits for the DNS; until it has answered the domain counts as one that receivers cannot check.
  void senderDomain.look().catch(() => {});
  const close = async (): Promise<void> => {
    senderDomain.close();
    await email.close();
  };
  return { email: { ...email, close }, text, publicUrl, ownUrl, senderDomain };
}
