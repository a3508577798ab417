/**
 * One thing that two records are compared by. A comparison gives a level from 1 to `levels`; 0 says that one of the
 * two records does not tell, which is no evidence either way.
 */
export interface ComparedField {
  readonly name: string;
  /** What is known beforehand: the share of each level among pairs of one person. Sums to 1. */
  readonly m: readonly number[];
  /** The same among pairs of two persons. Sums to 1. */
  readonly u: readonly number[];
}

/** Pairs that came out alike: a level for each field, and how many pairs there are of it. */
export interface ComparedPattern {
  readonly levels: readonly number[];
  readonly count: number;
}

export interface LinkageModel {
  readonly fields: readonly ComparedField[];
  /** Chance that two records taken at random are one person. */
  readonly prior: number;
  readonly iterations: number;
}

export interface LinkageOptions {
  /** All pairs that there are, compared or not: those that were not are taken as of two persons. */
  readonly pairs: number;
  /** How many pairs of one person the shares known beforehand are worth. */
  readonly weightOfM: number;
  /** The chance known beforehand, and how many pairs it is worth. */
  readonly prior: number;
  readonly weightOfPrior: number;
}

const mostIterations = 200;
const smallestStep = 1e-9;

/**
 * Fellegi and Sunter's model of whether two records are one person, with the shares of one person (m) and the prior
 * found by expectation and maximisation; the shares of two persons (u) are taken as given, because nearly all pairs are of two persons and `levelShares`
 * of random pairs finds them directly. What is known beforehand counts as so many pairs more, so that ten records do
 * not overturn it and ten thousand do.
 * Assumes that fields err independently of one another; where they do not (street and postal code), it is too sure.
 * @throws RangeError on a pattern that does not fit the fields
 * @source Fellegi & Sunter 1969; Winkler 1988 (EM); with pseudo-counts it is a posterior mode  @cost O(iterations × patterns × fields)
 */
export function fitLinkage(
  fields: readonly ComparedField[],
  patterns: readonly ComparedPattern[],
  options: LinkageOptions,
): LinkageModel {
  for (const { levels } of patterns) requireFit(fields, levels);
  const priorMatches = options.prior * options.weightOfPrior;
  let prior = Math.max(options.prior, Number.MIN_VALUE);
  let found = fields;
  let iterations = 0;
  for (; iterations < mostIterations; iterations += 1) {
    const model = { fields: found, prior, iterations };
    const sums = fields.map((field) => field.m.map((share) => share * options.weightOfM));
    let matches = 0;
    for (const { levels, count } of patterns) {
      const expected = count * linkageProbability(model, levels);
      matches += expected;
      for (let f = 0; f < levels.length; f += 1) {
        const level = levels[f] ?? 0;
        const sum = sums[f];
        if (level > 0 && sum !== undefined) sum[level - 1] = (sum[level - 1] ?? 0) + expected;
      }
    }
    const next = (priorMatches + matches) / (options.weightOfPrior + options.pairs);
    const step = Math.abs(next - prior) / prior;
    prior = next;
    found = fields.map((field, f) => ({ ...field, m: shares(sums[f] ?? []) }));
    if (step < smallestStep && iterations > 0) break;
  }
  return { fields: found, prior, iterations };
}

/**
 * The share of each level among pairs, with what is known beforehand counted as `weight` pairs more. Of random pairs
 * it gives u.
 * @source the mean of a Dirichlet posterior  @cost O(patterns × fields)
 */
export function levelShares(
  known: readonly (readonly number[])[],
  patterns: readonly ComparedPattern[],
  weight: number,
): readonly (readonly number[])[] {
  const sums = known.map((field) => field.map((share) => share * weight));
  for (const { levels, count } of patterns) {
    for (const [f, level] of levels.entries()) {
      const sum = sums[f];
      if (level > 0 && sum !== undefined) sum[level - 1] = (sum[level - 1] ?? 0) + count;
    }
  }
  return sums.map(shares);
}

/**
 * What one field says, in bits: 1 doubles the odds that the two are one person, -1 halves them, 0 says nothing.
 * @source Fellegi & Sunter 1969  @cost O(1)
 */
export function fieldWeight(field: ComparedField, level: number): number {
  if (level === 0) return 0;
  const m = field.m[level - 1];
  const u = field.u[level - 1];
  if (m === undefined || u === undefined) {
    throw new RangeError(`fieldWeight requires a level of ${field.name}, got ${level}`);
  }
  return Math.log2(m / u);
}

/**
 * What must be added to the weight of an agreement on one value, in bits: two Nguyens say less than two Featherstones.
 * The share is drawn towards the usual chance of agreeing as if `doubt` more records had been seen, so that a small
 * file does not call every name in it common, or rare.
 * @param count records that have the value  @param total records that have any
 * @param agreement chance that two records at random agree on a value of the field
 * @returns positive for a rare value, negative for a common one, never above `most`
 * @source Winkler 2000; Splink's term-frequency adjustment  @cost O(1)
 */
export function termFrequencyWeight(
  count: number,
  total: number,
  agreement: number,
  { doubt, most }: { readonly doubt: number; readonly most: number },
): number {
  if (!(count >= 0 && total >= count && agreement > 0)) {
    throw new RangeError(`termFrequencyWeight requires 0 <= count <= total, got ${count} of ${total}`);
  }
  const share = (count + doubt * agreement) / (total + doubt);
  return Math.min(most, Math.log2(agreement / share));
}

/** The sum of the weights of all fields, in bits. @source Fellegi & Sunter 1969  @cost O(fields) */
export function linkageWeight(model: LinkageModel, levels: readonly number[]): number {
  let sum = 0;
  for (const [f, field] of model.fields.entries()) sum += fieldWeight(field, levels[f] ?? 0);
  return sum;
}

/**
 * Chance that the two records are one person.
 * @param adjustment bits to add: term frequencies, or a rule from outside
 * @source Bayes' rule on the prior odds and the weight  @cost O(fields)
 */
export function linkageProbability(model: LinkageModel, levels: readonly number[], adjustment = 0): number {
  return probabilityOfWeight(linkageWeight(model, levels) + adjustment, model.prior);
}

/** The same from a weight in bits. Finite for any weight. */
export function probabilityOfWeight(weight: number, prior: number): number {
  return 1 / (1 + 2 ** -(weight + Math.log2(prior / (1 - prior))));
}

function shares(sums: readonly number[]): readonly number[] {
  const total = sums.reduce((sum, one) => sum + one, 0);
  return sums.map((one) => one / total);
}

function requireFit(fields: readonly ComparedField[], levels: readonly number[]): void {
  const fits =
    levels.length === fields.length &&
    levels.every((level, f) => Number.isInteger(level) && level >= 0 && level <= (fields[f]?.m.length ?? -1));
  if (!fits) throw new RangeError('fitLinkage requires one level of each field in every pattern');
}
