import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Input, Reply } from '../app/operations.ts';

export type TemplateList = Reply<'listTemplates'>;
export type Field = TemplateList['fields'][number];
export type Whole = Reply<'getTemplate'>;
export type Version = Whole['versions'][number];
export type Saved = Input<'saveTemplate'>['body'];
export type Spoken = Saved['words'][string];
export type Channel = 'email' | 'text' | 'post';
export type Preview = Reply<'previewTemplate'>;

export const channels: readonly Channel[] = ['email', 'text', 'post'];
export const noWords: Spoken = { subject: '', preheader: '', email: '', text: '', post: '' };

export const templatesQuery = queryOptions({
  queryKey: ['plan', 'templates'],
  queryFn: ({ signal }) => ask('listTemplates', {}, signal),
});

export function templateQuery(templateId: string) {
  return queryOptions({
    queryKey: ['plan', 'templates', templateId],
    queryFn: ({ signal }) => ask('getTemplate', { params: { templateId } }, signal),
  });
}

export function previewQuery(body: Input<'previewTemplate'>['body']) {
  return queryOptions({
    queryKey: ['plan', 'template-preview', body],
    queryFn: ({ signal }) => ask('previewTemplate', { body }, signal),
    gcTime: 10_000,
  });
}
