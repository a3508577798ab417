import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Input, Reply } from '../app/operations.ts';

export type Upload = Reply<'getUpload'>;
export type Mapping = Upload['mapping'];
export type Looked = NonNullable<Upload['look']>['files'][number];
export type LookedColumn = Looked['columns'][number];
export type Check = NonNullable<Upload['check']>;
export type PastImport = Reply<'listImports'>['imports'][number];
export type ImportResult = Reply<'getImport'>;
export type VisitStatus = Input<'lookAtUpload'>['body']['mapping'] extends { readonly statuses?: infer S }
  ? NonNullable<S>[keyof NonNullable<S>]
  : never;

export const steps = ['source', 'file', 'match', 'fix', 'check', 'import'] as const;
export type Step = (typeof steps)[number];

// The first page of a file is there in a moment; whatever takes longer is asked for once a second.
const soonMilliseconds = 300;
const laterMilliseconds = 1000;
const soonTimes = 4;

export function isRunning(upload: Upload | undefined): boolean {
  return upload?.task?.state === 'running';
}

export function uploadQuery(uploadId: string) {
  let asked = 0;
  return queryOptions({
    queryKey: ['uploads', uploadId],
    queryFn: ({ signal }) => ask('getUpload', { params: { uploadId } }, signal),
    refetchInterval: (query) => {
      if (!isRunning(query.state.data)) {
        asked = 0;
        return false;
      }
      asked += 1;
      return asked > soonTimes ? laterMilliseconds : soonMilliseconds;
    },
  });
}

export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: ({ signal }) => ask('listUploads', {}, signal),
});

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => ask('listImports', {}, signal),
});

export function importQuery(importId: string) {
  return queryOptions({
    queryKey: ['imports', importId],
    queryFn: ({ signal }) => ask('getImport', { params: { importId } }, signal),
  });
}
