import { rootCertificates } from 'node:tls';

/**
 * Whom a line to a mail server trusts: whom everybody trusts, and whom the configuration names besides. Nobody is trusted
 * unseen.
 */
export function trusting(ca: string | undefined): { readonly ca?: string[] } {
  return ca === undefined ? {} : { ca: [...rootCertificates, ca] };
}
