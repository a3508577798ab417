import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Passkey } from '../queries/passkeys.ts';
import type { RelyingParty } from './relying-party.ts';

/** What a browser's authenticator made; its fields are checked by the library, and again by the signature. */
export type { AuthenticationResponseJSON, RegistrationResponseJSON };

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

function descriptor(passkey: Passkey): { id: string; transports: AuthenticatorTransport[] } {
  return {
    id: passkey.credentialId.toString('base64url'),
    transports: [...passkey.transports] as AuthenticatorTransport[],
  };
}

/** How a browser is asked to make a passkey: findable without a name, and only for somebody who shows it is them. */
export function registrationOptions(
  party: RelyingParty,
  person: { readonly account: string; readonly email: string; readonly displayName: string },
  known: readonly Passkey[],
  challenge: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Keepwell',
    rpID: party.id,
    userName: person.email,
    userDisplayName: person.displayName,
    userID: new TextEncoder().encode(person.account),
    challenge: Uint8Array.from(bytesOf(challenge)),
    attestationType: 'none',
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** @param known those of the person; empty: whichever the person picks, for a sign-in without a name */
export function proofOptions(
  party: RelyingParty,
  known: readonly Passkey[],
  challenge: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: Uint8Array.from(bytesOf(challenge)),
    userVerification: 'required',
    allowCredentials: known.map(descriptor),
  });
}

export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** @returns undefined when it answers another challenge, comes from another page, or nobody showed it was them */
export async function readNewPasskey(
  party: RelyingParty,
  response: RegistrationResponseJSON,
  challenge: string,
): Promise<NewPasskey | undefined> {
  // The library throws for whatever does not fit: what came from outside is refused, not a fault.
  const read = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!read?.verified) return undefined;
  const { credential } = read.registrationInfo;
  return {
    credentialId: bytesOf(credential.id),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: (credential.transports ?? []).slice(0, 10).map((one) => String(one).slice(0, 30)),
  };
}

/** @returns the new count of the authenticator; undefined when the proof is none */
export async function readProof(
  party: RelyingParty,
  response: AuthenticationResponseJSON,
  passkey: Passkey,
  challenge: string,
): Promise<number | undefined> {
  const read = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId.toString('base64url'),
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  return read?.verified ? read.authenticationInfo.newCounter : undefined;
}
