import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from './policy.ts';
import { sessionShape } from './session-shape.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
const code = z.string().check(z.minLength(1), z.maxLength(60));
const pin = z.string().check(z.minLength(1), z.maxLength(12));
const base64 = z.string().check(z.maxLength(20_000), z.regex(/^[A-Za-z0-9_-]*$/));
const nothing = z.object({ ok: z.literal(true) });
const instant = z.string();

const anything = z.record(z.string(), z.unknown());
// As browsers give them (WebAuthn level 3, in JSON). What they prove is proved by their signature.
const credential = {
  id: base64,
  rawId: base64,
  type: z.literal('public-key'),
  authenticatorAttachment: z.optional(z.enum(['platform', 'cross-platform'])),
  clientExtensionResults: z._default(anything, {}),
};
const passkeyMade = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64,
    attestationObject: base64,
    transports: z.optional(z.array(z.string().check(z.maxLength(30))).check(z.maxLength(10))),
  }),
});
const passkeyProof = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64,
    authenticatorData: base64,
    signature: base64,
    userHandle: z.optional(base64),
  }),
});
/** For the browser's own dialog: see navigator.credentials. */
const options = z.object({ options: anything });
/** Told this once; empty when there were some already. */
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const beginPasskeySignIn = operation({
  name: 'session.beginPasskey',
  method: 'POST',
  path: '/api/sign-in/passkey-options',
  summary: 'What a passkey shall sign to sign in without a password',
  verb: 'public',
  input: {},
  reply: options,
});

export const passkeySignIn = operation({
  name: 'session.passkey',
  method: 'POST',
  path: '/api/sign-in/passkey',
  summary: 'Sign in with a passkey: it is both factors',
  verb: 'public',
  input: { body: z.object({ response: passkeyProof }) },
  reply: sessionShape,
});

export const proveSecondFactor = operation({
  name: 'session.prove',
  method: 'POST',
  path: '/api/session/proof',
  summary:
    'Pass the second factor after the password, or prove anew that it is you; a proof holds for five minutes',
  verb: 'signed_in',
  session: 'pending',
  input: {
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('code'), code }),
      z.object({ kind: z.literal('recovery'), code }),
      z.object({ kind: z.literal('passkey'), response: passkeyProof }),
      z.object({
        kind: z.literal('password'),
        password: z.string().check(z.minLength(1), z.maxLength(200)),
      }),
    ]),
  },
  reply: sessionShape,
});

export const beginPasskeyProof = operation({
  name: 'session.beginProof',
  method: 'POST',
  path: '/api/session/proof-options',
  summary: 'What one of your passkeys shall sign to prove that it is you',
  verb: 'signed_in',
  session: 'pending',
  input: {},
  reply: options,
});

export const getMySignIn = operation({
  name: 'me.signIn',
  method: 'GET',
  path: '/api/me/sign-in',
  summary: 'Your passkeys, authenticator app, recovery codes, PIN and running sessions',
  verb: 'signed_in',
  session: 'full',
  input: {},
  reply: z.object({
    passkeys: z.array(
      z.object({ id: z.string(), name: z.string(), createdAt: instant, usedAt: z.nullable(instant) }),
    ),
    appSince: z.nullable(instant),
    recoveryCodesLeft: z.int(),
    pin: z.enum(['none', 'set', 'locked']),
    sessions: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['full', 'pin']),
        createdAt: instant,
        seenAt: instant,
        isThis: z.boolean(),
      }),
    ),
  }),
});

export const beginApp = operation({
  name: 'me.beginApp',
  method: 'POST',
  path: '/api/me/authenticator-app',
  summary: 'A secret for an authenticator app; it counts once a code of it was typed',
  verb: 'signed_in',
  session: 'enrol',
  input: {},
  reply: z.object({ uri: z.string(), letters: z.string() }),
});

export const confirmApp = operation({
  name: 'me.confirmApp',
  method: 'POST',
  path: '/api/me/authenticator-app/confirmation',
  summary: 'The first code of the app; with the first factor come ten recovery codes',
  verb: 'signed_in',
  session: 'enrol',
  input: { body: z.object({ code }) },
  reply: recoveryCodes,
});

export const removeApp = operation({
  name: 'me.removeApp',
  method: 'DELETE',
  path: '/api/me/authenticator-app',
  summary: 'Remove your authenticator app',
  verb: 'signed_in',
  session: 'fresh',
  input: {},
  reply: nothing,
});

export const beginPasskey = operation({
  name: 'me.beginPasskey',
  method: 'POST',
  path: '/api/me/passkey-options',
  summary: 'How the browser shall make a passkey',
  verb: 'signed_in',
  session: 'enrol',
  input: {},
  reply: options,
});

