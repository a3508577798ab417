import type { CSSProperties, ReactNode } from 'react';
import { lineHeight } from './fit.ts';
import type { Placed } from './lay-out.ts';
import { type Nudge, placeOf } from './lay-out.ts';
import { printFace } from './measure.ts';
import { cardFoot, type PrintItem, roomOf } from './print-items.ts';
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

/** One sheet of labels or cards, every item where the sheet has its cell. */
export function FilledSheet({
  stock,
  placed,
  foot,
  foldWord,
}: {
  readonly stock: Stock;
  readonly placed: readonly Placed<PrintItem>[];
  /** On a card, below its words. */
  readonly foot: string;
  readonly foldWord: string;
}) {
  const room = roomOf(stock);
  return (
    <Sheet stock={stock}>
      {placed.map(({ item, left, top }) => (
        <div
          key={item.opened.act.id}
          className="cell"
          data-cell={stock.kind}
          style={boxAt(left, top, stock.cell.width, stock.cell.height)}
        >
          <div
            className="cell-words"
            style={{
              ...boxAt(room.inset + room.margin, room.margin, room.width, room.height),
              fontFamily: printFace,
              fontSize: `${item.fitted.size}pt`,
              lineHeight,
            }}
          >
            {item.fitted.lines.map((line, i) => (
              // The same line may stand twice; its place is what it is.
              // biome-ignore lint/suspicious/noArrayIndexKey: as said
              <div key={i} dir="auto">
                {line === '' ? '\u00a0' : line}
              </div>
            ))}
          </div>
          {stock.kind === 'card' ? (
            <div
              className="cell-foot"
              dir="auto"
              style={boxAt(
                room.inset + room.margin,
                stock.cell.height - room.margin - cardFoot / 2,
                room.width,
                cardFoot / 2,
              )}
            >
              {foot}
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
