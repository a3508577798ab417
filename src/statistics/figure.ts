/** A number as it leaves this folder: never without its interval, and never without the n it rests on. */
export interface Figure {
  readonly value: number;
  /** 95 % interval unless the function that made it says otherwise. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Too little to say anything. Not an error: an answer. */
export interface TooFew {
  readonly kind: 'too-few';
  readonly n: number;
  readonly needed: number;
}

export function tooFew(n: number, needed: number): TooFew {
  return { kind: 'too-few', n, needed };
}
