import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { openLayer } from '../app/layers.ts';
import { wantedAct } from '../app/patient-trail.ts';
import { prefer, preferences } from '../app/preferences.ts';
import { toggleVeil, useVeiled } from '../app/privacy.ts';
import { useRooms } from '../app/registry.ts';
import type { Session } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { speak, useWords } from '../app/words.ts';
import { type Act, todayQuery } from '../today/today-queries.ts';
import { placesOf } from './places.ts';
import { useShellWords } from './shell-words.ts';
import { useSignOut } from './use-sign-out.ts';

/** A line of the palette that needs no server. */
export interface PaletteItem {
  readonly id: string;
  readonly words: string;
  /** A name: initials behind the privacy eye. */
  readonly name?: string;
  readonly run: () => void;
}

/** Where one can go. */
export function usePlaceItems(session: Session): readonly PaletteItem[] {
  const words = useWords();
  const navigate = useNavigate();
  return placesOf(session).map((place) => ({
    id: `place-${place.word}`,
    words: words.places[place.word],
    run: () => void navigate({ to: place.to }),
  }));
}

/** What can be done: on this screen first, then everywhere. */
export function useActionItems(session: Session): readonly PaletteItem[] {
  const words = useShellWords();
  const app = useWords();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const veiled = useVeiled();
  const { singleKeys } = useStore(preferences);
  const { actions } = useRooms();
  const said = words.actions;
  const item = (id: string, text: string, run: () => void): PaletteItem => ({
    id: `do-${id}`,
    words: text,
    run,
  });
  return [
    ...actions.map((action) => item(action.id, action.words, action.run)),
    ...(session.verbs.includes('imports.change')
      ? [item('import', said.importFiles, () => void navigate({ to: '/imports/new' }))]
      : []),
    item('veil', veiled ? said.veilOff : said.veilOn, toggleVeil),
    item('single', singleKeys ? said.singleKeysOff : said.singleKeysOn, () =>
      prefer({ singleKeys: !singleKeys }),
    ),
    item('sheet', said.sheet, () => openLayer('keys')),
    item('light', said.light, () => prefer({ theme: 'light' })),
    item('dark', said.dark, () => prefer({ theme: 'dark' })),
    item('auto', said.auto, () => prefer({ theme: 'auto' })),
    item('english', said.english, () => void speak('en')),
    item('spanish', said.spanish, () => void speak('es')),
    item('out', app.user.signOut, () => void signOut(false)),
  ];
}

/** The acts that Today has read; nothing is asked for. */
export function useActItems(): readonly PaletteItem[] {
  const client = useQueryClient();
  const navigate = useNavigate();
  const acts: readonly Act[] = client.getQueryData(todayQuery({}).queryKey)?.acts ?? [];
  return acts.map((act) => ({
    id: `act-${act.id}`,
    words: act.title,
    name: act.patientName,
    run: () => {
      wantedAct.set(act.id);
      void navigate({ to: '/today', search: { tab: 'everyone' } });
    },
  }));
}
