/** The time, as an argument: a still clock in tests, the system's in production. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that shows one instant until it is set; for tests and for looking at another day. */
export function stillClock(start: Date): Clock & { set(instant: Date): void } {
  let shown = start;
  return {
    now: () => shown,
    set: (instant) => {
      shown = instant;
    },
  };
}
