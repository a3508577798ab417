import type { OpenedAct } from '../today/today-queries.ts';
import { addressLines } from './address.ts';
import { addressSizes, cardSizes, type Fitted, fitText, type Measure, type Room } from './fit.ts';
import { isPostcard, type Stock } from './stocks.ts';

export type PrintKind = 'labels' | 'cards' | 'by_hand' | 'list';
export type LeftReason = 'no_address' | 'open_card' | 'too_long' | 'not_allowed' | 'closed' | 'failed';

export interface PrintItem {
  readonly opened: OpenedAct;
  readonly address: readonly string[];
  readonly fitted: Fitted;
}

export interface LeftOut {
  readonly actId: string;
  readonly name: string;
  readonly reason: LeftReason;
  /** What the server says to it. */
  readonly detail: string;
}

// A printer does not print to the edge, and a text that touches it looks cut.
const margin = { label: 3, card: 10 };
/** Of a card, kept for the name of the practice and its line. */
export const cardFoot = 12;
const footSizes = { largest: 8, smallest: 6.5 };
// Between the words and the foot.
const footGap = 2;

/** Where the words stand within a cell: on a folded card its inner right half. */
export function roomOf(stock: Stock): Room & { readonly inset: number; readonly margin: number } {
  const around = margin[stock.kind];
  const width = stock.folded === true ? stock.cell.width / 2 : stock.cell.width;
  const foot = stock.kind === 'card' ? cardFoot : 0;
  return {
    width: width - 2 * around,
    height: stock.cell.height - 2 * around - foot,
    inset: stock.cell.width - width,
    margin: around,
  };
}

/** Where the foot of a card stands: at the lower end of the same column as its words. */
export function footRoomOf(stock: Stock): Room & { readonly top: number } {
  const { width, margin: around } = roomOf(stock);
  const height = cardFoot - footGap;
  return { width, height, top: stock.cell.height - around - height };
}

/** Where the address stands on the other side of a postcard: right of the middle, clear of the stamp and the sorting code. */
export function addressRoomOf({ cell }: Stock): Room & { readonly left: number; readonly top: number } {
  const left = cell.width / 2 + 2;
  return { left, top: cell.height * 0.4, width: cell.width - left - 8, height: cell.height * 0.4 };
}

/** The name of the practice and its line below; the line only where it fits whole. */
export function fitFoot(
  { name, mission }: { readonly name: string; readonly mission: string },
  stock: Stock,
  measure: Measure,
): Fitted {
  const room = footRoomOf(stock);
  const both = mission === '' ? undefined : fitText([name, mission], room, footSizes, measure);
  return both ?? fitText([name], room, footSizes, measure) ?? { size: footSizes.smallest, lines: [] };
}

export function postalAddress(opened: OpenedAct): string | undefined {
  return opened.patient.reachBy.find((way) => way.kind === 'post')?.value;
}

/** As on an envelope: as they asked, or else whoever gets the card of a child. */
export function envelopeName({ act, patient }: OpenedAct): string {
  if (patient.envelope !== null && patient.envelope.name !== '') return patient.envelope.name;
  return patient.guardian ?? act.patientName;
}

/** Why this act is not to be printed now; its own reasons come before those of the sheet. */
function reasonAgainst(
  opened: OpenedAct,
  kind: PrintKind,
  stock: Stock | undefined,
): Omit<LeftOut, 'actId' | 'name'> | undefined {
  if (!opened.premise.holds || opened.act.state === 'done') {
    return { reason: 'closed', detail: opened.premise.words };
  }
  // A delay is for calls: a letter that is printed today is read tomorrow.
  if (kind !== 'list' && opened.gate.verdict === 'refuse') {
    return { reason: 'not_allowed', detail: opened.gate.reasons.join('; ') };
  }
  if ((kind === 'labels' || kind === 'by_hand') && postalAddress(opened) === undefined) {
    return { reason: 'no_address', detail: '' };
  }
  // A postcard shows its foot to whoever carries it; a folded card goes into an envelope.
  const isOpen = kind === 'cards' && stock !== undefined && isPostcard(stock);
  if (isOpen && opened.patient.envelope?.nameless === true) return { reason: 'open_card', detail: '' };
  return undefined;
}

/**
 * What goes onto the sheets, and what does not, each with its reason: nothing is left out silently and nothing is cut.
 * @param stock absent where pages are filled one below the other
 */
export function prepare(
  acts: readonly OpenedAct[],
  kind: PrintKind,
  stock: Stock | undefined,
  measure: Measure,
): { readonly items: readonly PrintItem[]; readonly left: readonly LeftOut[] } {
  const items: PrintItem[] = [];
  const left: LeftOut[] = [];
  for (const opened of acts) {
    const { id, patientName } = opened.act;
    const leave = (reason: LeftReason, detail: string) =>
      left.push({ actId: id, name: patientName, reason, detail });
    const against = reasonAgainst(opened, kind, stock);
    if (against !== undefined) {
      leave(against.reason, against.detail);
      continue;
    }
    const address = addressLines(envelopeName(opened), postalAddress(opened) ?? '');
    const fitted =
      stock === undefined ? { size: 0, lines: [] } : fitOn(stock, kind, opened, address, measure);
    if (fitted === undefined) leave('too_long', '');
    else items.push({ opened, address, fitted });
  }
  return { items, left };
}

function fitOn(
  stock: Stock,
  kind: PrintKind,
  opened: OpenedAct,
  address: readonly string[],
  measure: Measure,
): Fitted | undefined {
  const room = roomOf(stock);
  return kind === 'labels'
    ? fitText(address, room, addressSizes, measure)
    : fitText(opened.act.script.split('\n'), room, cardSizes, measure);
}
