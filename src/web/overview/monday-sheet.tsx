import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { PrintRoot } from '../print/print-root.tsx';
import { papers, usePrintSettings } from '../print/print-settings.ts';
import { usePrintWords } from '../print/print-words.ts';
import type { Overview } from './overview-query.ts';
import { useDecisionWords, useKeptWords, useLeftWords, useRebookedWords } from './overview-sentences.ts';
import { useOverviewWords } from './overview-words.ts';
import '../print/print.css';

/** The page of the practice on one sheet: counts and shares, nobody's name. */
export function MondaySheet({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  const app = useWords();
  const print = usePrintWords();
  const formats = useFormats();
  const session = useSession();
  const decision = useDecisionWords();
  const kept = useKeptWords();
  const rebooked = useRebookedWords();
  const left = useLeftWords();
  const [{ paper }] = usePrintSettings();
  const { acts, withNext, patients } = overview;
  const n = formats.number;
  return (
    <PrintRoot page={papers[paper]} margin={16}>
      <div className="flow monday-sheet" data-paper={paper}>
        <h1>
          {app.places.overview} <small>{formats.longDay(overview.day)}</small>
        </h1>
        <h2>{words.decide}</h2>
        <p>{decision(overview.decision)}</p>
        <h2>{words.keep}</h2>
        {overview.kept === null ? (
          <p>{words.notScored}</p>
        ) : (
          <>
            <p>{kept(overview.kept)}</p>
            <p>
              {words.keptSentence(
                n(overview.kept.scored),
                n(overview.kept.drifting),
                n(overview.kept.overdue),
              )}
            </p>
          </>
        )}
        <h2>{words.rebooked}</h2>
        <p>{rebooked(overview.rebooked)}</p>
        <h2>{words.left}</h2>
        <p>{left(overview.left)}</p>
        <h2>{words.next}</h2>
        <p>{words.withNext(n(withNext), n(patients.active))}</p>
        <h2>{words.week}</h2>
        <p>{acts.done === 0 ? words.noActs : words.acts(acts.done, acts.patients, n(acts.minutes))}</p>
        <p className="flow-foot">
          {print.footer(formats.time(new Date().toISOString()), session?.displayName ?? '')}
        </p>
      </div>
    </PrintRoot>
  );
}
