import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { CapacityGrid } from './capacity-grid.tsx';
import { SharesEditor } from './shares-editor.tsx';
import { Touchpoints } from './touchpoints.tsx';
import '../patients/patients.css';
import './settings.css';

export type Plan = Reply<'getPlan'>;

export const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => ask('getPlan', {}, signal),
});

/** The relationship plan: touchpoints, how minutes are shared, and how many there are. */
export function PlanScreen() {
  const words = useWords();
  const mayChange = useMay('plan.change');
  const query = useQuery(planQuery);
  useTitle(words.places.plan);
  return (
    <Region query={query} rows={12}>
      {(plan) => (
        <div className="page">
          <h1>{words.places.plan}</h1>
          <p className="dim">
            {words.plan.explained} {mayChange ? '' : words.plan.readOnly}
          </p>
          <Touchpoints plan={plan} mayChange={mayChange} />
          <SharesEditor
            key={`shares ${JSON.stringify(plan.shares)}`}
            shares={plan.shares}
            mayChange={mayChange}
          />
          <CapacityGrid
            key={`capacity ${JSON.stringify(plan.capacity)}`}
            capacity={plan.capacity}
            mayChange={mayChange}
          />
        </div>
      )}
    </Region>
  );
}
