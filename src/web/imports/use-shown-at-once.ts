import { useEffect, useState } from 'react';

/** What the server holds, and until it has answered what was chosen: a radio that jumps back meanwhile looks refused. */
export function useShownAtOnce<T>(held: T): readonly [T, (chosen: T) => void] {
  const [shown, setShown] = useState(held);
  useEffect(() => setShown(held), [held]);
  return [shown, setShown];
}
