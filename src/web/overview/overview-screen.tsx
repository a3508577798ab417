import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bars } from '../../charts/bars.ts';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Decision } from './decision.tsx';
import { Keeping } from './keeping.tsx';
import { type Overview, overviewQuery } from './overview-query.ts';
import { useOverviewWords } from './overview-words.ts';
import './overview.css';

/** The practice on one page: what to decide, who stays, what the desk did, and where all of it comes from. */
export function OverviewScreen() {
  const app = useWords();
  const words = useOverviewWords();
  const query = useQuery(overviewQuery);
  useTitle(app.places.overview);
  return (
    <div className="page overview">
      <h1>{app.places.overview}</h1>
      <p className="dim">{words.lead}</p>
      <p>
        <Link to="/look-back">{words.lookBack}</Link> <span className="dim">{words.lookBackExplained}</span>
        <br />
        <Link to="/predictions">{words.predictions}</Link>{' '}
        <span className="dim">{words.predictionsExplained}</span>
      </p>
      <Region query={query}>
        {(overview) => (
          <>
            <Decision overview={overview} />
            <Keeping overview={overview} />
            <Figures overview={overview} />
            <Weeks overview={overview} />
            <Sources overview={overview} />
          </>
        )}
      </Region>
    </div>
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  const formats = useFormats();
  const { patients, withNext, acts } = overview;
  const total = patients.active + patients.prospective + patients.exited;
  return (
    <section>
      <h2>{words.patients}</h2>
      <dl className="overview-figures">
        {(['active', 'prospective', 'exited'] as const).map((status) => (
          <div key={status}>
            <dt>{words[status]}</dt>
            <dd>{formats.number(patients[status])}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">{words.ofPatients(formats.number(total))}</p>
      <h3>{words.next}</h3>
      <p>
        {words.withNext(formats.number(withNext), formats.number(patients.active))}{' '}
        {words.withoutNext(formats.number(patients.active - withNext))}
      </p>
      <h3>{words.week}</h3>
      <p>
        {acts.done === 0 ? words.noActs : words.acts(acts.done, acts.patients, formats.number(acts.minutes))}
      </p>
    </section>
  );
}

function Weeks({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  const formats = useFormats();
  const { weeks } = overview;
  const took = weeks.reduce((sum, week) => sum + week.took, 0);
  const rows = weeks.map((week, index) => ({
    label: index === weeks.length - 1 ? words.thisWeek(formats.day(week.from)) : formats.day(week.from),
    value: week.took,
    said: words.weekSaid(week.took, week.missed, week.cancelled),
    hatched: index === weeks.length - 1,
  }));
  return (
    <section>
      <h2>{words.visits}</h2>
      {took === 0 ? (
        <p className="dim">{words.noVisits}</p>
      ) : (
        <ChartFigure
          sentence={words.visitsSentence(formats.number(took), weeks.length)}
          draw={(look) => bars(rows, [words.weekHead, words.visitsHead], look)}
        />
      )}
    </section>
  );
}

function Sources({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  const formats = useFormats();
  const { lastImport, visitsSince, missing, patients } = overview;
  const n = formats.number;
  const lacks = [
    missing.withoutService === 0 ? '' : words.withoutService(n(missing.withoutService), n(missing.visits)),
    missing.withoutClinician === 0
      ? ''
      : words.withoutClinician(n(missing.withoutClinician), n(missing.visits)),
    missing.withoutWay === 0 ? '' : words.withoutWay(n(missing.withoutWay), n(patients.active)),
    missing.withoutBirthDate === 0
      ? ''
      : words.withoutBirthDate(n(missing.withoutBirthDate), n(patients.active)),
  ].filter((line) => line !== '');
  return (
    <section>
      <h2>{words.source}</h2>
      <p>
        {lastImport === null
          ? words.noImport
          : words.lastImport(
              formats.moment(lastImport.at),
              n(lastImport.patients),
              n(lastImport.visits),
            )}{' '}
        {visitsSince === null ? words.noVisitKnown : words.since(formats.partialDay(visitsSince))}
      </p>
      <h3>{words.missing}</h3>
      <p className="dim">{words.missingExplained}</p>
      {lacks.length === 0 ? (
        <p>{words.nothingMissing}</p>
      ) : (
        <ul className="overview-missing">
          {lacks.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
