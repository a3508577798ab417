// The gate a second time, from its description and in another manner: a list of named questions, and a walk through the
// quarters of an hour for the clock. It shares no line, no table and no import with the first.
import type { GateCase, OracleAnswer } from './case.ts';
import { isRealZone, wallClock } from './local-time.ts';
import { countryBook, fiftyStates, foreignCodes, stateBook, zipBook } from './places.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

interface Where {
  zones: string[];
  laws: string[];
  states: string[];
  anyState: boolean;
  lost: boolean;
}

const zoneIsReal = new Map<string, boolean>();
function real(zone: string): boolean {
  let answer = zoneIsReal.get(zone);
  if (answer === undefined) {
    answer = isRealZone(zone);
    zoneIsReal.set(zone, answer);
  }
  return answer;
}

function countryByDial(phone: string): string | undefined {
  return Object.keys(countryBook).find((code) => phone.startsWith(countryBook[code]?.dial ?? '?'));
}

function whereabouts(c: GateCase): Where {
  const zones = [c.practiceZone];
  const laws: string[] = [];
  const states: string[] = [];
  let anyState = false;
  let lost = false;
  const visit = (country: string): void => {
    const entry = countryBook[country];
    if (!entry) {
      lost = true;
      return;
    }
    laws.push(entry.law);
    zones.push(...entry.zones);
  };
  visit(c.practiceCountry);
  for (const home of c.homes) {
    visit(home.country);
    if (home.country === 'US' && home.state) {
      states.push(home.state);
      if (!stateBook[home.state]) lost = true;
      zones.push(...(zipBook[`${home.state} ${home.zip}`] ?? stateBook[home.state]?.zones ?? []));
    }
  }
  for (const phone of c.phones) {
    const country = countryByDial(phone);
    const code = phone.slice(1, 4);
    if (country === undefined || (country === 'US' && foreignCodes.includes(code))) {
      lost = true;
      continue;
    }
    visit(country);
    if (country !== 'US') continue;
    const owner = Object.keys(stateBook).find((state) => stateBook[state]?.codes[code]);
    if (owner === undefined) {
      anyState = true;
      zones.push(...fiftyStates);
    } else {
      states.push(owner);
      zones.push(...(stateBook[owner]?.codes[code] ?? []));
    }
  }
  const distinct = [...new Set(zones)];
  return {
    zones: distinct.filter(real),
    laws: [...new Set(laws)],
    states,
    anyState,
    lost: lost || !distinct.every(real),
  };
}

// ---- the clock ----

const SEPTEMBER_2025 = Date.UTC(2025, 8, 1);

/** Whether the law lets a telephone ring at this weekday (0 Monday) and hour. */
function lawAllows(where: Where, channel: string, weekday: number, h: number, now: number): boolean {
  const lives = (state: string): boolean => where.anyState || where.states.includes(state);
  for (const law of where.laws) {
    if (law === 'US' ? h < 8 || h >= 21 : h < 8 || h >= 20) return false;
    if (law !== 'US') continue;
    if ((lives('FL') || lives('OK') || lives('MD')) && h >= 20) return false;
    if (lives('CT') && (h < 9 || h >= 20)) return false;
    if (lives('RI') && (weekday > 4 || h < 9 || h >= 18)) return false;
    const texasHears = channel === 'call' || now >= SEPTEMBER_2025;
    if (lives('TX') && texasHears && (h < (weekday === 6 ? 12 : 9) || h >= 21)) return false;
  }
  return true;
}

/** The hours of a week, from Monday midnight: every law speaks in whole hours. */
function lawWeek(c: GateCase, where: Where): boolean[] {
  const hours: boolean[] = [];
  for (let hour = 0; hour < 168; hour += 1) {
    hours.push(lawAllows(where, c.channel, Math.floor(hour / 24), hour % 24, c.now));
  }
  return hours;
}

const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
// 1 January 1970 was a Thursday: three days after a Monday.
const minuteOfWeek = (wall: number): number => (((wall + 3 * 1440) % 10_080) + 10_080) % 10_080;

interface Doors {
  practice(time: number): boolean;
  law(time: number): boolean;
}

