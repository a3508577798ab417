import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { type Problem, problemOf } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords, type Words, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { Earlier, Gate, Limits, WaysToReach, WhatMattersNow } from './act-facts.tsx';
import { type DeskWords, useDeskWords } from './desk-words.ts';
import { useBeHere, useWhoIsOn } from './presence-mark.tsx';
import { ScriptBox } from './script-box.tsx';
import { type Act, actQuery, type OpenedAct } from './today-queries.ts';

const FindOut = lazy(async () => ({ default: (await import('../first-days/find-out.tsx')).FindOut }));

function Worth({ act }: { readonly act: Act }) {
  const words = useWords();
  if (act.value === null) return <p className="dim">{words.today.courtesy}</p>;
  const inHundred = (share: number | null): number => Math.round(100 * (share ?? 0));
  return (
    <p className="dim">
      {words.today.worth(inHundred(act.value), inHundred(act.valueLow), inHundred(act.valueHigh))}
    </p>
  );
}

function WhyNow({ act }: { readonly act: Act }) {
  const words = useWords();
  const formats = useFormats();
  return (
    <section>
      <h3>{words.today.whyNow}</h3>
      <ul className="facts">
        {act.whyNow.map((why) => (
          <li key={`${why.fact} ${why.source}`}>
            <bdi className="note told">{why.fact}</bdi>{' '}
            <span className="source">
              {wordFor(words.sources, why.source)}, {formats.day(why.date)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function overWords(
  opened: OpenedAct,
  words: Words,
  desk: DeskWords,
  time: (instant: string) => string,
): string | undefined {
  if (!opened.premise.holds) return words.today.closedForYou(opened.premise.words);
  if (opened.act.state !== 'done') return undefined;
  const last = opened.outcomes.find((outcome) => !outcome.undone);
  return last === undefined ? undefined : desk.didThisAt(last.by, time(last.at));
}

/** One act, opened: what the list knows stands at once, what only opening tells comes a moment later. */
export function ActPane({
  act,
  whatIf,
  settled,
  problem,
  back,
  closed,
  reopen,
  isMarked,
  mark,
  buttons,
}: {
  readonly act: Act;
  readonly whatIf: boolean;
  /** False while somebody runs through the list; nothing is opened then, as opening is on the record. */
  readonly settled: boolean;
  /** Why the last answer to this act was not recorded. */
  readonly problem: Problem | undefined;
  readonly back: () => void;
  /** The act turned out to be over: its reason is gone, or another desk was first. */
  readonly closed: (words: string) => void;
  /** The act closed itself, and somebody knows better. */
  readonly reopen: () => void;
  readonly isMarked: boolean;
  readonly mark: () => void;
  readonly buttons: ReactNode;
}) {
  const words = useWords();
  const query = useQuery({ ...actQuery(act.id), enabled: settled && !whatIf });
  const opened = query.data;
  const desk = useDeskWords();
  const formats = useFormats();
  const mayAct = useMay('today.act');
  const isOn = useWhoIsOn()(act.id);
  const over = opened === undefined ? undefined : overWords(opened, words, desk, formats.time);
  useBeHere(settled && !whatIf && mayAct && opened !== undefined && over === undefined ? act.id : undefined);
  const tell = useRef(closed);
  tell.current = closed;
  useEffect(() => {
    if (over !== undefined) tell.current(over);
  }, [over]);
  return (
    <article className="pane" aria-label={words.today.openAct}>
      <button type="button" className="quiet back" onClick={back}>
        ‹ {words.today.backToList}
      </button>
      <div className="pane-body">
        <p className="pane-kind">
          <span className="kind">{wordFor(words.kinds, act.kind)}</span> {act.title} ·{' '}
          {words.common.minutes(act.minutes)}{' '}
          <button type="button" className="quiet small" aria-pressed={isMarked} onClick={mark}>
            {desk.select}
          </button>
        </p>
        <h2>
          <Link to="/patients/$patientId" params={{ patientId: act.patientId }}>
            <PatientName name={act.patientName} />
          </Link>
          {opened === undefined || opened.patient.pronunciation === '' ? null : (
            <span className="pronounced note">({opened.patient.pronunciation})</span>
          )}
          {opened === undefined || opened.patient.pronouns === '' ? null : (
            <span className="pronounced">{opened.patient.pronouns}</span>
          )}
        </h2>
        {isOn === undefined ? null : (
          <p className="gate wait" role="status">
            <bdi>{isOn}</bdi>
          </p>
        )}
        <ProblemMessage problem={problem} />
        {query.isError ? <ProblemMessage problem={problemOf(query.error)} /> : null}
        {over !== undefined ? (
          <>
            <p className="closed" role="status">
              {over}
            </p>
            {opened?.canReopen && mayAct ? (
              <Button variant="default" onClick={reopen}>
                {desk.reopen}
              </Button>
            ) : null}
          </>
        ) : (
          <>
            {whatIf ? null : (
              <div className="reach">
                {opened === undefined ? null : <Gate opened={opened} />}
                {opened === undefined ? null : <WaysToReach opened={opened} />}
              </div>
            )}
            <WhyNow act={act} />
            <ScriptBox key={act.id} act={act} opened={opened} mayChange={mayAct && !whatIf} />
            {opened === undefined ? null : <WhatMattersNow opened={opened} />}
            {opened === undefined ? null : <Limits opened={opened} />}
            {opened?.findOut == null || !mayAct ? null : (
              <Suspense>
                <FindOut key={opened.findOut} patientId={act.patientId} question={opened.findOut} />
              </Suspense>
            )}
            <Worth act={act} />
            {opened === undefined ? null : <Earlier opened={opened} />}
          </>
        )}
      </div>
      {over !== undefined ? null : buttons}
    </article>
  );
}
