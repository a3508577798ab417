/** A whole choice, seen from afar: what it is worth and the minutes it takes, as shares of each limit. */
export interface Column {
  readonly value: number;
  readonly taken: readonly number[];
}

/** The best mix of choices within the limits, and what the limits are worth to it. */
export interface Master {
  /** @returns false where no mix gets better by it */
  add(column: Column): boolean;
  readonly value: () => number;
  /** What the whole of each limit is worth, at least 0. */
  readonly prices: () => readonly number[];
  /** The share of each column in the order in which they were added; what is missing to 1 is "nothing". */
  readonly shares: () => readonly number[];
}

// Below this a number is rounding: values and minutes come as shares near one.
const hair = 1e-11;

/**
 * A linear programme of one row a limit and one for "the shares make one", solved by the simplex method in a tableau
 * that grows by a column at a time. It starts from the mix of nothing, which keeps every limit, so there is no first
 * phase; the columns of that start stay and hold the inverse of the basis.
 * @param limits how many; each column says what share of them it takes
 * @source Dantzig & Wolfe 1960; Dantzig 1963  @cost O(limits × columns) a pivot, a few pivots a column
 */
export function openMaster(limits: number): Master {
  const rows = limits + 1;
  // Each column of the tableau: its entries, and at the end what one unit of it would still add.
  const tableau: Float64Array[] = Array.from({ length: rows }, (_, nth) => {
    const unit = new Float64Array(rows + 1);
    unit[nth] = 1;
    return unit;
  });
  const right = new Float64Array(rows + 1).fill(1);
  right[rows] = 0;
  const basis = Array.from({ length: rows }, (_, nth) => nth);

  const pivot = (row: number, entering: number): void => {
    const by = Float64Array.from(tableau[entering] ?? []);
    const on = by[row] ?? 1;
    for (const column of [...tableau, right]) {
      const share = (column[row] ?? 0) / on;
      if (share === 0) continue;
      for (let i = 0; i <= rows; i += 1) column[i] = (column[i] ?? 0) - share * (by[i] ?? 0);
      column[row] = share;
    }
    basis[row] = entering;
  };
  const step = (careful: boolean): boolean => {
    let entering = -1;
    let most = hair;
    for (const [nth, column] of tableau.entries()) {
      if ((column[rows] ?? 0) <= most) continue;
      entering = nth;
      most = column[rows] ?? 0;
      if (careful) break; // Bland's rule: the first that helps never goes round in a circle.
    }
    const column = tableau[entering];
    if (column === undefined) return false;
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows; row += 1) {
      if ((column[row] ?? 0) <= hair) continue;
      const ratio = Math.max(0, right[row] ?? 0) / (column[row] ?? 1);
      const earlier = ratio === least && (basis[row] ?? 0) < (basis[leaving] ?? 0);
      if (ratio < least || earlier) {
        least = ratio;
        leaving = row;
      }
    }
    if (leaving < 0) return false;
    pivot(leaving, entering);
    return true;
  };

  return {
    add: ({ value, taken }) => {
      const column = new Float64Array(rows + 1);
      column[rows] = value;
      for (let nth = 0; nth < rows; nth += 1) {
        const amount = nth < limits ? (taken[nth] ?? 0) : 1;
        const unit = tableau[nth];
        for (let i = 0; i <= rows; i += 1) column[i] = (column[i] ?? 0) + amount * (unit?.[i] ?? 0);
      }
      tableau.push(column);
      if ((column[rows] ?? 0) <= hair) return false;
      for (let steps = 0; steps < 500 && step(steps > 100); steps += 1);
      return true;
    },
    value: () => 0 - (right[rows] ?? 0),
    prices: () => Array.from({ length: limits }, (_, nth) => Math.max(0, -(tableau[nth]?.[rows] ?? 0))),
    shares: () => {
      const shares = tableau.slice(rows).map(() => 0);
      for (const [row, column] of basis.entries()) {
        if (column >= rows) shares[column - rows] = Math.max(0, right[row] ?? 0);
      }
      return shares;
    },
  };
}
