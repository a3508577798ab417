import { askEarly } from './app/asked-early.ts';

// A script of its own, of a few hundred bytes: it runs while the screens are still on their way.
askEarly(window.location);
