import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { initialsOf } from '../app/privacy.ts';
import { useSession } from '../app/session.ts';
import { useLanguage, useWords } from '../app/words.ts';
import { usePracticeLines } from '../print/practice-lines.ts';
import { PrintRoot } from '../print/print-root.tsx';
import { type Paper, papers } from '../print/print-settings.ts';
import { usePrintWords } from '../print/print-words.ts';
import { useComing, useVisitFacts } from './huddle-facts.tsx';
import type { Huddle, HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';
import { useCardWay } from './my-cards.tsx';
import '../print/print.css';

// Two lines of nine points: more would push the fourteenth visit off the page.
const mostLetters = 220;

/** What the practice is here for; the objective only where both fit. */
function PracticeLine() {
  const { mission, objective } = usePracticeLines();
  const shown = objective.length + mission.length <= mostLetters ? objective : '';
  if (mission === '' && shown === '') return null;
  return (
    <p className="huddle-for">
      <bdi>{shown}</bdi>
      {mission === '' || shown === '' ? '' : ' · '}
      <em>
        <bdi>{mission}</bdi>
      </em>
    </p>
  );
}

/** Something to tick; its box never stays behind at the end of a line. */
function Box({ children }: { readonly children: string }) {
  const [first = '', ...rest] = children.split(' ');
  return (
    <>
      <bdi>
        <span className="huddle-first">
          <span aria-hidden="true" className="huddle-box" /> {first}
        </span>{' '}
        {rest.join(' ')}
      </bdi>{' '}
    </>
  );
}

/**
 * The day on paper: fourteen visits on one sheet, A4 or Letter, in letters of nine points. What is for us to know and
 * not to say stays off it, because paper is left lying about.
 */
export function HuddleSheet({
  huddle,
  visits,
  paper,
  initials,
}: {
  readonly huddle: Huddle;
  readonly visits: readonly HuddleVisit[];
  readonly paper: Paper;
  readonly initials: boolean;
}) {
  const words = useHuddleWords();
  const app = useWords();
  const print = usePrintWords();
  const formats = useFormats();
  const session = useSession();
  const facts = useVisitFacts();
  const coming = useComing();
  const language = useLanguage();
  const way = useCardWay();
  return (
    <PrintRoot page={papers[paper]} margin={10}>
      <div className="flow huddle-sheet" data-paper={paper}>
        <h1>
          {app.places.huddle} <small>{formats.longDay(huddle.day)}</small>
        </h1>
        <PracticeLine />
        {huddle.scheduleIsStale && huddle.scheduleAsOf !== null ? (
          <p>{words.stale(formats.moment(huddle.scheduleAsOf))}</p>
        ) : null}
        {visits.map((visit) => (
          <div key={visit.id} className="huddle-line">
            <strong>{formats.time(visit.startsAt)}</strong>
            <p>
              <strong>
                <bdi>{initials ? initialsOf(visit.patientName) : visit.patientName}</bdi>
              </strong>
              {coming(visit) === undefined ? '' : ` · ${coming(visit)}`}
              <br />
              {facts(visit).join(' · ')}
            </p>
            <p className="huddle-told">
              {visit.todo === null ? null : (
                <span>
                  <strong>{words.todo}:</strong> <bdi>{visit.todo}</bdi>
                </span>
              )}
              {visit.matters
                .filter(({ locked }) => !locked)
                .map(({ words: said, toldOn }) => (
                  <span key={said}>
                    <bdi>{said}</bdi> ({formats.day(toldOn)})
                  </span>
                ))}
              {visit.promises.map(({ words: said, dueOn, late }) => (
                <span key={said}>
                  {words.promised}: <bdi>{said}</bdi> (
                  {late ? words.late(formats.day(dueOn)) : words.due(formats.day(dueOn))})
                </span>
              ))}
            </p>
            <p className="huddle-boxes">
              {visit.leaving.items.map(({ code, words: said }) => (
                <Box key={code}>{inLanguage(said, [language, 'en'])?.text ?? code}</Box>
              ))}
            </p>
          </div>
        ))}
        {huddle.cards.cards.length === 0 ? null : (
          <div className="huddle-cards">
            <strong>{words.cards}:</strong>{' '}
            {huddle.cards.cards.map((card) => (
              <span key={card.actId}>
                <bdi>{initials ? initialsOf(card.patientName) : card.patientName}</bdi>, {card.title} (
                {way(card)}).{' '}
              </span>
            ))}
          </div>
        )}
        <p className="flow-foot">
          {print.footer(formats.time(new Date().toISOString()), session?.displayName ?? '')}
        </p>
      </div>
    </PrintRoot>
  );
}
