import { generateKeyPairSync, sign } from 'node:crypto';

/** PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = '550403';
const alternativeNames = '551d11';
const basicConstraints = '551d13';
const year = 365 * 86_400_000;

/**
 * A certificate of our own making, for this machine unless another host is named, signed by itself (RFC 5280): whoever is
 * told of it trusts it, nobody else does.
 */
export function aCertificate({
  until = new Date(Date.now() + year),
  host = 'localhost',
}: {
  readonly until?: Date;
  readonly host?: string;
} = {}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(oid(commonName), der(0x0c, Buffer.from('keepwell test')))));
  const names = [der(0x82, Buffer.from(host))];
  if (host === 'localhost') names.push(der(0x87, Buffer.from([127, 0, 0, 1])));
  const truth = der(0x01, Buffer.from([0xff]));
  const extensions = sequence(
    sequence(oid(basicConstraints), truth, der(0x04, sequence(truth))),
    sequence(oid(alternativeNames), der(0x04, sequence(...names))),
  );
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(until.getTime() - 2 * year)), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', content, { key: privateKey, dsaEncoding: 'der' });
  const whole = sequence(content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
