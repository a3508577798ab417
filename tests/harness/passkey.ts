import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A security key in software: what a browser would send, and what a thief or a copy would. */
export interface SoftPasskey {
  readonly id: string;
  register(options: unknown, over?: Over): unknown;
  prove(options: unknown, over?: Over): unknown;
}

export interface Over {
  readonly origin?: string;
  readonly challenge?: string;
  /** Of the authenticator; counts on by itself. */
  readonly counter?: number;
  /** False: nobody showed that it is them. */
  readonly verified?: boolean;
  readonly relyingParty?: string;
}

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

// As much of CBOR (RFC 8949) as an attestation of the form `none` needs.
function bytesHead(bytes: Buffer): Buffer {
  const length = Buffer.alloc(3);
  length[0] = 0x59;
  length.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([length, bytes]);
}
const textOf = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

export function aSoftPasskey(origin = 'http://localhost:4600', relyingParty = 'localhost'): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  let counter = 0;
  // COSE: an EC2 key for ES256.
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ]);
  const authenticatorData = (over: Over, attested: boolean): Buffer => {
    counter = over.counter ?? counter + 1;
    const flags = 0x01 | (over.verified === false ? 0 : 0x04) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const head = Buffer.concat([sha256(over.relyingParty ?? relyingParty), Buffer.from([flags]), count]);
    if (!attested) return head;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    return Buffer.concat([head, Buffer.alloc(16), length, id, cose]);
  };
  const clientData = (type: string, options: unknown, over: Over): Buffer => {
    const { challenge } = options as { readonly challenge: string };
    return Buffer.from(
      JSON.stringify({
        type,
        challenge: over.challenge ?? challenge,
        origin: over.origin ?? origin,
        crossOrigin: false,
      }),
    );
  };
  const named = { id: base64(id), rawId: base64(id), type: 'public-key', clientExtensionResults: {} };
  return {
    id: base64(id),
    register: (options, over = {}) => ({
      ...named,
      response: {
        clientDataJSON: base64(clientData('webauthn.create', options, over)),
        attestationObject: base64(
          Buffer.concat([
            Buffer.from([0xa3]),
            textOf('fmt'),
            textOf('none'),
            textOf('attStmt'),
            Buffer.from([0xa0]),
            textOf('authData'),
            bytesHead(authenticatorData(over, true)),
          ]),
        ),
        transports: ['usb'],
      },
    }),
    prove: (options, over = {}) => {
      const data = authenticatorData(over, false);
      const client = clientData('webauthn.get', options, over);
      return {
        ...named,
        response: {
          clientDataJSON: base64(client),
          authenticatorData: base64(data),
          signature: base64(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
        },
      };
    },
  };
}
