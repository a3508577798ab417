import { queryOptions, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { Region } from '../parts/region.tsx';
import { todayQuery } from '../today/today-queries.ts';
import { useShellWords } from './shell-words.ts';

const ageQuery = queryOptions({
  queryKey: ['schedule-age'],
  queryFn: ({ signal }) => ask('getScheduleAge', {}, signal),
});

/**
 * How old the schedule is, as the newest look at Today said; in a room that nobody came to by Today, as its sources
 * say. Opened, by source, and what the age means.
 */
export function ScheduleAge() {
  const words = useWords();
  const formats = useFormats();
  const { age } = useShellWords();
  const onToday = useLocation({ select: ({ pathname }) => pathname === '/today' });
  const today = useQuery({ ...todayQuery({}), enabled: false }).data;
  const sources = useQuery({ ...ageQuery, enabled: !onToday && today === undefined }).data?.sources;
  const data = today ?? (sources === undefined ? undefined : newestOf(sources));
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

type Source = Reply<'getScheduleAge'>['sources'][number];

/** What Today says of all sources together: the newest word, and stale where every source is. */
function newestOf(sources: readonly Source[]): {
  readonly scheduleAsOf: string | null;
  readonly scheduleIsStale: boolean;
} {
  const heard = sources.flatMap(({ at }) => (at === null ? [] : [at])).toSorted();
  return {
    scheduleAsOf: heard.at(-1) ?? null,
    scheduleIsStale: sources.length > 0 && sources.every(({ stale }) => stale),
  };
}

function Sources() {
  const { age } = useShellWords();
  const query = useQuery(ageQuery);
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
                <SourceLine key={`${source.kind} ${source.name}`} source={source} />
              ))}
            </ul>
          )
        }
      </Region>
      <p className="dim">{age.explained}</p>
    </>
  );
}

function SourceLine({ source }: { readonly source: Source }) {
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
