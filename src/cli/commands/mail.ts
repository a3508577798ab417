import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { takeBounce } from '../../contact/bounce-actions.ts';
import { bounceAtMost } from '../../contact/mail/bounce.ts';
import { dkimRecord } from '../../contact/mail/sender-check.ts';
import { domainOf } from '../../contact/mail/smtp-settings.ts';
import { refreshSenderCheck, uncheckedADay } from '../../contact/sender-check-actions.ts';
import { refuse } from '../../kit/outcome.ts';
import { listAllPractices } from '../../practice/actions.ts';
import { lookUpText } from '../../worker/sender.ts';
import { getConfig, withDatabase } from '../context.ts';
import { senderOf } from '../open-channels.ts';
import { answer, CommandRefused } from '../say.ts';

/** Makes the key that signs mail where there is none, and shows the DNS record that belongs to it. */
export async function runMailDkim(options: { readonly json?: boolean }): Promise<void> {
  const { mail } = getConfig();
  const domain = mail.from === undefined ? undefined : domainOf(mail.from);
  if (domain === undefined) {
    throw new CommandRefused(
      refuse('invalid_configuration', 'set KEEPWELL_MAIL_FROM first: its domain is what is signed for')
        .refusal,
    );
  }
  const made = !existsSync(mail.dkimKeyFile);
  if (made) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await mkdir(dirname(mail.dkimKeyFile), { recursive: true, mode: 0o700 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(mail.dkimKeyFile, pem, { mode: 0o600, flag: 'wx' });
  }
  const record = {
    name: `${mail.dkimSelector}._domainkey.${domain}`,
    text: dkimRecord(readFileSync(mail.dkimKeyFile, 'utf8')),
  };
  answer(options.json === true, { made, ...record }, () =>
    [
      made ? 'Made the key; mail is signed from the next start on.' : 'The key is there.',
      '',
      'Put this into the DNS of the domain:',
      `  ${record.name}  TXT  "${record.text}"`,
    ].join('\n'),
  );
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    // The rest is the mail that came back; what is looked for stands before it.
    if (bytes <= bounceAtMost * 2) chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Takes in a report of a mail server that a message came back, from standard input; in whichever practice it is. */
export async function runMailBounce(options: { readonly json?: boolean }): Promise<void> {
  const report = await readInput();
  await withDatabase(async ({ database }) => {
    for (const practice of await listAllPractices(database)) {
      const taken = await database.inPractice(practice.id, (db) =>
        takeBounce(db, practice, report, new Date()),
      );
      // The refusal of an impossible step stands in the trail: it is no reason to roll back.
      if (!taken.ok && taken.refusal.code === 'invalid_input') continue;
      if (!taken.ok) throw new CommandRefused(taken.refusal);
      const { messageId, status, gone } = taken.value;
      answer(
        options.json === true,
        taken.value,
        () => `It came back (${status})${gone ? ', and its address is marked as wrong' : ''} [${messageId}]`,
      );
      return;
    }
    throw new CommandRefused(
      refuse('invalid_input', 'this is no report of a mail server about a message of ours').refusal,
    );
  }, options.json === true);
}

const said = {
  pass: 'fits',
  missing: 'is missing',
  several: 'is there more than once, so none counts',
  open: 'lets anybody send in the name of the domain',
  other_key: 'holds another key than the one that mail is signed with',
  unsigned: 'mail is not signed: keepwell mail dkim makes the key',
  no_answer: 'nobody answered; ask again later',
} as const;

/** Asks DNS whether others may believe that our mail is ours, and says what to enter there. */
export async function runMailCheck(options: { readonly json?: boolean }): Promise<void> {
  await withDatabase(async ({ database, config }) => {
    const facts = senderOf(config);
    if (facts === undefined)
      throw new CommandRefused(
        refuse('invalid_configuration', 'mail stays in the local mailbox: set KEEPWELL_SMTP_URL first')
          .refusal,
      );
    const practices = (await listAllPractices(database)).filter(({ isSample }) => !isSample);
    const checked = await refreshSenderCheck(
      (id, work) => database.inPractice(id, work),
      practices.map(({ id }) => id),
      lookUpText,
      facts,
      new Date(),
    );
    answer(options.json === true, checked, () =>
      [
        `${checked.domain}`,
        `  SPF    ${said[checked.spf]}`,
        `  DKIM   ${said[checked.dkim]}`,
        `  DMARC  ${said[checked.dmarc]}`,
        checked.passes
          ? 'Mail passes DMARC: any number may go out.'
          : `Mail does not pass DMARC: at most ${uncheckedADay} bulk mails go out a day; treatment is not held up.`,
        ...(checked.wanted.length === 0 ? [] : ['', 'Put this into the DNS of the domain:']),
        ...checked.wanted.map(({ name, text }) => `  ${name}  TXT  "${text}"`),
      ].join('\n'),
    );
  }, options.json === true);
}
