import { useQuery } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { Region } from '../parts/region.tsx';
import { todayQuery } from '../today/today-queries.ts';
import { useShellWords } from './shell-words.ts';

/** How old the schedule is, as the newest look at Today said; opened, by source, and what the age means. */
export function ScheduleAge() {
  const words = useWords();
  const formats = useFormats();
  const { age } = useShellWords();
  const { data } = useQuery({ ...todayQuery({}), enabled: false });
  const face =
    data === undefined
      ? age.title
      : data.scheduleAsOf === null
        ? words.shell.noSchedule
        : words.shell.scheduleAsOf(formats.moment(data.scheduleAsOf));
  return (
    <Disclosure
      className={data?.scheduleIsStale === true ? 'schedule-age late' : 'schedule-age'}
      label={data === undefined ? face : `${face}, ${age.title}`}
      face={face}
    >
      {() => <Sources />}
    </Disclosure>
  );
}

function Sources() {
  const { age } = useShellWords();
  const query = useQuery({
    queryKey: ['schedule-age'],
    queryFn: ({ signal }) => ask('getScheduleAge', {}, signal),
  });
  return (
    <>
      <h2>{age.title}</h2>
      <Region query={query} rows={2}>
        {({ sources }) =>
          sources.length === 0 ? (
            <p>{age.none}</p>
          ) : (
            <ul>
              {sources.map((source) => (
                <Source key={`${source.kind} ${source.name}`} source={source} />
              ))}
            </ul>
          )
        }
      </Region>
      <p className="dim">{age.explained}</p>
    </>
  );
}

function Source({ source }: { readonly source: Reply<'getScheduleAge'>['sources'][number] }) {
  const { age } = useShellWords();
  const formats = useFormats();
  const { kind, name, at, stale } = source;
  const called =
    kind === 'sample'
      ? age.sample
      : kind === 'line'
        ? age.line(name)
        : name === ''
          ? age.filesUnnamed
          : age.files(name);
  return (
    <li>
      <bdi>{called}</bdi>: {at === null ? age.never : age.at(formats.moment(at))}
      {stale ? <span className="late"> · {age.stale}</span> : null}
    </li>
  );
}
