import { useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session.ts';
import { planQuery } from '../plan/plan-queries.ts';

/** What the practice says of itself on what it prints; empty lines while that is being read, or where it says nothing. */
export function usePracticeLines(): {
  readonly name: string;
  readonly mission: string;
  readonly objective: string;
} {
  const session = useSession();
  const plan = useQuery(planQuery);
  const { mission = '', objective = '' } = plan.data?.statement ?? {};
  return { name: session?.practice?.name ?? '', mission, objective };
}
