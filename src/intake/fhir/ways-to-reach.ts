import type { ReceivedContact } from '../../patients/model.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json.ts';

/** Telephone numbers and e-mail addresses in the source's order, then the address at home. */
export function waysToReach(person: Fields): readonly ReceivedContact[] {
  return [...telecomOf(person), ...addressOf(person)];
}

function byRank(a: Fields, b: Fields): number {
  const rank = (fields: Fields): number => (typeof fields.rank === 'number' ? fields.rank : 1_000);
  return rank(a) - rank(b);
}

function isCurrent(fields: Fields): boolean {
  return textOf(fields.use) !== 'old' && textOf(fieldsOf(fields.period).end) === undefined;
}

function telecomOf(resource: Fields): ReceivedContact[] {
  const contacts: ReceivedContact[] = [];
  for (const telecom of listOf(resource.telecom).map(fieldsOf).filter(isCurrent).sort(byRank)) {
    const received = textOf(telecom.value);
    const system = textOf(telecom.system);
    if (received === undefined) continue;
    if (system === 'email') contacts.push({ kind: 'email', received });
    else if (system === 'sms' || (system === 'phone' && textOf(telecom.use) === 'mobile')) {
      contacts.push({ kind: 'mobile', received });
    } else if (system === 'phone') contacts.push({ kind: 'phone', received });
  }
  return contacts;
}

function addressOf(resource: Fields): ReceivedContact[] {
  // Patient.contact has one address, everybody else a list of them.
  const given = Array.isArray(resource.address) ? resource.address : [resource.address];
  const addresses = given.map(fieldsOf).filter(isCurrent);
  const address = addresses.find((one) => textOf(one.use) === 'home') ?? addresses[0];
  if (address === undefined) return [];
  const region = [textOf(address.state), textOf(address.postalCode)].filter(Boolean).join(' ');
  const parts = [...listOf(address.line).map(textOf), textOf(address.city), region, textOf(address.country)];
  const line = parts.filter(Boolean).join(', ') || textOf(address.text);
  return line === undefined || line === '' ? [] : [{ kind: 'post', received: line }];
}
