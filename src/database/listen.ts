import pg from 'pg';

/** What a listener is told besides the news. */
export interface Ears {
  readonly heard: (payload: string) => void;
  /** Called each time the line stands; `missed` is true when news may have passed while it did not. */
  readonly connected: (missed: boolean) => void;
  readonly lost: () => void;
}

export interface Listening {
  stop(): Promise<void>;
}

// Of the waits between tries; half of each is left to chance, so that servers do not return in step.
const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 10_000;

/** Hears one channel on a connection of its own, and comes back by itself when that is lost. */
export function listenOn(config: pg.PoolConfig, channel: string, ears: Ears): Listening {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let wait = firstWaitMilliseconds;
  let before = false;

  const again = (lost: pg.Client): void => {
    if (client !== lost) return;
    client = undefined;
    void lost.end().catch(() => {});
    if (stopped) return;
    ears.lost();
    timer = setTimeout(() => void connect(), wait / 2 + (Math.random() * wait) / 2);
    timer.unref();
    wait = Math.min(longestWaitMilliseconds, wait * 2);
  };
  const connect = async (): Promise<void> => {
    const one = new pg.Client({ ...config, connectionTimeoutMillis: 10_000, keepAlive: true });
    client = one;
    one.on('error', () => again(one));
    one.on('end', () => again(one));
    one.on('notification', ({ payload }) => ears.heard(payload ?? ''));
    try {
      await one.connect();
      await one.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch {
      again(one);
      return;
    }
    wait = firstWaitMilliseconds;
    ears.connected(before);
    before = true;
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}
