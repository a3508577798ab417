import type { InputOf, Parsed } from '../kit/contract.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../practice/factors/web-authn.ts';
import type { addPasskey, passkeySignIn } from '../practice/sign-in-contract.ts';

type Given = Parsed<InputOf<typeof passkeySignIn>>['body']['response'];
type Made = Parsed<InputOf<typeof addPasskey>>['body']['response'];

/** As the library calls it: a field that was left out is not there at all. */
export function asCredential(given: Given): AuthenticationResponseJSON {
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  return {
    id: given.id,
    rawId: given.rawId,
    type: given.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle === undefined ? {} : { userHandle }),
    },
  };
}

export function asNewCredential(made: Made): RegistrationResponseJSON {
  const { clientDataJSON, attestationObject, transports } = made.response;
  return {
    id: made.id,
    rawId: made.rawId,
    type: made.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON,
      attestationObject,
      ...(transports === undefined
        ? {}
        : { transports: transports as NonNullable<RegistrationResponseJSON['response']['transports']> }),
    },
  };
}
