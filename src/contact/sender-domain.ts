import { createPublicKey } from 'node:crypto';
import type { DomainFinding } from './domain-findings.ts';

/** What the DNS says at a name: its texts, none, or that nobody could be asked. */
export type Texts = readonly string[] | 'unreachable';

/** The records that receivers of our mail look at. */
export interface DomainRecords {
  /** At the domain itself. */
  readonly spf: Texts;
  /** At selector._domainkey.domain; undefined: mail is not signed. */
  readonly dkim: Texts | undefined;
  /** At _dmarc of the domain, else of the nearest domain above it that has one. */
  readonly dmarc: Texts;
}

export interface DomainCheck {
  readonly domain: string;
  readonly spf: DomainFinding;
  readonly dkim: DomainFinding;
  readonly dmarc: DomainFinding;
  /**
   * Receivers find a DMARC policy, and our signature fits the domain of the sender's address: aligned by construction,
   * because it is made for that very domain. SPF alone does not count: whether it names our mail server cannot be told
   * from here.
   */
  readonly passes: boolean;
}

/** The text of the DNS record that lets others check a signature made by this key. @param pem a private RSA key */
export function dkimRecord(pem: string): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${der.toString('base64')}`;
}

/** Tags of a record such as `v=DMARC1; p=none`; names in lower case, the first of a name counts. */
export function tagsOf(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim().toLowerCase();
    if (at > 0 && !tags.has(name)) tags.set(name, part.slice(at + 1).trim());
  }
  return tags;
}

function only(texts: Texts, isOne: (text: string) => boolean): DomainFinding | { readonly text: string } {
  if (texts === 'unreachable') return 'unknown';
  const found = texts.filter(isOne);
  const [text] = found;
  if (text === undefined) return 'missing';
  return found.length === 1 ? { text } : 'several';
}

const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text.trim());
// The version comes first, and exactly so (RFC 7489, 6.3).
const isDmarc = (text: string): boolean => /^v\s*=\s*DMARC1\s*(;|$)/.test(text.trim());
const policies = ['none', 'quarantine', 'reject'];

function judgeDmarc(texts: Texts): DomainFinding {
  const found = only(texts, isDmarc);
  if (typeof found === 'string') return found;
  const policy = tagsOf(found.text).get('p')?.toLowerCase() ?? '';
  return policies.includes(policy) ? 'ok' : 'missing';
}

function judgeDkim(texts: Texts | undefined, privateKey: string | undefined): DomainFinding {
  if (texts === undefined || privateKey === undefined) return 'unsigned';
  const found = only(texts, (text) => tagsOf(text).has('p'));
  if (typeof found === 'string') return found;
  const published = tagsOf(found.text).get('p')?.replaceAll(/\s/g, '') ?? '';
  if (published === '') return 'revoked';
  return published === tagsOf(dkimRecord(privateKey)).get('p') ? 'ok' : 'other_key';
}

/**
 * What receivers think of mail from this domain. Pure.
 * @param privateKey the key that signs, PEM; undefined: nothing is signed
 * @source RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC); trust.md L-43
 */
export function judgeDomain(
  domain: string,
  records: DomainRecords,
  privateKey: string | undefined,
): DomainCheck {
  const spf = only(records.spf, isSpf);
  const dkim = judgeDkim(records.dkim, privateKey);
  const dmarc = judgeDmarc(records.dmarc);
  return {
    domain,
    spf: typeof spf === 'string' ? spf : 'ok',
    dkim,
    dmarc,
    passes: dmarc === 'ok' && dkim === 'ok',
  };
}
