import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bars } from '../../charts/bars.ts';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useFirstDaysWords } from './first-days-words.ts';
import './first-days.css';

type Progress = Reply<'getProgress'>;

const progressQuery = queryOptions({
  queryKey: ['progress'],
  queryFn: ({ signal }) => ask('getProgress', {}, signal),
});

/** How it goes: on the seventh day counts, on the ninetieth charts, and always what cannot be told yet and until when. */
export function ProgressScreen() {
  const words = useFirstDaysWords().progress;
  const query = useQuery(progressQuery);
  useTitle(words.title);
  return (
    <div className="page progress-page">
      <h1>{words.title}</h1>
      <Region query={query}>
        {(progress) => (progress.since === null ? <NothingYet /> : <Whole progress={progress} />)}
      </Region>
    </div>
  );
}

function NothingYet() {
  const words = useFirstDaysWords().progress;
  return (
    <Empty title={words.none}>
      <p>{words.noneExplained}</p>
      <p>
        <Link to="/today">{words.toToday}</Link>
      </p>
    </Empty>
  );
}

function Whole({ progress }: { readonly progress: Progress }) {
  const words = useFirstDaysWords().progress;
  const formats = useFormats();
  const percent = (share: number): string => formats.number(Math.round(100 * share));
  const share = (figure: Progress['reached']): string =>
    figure === null
      ? words.noneYet
      : words.of(
          formats.number(Math.round(figure.value * figure.n)),
          formats.number(figure.n),
          percent(figure.value),
          percent(figure.low),
          percent(figure.high),
        );
  return (
    <>
      <p className="dim">{words.since(progress.days, formats.day(progress.since ?? ''))}</p>
      <dl>
        <dt>{words.calls}</dt>
        <dd>{formats.number(progress.calls)}</dd>
        <dt>{words.reached}</dt>
        <dd>{share(progress.reached)}</dd>
        <dt>{words.booked}</dt>
        <dd>
          {share(progress.booked)} <span className="dim">{words.bookedExplained}</span>
        </dd>
        <dt>{words.cards}</dt>
        <dd>{formats.number(progress.cards)}</dd>
        <dt>{words.promises}</dt>
        <dd>{share(progress.promisesKept)}</dd>
      </dl>
      <Weeks progress={progress} />
      <WhatKept progress={progress} />
    </>
  );
}

/** A chart only where it can be read: with fewer points chance looks like change. */
function Weeks({ progress }: { readonly progress: Progress }) {
  const words = useFirstDaysWords().progress;
  const formats = useFormats();
  const { weeks, weeksNeeded, weeksOn } = progress;
  const calls = weeks.map((week) => week.calls);
  return (
    <section>
      <h2>{words.weeks}</h2>
      {weeks.length < weeksNeeded ? (
        <p>
          {words.tooFew(weeks.length, weeksNeeded)} {weeksOn === null ? '' : words.on(formats.day(weeksOn))}
        </p>
      ) : (
        <ChartFigure
          sentence={words.weeksSentence(
            weeks.length,
            Math.min(...calls),
            Math.max(...calls),
            calls.reduce((sum, one) => sum + one, 0),
          )}
          draw={(look) =>
            bars(
              weeks.map((week) => ({
                label: formats.day(week.from),
                value: week.calls,
                said: words.callsOf(week.calls),
              })),
              [words.week, words.calls],
              look,
            )
          }
        />
      )}
    </section>
  );
}

function WhatKept({ progress }: { readonly progress: Progress }) {
  const words = useFirstDaysWords().progress;
  const places = useWords().places;
  const formats = useFormats();
  const mayPlan = useMay('plan.read');
  const { acted, held, needed, expectedOn, base, gain } = progress.whatKept;
  const number = formats.number;
  const isEnough = needed !== null && acted >= needed.acted && held >= needed.held;
  return (
    <section>
      <h2>{words.kept}</h2>
      <p>
        <strong>{isEnough ? words.enough : words.cannotTell}</strong>{' '}
        {words.arms(number(acted), number(held))}
      </p>
      {needed === null ? (
        <p>
          {words.noHoldOut} {mayPlan ? <Link to="/plan">{places.plan}</Link> : null}
        </p>
      ) : isEnough ? null : (
        <p>
          {words.needed(
            number(Math.round(100 * gain)),
            number(Math.round(100 * base)),
            number(needed.acted),
            number(needed.held),
          )}{' '}
          {expectedOn === null ? words.noDate : words.expected(formats.day(expectedOn))}
        </p>
      )}
    </section>
  );
}
