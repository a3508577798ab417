import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bars } from '../../charts/bars.ts';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { CallsOfWeek } from './calls-of-week.tsx';
import { useLookBackWords } from './look-back-words.ts';
import './look-back.css';

type Answer = Reply<'readLookBack'>;
type LookBack = NonNullable<Answer['lookBack']>;
type Compared = NonNullable<LookBack['compared']>;

// While it is being made; a minute is the longest that it should take.
const lookAgainMilliseconds = 3000;

export const lookBackQuery = queryOptions({
  queryKey: ['look-back'],
  queryFn: ({ signal }) => ask('readLookBack', {}, signal),
  refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? lookAgainMilliseconds : false),
});

/** The practice's own past as the test: what could have been said a year ago, what came of it, and whom to call now. */
export function LookBackScreen() {
  const words = useLookBackWords();
  const query = useQuery(lookBackQuery);
  const mayCall = useMay('today.read');
  useTitle(words.title);
  return (
    <div className="page look-back">
      <h1>{words.title}</h1>
      <Region query={query}>
        {({ state, lookBack }) =>
          lookBack === null ? (
            <Nothing isWaiting={state === 'waiting'} />
          ) : (
            <>
              <Found lookBack={lookBack} />
              {mayCall ? <CallsOfWeek /> : null}
              <Method lookBack={lookBack} />
            </>
          )
        }
      </Region>
    </div>
  );
}

function Nothing({ isWaiting }: { readonly isWaiting: boolean }) {
  const words = useLookBackWords();
  if (isWaiting) {
    return (
      <div role="status">
        <Empty title={words.waiting}>
          <p>{words.waitingExplained}</p>
        </Empty>
      </div>
    );
  }
  return (
    <Empty title={words.none}>
      <p>{words.noneExplained}</p>
      <p>
        <Link to="/imports">{words.toImport}</Link>
      </p>
    </Empty>
  );
}

const hundredth = (share: number): number => Math.round(100 * share);

function Found({ lookBack }: { readonly lookBack: LookBack }) {
  const words = useLookBackWords();
  const formats = useFormats();
  const { compared, tooFew, active, didNotReturn, caveats, origin } = lookBack;
  const n = formats.number;
  return (
    <>
      <p className="look-back-lead">
        {words.active(formats.partialDay(origin), n(active))} {words.didNotReturn(n(didNotReturn))}
      </p>
      {tooFew === null ? null : <p>{words.tooFew(n(tooFew.n), n(tooFew.needed))}</p>}
      {compared === null ? null : <Named compared={compared} all={lookBack.awayShare} />}
      {caveats.length === 0 ? null : (
        <section>
          <h2>{words.cannotTell}</h2>
          <ul className="look-back-caveats">
            {caveats.map((caveat) => (
              <li key={caveat}>{words.caveats[caveat]}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Named({
  compared: { ours, longestAway, daysEarlier },
  all,
}: {
  readonly compared: Compared;
  readonly all: Compared['ours']['share'];
}) {
  const words = useLookBackWords();
  const formats = useFormats();
  const n = formats.number;
  if (ours.named === 0) return <p>{words.nobodyNamed}</p>;
  const { share } = ours;
  const said = (figure: Compared['ours']['share']) =>
    words.share(n(hundredth(figure.value)), n(hundredth(figure.low)), n(hundredth(figure.high)), n(figure.n));
  const rows = [
    { label: words.ours(n(ours.named)), ...ours.share, said: said(ours.share) },
    {
      label: words.longest(n(longestAway.named)),
      ...longestAway.share,
      said: said(longestAway.share),
      hatched: true,
    },
    { label: words.everybody(n(all.n)), ...all, said: said(all), hatched: true },
  ];
  return (
    <>
      <p className="look-back-lead">
        {words.named(
          n(ours.named),
          n(ours.stayedAway),
          n(hundredth(share.low)),
          n(hundredth(share.high)),
          n(ours.named - ours.stayedAway),
        )}{' '}
        {daysEarlier === null
          ? ''
          : words.earlier(n(daysEarlier.median), n(daysEarlier.from), n(daysEarlier.to))}
      </p>
      <ChartFigure
        sentence={words.sentence(
          n(ours.named),
          n(hundredth(ours.share.value)),
          n(hundredth(longestAway.share.value)),
          n(hundredth(all.value)),
        )}
        draw={(look) => bars(rows, [words.listHead, words.shareHead], look, 1)}
      />
    </>
  );
}

function Method({ lookBack }: { readonly lookBack: LookBack }) {
  const words = useLookBackWords();
  const formats = useFormats();
  const { compared, origin, horizonDays, madeAt, day } = lookBack;
  const n = formats.number;
  const three = (value: number) => formats.number(Math.round(1000 * value) / 1000);
  return (
    <section>
      <h2>{words.method}</h2>
      {compared === null ? null : (
        <>
          <p>
            {words.methodSaid(
              formats.partialDay(origin),
              n(compared.model.n),
              compared.model.name,
              n(horizonDays),
            )}
          </p>
          <p>
            {words.quality(
              three(compared.quality.brier.value),
              three(compared.quality.brier.low),
              three(compared.quality.brier.high),
              three(compared.quality.ruleBrier.value),
              n(compared.quality.brier.n),
            )}{' '}
            {compared.quality.auc === null || compared.quality.recencyAuc === null
              ? ''
              : words.order(
                  n(hundredth(compared.quality.auc.value)),
                  n(hundredth(compared.quality.auc.low)),
                  n(hundredth(compared.quality.auc.high)),
                  n(hundredth(compared.quality.recencyAuc.value)),
                )}
          </p>
        </>
      )}
      <p className="dim">{words.made(formats.moment(madeAt), formats.partialDay(day))}</p>
    </section>
  );
}
