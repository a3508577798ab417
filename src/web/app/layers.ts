import { createStore, useStore } from './store.ts';

export type Layer = 'palette' | 'keys';

const layer = createStore<Layer | undefined>(undefined);

/** Opens the palette or the sheet of keys over whatever screen there is; undefined closes it. */
export function openLayer(next: Layer | undefined): void {
  layer.set(next);
}

export function useLayer(): Layer | undefined {
  return useStore(layer);
}
