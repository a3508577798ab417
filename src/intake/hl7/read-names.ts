import { beginningOf } from '../../kit/beginning.ts';
import type { PatientRow } from '../../patients/model.ts';
import { type Hl7Message, partOf, repetitionsOf, type Segment } from './er7.ts';

// HL7 table 0200: names that are not what the patient is called now.
const formerNames = new Set(['M', 'A', 'S', 'B', 'I', 'BAD', 'NAV', 'PREVIOUS', 'OLD', 'TEMP', 'MSK']);
const order = ['L', 'CURRENT', 'D', 'U', ''];

/** The name of a field of type XPN: legal before customary; maiden names and aliases are not taken. */
export function namesOf(
  message: Hl7Message,
  segment: Segment,
  field: number,
): Pick<PatientRow, 'familyName' | 'givenName' | 'preferredName' | 'pronunciation'> {
  const all = repetitionsOf(message, segment, field);
  const kindOf = (repetition: string): string => (partOf(message, repetition, 7) ?? '').toUpperCase();
  // How it is written: A in letters, I in ideographs, P as it sounds.
  const formOf = (repetition: string): string => (partOf(message, repetition, 8) ?? '').toUpperCase();
  const rank = (repetition: string): number => {
    const place = order.indexOf(kindOf(repetition));
    return (place < 0 ? order.length : place) * 2 + (formOf(repetition) === 'A' ? 1 : 0);
  };
  const usable = all
    .filter((one) => !formerNames.has(kindOf(one)) && kindOf(one) !== 'N' && formOf(one) !== 'P')
    .sort((a, b) => rank(a) - rank(b));
  const nickname = all.find((one) => kindOf(one) === 'N');
  const sound = all.find((one) => formOf(one) === 'P' && all.some((other) => formOf(other) === 'I'));
  const name = usable[0];
  return {
    ...(name === undefined ? {} : nameIn(message, name)),
    preferredName: partOf(message, nickname, 2) ?? partOf(message, nickname, 1),
    pronunciation:
      [partOf(message, sound, 2), partOf(message, sound, 1)].filter(Boolean).join(' ') || undefined,
  };
}

function nameIn(message: Hl7Message, name: string): Pick<PatientRow, 'familyName' | 'givenName'> {
  const family = partOf(message, name, 1);
  const given = [partOf(message, name, 2), partOf(message, name, 3)].filter(Boolean).join(' ') || undefined;
  // Senders without parts write "Family, Given" in the first.
  const split = given === undefined ? /^([^,]+),\s*([^,]+)$/.exec(family ?? '') : null;
  if (split !== null) return { familyName: split[1]?.trim(), givenName: split[2]?.trim() };
  return { familyName: family, givenName: given };
}

/** A person's name as shown: given, then family. */
export function personIn(message: Hl7Message, repetition: string, familyAt: number): string | undefined {
  const family = partOf(message, repetition, familyAt);
  const given = partOf(message, repetition, familyAt + 1);
  return beginningOf([given, family].filter(Boolean).join(' '), 200) || undefined;
}
