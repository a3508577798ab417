import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { CapacityGrid } from './capacity-grid.tsx';
import { evidenceQuery, loadQuery, type Plan, planQuery } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';
import { SharesEditor } from './shares-editor.tsx';
import { Statement } from './statement-editor.tsx';
import { Touchpoints } from './touchpoints.tsx';
import '../patients/patients.css';
import './settings.css';
import './plan.css';

/** Minutes a week that what is on asks for, beside those there are. */
function Used({
  plan,
  load,
}: {
  readonly plan: Plan;
  readonly load: ReadonlyMap<string, number> | undefined;
}) {
  const room = usePlanWords();
  const formats = useFormats();
  if (load === undefined) return null;
  const used = plan.touchpoints
    .filter((one) => one.enabled)
    .reduce((sum, one) => sum + (load.get(one.code) ?? 0), 0);
  const available = plan.capacity.reduce((sum, one) => sum + one.minutes, 0);
  return (
    <p className={used > available ? 'late' : ''}>
      {room.used(formats.number(used), formats.number(available))}
    </p>
  );
}

/** The relationship plan: what it is for, touchpoints, how minutes are shared, and how many there are. */
export function PlanScreen() {
  const words = useWords();
  const room = usePlanWords();
  const mayChange = useMay('plan.change');
  const query = useQuery(planQuery);
  const load = useQuery(loadQuery);
  const evidence = useQuery(evidenceQuery);
  useTitle(words.places.plan);
  const minutes =
    load.data === undefined ? undefined : new Map(load.data.load.map((one) => [one.code, one.minutes]));
  return (
    <Region query={query} rows={12}>
      {(plan) => (
        <div className="page">
          <h1>{words.places.plan}</h1>
          <Statement
            key={`statement ${JSON.stringify(plan.statement)}`}
            statement={plan.statement}
            mayChange={mayChange}
          />
          <Used plan={plan} load={minutes} />
          <p className="plan-lead">
            <span className="dim">
              {words.plan.explained} {mayChange ? '' : words.plan.readOnly}
            </span>
            <Link to="/plan/versions">{room.versions.link}</Link>
            {mayChange ? <Link to="/plan/news">{room.news.link}</Link> : null}
          </p>
          <Touchpoints
            plan={plan}
            load={load.data?.load}
            evidence={evidence.data?.evidence}
            mayChange={mayChange}
          />
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
