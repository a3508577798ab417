import { useState } from 'react';

/**
 * The token of a one-time link, out of the fragment, which no server and no log sees; it is taken out of the address bar
 * at once, so that it does not stay in the browser's history.
 */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = decodeURIComponent(window.location.hash.slice(1));
    if (found !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
    return found;
  });
  return token;
}
