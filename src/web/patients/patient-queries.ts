import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type Patient = Reply<'getPatient'>;
export type Rhythm = Patient['rhythms'][number];

export function patientQuery(patientId: string) {
  return queryOptions({
    queryKey: ['patients', 'one', patientId],
    queryFn: ({ signal }) => ask('getPatient', { params: { patientId } }, signal),
  });
}
