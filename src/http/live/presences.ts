import type { News } from '../../platform/live.ts';

/** How long somebody is on an act after the last sign of life. */
export const presenceMilliseconds = 30_000;

interface Held {
  readonly news: News;
  readonly until: number;
}

/** Who is on which act, as heard: a window is on one act at most. Kept by nobody else, and gone with the process. */
export interface Presences {
  hear(news: News, now: number): void;
  /** For a reader who has just come. */
  now(now: number): readonly News[];
}

export function rememberPresences(): Presences {
  const byDesk = new Map<string, Held>();
  return {
    hear: (news, now) => {
      for (const [desk, { until }] of byDesk) if (until <= now) byDesk.delete(desk);
      const desk = `${news.practice} ${news.desk}`;
      if (news.here === true) byDesk.set(desk, { news, until: now + presenceMilliseconds });
      else if (byDesk.get(desk)?.news.id === news.id) byDesk.delete(desk);
    },
    now: (now) => [...byDesk.values()].filter(({ until }) => until > now).map(({ news }) => news),
  };
}
