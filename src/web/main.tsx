import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { directionOfVisit } from './app/direction.ts';
import { preferences } from './app/preferences.ts';
import { speak } from './app/words.ts';
import './app/mantine.css';
import './app/base.css';
import './shell/shell.css';
import './today/today.css';

const direction = directionOfVisit();
document.documentElement.dir = direction;

// A page that the browser kept for its back button is asked for anew: who is signed in may have changed.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the screens');
const root = createRoot(place);
void speak(preferences.get().language).then(() => root.render(<App direction={direction} />));
