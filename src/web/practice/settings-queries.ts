import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type PracticeReply = Reply<'getPractice'>;
export type Location = PracticeReply['locations'][number];
export type SettingChange = Reply<'listSettingChanges'>['changes'][number];

export const practiceQuery = queryOptions({
  queryKey: ['practice', 'now'],
  queryFn: ({ signal }) => ask('getPractice', {}, signal),
});

export const changesQuery = queryOptions({
  // Under the same name: whatever changes a setting asks for both anew.
  queryKey: ['practice', 'changes'],
  queryFn: ({ signal }) => ask('listSettingChanges', {}, signal),
});

export function photoQuery(staffMemberId: string) {
  return queryOptions({
    // Under the name of the staff: an undo asks for both anew.
    queryKey: ['staff', 'photo', staffMemberId],
    queryFn: ({ signal }) => ask('readPhoto', { params: { staffMemberId } }, signal),
  });
}

export const mySignInQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask('getMySignIn', {}, signal),
});

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => ask('listDevices', {}, signal),
});
