import { Link } from '@tanstack/react-router';
import { bars } from '../../charts/bars.ts';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { Overview } from './overview-query.ts';
import { hundredth, useKeptWords, useLeftWords, useRebookedWords } from './overview-sentences.ts';
import { useOverviewWords } from './overview-words.ts';

const standings = ['booked', 'onRhythm', 'fresh', 'drifting', 'overdue'] as const;

const millisecondsADay = 86_400_000;
// Scored each night; over a long weekend without a server it may be three days.
const staleAfterDays = 3;

/** Who stays, who left, and who went home with a next visit. */
export function Keeping({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  return (
    <section>
      <h2>{words.keep}</h2>
      <Standings kept={overview.kept} />
      <h3>{words.rebooked}</h3>
      <p>{useRebookedWords()(overview.rebooked)}</p>
      <RebookedByService services={overview.rebookedByService} />
      <h3>{words.left}</h3>
      <p>{useLeftWords()(overview.left)}</p>
    </section>
  );
}

/** Where most is lost at the desk: the same share by service, each with its interval. */
function RebookedByService({ services }: { readonly services: Overview['rebookedByService'] }) {
  const words = useOverviewWords();
  const formats = useFormats();
  const language = useLanguage();
  // One alone says what the sentence above says.
  if (services.length < 2) return null;
  const n = formats.number;
  return (
    <TableScroll label={words.rebookedByService}>
      <table className="by-service">
        <caption>{words.rebookedByService}</caption>
        <thead>
          <tr>
            <th scope="col">{words.service}</th>
            <th scope="col" className="figure">
              {words.ofHundred}
            </th>
            <th scope="col" className="figure">
              {words.likely}
            </th>
            <th scope="col" className="figure">
              {words.patients}
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ service, share }) => {
            const name = service === null ? words.noService : inLanguage(service, [language, 'en'])?.text;
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="figure">{n(hundredth(share.value))}</td>
                <td className="figure">{words.between(n(hundredth(share.low)), n(hundredth(share.high)))}</td>
                <td className="figure">{n(share.n)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Standings({ kept }: { readonly kept: Overview['kept'] }) {
  const words = useOverviewWords();
  const formats = useFormats();
  const said = useKeptWords();
  const mayDrift = useMay('loyalty.read');
  const session = useSession();
  if (kept === null) return <p className="dim">{words.notScored}</p>;
  const n = formats.number;
  const rows = standings.map((standing) => ({
    label: words.standing[standing],
    value: kept[standing],
    said: words.standingSaid(n(kept[standing]), n(hundredth(kept[standing] / Math.max(1, kept.scored)))),
    hatched: standing === 'drifting' || standing === 'overdue',
  }));
  const age = session ? (Date.parse(session.today) - Date.parse(kept.asOf)) / millisecondsADay : 0;
  return (
    <>
      {age > staleAfterDays ? <p className="strip stale">{words.stale(formats.day(kept.asOf))}</p> : null}
      <p>{said(kept)}</p>
      <ChartFigure
        sentence={words.keptSentence(n(kept.scored), n(kept.drifting), n(kept.overdue))}
        draw={(look) => bars(rows, [words.standingHead, words.patients], look)}
      />
      <p className="dim">
        {mayDrift ? <Link to="/drifting">{words.toDrift}</Link> : null}{' '}
        {words.scoredOn(formats.day(kept.asOf))}
      </p>
    </>
  );
}
