/** A whole number from 0 to below the limit. */
export type Below = (limit: number) => number;

export function pickOne<T>(list: readonly T[], below: Below): T {
  const found = list[below(list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Bytes of no meaning, up to so many. */
export function noise(below: Below, most = 200): Buffer {
  return Buffer.from(Array.from({ length: below(most) }, () => below(256)));
}

/** One or two of the seeds, with up to six places where something is cut out and something else put in. */
export function wounded(seeds: readonly Buffer[], specials: readonly Buffer[], below: Below): Buffer {
  let bytes = Buffer.concat(Array.from({ length: 1 + below(2) }, () => pickOne(seeds, below)));
  for (let wounds = below(7); wounds > 0; wounds -= 1) {
    const at = below(bytes.length + 1);
    const to = at + (below(3) === 0 ? below(60) : below(3));
    bytes = Buffer.concat([bytes.subarray(0, at), pickOne(specials, below), bytes.subarray(to)]);
  }
  return bytes;
}