export const addPasskey = operation({
  name: 'me.addPasskey',
  method: 'POST',
  path: '/api/me/passkeys',
  summary: 'Add the passkey that the browser made; with the first factor come ten recovery codes',
  verb: 'signed_in',
  session: 'enrol',
  input: { body: z.object({ name, response: passkeyMade }) },
  reply: recoveryCodes,
});

export const removePasskey = operation({
  name: 'me.removePasskey',
  method: 'DELETE',
  path: '/api/me/passkeys/:passkeyId',
  summary: 'Remove one of your passkeys',
  verb: 'signed_in',
  session: 'fresh',
  input: { params: z.object({ passkeyId: uuid }) },
  reply: nothing,
});

export const renewRecoveryCodes = operation({
  name: 'me.renewRecoveryCodes',
  method: 'POST',
  path: '/api/me/recovery-codes',
  summary: 'Ten new recovery codes in place of the old',
  verb: 'signed_in',
  session: 'fresh',
  input: {},
  reply: recoveryCodes,
});

export const setPin = operation({
  name: 'me.setPin',
  method: 'PUT',
  path: '/api/me/pin',
  summary: 'Choose a PIN to switch to yourself at shared desks',
  verb: 'signed_in',
  session: 'fresh',
  input: { body: z.object({ pin }) },
  reply: nothing,
});

export const removePin = operation({
  name: 'me.removePin',
  method: 'DELETE',
  path: '/api/me/pin',
  summary: 'Remove your PIN',
  verb: 'signed_in',
  session: 'full',
  input: {},
  reply: nothing,
});

export const endMySession = operation({
  name: 'me.endSession',
  method: 'DELETE',
  path: '/api/me/sessions/:sessionId',
  summary: 'Sign out one of your sessions',
  verb: 'signed_in',
  session: 'full',
  input: { params: z.object({ sessionId: uuid }) },
  reply: nothing,
});

export const resetFactors = operation({
  name: 'staff.resetFactors',
  method: 'POST',
  path: '/api/staff/:staffMemberId/factor-reset',
  summary: 'Take the second factors and PIN of a colleague away who lost them; their sessions end',
  verb: 'staff.change' satisfies Verb,
  session: 'fresh',
  input: { params: z.object({ staffMemberId: uuid }) },
  reply: nothing,
});

const deviceShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  usedAt: instant,
  /** The browser that asks. */
  isThis: z.boolean(),
});

export const listDevices = operation({
  name: 'devices.list',
  method: 'GET',
  path: '/api/shared-devices',
  summary: 'The shared desks of the practice',
  verb: 'devices.change' satisfies Verb,
  input: {},
  reply: z.object({ devices: z.array(deviceShape) }),
});

export const enrolDevice = operation({
  name: 'devices.enrol',
  method: 'POST',
  path: '/api/shared-devices',
  summary: 'Make this browser a shared desk, at which people switch by PIN',
  verb: 'devices.change' satisfies Verb,
  session: 'fresh',
  input: { body: z.object({ name }) },
  reply: nothing,
});

export const revokeDevice = operation({
  name: 'devices.revoke',
  method: 'DELETE',
  path: '/api/shared-devices/:deviceId',
  summary: 'End a shared desk, and the sessions that a PIN opened there',
  verb: 'devices.change' satisfies Verb,
  session: 'full',
  input: { params: z.object({ deviceId: uuid }) },
  reply: nothing,
});

export const getDesk = operation({
  name: 'desk.get',
  method: 'GET',
  path: '/api/desk',
  summary: 'Who may switch at the shared desk that this browser is; null for any other browser',
  verb: 'public',
  input: {},
  reply: z.object({
    desk: z.nullable(
      z.object({
        name: z.string(),
        people: z.array(
          z.object({
            staffMemberId: z.string(),
            displayName: z.string(),
            readiness: z.enum(['ready', 'locked', 'sign_in_first']),
          }),
        ),
      }),
    ),
  }),
});

export const switchByPin = operation({
  name: 'desk.switch',
  method: 'POST',
  path: '/api/desk/switch',
  summary: 'Switch the person at a shared desk',
  verb: 'public',
  input: { body: z.object({ staffMemberId: uuid, pin }) },
  reply: sessionShape,
});

export const signInOperations = [
  beginPasskeySignIn,
  passkeySignIn,
  proveSecondFactor,
  beginPasskeyProof,
  getMySignIn,
  beginApp,
  confirmApp,
  removeApp,
  beginPasskey,
  addPasskey,
  removePasskey,
  renewRecoveryCodes,
  setPin,
  removePin,
  endMySession,
  resetFactors,
  listDevices,
  enrolDevice,
  revokeDevice,
  getDesk,
  switchByPin,
] as const;
