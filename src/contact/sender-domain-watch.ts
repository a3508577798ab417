import type { DomainCheck, DomainRecords, Texts } from './sender-domain.ts';
import { judgeDomain } from './sender-domain.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import { domainOf } from './smtp-settings.ts';

/** Asks the DNS for the texts at a name, each in its parts; throws as `node:dns` does. */
export type ResolveTexts = (name: string) => Promise<readonly (readonly string[])[]>;

const nothingThere = ['ENOTFOUND', 'ENODATA'];

async function textsAt(resolve: ResolveTexts, name: string): Promise<Texts> {
  try {
    return (await resolve(name)).map((parts) => parts.join(''));
  } catch (error) {
    return nothingThere.includes((error as NodeJS.ErrnoException).code ?? '') ? [] : 'unreachable';
  }
}

/** The policy of the domain, else of the nearest one above it that has any; a top-level domain is not asked. */
async function dmarcOf(resolve: ResolveTexts, domain: string): Promise<Texts> {
  const labels = domain.split('.');
  for (let from = 0; from < Math.max(1, labels.length - 1); from += 1) {
    const texts = await textsAt(resolve, `_dmarc.${labels.slice(from).join('.')}`);
    if (texts === 'unreachable' || texts.some((text) => /dmarc1/i.test(text))) return texts;
  }
  return [];
}

export async function readDomain(
  resolve: ResolveTexts,
  domain: string,
  selector: string | undefined,
): Promise<DomainRecords> {
  const [spf, dkim, dmarc] = await Promise.all([
    textsAt(resolve, domain),
    selector === undefined ? undefined : textsAt(resolve, `${selector}._domainkey.${domain}`),
    dmarcOf(resolve, domain),
  ]);
  return { spf, dkim, dmarc };
}

/** Looks now. @throws RangeError when the sender's address has no domain, which no configuration lets pass */
export async function checkDomain(
  resolve: ResolveTexts,
  { from, dkim }: Pick<SmtpSettings, 'from' | 'dkim'>,
): Promise<DomainCheck> {
  const domain = domainOf(from);
  if (domain === undefined) throw new RangeError('the address that mail comes from has no domain');
  return judgeDomain(domain, await readDomain(resolve, domain, dkim?.selector), dkim?.privateKey);
}

/** What is known of the domain that mail comes from; looked up by itself, never while a message is claimed. */
export interface DomainWatch {
  /** Undefined: not known yet. */
  current(): DomainCheck | undefined;
  /** Looks now; what the DNS cannot be asked leaves what was known before. */
  look(): Promise<void>;
  close(): void;
}

// A record that somebody enters holds within the hour; a DNS that is away is asked again soon.
const everyMs = 3_600_000;
const soonMs = 300_000;

export function watchDomain(
  resolve: ResolveTexts,
  settings: Pick<SmtpSettings, 'from' | 'dkim'>,
): DomainWatch {
  let known: DomainCheck | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const seen = await checkDomain(resolve, settings);
    const isSilent = [seen.spf, seen.dkim, seen.dmarc].includes('unknown');
    if (!isSilent || known === undefined) known = seen;
    if (ended) return;
    timer = setTimeout(() => void look().catch(() => {}), isSilent ? soonMs : everyMs);
    timer.unref();
  };
  return {
    current: () => known,
    look,
    close: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
