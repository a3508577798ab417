import { instantOf, wallTime } from '../../kit/instant.ts';
import { addDays, parseLocalDate } from '../../kit/local-date.ts';

/** The ready times of "later", as the practice's wall clock has them now; those that have gone by are left out. */
export interface ReadyTime {
  readonly code: 'hour' | 'afternoon' | 'evening' | 'tomorrow';
  readonly at: Date;
}

const minutesOfAfternoon = 14 * 60;
const minutesOfEvening = 16 * 60 + 30;
const minutesOfMorning = 9 * 60 + 30;
// A time that is nearly here is no "later".
const leastAhead = 30;

export function readyTimes(now: Date, zone: string): readonly ReadyTime[] {
  const { day, minutes } = wallTime(now, zone);
  const times: ReadyTime[] = [{ code: 'hour', at: new Date(now.getTime() + 3_600_000) }];
  if (minutes + leastAhead < minutesOfAfternoon) {
    times.push({ code: 'afternoon', at: instantOf(day, minutesOfAfternoon, zone) });
  } else if (minutes + leastAhead < minutesOfEvening) {
    times.push({ code: 'evening', at: instantOf(day, minutesOfEvening, zone) });
  }
  times.push({ code: 'tomorrow', at: instantOf(addDays(day, 1), minutesOfMorning, zone) });
  return times;
}

/** The instant of what a date-and-time field holds (`2026-11-24T14:30`), on the practice's wall clock. */
export function readWallTime(text: string, zone: string): Date | undefined {
  const [dayText = '', clock = ''] = text.split('T');
  const day = parseLocalDate(dayText);
  const parts = /^(\d{2}):(\d{2})/.exec(clock);
  if (day === undefined || parts === null) return undefined;
  return instantOf(day, Number(parts[1]) * 60 + Number(parts[2]), zone);
}

/** What a date-and-time field shows for an instant on the practice's wall clock. */
export function wallTimeText(instant: Date, zone: string): string {
  const { day, minutes } = wallTime(instant, zone);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${day}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
