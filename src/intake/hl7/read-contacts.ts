import type { ReceivedContact } from '../../patients/model.ts';
import { type Hl7Message, partOf, repetitionsOf, type Segment } from './er7.ts';

// Fax machines, pagers and addresses of machines reach nobody.
const noPhone = new Set(['FX', 'BP', 'MD', 'X.400', 'SAT']);

/** Telephone numbers and e-mail addresses: PID-13 (home), PID-14 (work), PID-40 (all of them, since 2.7). */
export function telecomOf(message: Hl7Message, segment: Segment): readonly ReceivedContact[] {
  return [13, 14, 40].flatMap((field) =>
    repetitionsOf(message, segment, field).flatMap((repetition) => readTelecom(message, repetition)),
  );
}

function readTelecom(message: Hl7Message, repetition: string): ReceivedContact[] {
  const part = (component: number): string | undefined => partOf(message, repetition, component);
  const use = part(2)?.toUpperCase();
  const equipment = part(3)?.toUpperCase();
  const written = part(1);
  const contacts: ReceivedContact[] = [];
  const email = part(4) ?? (written?.includes('@') === true ? written : undefined);
  if (email !== undefined) contacts.push({ kind: 'email', received: email });
  if (equipment !== undefined && (noPhone.has(equipment) || equipment === 'INTERNET')) return contacts;
  if (use === 'NET' || (written !== undefined && written === email)) return contacts;
  const parts = [part(5) === undefined ? undefined : `+${part(5)}`, part(6), part(7)];
  const number = written ?? part(12) ?? (part(7) === undefined ? '' : parts.filter(Boolean).join(' '));
  if (number === '') return contacts;
  // Without a second part the third is often the use: `020 5368 1665^HOME`.
  const isMobile = equipment === 'CP' || use === 'CP' || use === 'MOBILE';
  contacts.push({ kind: isMobile ? 'mobile' : 'phone', received: number });
  return contacts;
}

// Not where the patient is reached: bad, former, birth and tax addresses.
const otherAddresses = new Set(['BA', 'N', 'BDL', 'BR', 'RH', 'F', 'TM', 'OLD']);
const addressOrder = ['H', 'HOME', 'C', 'L', 'P', '', 'M'];

/** The address at which the patient lives, on one line. */
export function addressOf(message: Hl7Message, segment: Segment): readonly ReceivedContact[] {
  const kindOf = (repetition: string): string => (partOf(message, repetition, 7) ?? '').toUpperCase();
  const rank = (repetition: string): number => {
    const place = addressOrder.indexOf(kindOf(repetition));
    return place < 0 ? addressOrder.length : place;
  };
  const [address] = repetitionsOf(message, segment, 11)
    .filter((repetition) => !otherAddresses.has(kindOf(repetition)))
    .sort((a, b) => rank(a) - rank(b));
  if (address === undefined) return [];
  const part = (component: number): string | undefined => partOf(message, address, component);
  // The street may come in parts: the whole, its name, its number.
  const name = partOf(message, address, 1, 2);
  const street = part(1) ?? [partOf(message, address, 1, 3), name].filter(Boolean).join(' ');
  const region = [part(4), part(5)].filter(Boolean).join(' ');
  const line = [street, part(2), part(3), region, part(6)].filter(Boolean).join(', ');
  return line === '' ? [] : [{ kind: 'post', received: line }];
}
