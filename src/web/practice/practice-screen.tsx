import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { ServiceTable } from './service-table.tsx';
import { StaffSection } from './staff-section.tsx';
import '../patients/patients.css';
import '../plan/settings.css';

export type PracticeReply = Reply<'getPractice'>;

export const practiceQuery = queryOptions({
  queryKey: ['practice'],
  queryFn: ({ signal }) => ask('getPractice', {}, signal),
});

/** Days in a row with the same hours, as one: `Mon–Fri 08:00–18:00`. */
function Hours({ hours }: { readonly hours: PracticeReply['locations'][number]['openingHours'] }) {
  const formats = useFormats();
  const runs: { from: number; to: number; open: string }[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const open = (hours[weekday] ?? []).map(([from, to]) => `${from}–${to}`).join(', ');
    const last = runs.at(-1);
    if (last !== undefined && last.open === open) last.to = weekday;
    else runs.push({ from: weekday, to: weekday, open });
  }
  const days = ({ from, to }: { readonly from: number; readonly to: number }): string =>
    from === to ? formats.weekday(from) : `${formats.weekday(from)}–${formats.weekday(to)}`;
  const said = runs.filter((run) => run.open !== '').map((run) => `${days(run)} ${run.open}`);
  return said.length === 0 ? null : <p className="dim">{said.join(' · ')}</p>;
}

function Locations({ locations }: { readonly locations: PracticeReply['locations'] }) {
  const words = useWords();
  return (
    <section>
      <h2>{words.practice.locations}</h2>
      {locations.length === 0 ? <p className="dim">{words.practice.noLocations}</p> : null}
      <ul className="locations">
        {locations.map((location) => (
          <li key={location.id}>
            <p>
              <strong>
                <bdi>{location.name}</bdi>
              </strong>{' '}
              <bdi>{[...location.address, location.phone ?? ''].filter(Boolean).join(', ')}</bdi>{' '}
              <span className="dim">{location.zone}</span>
            </p>
            <Hours hours={location.openingHours} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The practice itself: places, services, and who works here. */
export function PracticeScreen() {
  const words = useWords();
  const mayChange = useMay('practice.change');
  const query = useQuery(practiceQuery);
  useTitle(words.places.practice);
  return (
    <Region query={query} rows={10}>
      {({ practice, locations, services }) => (
        <div className="page">
          <h1>
            <bdi>{practice.name}</bdi>
          </h1>
          <p className="dim">
            {[practice.country, practice.zone, practice.languages.join(', ')].join(' · ')}
          </p>
          <Locations locations={locations} />
          <ServiceTable services={services} mayChange={mayChange} />
          <StaffSection />
        </div>
      )}
    </Region>
  );
}
