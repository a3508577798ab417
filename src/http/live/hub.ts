import { PassThrough } from 'node:stream';
import type { Listening } from '../../database/listen.ts';
import type { AccountId } from '../../kit/ids.ts';
import { liveChannel, type News, newsShape } from '../../platform/live.ts';
import { faultFields } from '../../platform/log.ts';
import type { Actor } from '../../practice/model.ts';
import { findActor } from '../../practice/session.ts';
import type { HttpPorts } from '../ports.ts';
import { hears } from './audience.ts';
import { rememberPresences } from './presences.ts';

export interface LiveLimits {
  /** Between signs of life; with each, whether the session still runs is read again. */
  readonly beatMilliseconds: number;
  readonly streamsAPerson: number;
  readonly streams: number;
}

export const liveLimits: LiveLimits = { beatMilliseconds: 10_000, streamsAPerson: 6, streams: 500 };

export interface Reader {
  readonly account: AccountId;
  readonly actor: Actor;
  readonly tokenHash: Buffer;
}

interface Open {
  readonly account: AccountId;
  readonly practice: number;
  readonly tokenHash: Buffer;
  readonly stream: PassThrough;
  roles: readonly string[];
}

export interface Hub {
  /** Whether one more stream may be opened: of this person, and of this process. */
  roomFor(account: AccountId): 'some' | 'none for them' | 'none';
  /** A stream of news, from now on. */
  open(reader: Reader): PassThrough;
  close(): Promise<void>;
}

// A reader who takes nothing in is cut off: they come back and read everything anew.
const mostWaitingBytes = 64 * 1024;

/** All streams of this process. It hears one channel of the database, and keeps nothing but who is on which act. */
export function openHub(ports: HttpPorts): Hub {
  const { beatMilliseconds, streamsAPerson, streams } = ports.live ?? liveLimits;
  const open = new Set<Open>();
  const presences = rememberPresences();
  let listening: Listening | undefined;
  let connected = false;
  let beat: NodeJS.Timeout | undefined;
  // On the clock that never jumps: since when nothing can have passed unheard, and when each practice had its last news.
  let hearingSince = performance.now();
  const lastNews = new Map<number, number>();

  const say = (one: Open, event: string, data: object): void => {
    if (one.stream.writableLength > mostWaitingBytes) one.stream.destroy();
    else one.stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const tell = (one: Open, { practice: _, ...news }: News): void => say(one, 'news', news);
  const sayReady = (one: Open): void => {
    const quietSince = Math.max(hearingSince, lastNews.get(one.practice) ?? 0);
    say(one, 'ready', { quietMilliseconds: Math.floor(performance.now() - quietSince) });
  };
  const end = (one: Open): void => {
    say(one, 'ended', {});
    open.delete(one);
    one.stream.end();
  };
  const lookAgain = async (one: Open): Promise<void> => {
    const session = await ports.database.untenanted((db) =>
      findActor(db, one.tokenHash, ports.clock.now(), ports.config.idleMinutes),
    );
    if (session?.actor === undefined || session.actor.practice.id !== one.practice) end(one);
    else one.roles = session.actor.roles;
  };
  const lookAgainAt = (ones: readonly Open[]): void => {
    for (const one of ones) {
      lookAgain(one).catch((error: unknown) =>
        ports.log.warn({ fault: faultFields(error) }, 'a stream of news could not ask for its session'),
      );
    }
  };
  const heard = (payload: string): void => {
    const news = readNews(payload);
    if (news === undefined) return;
    if (news.kind === 'session') lookAgainAt([...open].filter((one) => one.account === news.id));
    if (news.kind === 'presence') presences.hear(news, Date.now());
    else if (news.practice !== null) lastNews.set(news.practice, performance.now());
    for (const one of open) if (hears(one, news, ports.may)) tell(one, news);
  };
  const begin = (): void => {
    listening ??= ports.database.listen(liveChannel, {
      heard,
      connected: () => {
        connected = true;
        // Whatever passed meanwhile was not heard: everybody reads what they show once more.
        hearingSince = performance.now();
        for (const one of open) sayReady(one);
      },
      lost: () => {
        connected = false;
      },
    });
    beat ??= setInterval(() => {
      // Without the database there is no news: no sign of life either, and the desks say so.
      if (!connected) return;
      for (const one of open) say(one, 'beat', {});
      lookAgainAt([...open]);
    }, beatMilliseconds);
    beat.unref();
  };
  return {
    roomFor: (account) => {
      if (open.size >= streams) return 'none';
      const theirs = [...open].filter((one) => one.account === account).length;
      return theirs < streamsAPerson ? 'some' : 'none for them';
    },
    open: ({ account, actor, tokenHash }) => {
      begin();
      const stream = new PassThrough();
      const one: Open = { account, practice: actor.practice.id, tokenHash, stream, roles: actor.roles };
      open.add(one);
      stream.on('close', () => open.delete(one));
      stream.on('error', () => open.delete(one));
      // Comes back after this, unless the page knows better.
      stream.write('retry: 2000\n\n');
      if (connected) sayReady(one);
      for (const news of presences.now(Date.now())) if (hears(one, news, ports.may)) tell(one, news);
      return stream;
    },
    close: async () => {
      clearInterval(beat);
      for (const one of open) one.stream.end();
      open.clear();
      await listening?.stop();
    },
  };
}

function readNews(payload: string): News | undefined {
  try {
    return newsShape.parse(JSON.parse(payload));
  } catch {
    // A newer process beside us speaks of what we do not know.
    return undefined;
  }
}
