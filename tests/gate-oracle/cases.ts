// Random cases, cheap enough for millions: each rule is met often, and more than one in twenty passes.
import type { GateCase } from './case.ts';
import { countryBook, foreignCodes, stateBook, strangeNumbers, unknownCodes, zipBook } from './places.ts';

/** A die that is the same on every computer (mulberry32). */
export function die(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const HOUR = 3_600_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2025, 2, 1);
const DAYS = 760;

// Hours around every change of clocks of those years, by UTC: where mistakes live.
const changes = [
  [2025, 2, 9],
  [2025, 2, 30],
  [2025, 9, 26],
  [2025, 10, 2],
  [2026, 2, 8],
  [2026, 2, 29],
  [2026, 9, 25],
  [2026, 10, 1],
  [2027, 2, 14],
  [2027, 2, 28],
].map(([year, month, day]) => Date.UTC(year ?? 0, month, day));

const states = Object.keys(stateBook);
const zips = Object.keys(zipBook);
const countries = Object.keys(countryBook);
const phones = [
  ...states.flatMap((state) => Object.keys(stateBook[state]?.codes ?? {}).map((code) => `1${code}`)),
  ...unknownCodes.map((code) => `1${code}`),
];
const abroad = countries
  .filter((country) => country !== 'US')
  .map((country) => `${countryBook[country]?.dial}7000`.slice(0, 4));
const lostPhones = [...foreignCodes.map((code) => `1${code}`), ...strangeNumbers];
const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Phoenix',
  'Pacific/Honolulu',
];
const hours = ['07:00', '08:00', '08:30', '09:00', '10:00'];
const evenings = ['16:00', '17:30', '18:00', '20:00', '21:00', '22:00'];
const weekdays = [
  [1, 2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
  [6, 7],
];
const channels = ['call', 'text', 'email', 'post', 'in_person'] as const;
const purposes = ['care', 'feedback', 'marketing'] as const;
const abouts = [
  'visit',
  'recall',
  'survey',
  'review',
  'news',
  'thanks',
  'birthday',
  'answer',
  'other',
] as const;
const kinds = ['mobile', 'phone', 'email'] as const;
const scopes = ['all', 'marketing', 'number'] as const;
const exits = ['moved', 'transferred', 'died', 'opted_out', 'inactive'] as const;

function instant(roll: () => number): number {
  if (roll() < 0.2) {
    const change = changes[Math.floor(roll() * changes.length)] ?? FIRST;
    return change + Math.floor((roll() * 3 - 1) * DAY);
  }
  return FIRST + Math.floor(roll() * DAYS * DAY);
}

/** The homes and telephones of one patient. */
function somewhere(
  roll: () => number,
  pick: <T>(list: readonly T[]) => T,
): Pick<GateCase, 'homes' | 'phones'> {
  const homes: GateCase['homes'] = [];
  const own: string[] = [];
  const luck = roll();
  if (luck < 0.3) homes.push({ country: 'US', state: pick(states), zip: undefined });
  else if (luck < 0.45) {
    const [state, zip] = pick(zips).split(' ');
    homes.push({ country: 'US', state, zip });
  } else if (luck < 0.47) homes.push({ country: 'US', state: 'ZZ', zip: '00000' });
  else if (luck < 0.53) homes.push({ country: pick(countries), state: undefined, zip: undefined });
  else if (luck < 0.54) homes.push({ country: 'BR', state: undefined, zip: undefined });
  if (roll() < 0.6) own.push(pick(phones));
  if (roll() < 0.15) own.push(pick(phones));
  if (roll() < 0.04) own.push(pick(abroad));
  if (roll() < 0.015) own.push(pick(lostPhones));
  return { homes, phones: own };
}

export function randomCase(roll: () => number): GateCase {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const often = (share: number): boolean => roll() < share;
  const now = instant(roll);
  const said: GateCase['said'] = [];
  for (let left = Math.floor(roll() * 5); left > 0; left -= 1) {
    const at = now - Math.floor(roll() * 4) * DAY;
    said.push({ purpose: pick(purposes), channel: pick([...channels, 'any']), yes: often(0.82), at });
  }
  const talks: number[] = [];
  for (let left = often(0.5) ? Math.floor(roll() * 6) : 0; left > 0; left -= 1) {
    talks.push(now - Math.floor(roll() ** 2 * 31 * DAY));
  }
  const stops: GateCase['stops'] = often(0.06) ? [{ scope: pick(scopes), kind: pick(kinds) }] : [];
  const papers: GateCase['papers'] = [];
  if (often(0.5)) {
    papers.push({
      signed: now + Math.floor((roll() - 0.9) * 100) * DAY,
      ends: often(0.2) ? undefined : now + Math.floor((roll() - 0.1) * 100) * DAY,
      event: often(0.5),
      over: often(0.15) ? now + Math.floor((roll() - 0.5) * 10) * DAY : undefined,
      pays: often(0.5),
      whole: often(0.9),
    });
  }
  const owed = often(0.15);
  return {
    channel: pick(channels),
    purpose: often(0.6) ? 'care' : pick(purposes),
    legalClass: often(0.01)
      ? 'unknown'
      : often(0.12)
        ? 'marketing'
        : pick(['treatment', 'operations'] as const),
    about: pick(abouts),
    thirdPartyPaid: often(0.06),
    owed,
    automatic: often(0.5),
    answering: often(0.06),
    voicemail: often(0.1),
    unsubscribe: often(0.8),
    practiceCountry: often(0.85) ? 'US' : often(0.1) ? 'BR' : pick(countries),
    practiceZone: often(0.003)
      ? 'Mars/Olympus'
      : often(0.1)
        ? pick(['Europe/London', 'Europe/Berlin'])
        : pick(zones),
    ...somewhere(roll, pick),
    gone: often(0.03) ? pick(exits) : undefined,
    mourning: often(0.06),
    visitsOnly: often(0.05),
    said,
    ways: channels.filter(() => often(0.93)),
    wish: often(0.06) ? channels.filter(() => often(0.4)) : undefined,
    noMachine: often(0.1),
    waysKnown: often(0.9),
    stops,
    papers,
    talks,
    complaint: often(0.08),
    broken: often(0.06),
    heard: often(0.03) ? undefined : now - Math.floor(roll() * 60) * HOUR,
    senderAddress: often(0.93),
    from: pick(hours),
    to: pick(evenings),
    days: pick(weekdays),
    perDay: often(0.01) ? 0 : pick([1, 1, 1, 2, 4]),
    perWeek: pick([2, 3, 3, 6]),
    perMonth: pick([4, 8, 14]),
    staleHours: pick([24, 48, 72]),
    now,
  };
}