function doorsOf(c: GateCase, where: Where): Doors {
  const from = clock(c.from);
  const to = clock(c.to);
  const own = real(c.practiceZone) ? wallClock(c.practiceZone) : undefined;
  const week = lawWeek(c, where);
  const clocks = where.zones.map(wallClock);
  return {
    practice: (time) => {
      if (!own) return true;
      const spot = minuteOfWeek(own(time));
      const minute = spot % 1440;
      return minute >= from && minute < to && c.days.includes(Math.floor(spot / 1440) + 1);
    },
    law: (time) => clocks.every((read) => week[Math.floor(minuteOfWeek(read(time)) / 60)]),
  };
}

// Every offset and every hour of the cases is a multiple of a quarter of an hour, so nothing opens between two of them.
const QUARTER = 15 * MINUTE;

/** Quarter by quarter until both are open; undefined after eight days. */
function firstOpen({ practice, law }: Doors, base: number): number | undefined {
  for (let time = base; time - base <= 8 * DAY; time = (Math.floor(time / QUARTER) + 1) * QUARTER) {
    if (practice(time) && law(time)) return time;
  }
  return undefined;
}

// ---- the caps ----

function dayOf(zone: string, time: number): number {
  return Math.floor(wallClock(zone)(time) / 1440);
}

function midnightOf(zone: string, day: number, after: number): number {
  // In whole hours first, then minute by minute.
  let time = Math.floor(after / MINUTE) * MINUTE;
  while (dayOf(zone, time + HOUR) < day) time += HOUR;
  while (dayOf(zone, time) < day) time += MINUTE;
  return Math.max(time, after);
}

const lawMost: Record<string, number[]> = {
  US: [3, 5, 12],
  EU: [2, 3, 8],
  DE: [2, 3, 8],
  GB: [2, 3, 8],
};

function roomAgain(c: GateCase, where: Where): number | undefined {
  if (c.owed || c.channel === 'in_person') return undefined;
  const chosen = [c.perDay, c.perWeek, c.perMonth];
  const limits = chosen.map((own, nth) =>
    Math.min(own, ...where.laws.map((law) => lawMost[law]?.[nth] ?? 0)),
  );
  let latest: number | undefined;
  for (const zone of where.zones) {
    const today = dayOf(zone, c.now);
    const days = c.talks.map((talk) => dayOf(zone, talk));
    for (const [nth, span] of [1, 7, 30].entries()) {
      const limit = limits[nth] ?? 0;
      // The first day, from today on, on which fewer than the limit lie within the span that ends with it.
      let day = today;
      while (days.filter((d) => d > day - span && d <= day).length >= limit) {
        day += 1;
        if (day > today + 60) break;
      }
      if (day === today) continue;
      // No contact at all is allowed: asked again tomorrow.
      const end = midnightOf(zone, limit < 1 ? today + 1 : day, c.now);
      latest = latest === undefined ? end : Math.max(latest, end);
    }
  }
  return latest;
}

// ---- what was said ----

function lastWord(
  c: GateCase,
  purpose: string,
  channels: string[],
): { yes: boolean; at: number } | undefined {
  const words = c.said.filter((word) => word.purpose === purpose && channels.includes(word.channel));
  words.sort((a, b) => b.at - a.at || Number(a.yes) - Number(b.yes));
  return words[0];
}

type Consent = 'yes' | 'no' | 'silent';
function consentTo(c: GateCase, where: Where, purpose: string): Consent {
  const word = lastWord(c, purpose, [c.channel, 'any']);
  const twin = c.channel === 'call' ? 'text' : c.channel === 'text' ? 'call' : '';
  const twinWord = c.automatic && where.laws.length > 0 ? lastWord(c, purpose, [twin]) : undefined;
  if (word && !word.yes) return 'no';
  if (twinWord && !twinWord.yes && (!word || twinWord.at >= word.at)) return 'no';
  return word || purpose === 'care' ? 'yes' : 'silent';
}

const advertising: Record<string, string[]> = { DE: ['survey', 'recall', 'review'], GB: ['review'] };

