/** What is believed of one number before looking: a normal curve. */
export interface Belief {
  readonly mean: number;
  readonly sd: number;
}
