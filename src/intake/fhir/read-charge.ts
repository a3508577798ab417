import { beginningOf } from '../../kit/beginning.ts';
import type { RowSource } from '../../patients/model.ts';
import type { ChargeRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { CellProblem } from '../refused-row.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { readReference } from './references.ts';

export type FhirCharge =
  | { readonly row: ChargeRow; readonly noted?: string }
  | { readonly refused: CellProblem }
  | { readonly passed: string };

export interface ChargeContext {
  readonly system: string;
  readonly currency: string;
  readonly source: RowSource;
  /** Key of a resource that has no id of its own but a place in a bundle. */
  readonly bundleKey: string | undefined;
}

type Row = (amounts: ChargeRow['amounts'], noted?: string) => FhirCharge;

const mostCents = 2_000_000_000;
const longestId = 200;

function no(column: string, value: string, code: CellProblem['code'], reason: string): FhirCharge {
  return { refused: { column, value, code, reason } };
}

/**
 * One Claim: what it asks for the encounters of its items. Estimates (preauthorizations) ask for nothing yet; a claim
 * that is not active (cancelled, entered in error, a draft) takes back what it asked before.
 */
export function readClaim(resource: Fields, context: ChargeContext): FhirCharge {
  const id = idOf(resource, context);
  if (id === undefined) return no('Claim.id', '', 'no_identity', told.fhir.noId);
  if (resource.use !== 'claim' && resource.use !== undefined) return { passed: 'Claim that is an estimate' };
  const row: Row = (amounts, noted) => charge('claim', id, amounts, context, noted);
  if (resource.status !== 'active') return row([], 'Claim that is not active');
  const items = listOf(resource.item).map(fieldsOf);
  const visits = [...new Set(items.flatMap((item) => listOf(item.encounter)).map(visitOf))];
  if (visits.some((visit) => visit === '')) return unknownEncounter('Claim.item.encounter');
  const [visit, ...others] = visits.filter((one) => one !== undefined);
  if (visit === undefined) return row([], 'Claim that names no encounter');
  if (others.length > 0) return shared(items, row, context);
  const total = centsOf(resource.total, 'Claim.total', context) ?? sumOf(items, context);
  if (total === undefined) return row([], 'Claim without an amount');
  return typeof total === 'number' ? row([{ visit, cents: total }]) : { refused: total };
}

// Of several encounters each has the items that name it, and every item has to name one and its price.
function shared(items: readonly Fields[], row: Row, context: ChargeContext): FhirCharge {
  const amounts = new Map<string, number>();
  for (const item of items) {
    const [visit, ...others] = listOf(item.encounter).map(visitOf);
    const cents = itemCents(item, context);
    if (typeof cents === 'object') return { refused: cents };
    if (visit === undefined || others.length > 0 || cents === undefined) {
      const reason = told.fhir.severalVisits;
      return no('Claim.item', '', 'bad_number', reason);
    }
    const sum = (amounts.get(visit) ?? 0) + cents;
    if (sum > mostCents) return { refused: noMoney('Claim.item.net', String(sum / 100)) };
    amounts.set(visit, sum);
  }
  return row([...amounts].map(([visit, cents]) => ({ visit, cents })));
}

function sumOf(items: readonly Fields[], context: ChargeContext): number | CellProblem | undefined {
  let sum: number | undefined;
  for (const item of items) {
    const cents = itemCents(item, context);
    if (typeof cents === 'object') return cents;
    if (cents !== undefined) sum = (sum ?? 0) + cents;
  }
  return sum === undefined || sum <= mostCents ? sum : noMoney('Claim.item.net', String(sum / 100));
}

function itemCents(item: Fields, context: ChargeContext): number | CellProblem | undefined {
  return centsOf(item.net, 'Claim.item.net', context);
}

// Charged for good, or about to be billed; everything else is planned, given up or a mistake.
const chargedStatuses = new Set(['billable', 'billed']);

/** One ChargeItem, of R4 (`priceOverride`) or R5 (`totalPriceComponent`). */
export function readChargeItem(resource: Fields, context: ChargeContext): FhirCharge {
  const id = idOf(resource, context);
  if (id === undefined) return no('ChargeItem.id', '', 'no_identity', told.fhir.noId);
  const row: Row = (amounts, noted) => charge('charge_item', id, amounts, context, noted);
  if (!chargedStatuses.has(textOf(resource.status) ?? '')) return row([], 'ChargeItem that is not billable');
  const visit = visitOf(resource.context ?? resource.encounter);
  if (visit === '') return unknownEncounter('ChargeItem.context');
  if (visit === undefined) return row([], 'ChargeItem that names no encounter');
  const cents =
    centsOf(resource.priceOverride, 'ChargeItem.priceOverride', context) ??
    componentCents(resource.totalPriceComponent, context);
  if (cents === undefined) return row([], 'ChargeItem without a price');
  return typeof cents === 'number' ? row([{ visit, cents }]) : { refused: cents };
}

const reducing = new Set(['deduction', 'discount']);

function componentCents(value: unknown, context: ChargeContext): number | CellProblem | undefined {
  const components = (Array.isArray(value) ? value : [value]).map(fieldsOf);
  let sum: number | undefined;
  for (const component of components) {
    if (component.type === 'informational') continue;
    const cents = centsOf(component.amount, 'ChargeItem.totalPriceComponent', context);
    if (typeof cents === 'object') return cents;
    if (cents === undefined) continue;
    sum = (sum ?? 0) + (reducing.has(textOf(component.type) ?? '') ? -cents : cents);
  }
  if (sum === undefined || (sum >= 0 && sum <= mostCents)) return sum;
  return noMoney('ChargeItem.totalPriceComponent', String(sum / 100));
}

function idOf(resource: Fields, context: ChargeContext): string | undefined {
  return (textOf(resource.id) ?? context.bundleKey)?.slice(0, longestId);
}

function charge(
  kind: ChargeRow['kind'],
  chargeId: string,
  amounts: ChargeRow['amounts'],
  context: ChargeContext,
  noted: string | undefined,
): FhirCharge {
  const row: ChargeRow = { sourceSystem: context.system, kind, chargeId, amounts, source: context.source };
  return noted === undefined ? { row } : { row, noted };
}

/** The visit's key; undefined when no encounter is named, '' when it is named by something else than its id. */
function visitOf(value: unknown): string | undefined {
  const reference = readReference(value);
  if (reference.type !== undefined && reference.type !== 'Encounter') return undefined;
  if (reference.identifier !== undefined) return '';
  return reference.key === undefined ? undefined : `Encounter/${reference.key}`;
}

function unknownEncounter(column: string): FhirCharge {
  return no(column, '', 'not_a_visit', told.fhir.byIdentifier);
}

/** Money in hundredths; undefined when there is none, a problem when it is no money that the practice takes. */
function centsOf(value: unknown, column: string, context: ChargeContext): number | CellProblem | undefined {
  const money = fieldsOf(value);
  if (money.value === undefined || money.value === null) return undefined;
  // DSTU2 and STU3 gave money as a quantity with a code.
  const currency = textOf(money.currency) ?? textOf(money.code);
  if (currency !== undefined && currency.toUpperCase() !== context.currency.toUpperCase()) {
    const reason = told.fhir.currency(context.currency);
    return { column, value: beginningOf(currency, 20), code: 'bad_number', reason };
  }
  const cents = typeof money.value === 'number' ? Math.round(money.value * 100) : Number.NaN;
  if (cents >= 0 && cents <= mostCents) return cents;
  // Of anything but a number or a text nothing can be shown, and a list within lists has no end.
  const shown = typeof money.value === 'number' ? String(money.value) : (textOf(money.value) ?? '');
  return noMoney(column, beginningOf(shown, 20));
}

function noMoney(column: string, value: string): CellProblem {
  return { column, value, code: 'bad_number', reason: told.cells.noMoney };
}
