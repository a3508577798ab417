// `NY 10999`, `NY 10999-1234`: belongs behind the town.
const stateAndZip = /^[A-Z]{2}\s+\d{5}(-\d{4})?$/;

/**
 * An address as it came from the practice's system, as lines for a label: the lines it has, or else its parts between
 * commas, with state and ZIP code behind the town.
 * @param address as received, e.g. `110 Quarry Lane, Port Alder, NY 10999`
 */
export function addressLines(name: string, address: string): readonly string[] {
  const parts = address
    .split(address.includes('\n') ? '\n' : ',')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => part !== '');
  const last = parts.at(-1);
  const town = parts.at(-2);
  if (last !== undefined && town !== undefined && parts.length > 2 && stateAndZip.test(last)) {
    parts.splice(-2, 2, `${town}, ${last}`);
  }
  return [name.trim().replace(/\s+/g, ' '), ...parts];
}
