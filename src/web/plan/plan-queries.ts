import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Input, Reply } from '../app/operations.ts';

export type Plan = Reply<'getPlan'>;
export type Touchpoint = Plan['touchpoints'][number];
export type Wish = Input<'previewPlan'>['body'];
export type TouchpointWish = NonNullable<Wish['touchpoints']>[number];

export const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => ask('getPlan', {}, signal),
});

/** What each touchpoint costs a week; counted on the record, so it comes after the plan itself. */
export const loadQuery = queryOptions({
  queryKey: ['plan', 'load'],
  queryFn: ({ signal }) => ask('getPlanLoad', {}, signal),
});

/** What stands behind each touchpoint; counted on the record too. */
export const evidenceQuery = queryOptions({
  queryKey: ['plan', 'evidence'],
  queryFn: ({ signal }) => ask('getPlanEvidence', {}, signal),
});

export const versionsQuery = queryOptions({
  queryKey: ['plan', 'versions'],
  queryFn: ({ signal }) => ask('listPlanVersions', {}, signal),
});

/** Whom news would reach. */
export function reachQuery(wish: Input<'readNewsReach'>['body']) {
  return queryOptions({
    queryKey: ['plan', 'reach', JSON.stringify(wish)],
    queryFn: ({ signal }) => ask('readNewsReach', { body: wish }, signal),
    gcTime: 0,
  });
}

export function previewQuery(wish: Wish) {
  return queryOptions({
    queryKey: ['plan', 'preview', JSON.stringify(wish)],
    queryFn: ({ signal }) => ask('previewPlan', { body: wish }, signal),
    gcTime: 0,
  });
}
