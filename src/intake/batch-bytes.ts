import type { ReadBatch } from './job.ts';

/** COPY text as UTF-8, moved between threads without a copy. */
type Packed = Uint8Array<ArrayBuffer> | '';

export interface PackedBatch extends Omit<ReadBatch, 'patients' | 'visits'> {
  readonly patients: { readonly [K in keyof ReadBatch['patients']]: K extends 'rows' ? number : Packed };
  readonly visits: { readonly [K in keyof ReadBatch['visits']]: K extends 'rows' ? number : Packed };
}

const encoder = new TextEncoder();
// Small enough to die young in the collector's first space: strings of a whole batch were 100 MB of garbage.
const pieceBytes = 65_536;

/** A batch with its texts as bytes, and what is to be moved with the message. */
export function packed(batch: ReadBatch): { readonly batch: PackedBatch; readonly moved: ArrayBuffer[] } {
  const moved: ArrayBuffer[] = [];
  const pack = (text: string): Packed => {
    if (text === '') return '';
    const bytes = encoder.encode(text);
    moved.push(bytes.buffer);
    return bytes;
  };
  const { rows, patients, identifiers, contacts, keys, consents, related, relatedContacts, remarks } =
    batch.patients;
  const packedPatients = {
    rows,
    patients: pack(patients),
    identifiers: pack(identifiers),
    contacts: pack(contacts),
    keys: pack(keys),
    consents: pack(consents),
    related: pack(related),
    relatedContacts: pack(relatedContacts),
    remarks: pack(remarks),
  };
  const visits = {
    rows: batch.visits.rows,
    visits: pack(batch.visits.visits),
    aliases: pack(batch.visits.aliases),
    charges: pack(batch.visits.charges),
  };
  return { batch: { ...batch, patients: packedPatients, visits }, moved };
}

/** The text of packed bytes, piece by piece. */
export function unpacked(bytes: Packed): '' | Iterable<string> {
  return bytes === '' ? '' : pieces(bytes);
}

function* pieces(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
