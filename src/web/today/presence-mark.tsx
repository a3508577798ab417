import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../app/api.ts';
import { thisDesk, usePresence } from '../app/presence.ts';
import { untouchedFor } from '../shell/activity.ts';
import { useDeskWords } from './desk-words.ts';
import { staffQuery } from './today-queries.ts';

// Whoever only passes by is not on an act.
const staysAfter = 3000;
const awayAfter = 120_000;
// Two signs of life may be lost before the others think that nobody is there.
const signEvery = 12_000;

/** Tells the other desks that somebody is on this act, from a few seconds on until they leave it. */
export function useBeHere(actId: string | undefined): void {
  useEffect(() => {
    if (actId === undefined) return;
    let said = false;
    const say = (here: boolean) => {
      said = here;
      void call('sayPresence', { params: { actId }, body: { desk: thisDesk, here } }).catch(() => {});
    };
    let every: ReturnType<typeof setInterval> | undefined;
    const begin = setTimeout(() => {
      say(true);
      // Whoever walked away from an open act is on it no more.
      every = setInterval(() => {
        const here = untouchedFor() < awayAfter;
        if (here || said) say(here);
      }, signEvery);
    }, staysAfter);
    return () => {
      clearTimeout(begin);
      clearInterval(every);
      if (said) say(false);
    };
  }, [actId]);
}

/** Who is on an act at another desk, by name; undefined: nobody. */
export function useWhoIsOn(): (actId: string) => string | undefined {
  const words = useDeskWords();
  const presence = usePresence();
  const { data } = useQuery({ ...staffQuery, enabled: presence.size > 0 });
  return (actId) => {
    const id = presence.get(actId);
    if (id === undefined) return undefined;
    return words.isOnThis(data?.staff.find((one) => one.id === id)?.displayName ?? words.somebody);
  };
}
