import type { Channel, ContactFacts } from '../model.ts';
import { stateOfAreaCode } from './area-codes.ts';
import { clockOf, type Hours, type Week, type ZoneClock } from './clock.ts';
import { countryOfNumber, packOfCountry, zonesOfCountry } from './countries.ts';
import { type PackId, type PolicyPack, packAt, policyPacks } from './policy-packs.ts';
import { everyZone, isState, zonesOfAreaCode, zonesOfState } from './states.ts';

/** Everywhere that the recipient may be, as far as the law and the clock care. */
interface Place {
  readonly zones: readonly ZoneClock[];
  readonly packs: readonly PackId[];
  /** States whose hours hold; `*`: any of them may. */
  readonly states: readonly string[];
  /** A country without a pack, a state or zone that does not exist. */
  readonly unknown: boolean;
}

/** The rules that hold at one instant: the strictest of all packs, in every zone. */
export interface Rules {
  readonly unknown: boolean;
  readonly zones: readonly ZoneClock[];
  readonly packs: readonly PolicyPack[];
  readonly call: Week;
  readonly text: Week;
}

function gather(facts: ContactFacts): Place {
  const zones = new Set<string>([facts.zone]);
  const countries = new Set<string>([facts.country]);
  const states = new Set<string>();
  let unknown = false;
  for (const { country, state, postalCode } of facts.residences) {
    countries.add(country);
    if (country !== 'US' || state === undefined) continue;
    states.add(state);
    if (!isState(state)) unknown = true;
    for (const zone of zonesOfState(state, postalCode)) zones.add(zone);
  }
  for (const number of facts.numbers) {
    const country = countryOfNumber(number);
    const area = number.slice(1, 4);
    const state = country === 'US' ? stateOfAreaCode(area) : undefined;
    countries.add(country === undefined || state === 'abroad' ? '??' : country);
    if (country !== 'US' || state === 'abroad') continue;
    states.add(state ?? '*');
    for (const zone of state === undefined ? everyZone : zonesOfAreaCode(area, state)) zones.add(zone);
  }
  const packs = new Set<PackId>();
  for (const country of countries) {
    const pack = packOfCountry(country);
    if (pack === undefined) unknown = true;
    else packs.add(pack);
    for (const zone of zonesOfCountry(country)) zones.add(zone);
  }
  const known = [...zones].map(clockOf);
  return {
    zones: known.filter((clock) => clock !== undefined),
    packs: [...packs],
    states: [...states],
    unknown: unknown || known.includes(undefined),
  };
}

function meet(a: Hours, b: Hours): Hours {
  if (a === undefined || b === undefined) return undefined;
  const from = Math.max(a[0], b[0]);
  const to = Math.min(a[1], b[1]);
  return from < to ? [from, to] : undefined;
}

function weekOf(packs: readonly PolicyPack[], states: readonly string[], channel: Channel): Week {
  const weeks = packs.flatMap((pack) => [
    pack.week,
    ...Object.entries(pack.states)
      .filter(
        ([state, hours]) =>
          (states.includes(state) || states.includes('*')) && (channel === 'call' || hours.texts),
      )
      .map(([, hours]) => hours.week),
  ]);
  const open: Hours = [0, 1440];
  return [0, 1, 2, 3, 4, 5, 6].map((day) => weeks.map((week) => week[day]).reduce(meet, open));
}

// Many patients live in few places: what was worked out for one serves the next. Bounded, because places come from files.
const remembered = new Map<string, Rules>();
const weeks = new Map<string, Week>();
const mostRemembered = 100_000;
const starts = [...new Set(policyPacks.map((pack) => Date.parse(`${pack.effectiveFrom}T00:00:00Z`)))];

function sharedWeek(packs: readonly PolicyPack[], states: readonly string[], channel: Channel): Week {
  const key = `${channel} ${packs.map((pack) => pack.version).sort()} ${[...states].sort()}`;
  let week = weeks.get(key);
  if (week === undefined) {
    week = weekOf(packs, states, channel);
    if (weeks.size >= mostRemembered) weeks.clear();
    weeks.set(key, week);
  }
  return week;
}

function workOut(facts: ContactFacts, time: number): Rules {
  const place = gather(facts);
  const packs = place.packs.map((id) => packAt(id, time));
  return {
    unknown: place.unknown,
    zones: place.zones,
    packs,
    call: sharedWeek(packs, place.states, 'call'),
    text: sharedWeek(packs, place.states, 'text'),
  };
}

/** The rules for a recipient at an instant. */
export function rulesFor(facts: ContactFacts, time: number): Rules {
  let begun = 0;
  for (const start of starts) if (start <= time) begun += 1;
  let key = `${begun} ${facts.country} ${facts.zone}`;
  for (const one of facts.residences) key += `|${one.country} ${one.state} ${one.postalCode?.slice(0, 3)}`;
  for (const number of facts.numbers) key += ` ${number}`;
  let rules = remembered.get(key);
  if (rules === undefined) {
    rules = workOut(facts, time);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, rules);
  }
  return rules;
}
