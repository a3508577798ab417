import { isIP } from 'node:net';

/** Of which address passkeys are: a passkey of one works at no other. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** @returns undefined for an IP address, which browsers refuse passkeys for */
export function relyingPartyOf(origin: string): RelyingParty | undefined {
  const { hostname } = new URL(origin);
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) return undefined;
  return { id: hostname, origin };
}
