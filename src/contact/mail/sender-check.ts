import { createPublicKey } from 'node:crypto';
import type { SenderCheckTable } from '../../database/tables/contact.ts';
import { domainOf } from './smtp-settings.ts';

/** Answers of DNS: each TXT record with its strings; undefined: nobody answered, which says nothing. */
export type LookUpText = (name: string) => Promise<readonly (readonly string[])[] | undefined>;

export interface SenderFacts {
  /** The address that mail comes from. */
  readonly from: string;
  /** The key that signs; undefined: nothing is signed. */
  readonly dkim: { readonly selector: string; readonly privateKey: string } | undefined;
  /** The server that mail leaves by, for what to enter. */
  readonly smtpHost: string;
}

export interface SenderChecked
  extends Pick<SenderCheckTable, 'domain' | 'spf' | 'dkim' | 'dmarc' | 'passes'> {
  /** Records to enter in DNS. */
  readonly wanted: readonly { readonly name: string; readonly text: string }[];
}

type Texts = readonly string[] | undefined;

// A record longer than 255 signs comes in several strings, which are one text without a space between (RFC 7208 3.3).
async function textsAt(lookUp: LookUpText, name: string): Promise<Texts> {
  const records = await lookUp(name);
  return records?.map((strings) => strings.join(''));
}

function readSpf(texts: Texts): SenderCheckTable['spf'] {
  if (texts === undefined) return 'no_answer';
  const records = texts.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  // Two are an error, and then none counts (RFC 7208 4.5).
  if (records.length > 1) return 'several';
  const [record] = records;
  if (record === undefined) return 'missing';
  const words = record.toLowerCase().split(/\s+/);
  if (words.some((word) => word.startsWith('redirect='))) return 'pass';
  const end = words.find((word) => /^[+?~-]?all$/.test(word));
  return end === '-all' || end === '~all' ? 'pass' : 'open';
}

function tagsOf(record: string): ReadonlyMap<string, string> {
  const pairs = record.split(';').map((part): [string, string] => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
  });
  return new Map(pairs);
}

/** The public key that belongs to a private one, as it stands in DNS. */
export function publicKeyOf(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** The text of the DNS record that lets others check a signature made by this key. */
export function dkimRecord(privateKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKeyOf(privateKey)}`;
}

function readDkim(texts: Texts, privateKey: string): SenderCheckTable['dkim'] {
  if (texts === undefined) return 'no_answer';
  const keys = texts
    .map(tagsOf)
    .filter((tags) => tags.has('p') && (tags.get('v') ?? 'DKIM1').toUpperCase() === 'DKIM1')
    .map((tags) => (tags.get('p') ?? '').replace(/\s/g, ''));
  if (keys.length === 0) return 'missing';
  return keys.length === 1 && keys[0] === publicKeyOf(privateKey) ? 'pass' : 'other_key';
}

// The policy of a domain above holds where there is none of its own.
function namesAbove(domain: string): readonly string[] {
  const parts = domain.split('.');
  return parts.slice(0, -1).map((_, i) => parts.slice(i).join('.'));
}

async function readDmarc(lookUp: LookUpText, domain: string): Promise<SenderCheckTable['dmarc']> {
  for (const name of namesAbove(domain)) {
    const texts = await textsAt(lookUp, `_dmarc.${name}`);
    if (texts === undefined) return 'no_answer';
    const records = texts.filter((text) => /^v=DMARC1\s*;/.test(text));
    if (records.length > 1) return 'several';
    const policy = records[0] === undefined ? undefined : tagsOf(records[0]).get('p')?.toLowerCase();
    if (policy !== undefined) return /^(?:none|quarantine|reject)$/.test(policy) ? 'pass' : 'missing';
  }
  return 'missing';
}

/**
 * Whether others may believe that our mail is ours. DMARC passes where the domain has a policy and a signature of that
 * very domain holds: the key in DNS is that of the one we sign with. SPF alone is not enough here, as nobody can tell
 * from here by which addresses the mail server sends on; it is looked at, and said.
 * @cost three look-ups, and one for each part of a long domain name
 */
export async function checkSender(lookUp: LookUpText, facts: SenderFacts): Promise<SenderChecked> {
  const { from, dkim: key, smtpHost } = facts;
  const domain = domainOf(from) ?? '';
  const selector = `${key?.selector ?? 'keepwell'}._domainkey.${domain}`;
  const [spfTexts, dkimTexts, dmarc] = await Promise.all([
    textsAt(lookUp, domain),
    key === undefined ? undefined : textsAt(lookUp, selector),
    readDmarc(lookUp, domain),
  ]);
  const spf = readSpf(spfTexts);
  const dkim = key === undefined ? 'unsigned' : readDkim(dkimTexts, key.privateKey);
  const wanted: { name: string; text: string }[] = [];
  if (spf === 'missing' || spf === 'several' || spf === 'open')
    wanted.push({ name: domain, text: `v=spf1 a:${smtpHost} mx ~all` });
  if (key !== undefined && (dkim === 'missing' || dkim === 'other_key'))
    wanted.push({ name: selector, text: dkimRecord(key.privateKey) });
  if (dmarc === 'missing' || dmarc === 'several')
    wanted.push({ name: `_dmarc.${domain}`, text: 'v=DMARC1; p=none; adkim=r; aspf=r' });
  return { domain, spf, dkim, dmarc, passes: dkim === 'pass' && dmarc === 'pass', wanted };
}
