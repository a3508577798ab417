import { seededRandom } from '../functions/random.ts';
import type { ReturnInput } from './return-model.ts';

/**
 * At most so many of the patients, the same for the same seed, in their order.
 * @source selection sampling, Knuth TAOCP 2, 3.4.2 S  @cost O(patients)
 */
export function sampleOf(input: ReturnInput, most: number): ReturnInput {
  const { length } = input.histories;
  if (length <= most) return input;
  const random = seededRandom(input.seed);
  const histories: ArrayLike<number>[] = [];
  const observedTo: number[] = [];
  for (let i = 0; i < length && histories.length < most; i += 1) {
    const days = input.histories[i];
    if (days === undefined || random.uniform() * (length - i) >= most - histories.length) continue;
    histories.push(days);
    observedTo.push(input.observedTo[i] ?? 0);
  }
  return { ...input, histories, observedTo };
}
