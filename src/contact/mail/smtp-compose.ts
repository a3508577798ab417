import nodemailer from 'nodemailer';
import type { Outgoing } from '../channels.ts';
import { oneLine } from '../templates/fields.ts';
import { domainOf, type SmtpSettings } from './smtp-settings.ts';

/** The same for every try of a message, so that whoever gets it twice sees it once. */
export function messageIdOf(clientRef: string, from: string): string {
  return `<${clientRef}@${domainOf(from) ?? 'keepwell.invalid'}>`;
}

/** Where an answer to one message goes, and what comes back of it: the tail names the message (VERP). */
export function replyAddress(replyTo: string, clientRef: string): string {
  const at = replyTo.lastIndexOf('@');
  return `${replyTo.slice(0, at)}+${clientRef.replace(/^keepwell\./, '')}${replyTo.slice(at)}`;
}

/**
 * The bytes of one e-mail: text and HTML, our own Message-ID, the way out of bulk mail (RFC 8058), and DKIM over all of
 * it. Nothing of a value makes a header of its own: names are one line, and the library folds and encodes them.
 */
export async function composeMail(
  settings: Pick<SmtpSettings, 'from' | 'dkim' | 'replyTo'>,
  message: Outgoing,
  now: Date,
): Promise<{ readonly envelope: { readonly from: string; readonly to: string }; readonly bytes: Buffer }> {
  const { from, dkim, replyTo } = settings;
  const reply = replyTo === undefined ? undefined : replyAddress(replyTo, message.clientRef);
  // SPF is asked of the envelope: it stays with the domain of the sender.
  const isOwn = replyTo !== undefined && domainOf(replyTo) === domainOf(from);
  const domain = domainOf(from);
  const composer = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    // Contents come as texts of ours: nothing is read from a disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const composed = await composer.sendMail({
    from: { name: oneLine(message.from), address: from },
    to: { name: '', address: message.to },
    ...(reply === undefined ? {} : { replyTo: { name: oneLine(message.from), address: reply } }),
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    messageId: messageIdOf(message.clientRef, from),
    date: now,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(message.unsubscribe === undefined
        ? {}
        : {
            'List-Unsubscribe': `<${message.unsubscribe}>`,
            // One click is for addresses that nobody can listen to on the way.
            ...(message.unsubscribe.startsWith('https://')
              ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
              : {}),
          }),
    },
    ...(dkim === undefined || domain === undefined
      ? {}
      : {
          dkim: {
            domainName: domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames:
              'from:reply-to:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post',
          },
        }),
  });
  return {
    envelope: { from: isOwn && reply !== undefined ? reply : from, to: message.to },
    bytes: composed.message as Buffer,
  };
}
