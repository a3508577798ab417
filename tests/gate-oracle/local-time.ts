// What a wall clock shows, asked of Intl hour by hour and remembered. All zones used here move their clocks on the hour.

const formats = new Map<string, Intl.DateTimeFormat>();

function ask(zone: string, time: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hour12: false,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  // As in `3/9/2025, 02:30`; some engines write midnight as 24.
  const [month, day, year, hour, minute] = format.format(time).match(/\d+/g)?.map(Number) ?? [];
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, (hour ?? 0) % 24, minute) / 60_000;
}

/** Counts the minutes since 1970 as the clock on the wall of a zone does. */
export type WallClock = (time: number) => number;

function hang(zone: string): WallClock {
  const starts = new Map<number, number>();
  let lastHour = Number.NaN;
  let lastStart = 0;
  return (time) => {
    const minute = Math.floor(time / 60_000);
    const hour = Math.floor(minute / 60);
    if (hour !== lastHour) {
      let start = starts.get(hour);
      if (start === undefined) {
        start = ask(zone, hour * 3_600_000);
        starts.set(hour, start);
      }
      lastHour = hour;
      lastStart = start;
    }
    return lastStart + (minute - hour * 60);
  };
}

const clocks = new Map<string, WallClock>();
export function wallClock(zone: string): WallClock {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = hang(zone);
    clocks.set(zone, clock);
  }
  return clock;
}

export function isRealZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
