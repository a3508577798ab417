/** A small dense symmetric matrix, row by row. Nothing here is meant for more than some tens of rows. */
export type Matrix = readonly (readonly number[])[];

/**
 * The lower triangle L with L Lᵀ = matrix: the "square root" of a covariance.
 * @returns undefined when the matrix is not positive definite, which for a Hessian means: not at a minimum
 * @source Cholesky, as in Golub & Van Loan 4.2  @cost O(n³ / 3)
 */
export function cholesky(matrix: Matrix): Matrix | undefined {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const made: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? made : (lower[j] ?? []);
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (made[k] ?? 0) * (other[k] ?? 0);
      if (j === i) {
        if (!(sum > 0)) return undefined;
        made.push(Math.sqrt(sum));
      } else made.push(sum / (other[j] ?? 1));
    }
    lower.push(made);
  }
  return lower;
}

/** x with L Lᵀ x = right. @cost O(n²) */
export function solveCholesky(lower: Matrix, right: readonly number[]): number[] {
  const forward: number[] = [];
  for (const [i, row] of lower.entries()) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (row[k] ?? 0) * (forward[k] ?? 0);
    forward.push(sum / (row[i] ?? 1));
  }
  const solution = forward.slice();
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    let sum = forward[i] ?? 0;
    for (let k = i + 1; k < lower.length; k += 1) sum -= (lower[k]?.[i] ?? 0) * (solution[k] ?? 0);
    solution[i] = sum / (lower[i]?.[i] ?? 1);
  }
  return solution;
}

/** The inverse of L Lᵀ. @cost O(n³) */
export function invertCholesky(lower: Matrix): number[][] {
  return lower.map((_, i) =>
    solveCholesky(
      lower,
      lower.map((_row, j) => (i === j ? 1 : 0)),
    ),
  );
}

/** L z: turns independent standard normals into a draw with covariance L Lᵀ. @cost O(n²) */
export function lowerTimes(lower: Matrix, z: readonly number[]): number[] {
  return lower.map((row) => row.reduce((sum, value, k) => sum + value * (z[k] ?? 0), 0));
}
