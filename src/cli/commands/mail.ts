import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { takeBounce } from '../../contact/bounce-actions.ts';
import type { DomainFinding } from '../../contact/domain-findings.ts';
import { bounceAtMost } from '../../contact/mail-bounce.ts';
import { dkimRecord } from '../../contact/sender-domain.ts';
import { checkDomain } from '../../contact/sender-domain-watch.ts';
import { domainOf } from '../../contact/smtp-settings.ts';
import { refuse } from '../../kit/outcome.ts';
import type { Config } from '../../platform/config.ts';
import { listAllPractices } from '../../practice/actions.ts';
import { getConfig, withDatabase } from '../context.ts';
import { askDns, dkimOf } from '../open-channels.ts';
import { answer, CommandRefused } from '../say.ts';

function senderDomain({ mail }: Config): string {
  const domain = mail.from === undefined ? undefined : domainOf(mail.from);
  if (domain !== undefined) return domain;
  throw new CommandRefused(
    refuse('invalid_configuration', 'set KEEPWELL_MAIL_FROM first: its domain is what mail is signed for')
      .refusal,
  );
}

/** Makes the key that signs mail where there is none, and shows the DNS record that belongs to it. */
export async function runMailDkim(options: { readonly json?: boolean }): Promise<void> {
  const config = getConfig();
  const { mail } = config;
  const domain = senderDomain(config);
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

const found: Readonly<Record<DomainFinding, string>> = {
  ok: 'is there',
  missing: 'is missing',
  several: 'is there more than once, which receivers read as none',
  other_key: 'belongs to another key than the one that signs here',
  revoked: 'takes its key back',
  unsigned: 'is missing, because mail is not signed yet',
  unknown: 'could not be looked up',
};

/** Looks up what receivers find of the domain that mail comes from, and says what to enter. */
export async function runMailCheck(options: { readonly json?: boolean }): Promise<void> {
  const config = getConfig();
  const { mail } = config;
  const domain = senderDomain(config);
  const dkim = dkimOf(config);
  const check = await checkDomain(askDns(), { from: mail.from ?? '', dkim });
  answer(options.json === true, check, () => {
    const key =
      dkim === undefined
        ? 'run `keepwell mail dkim` first'
        : `${dkim.selector}._domainkey.${domain}  TXT  "${dkimRecord(dkim.privateKey)}"`;
    const wanted = {
      spf: `${domain}  TXT  "v=spf1 ... -all", with what your mail provider asks for`,
      dkim: key,
      dmarc: `_dmarc.${domain}  TXT  "v=DMARC1; p=none; rua=mailto:postmaster@${domain}"`,
    };
    return [
      ...(['spf', 'dkim', 'dmarc'] as const).flatMap((name) => [
        `${name.toUpperCase()} of ${domain} ${found[check[name]]}`,
        ...(check[name] === 'ok' ? [] : [`  ${wanted[name]}`]),
      ]),
      check.passes
        ? 'Receivers can check where our mail comes from.'
        : 'Receivers cannot check where our mail comes from: at most 100 a day go that are not treatment.',
    ].join('\n');
  });
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
