import { normalEmail, normalPhone } from './contact-points.ts';
import { type AddressParts, addressParts } from './matching/address-line.ts';
import { createMatching, type Matching, type MatchingOptions } from './matching/matching.ts';

/**
 * Finds which records are one person; see docs/methods/patient-matching.md. Reads no clock and no database: it runs in
 * a thread of its own, where it holds back nobody.
 * @cost 5,000 records in 2 s, 50,000 in 19 s
 */
export function startMatching(options: MatchingOptions = {}): Matching {
  return createMatching(options);
}

const fewestDigits = 7;

/**
 * A telephone number as it is compared: E.164, or its digits where it is no possible number.
 * @param country ISO 3166 code: the default region
 */
export function comparablePhone(received: string, country: string): string | undefined {
  const digits = received.replace(/\D/g, '');
  return normalPhone(received, country) ?? (digits.length >= fewestDigits ? digits : undefined);
}

/** An e-mail address as it is compared. */
export function comparableEmail(received: string): string {
  return normalEmail(received) ?? received.trim().toLowerCase();
}

/** The parts of a one-line postal address that a comparison wants. */
export function comparableAddress(line: string): AddressParts {
  return addressParts(line);
}
