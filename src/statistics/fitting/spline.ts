/** Where the pieces of a restricted cubic spline meet, ascending; none: a straight line. */
export type Knots = readonly number[];

// Harrell's places: the outer knots near the ends, where few values would let a curve swing.
const places: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};

/**
 * Knots at quantiles of what was seen. Values that repeat give the same quantile twice; it counts once, and fewer than
 * three different ones leave a straight line.
 * @param values any order, at least one
 * @source Harrell 2015, Regression Modeling Strategies, table 2.3  @cost O(n log n)
 */
export function knotsOf(values: Float64Array, count: 3 | 4 | 5): Knots {
  const sorted = values.slice().sort();
  if (sorted.length === 0) return [];
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    return below + (place - Math.floor(place)) * (above - below);
  };
  const knots = [...new Set((places[count] ?? []).map(at))];
  return knots.length < 3 ? [] : knots;
}

/**
 * The restricted cubic spline at x: x itself and one curve a knot but two. Smooth where the pieces meet and straight
 * beyond the outer knots, so that what was hardly ever seen (a visit booked two years ahead) is not guessed by a cube.
 * @returns x, then `knots.length - 2` numbers in the unit of x
 * @source Stone & Koo 1985; Harrell 2015, 2.24, divided by the squared width  @cost O(knots)
 */
export function splineOf(x: number, knots: Knots): number[] {
  const last = knots[knots.length - 1];
  const beforeLast = knots[knots.length - 2];
  const first = knots[0];
  if (first === undefined || last === undefined || beforeLast === undefined || knots.length < 3) return [x];
  const cube = (knot: number): number => Math.max(0, x - knot) ** 3;
  const scale = (last - first) ** 2;
  const end = last - beforeLast;
  const curves = knots.slice(0, -2).map((knot) => {
    const bend =
      cube(knot) - (cube(beforeLast) * (last - knot)) / end + (cube(last) * (beforeLast - knot)) / end;
    return bend / scale;
  });
  return [x, ...curves];
}
