import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import { usePredictionsWords } from './predictions-words.ts';

export type Check = Reply<'readPredictions'>['services'][number];

export const predictionsQuery = queryOptions({
  queryKey: ['predictions'],
  queryFn: ({ signal }) => ask('readPredictions', {}, signal),
});

/** The model’s name for people; one that is not known here yet is shown as it is. */
export function useModelName(): (name: string) => string {
  const words = usePredictionsWords();
  const names: Readonly<Record<string, string | undefined>> = words.names;
  return (name) => names[name] ?? name;
}
