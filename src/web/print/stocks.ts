/** A sheet that is bought: how large it is and where its labels or cards lie. Lengths in millimetres. */
export interface Stock {
  readonly id: string;
  /** As it stands on the packet; a name of somebody else's is not translated. */
  readonly name: string;
  readonly kind: 'label' | 'card';
  readonly page: { readonly width: number; readonly height: number };
  readonly columns: number;
  readonly rows: number;
  readonly cell: { readonly width: number; readonly height: number };
  /** From the edges of the sheet to the first cell. */
  readonly top: number;
  readonly left: number;
  readonly gap: { readonly x: number; readonly y: number };
  /** The card is folded in the middle and printed on its inner right half. */
  readonly folded?: boolean;
}

const inch = 25.4;
const letter = { width: 8.5 * inch, height: 11 * inch };
const a4 = { width: 210, height: 297 };
const noGap = { x: 0, y: 0 };

// Measures as the makers publish them; what a printer adds is what the alignment page and the nudge are for.
export const stocks: readonly Stock[] = [
  {
    id: '5160',
    name: 'Avery 5160 / 8160',
    kind: 'label',
    page: letter,
    columns: 3,
    rows: 10,
    cell: { width: 2.625 * inch, height: inch },
    top: 0.5 * inch,
    left: 0.1875 * inch,
    gap: { x: 0.125 * inch, y: 0 },
  },
  {
    id: 'l7160',
    name: 'Avery L7160',
    kind: 'label',
    page: a4,
    columns: 3,
    rows: 7,
    cell: { width: 63.5, height: 38.1 },
    top: 15.15,
    left: 7.25,
    gap: { x: 2.5, y: 0 },
  },
  {
    id: '5389',
    name: 'Avery 5389',
    kind: 'card',
    page: letter,
    columns: 1,
    rows: 2,
    cell: { width: 6 * inch, height: 4 * inch },
    top: 1.5 * inch,
    left: 1.25 * inch,
    gap: noGap,
  },
  {
    id: 'a6',
    name: 'A4 → 2 × A6',
    kind: 'card',
    page: a4,
    columns: 1,
    rows: 2,
    cell: { width: 210, height: 148.5 },
    top: 0,
    left: 0,
    gap: noGap,
    folded: true,
  },
  {
    id: 'letter-folded',
    name: 'Letter → 2 × 4.25 × 5.5 in',
    kind: 'card',
    page: letter,
    columns: 1,
    rows: 2,
    cell: { width: letter.width, height: letter.height / 2 },
    top: 0,
    left: 0,
    gap: noGap,
    folded: true,
  },
  {
    // Cut from an A4 card or bought with this margin: in the middle of the sheet, so that the other side fits behind it.
    id: 'a6-flat',
    name: 'A4 → 2 × A6, 148 × 105 mm',
    kind: 'card',
    page: a4,
    columns: 1,
    rows: 2,
    cell: { width: 148, height: 105 },
    top: 43.5,
    left: 31,
    gap: noGap,
  },
];

/** A postcard has an address on its other side, so it is not folded. */
export const isPostcard = (stock: Stock): boolean => stock.kind === 'card' && stock.folded !== true;

export const cellsOn = (stock: Stock): number => stock.columns * stock.rows;
