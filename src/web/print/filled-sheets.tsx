import type { CSSProperties, ReactNode } from 'react';
import { type Fitted, lineHeight } from './fit.ts';
import type { Placed } from './lay-out.ts';
import { type Nudge, placeOf } from './lay-out.ts';
import { printFace } from './measure.ts';
import { addressRoomOf, footRoomOf, roomOf } from './print-items.ts';
import { cellsOn, type Stock } from './stocks.ts';

const mm = (value: number): string => `${Math.round(value * 1000) / 1000}mm`;

function boxAt(left: number, top: number, width: number, height: number): CSSProperties {
  // A sheet of labels is the same in every script: its left is left.
  return { left: mm(left), top: mm(top), width: mm(width), height: mm(height) };
}

function Sheet({ stock, children }: { readonly stock: Stock; readonly children: ReactNode }) {
  return (
    <div className="sheet" dir="ltr" style={{ width: mm(stock.page.width), height: mm(stock.page.height) }}>
      {children}
    </div>
  );
}

/** What stands in one cell. */
export interface SheetItem {
  readonly key: string;
  readonly fitted: Fitted;
  readonly language?: string;
}

function Lines({ fitted }: { readonly fitted: Fitted }) {
  return fitted.lines.map((line, i) => (
    // The same line may stand twice; its place is what it is.
    // biome-ignore lint/suspicious/noArrayIndexKey: as said
    <div key={i} dir="auto">
      {line === '' ? '\u00a0' : line}
    </div>
  ));
}

const typeOf = ({ size }: Fitted): CSSProperties => ({
  fontFamily: printFace,
  fontSize: `${size}pt`,
  lineHeight,
});

/** One sheet of labels or cards, every item where the sheet has its cell. */
export function FilledSheet({
  stock,
  placed,
  foot,
  foldWord,
}: {
  readonly stock: Stock;
  readonly placed: readonly Placed<SheetItem>[];
  /** On a card, below its words. */
  readonly foot: Fitted;
  readonly foldWord: string;
}) {
  const room = roomOf(stock);
  const footRoom = footRoomOf(stock);
  const inset = room.inset + room.margin;
  return (
    <Sheet stock={stock}>
      {placed.map(({ item, left, top }) => (
        <div
          key={item.key}
          className="cell"
          data-cell={stock.kind}
          lang={item.language}
          style={boxAt(left, top, stock.cell.width, stock.cell.height)}
        >
          <div
            className="cell-words"
            style={{ ...boxAt(inset, room.margin, room.width, room.height), ...typeOf(item.fitted) }}
          >
            <Lines fitted={item.fitted} />
          </div>
          {stock.kind === 'card' ? (
            <div
              className="cell-foot"
              style={{ ...boxAt(inset, footRoom.top, footRoom.width, footRoom.height), ...typeOf(foot) }}
            >
              <Lines fitted={foot} />
            </div>
          ) : null}
          {stock.folded === true ? (
            <span className="fold" style={{ left: mm(stock.cell.width / 2), top: '2mm' }}>
              {foldWord}
            </span>
          ) : null}
        </div>
      ))}
    </Sheet>
  );
}

/**
 * The other side of a sheet of postcards: the address in the right half, the sender at the top. The cards stand in the
 * middle of their sheet, so that they meet when it is turned over its long side.
 */
export function AddressSheet({
  stock,
  placed,
  from,
}: {
  readonly stock: Stock;
  readonly placed: readonly Placed<SheetItem>[];
  readonly from: string;
}) {
  const { cell } = stock;
  const room = addressRoomOf(stock);
  return (
    <Sheet stock={stock}>
      {placed.map(({ item, left, top }) => (
        <div key={item.key} className="cell" style={boxAt(left, top, cell.width, cell.height)}>
          <div className="cell-sender" dir="auto" style={boxAt(8, 8, cell.width / 2 - 12, 10)}>
            {from}
          </div>
          <address
            className="cell-words"
            style={{ ...boxAt(room.left, room.top, room.width, room.height), ...typeOf(item.fitted) }}
          >
            <Lines fitted={item.fitted} />
          </address>
        </div>
      ))}
    </Sheet>
  );
}

/** Every cell of a sheet as a frame with crosses at its corners, and a ruler: held against a real sheet it shows the shift. */
export function AlignmentSheet({
  stock,
  nudge,
  title,
  ruler,
}: {
  readonly stock: Stock;
  readonly nudge: Nudge;
  readonly title: string;
  readonly ruler: string;
}) {
  return (
    <Sheet stock={stock}>
      {Array.from({ length: cellsOn(stock) }, (_, i) => {
        const { left, top } = placeOf(stock, i, nudge);
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={i}
            className="cell frame"
            style={boxAt(left, top, stock.cell.width, stock.cell.height)}
          >
            <span className="frame-number">{i + 1}</span>
            {i === 0 ? <span className="frame-title">{title}</span> : null}
          </div>
        );
      })}
      <div
        className="ruler"
        style={boxAt(stock.left + nudge.x + 4, stock.top + nudge.y + stock.cell.height - 8, 100, 4)}
      >
        {ruler}
      </div>
    </Sheet>
  );
}
