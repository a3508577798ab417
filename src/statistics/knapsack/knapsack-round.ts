import { bestOption, type Crowd, minutesOf } from './knapsack-crowd.ts';
import type { Mix } from './knapsack-mix.ts';
import { type ChoiceProblem, priceOfKinds } from './knapsack-problem.ts';

/**
 * Gives each patient of the crowd one act, so that all together take what the mix takes. Of each class as many take an
 * act as the mix says, in whole people; what is left of a person goes to the act that brings worth and minutes so far
 * nearest to the mix. In a class the earlier rows get the worthier acts. A limit may be passed by a few minutes.
 * @param choice written: the rows of the crowd
 * @source error diffusion, Floyd & Steinberg 1976, along the rows  @cost one look for each part of the mix
 */
export function partCrowd(
  { draws, limits }: Pick<ChoiceProblem, 'draws' | 'limits'>,
  crowd: Crowd,
  { prices, parts }: Mix,
  choice: Int32Array,
): void {
  const { options, value, minutes, kind, weight, rows } = crowd;
  const asked = parts.map((part) => ({ ofKind: priceOfKinds(draws, part.prices), share: part.share }));
  const idle = Math.max(0, 1 - parts.reduce((sum, { share }) => sum + share, 0));
  const ofKind = priceOfKinds(draws, prices);
  const dearest = Math.max(...ofKind);
  // Worth counts as the minutes that it would buy.
  const worthInMinutes = dearest > 0 ? 1 / dearest : 0;
  const owed = new Float64Array(limits.length + 1);
  const shares = new Float64Array(options + 1);
  const counts = new Int32Array(options + 1);
  const add = (entry: number, people: number): void => {
    for (const limit of draws[kind[entry] ?? 0] ?? []) {
      owed[limit] = (owed[limit] ?? 0) + people * (minutes[entry] ?? 0);
    }
    owed[limits.length] = (owed[limits.length] ?? 0) + people * (value[entry] ?? 0) * worthInMinutes;
  };
  // How far from what is owed everything would be after one more of this act.
  const distance = (entry: number): number => {
    let sum = 0;
    const drawn = entry < 0 ? [] : (draws[kind[entry] ?? 0] ?? []);
    for (let limit = 0; limit < limits.length; limit += 1) {
      const off = (owed[limit] ?? 0) - (drawn.includes(limit) ? (minutes[entry] ?? 0) : 0);
      sum += off * off;
    }
    const off = (owed[limits.length] ?? 0) - (entry < 0 ? 0 : (value[entry] ?? 0) * worthInMinutes);
    return sum + off * off;
  };
  // A part of the mix may be "nothing", for those who are settled too: the crowd makes up for them.
  owed[limits.length] = -idle * crowd.settled.value * worthInMinutes;
  for (const [limit, used] of minutesOf(crowd.settled.minutes, draws, limits.length).entries()) {
    owed[limit] = -idle * used;
  }
  let start = 0;
  for (let nth = 0; nth < weight.length; nth += 1) {
    const people = weight[nth] ?? 0;
    shares.fill(0);
    shares[0] = idle;
    let agreed = idle > 1e-9 ? -1 : -2;
    for (const one of asked) {
      const option = bestOption(crowd, nth, one.ofKind);
      shares[option + 1] = (shares[option + 1] ?? 0) + one.share;
      agreed = agreed === -2 || agreed === option ? option : -3;
    }
    if (agreed >= -1) {
      for (const end = start + people; start < end; start += 1) choice[rows[start] ?? 0] = agreed;
      continue;
    }
    let left = people;
    for (let place = 0; place <= options; place += 1) {
      const part = people * (shares[place] ?? 0);
      const count = Math.min(left, Math.floor(part + 1e-6));
      counts[place] = count;
      left -= count;
      if (place > 0 && part !== count) add(nth * options + place - 1, part - count);
    }
    for (; left > 0; left -= 1) {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let place = 0; place <= options; place += 1) {
        if ((shares[place] ?? 0) < 1e-9) continue;
        const away = distance(place === 0 ? -1 : nth * options + place - 1);
        if (away < least) {
          least = away;
          best = place;
        }
      }
      counts[best] = (counts[best] ?? 0) + 1;
      if (best > 0) add(nth * options + best - 1, -1);
    }
    // The worthier acts to the earlier rows.
    for (let given = 0; given < people; ) {
      let best = 0;
      for (let place = 1; place <= options; place += 1) {
        if ((counts[place] ?? 0) > 0 && (best === 0 || worthOf(nth, place) > worthOf(nth, best)))
          best = place;
      }
      const many = best === 0 ? people - given : (counts[best] ?? 0);
      counts[best] = 0;
      given += many;
      for (const end = start + many; start < end; start += 1) choice[rows[start] ?? 0] = best - 1;
    }
  }
  function worthOf(nth: number, place: number): number {
    return value[nth * options + place - 1] ?? 0;
  }
}
