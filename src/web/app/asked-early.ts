import { readPreferences } from './kept-preferences.ts';

// Code that comes later meets a list that may have changed. It must stay below what the stream of news takes to be
// under way (live.ts, 15 s): whatever changes in between is read again when the stream stands.
const goodMilliseconds = 10_000;

const asked = new Map<string, { readonly at: number; readonly answer: Promise<Response> }>();

function ask(path: string): void {
  const answer = fetch(path, {
    headers: { 'accept-language': readPreferences().language },
    credentials: 'same-origin',
  });
  // Whoever takes it sees the failure; nobody may.
  answer.catch(() => {});
  asked.set(path, { at: Date.now(), answer });
}

/**
 * Asks for what Today begins with, as the screens would half a second later: they come to an answer that is there. A
 * list of another day, or of other minutes, is asked for by the screens alone.
 */
export function askEarly({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  if (pathname !== '/' && pathname !== '/today') return;
  ask('/api/session');
  const query = new URLSearchParams(search);
  if (!query.has('asOf') && !query.has('minutes')) ask('/api/today');
}

/** What was asked for early under this address, once, while it is young; undefined also where it failed. */
export async function takeEarly(address: string): Promise<Response | undefined> {
  const found = asked.get(address);
  asked.delete(address);
  if (found === undefined || Date.now() - found.at > goodMilliseconds) return undefined;
  const response = await found.answer.catch(() => undefined);
  return response?.ok === true ? response : undefined;
}

/** Somebody else is signed in from here on. */
export function forgetEarly(): void {
  asked.clear();
}
