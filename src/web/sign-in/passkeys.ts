import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { type Answer, callWithoutSession, noConnection } from '../app/api.ts';
import type { Input, Reply } from '../app/operations.ts';

type Made = Input<'addPasskey'>['body']['response'];
type Proof = Input<'passkeySignIn'>['body']['response'];
type Options = Reply<'beginPasskey'>['options'];

/** Browsers refuse passkeys at a bare IP address, and without a secure context. */
export function passkeysWorkHere(): boolean {
  return (
    window.isSecureContext &&
    'PublicKeyCredential' in window &&
    !/^(\d+\.){3}\d+$|^\[/.test(window.location.hostname)
  );
}

/** The person closed the browser's dialog, or no passkey of theirs is at hand. */
export const noPasskeyUsed = { ...noConnection, code: 'no_passkey_used' };

// The library comes when the first passkey is wanted.
async function make(options: Options): Promise<Answer<Made>> {
  try {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    return { ok: true, value: (await startRegistration({ optionsJSON })) as unknown as Made };
  } catch {
    return { ok: false, problem: noPasskeyUsed };
  }
}

async function sign(options: Options): Promise<Answer<Proof>> {
  try {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
    return { ok: true, value: (await startAuthentication({ optionsJSON })) as unknown as Proof };
  } catch {
    return { ok: false, problem: noPasskeyUsed };
  }
}

type Call = typeof callWithoutSession;

/** Makes a passkey on this device and adds it. @param call with or without a step-up on the way */
export async function addPasskey(name: string, call: Call): Promise<Answer<Reply<'addPasskey'>>> {
  const begun = await call('beginPasskey', {});
  if (!begun.ok) return begun;
  const made = await make(begun.value.options);
  return made.ok ? call('addPasskey', { body: { name, response: made.value } }) : made;
}

/** Proves with one of one's passkeys that one is here. */
export async function proveByPasskey(): Promise<Answer<Reply<'proveSecondFactor'>>> {
  const begun = await callWithoutSession('beginPasskeyProof', {});
  if (!begun.ok) return begun;
  const signed = await sign(begun.value.options);
  if (!signed.ok) return signed;
  return callWithoutSession('proveSecondFactor', { body: { kind: 'passkey', response: signed.value } });
}

/** Signs in without a password. */
export async function enterByPasskey(): Promise<Answer<Reply<'passkeySignIn'>>> {
  const begun = await callWithoutSession('beginPasskeySignIn', {});
  if (!begun.ok) return begun;
  const signed = await sign(begun.value.options);
  return signed.ok ? callWithoutSession('passkeySignIn', { body: { response: signed.value } }) : signed;
}
