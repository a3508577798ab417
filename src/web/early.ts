import { wallTime } from '../kit/instant.ts';
import { askEarly } from './app/asked-early.ts';

// A script of its own, of a kilobyte: it runs while the screens are still on their way.
askEarly(window.location);

// The first format of a time that a browser makes takes it 30 ms, on a slow machine 120: made now, it is there when the
// first list is drawn. Nearly always the zone of a desk is the practice's.
wallTime(new Date(), Intl.DateTimeFormat().resolvedOptions().timeZone);
