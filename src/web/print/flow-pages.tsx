import type { ReactNode } from 'react';
import { useFormats } from '../app/format.ts';
import { initialsOf } from '../app/privacy.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import type { OpenedAct } from '../today/today-queries.ts';
import type { PrintItem } from './print-items.ts';
import type { Paper } from './print-settings.ts';
import { usePrintWords } from './print-words.ts';

function Facts({ opened }: { readonly opened: OpenedAct }) {
  const all = useWords();
  const formats = useFormats();
  return (
    <ul>
      {opened.act.whyNow.map((why) => (
        <li key={`${why.fact} ${why.source}`}>
          <bdi>{why.fact}</bdi> ({wordFor(all.sources, why.source)}, {formats.day(why.date)})
        </li>
      ))}
    </ul>
  );
}

// What is for us to know and not to say stays off paper: paper is left lying about.
function Matters({ opened }: { readonly opened: OpenedAct }) {
  const words = usePrintWords();
  const formats = useFormats();
  const said = opened.whatMatters.filter((detail) => detail.sharing === 'say');
  if (said.length === 0) return null;
  return (
    <>
      <h3>{words.matters}</h3>
      <ul>
        {said.map((detail) => (
          <li key={detail.id}>
            <bdi>{detail.words}</bdi> ({formats.day(detail.toldOn)})
          </li>
        ))}
      </ul>
    </>
  );
}

function Flow({
  paper,
  title,
  children,
}: {
  readonly paper: Paper;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const words = usePrintWords();
  const formats = useFormats();
  const session = useSession();
  return (
    <div className="flow" data-paper={paper}>
      <h1>
        {title} <small>{session == null ? '' : formats.longDay(session.today)}</small>
      </h1>
      {children}
      <p className="flow-foot">
        {words.footer(formats.time(new Date().toISOString()), session?.displayName ?? '')}
      </p>
    </div>
  );
}

interface Props {
  readonly items: readonly PrintItem[];
  readonly paper: Paper;
  readonly initials: boolean;
}

const nameOf = (opened: OpenedAct, initials: boolean): string =>
  initials ? initialsOf(opened.act.patientName) : opened.act.patientName;

/** What whoever writes a card by hand needs beside it; the card itself stays blank. */
export function CueSheet({ items, paper, initials }: Props) {
  const words = usePrintWords();
  return (
    <Flow paper={paper} title={words.kinds.by_hand}>
      {items.map(({ opened, address }) => (
        <section key={opened.act.id} className="cue">
          <h2>
            <bdi>{nameOf(opened, initials)}</bdi> · {opened.act.title}
          </h2>
          <div className="cue-columns">
            <div>
              <h3>{words.facts}</h3>
              <Facts opened={opened} />
              <Matters opened={opened} />
              <h3>{words.words}</h3>
              <p className="cue-words" dir="auto" lang={opened.act.language}>
                {opened.act.script}
              </p>
            </div>
            {initials ? null : (
              <address>
                {address.map((line) => (
                  <div key={line} dir="auto">
                    {line}
                  </div>
                ))}
                {opened.patient.envelope?.nameless === true ? (
                  <div className="dim">{words.nameless}</div>
                ) : null}
              </address>
            )}
          </div>
        </section>
      ))}
    </Flow>
  );
}

/** The acts for whoever works away from the screen. */
export function ActSheet({ items, paper, initials }: Props) {
  const words = usePrintWords();
  const all = useWords();
  return (
    <Flow paper={paper} title={words.kinds.list}>
      {items.map(({ opened }, i) => {
        const way = opened.patient.reachBy.find(({ kind }) => kind === 'mobile' || kind === 'phone');
        return (
          <section key={opened.act.id} className="cue">
            <h2>
              <span className="tick" aria-hidden="true" /> {i + 1}. <bdi>{nameOf(opened, initials)}</bdi> ·{' '}
              {opened.act.title}
            </h2>
            <p>
              {way === undefined ? all.today.noWay : `${words.reach}: `}
              {way === undefined ? null : <bdi dir="ltr">{way.value}</bdi>} ·{' '}
              {all.common.minutes(opened.act.minutes)}
            </p>
            <h3>{words.why}</h3>
            <Facts opened={opened} />
            <Matters opened={opened} />
            <h3>{words.say}</h3>
            <p className="cue-words" dir="auto" lang={opened.act.language}>
              {opened.act.script}
            </p>
          </section>
        );
      })}
    </Flow>
  );
}
