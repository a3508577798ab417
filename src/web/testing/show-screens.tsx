import { cleanup, render } from '@testing-library/react';
import { App } from '../app/app.tsx';

/** The screens as the browser shows them at an address. */
export function showScreens(path: string) {
  cleanup();
  window.history.replaceState(null, '', path);
  return render(<App direction="ltr" />);
}
