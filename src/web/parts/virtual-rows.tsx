// biome-ignore-all lint/a11y/useSemanticElements: the rows of a table element cannot be placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: one place in the Tab order; the active row is named by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import './virtual-rows.css';

export interface Column<T> {
  readonly id: string;
  readonly head: string;
  /** Of the grid's track, e.g. `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  /** Left out where the table is narrow. */
  readonly spare?: boolean;
}

const rowHeight = 48;
// Rows beyond the edge that are drawn already: a quick turn of the wheel shows no gap.
const overscan = 10;
const pageRows = 12;
const dwellMilliseconds = 150;

/**
 * A table of any length of which only the rows in sight exist: the arrow keys move a row, Enter opens it. Made of plain
 * elements, because a kit's cost five times as much a row.
 * @param rowAt undefined: not read yet; `onRange` was told that it is wanted
 */
export function VirtualRows<T>({
  label,
  total,
  columns,
  rowAt,
  keyOf,
  onRange,
  open,
  intend,
  scrollTo,
}: {
  readonly label: string;
  readonly total: number;
  readonly columns: readonly Column<T>[];
  readonly rowAt: (index: number) => T | undefined;
  readonly keyOf: (row: T) => string;
  readonly onRange: (first: number, last: number) => void;
  readonly open: (row: T, index: number) => void;
  /** Somebody dwells on a row: it may be opened next. */
  readonly intend?: (row: T) => void;
  /** A row to bring to the top; a new object each time. */
  readonly scrollTo?: { readonly row: number } | undefined;
}) {
  const place = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan,
    useFlushSync: false,
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);
  useEffect(() => {
    if (scrollTo === undefined) return;
    setActive(scrollTo.row);
    virtual.scrollToIndex(scrollTo.row, { align: 'start' });
  }, [scrollTo, virtual]);
  const at = Math.min(active, total - 1);
  const activeInSight = at >= first && at <= last;

  const dwelling = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(dwelling.current), []);
  // Passing over rows asks for nothing: each look ahead is a reading, and on the record.
  const dwellOn = (index: number) => {
    clearTimeout(dwelling.current);
    dwelling.current = setTimeout(() => {
      const row = rowAt(index);
      if (row !== undefined) intend?.(row);
    }, dwellMilliseconds);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || total === 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageRows,
      PageUp: at - pageRows,
      Home: 0,
      End: total - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const row = Math.max(0, Math.min(total - 1, next));
      setActive(row);
      virtual.scrollToIndex(row);
      dwellOn(row);
    } else if (event.key === 'Enter') {
      const row = rowAt(at);
      if (row !== undefined) open(row, at);
    }
  };
  const tracks = { '--tracks': columns.map((column) => column.width).join(' ') } as Record<string, string>;
  return (
    <div
      ref={place}
      className="virtual-rows"
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-activedescendant={activeInSight && total > 0 ? `${baseId}${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={tracks}
    >
      <div className="virtual-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column.id} role="columnheader" data-spare={column.spare}>
            {column.head}
          </span>
        ))}
      </div>
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {rows.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the grid opens the active row
            <div
              key={row === undefined ? index : keyOf(row)}
              id={`${baseId}${index}`}
              className="virtual-row"
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === at}
              aria-busy={row === undefined}
              style={{ transform: `translateY(${start}px)` }}
              onPointerEnter={() => dwellOn(index)}
              onPointerLeave={() => clearTimeout(dwelling.current)}
              onClick={() => {
                setActive(index);
                if (row !== undefined) open(row, index);
              }}
            >
              {columns.map((column) => (
                <span key={column.id} role="gridcell" data-spare={column.spare}>
                  {row === undefined ? null : column.cell(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