/** @returns the answer, with the rules in alphabetical order */
export function oracle(c: GateCase): OracleAnswer {
  const no = (rules: string[]): OracleAnswer => ({
    verdict: 'refuse',
    until: undefined,
    rules: rules.sort(),
  });
  if (c.gone) return no([c.gone === 'died' || c.gone === 'opted_out' ? c.gone : 'exited']);

  const where = whereabouts(c);
  const asAdvertising =
    c.legalClass === 'marketing' || where.laws.some((law) => advertising[law]?.includes(c.about));
  const inLaw = asAdvertising ? 'marketing' : c.purpose;
  const promotes = inLaw === 'marketing' || c.about === 'news' || c.about === 'birthday';
  const consents = [consentTo(c, where, c.purpose), consentTo(c, where, inLaw)];
  const rings = c.channel === 'call' || c.channel === 'text';
  const remote = rings || c.channel === 'email';
  const kinds = { call: ['mobile', 'phone'], text: ['mobile'], email: ['email'], post: [], in_person: [] }[
    c.channel
  ] as string[];

  const questions: [string, boolean][] = [
    ['class_unknown', c.legalClass === 'unknown'],
    [
      'no_authorisation',
      c.legalClass !== 'unknown' &&
        where.laws.includes('US') &&
        (c.legalClass === 'marketing' || c.thirdPartyPaid) &&
        !c.papers.some(
          (p) =>
            p.signed <= c.now &&
            p.whole &&
            // Its end must be written: a day that has not come, or an event without a day.
            (p.ends === undefined ? p.event : c.now < p.ends) &&
            !(p.over !== undefined && p.over <= c.now) &&
            (p.pays || !c.thirdPartyPaid),
        ),
    ],
    ['withdrawn', consents.includes('no')],
    ['no_consent', !consents.includes('no') && consents.includes('silent')],
    [
      'suppressed',
      remote &&
        c.stops.some(
          (stop) =>
            (stop.scope === 'all' && (where.laws.length > 0 || kinds.includes(stop.kind))) ||
            (stop.scope === 'number' && kinds.includes(stop.kind)) ||
            (stop.scope === 'marketing' && promotes && kinds.includes(stop.kind)),
        ),
    ],
    ['confidential', c.channel !== 'in_person' && c.wish !== undefined && !c.wish.includes(c.channel)],
    ['unreachable', c.channel !== 'in_person' && c.waysKnown && !c.ways.includes(c.channel)],
    ['never_voicemail', c.voicemail && c.noMachine],
    ['bereaved', c.mourning && promotes],
    [
      'appointments_only',
      c.visitsOnly && !['visit', 'answer'].includes(c.about) && !c.owed && c.channel !== 'in_person',
    ],
    ['unknown_place', where.lost && remote && (c.automatic || !c.owed)],
    ['no_sender_address', c.channel === 'email' && promotes && !c.senderAddress],
    ['no_way_out', c.channel === 'email' && promotes && !c.unsubscribe],
  ];
  const refused = questions.filter(([, holds]) => holds).map(([rule]) => rule);
  if (refused.length > 0) return no(refused);

  const rules: string[] = [];
  let base = c.now;
  const waits = !c.owed && (promotes || c.about === 'review');
  if (waits && c.complaint) rules.push('open_case');
  if (waits && c.broken) rules.push('broken_promise');
  if (rules.length > 0) base = c.now + 25 * HOUR;
  if (
    c.automatic &&
    c.about !== 'answer' &&
    !(c.heard !== undefined && c.now - c.heard <= c.staleHours * HOUR)
  ) {
    rules.push('stale');
    base = Math.max(base, c.now + HOUR);
  }
  const room = roomAgain(c, where);
  if (room !== undefined) {
    rules.push('cap');
    base = Math.max(base, room);
  }
  let until = base;
  if (rings && !c.answering) {
    const doors = doorsOf(c, where);
    const closed = !doors.practice(base);
    const quiet = !doors.law(base);
    if (closed || quiet) {
      const open = firstOpen(doors, base);
      if (open === undefined) return no(['no_hour']);
      until = open;
      if (closed) rules.push('hours');
      if (quiet) rules.push('quiet');
    }
  }
  if (rules.length === 0) return { verdict: 'permit', until: undefined, rules };
  return { verdict: 'delay', until, rules: rules.sort() };
}
