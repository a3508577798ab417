/** The parts of a postal address that a comparison wants. */
export interface AddressParts {
  readonly street?: string | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
}

// A postal code as countries write it: US, CA, GB, and four to six digits elsewhere.
const postalCode =
  /\b(\d{5}-\d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{3} \d{2}|\d{4,6})\b/i;

/**
 * Takes a one-line address apart: `12 Elm St, Salem, MA 01970`. The street is what stands before the town, and the
 * postal code is looked for from the end, so that a house number is none.
 */
export function addressParts(line: string): AddressParts {
  const parts = line.split(', ').filter((part) => part.trim() !== '');
  const at = parts.findLastIndex((part, i) => i > 0 && postalCode.test(part));
  if (at < 0) return { street: parts[0], city: parts.length > 1 ? parts[1] : undefined };
  const code = postalCode.exec(parts[at] ?? '')?.[0];
  const beside = (parts[at] ?? '').replace(code ?? '', '').trim();
  // `MA 01970` stands behind the town, `01970 Salem` holds it.
  const isState = /^[A-Za-z]{0,3}$/.test(beside);
  const city = isState ? parts[at - 1] : beside;
  const street = parts.slice(0, isState && at > 1 ? at - 1 : at).join(', ');
  return { street, city: isState && at === 1 ? undefined : city, postalCode: code };
}
