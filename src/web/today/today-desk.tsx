import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { preferences } from '../app/preferences.ts';
import { useMay, useSession } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { showToast, undoLast } from '../app/toasts.ts';
import { useWords } from '../app/words.ts';
import { copyWords } from '../parts/copy-words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { ActList } from './act-list.tsx';
import { ActPane } from './act-pane.tsx';
import { AnswerBar } from './answer-bar.tsx';
import { DoneTab } from './done-tab.tsx';
import { HeldTab } from './held-tab.tsx';
import { commandOf } from './list-keys.ts';
import { isForm, type OutcomeForm } from './outcome-bar.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { TodayEmpty } from './today-empty.tsx';
import { TodayHeader } from './today-header.tsx';
import type { Act, TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';
import { TodayTabs } from './today-tabs.tsx';
import { type OutcomeBody, useAnswers } from './use-answers.ts';
import { useSelection } from './use-selection.ts';

// Running through the list opens nothing: each opening is on the record and reads the premise again.
const settleMilliseconds = 150;

export function TodayDesk({
  list,
  readAt,
  search,
  pausedSince,
}: {
  readonly list: TodayList;
  /** When the list was read, milliseconds since 1970. */
  readonly readAt: number;
  readonly search: TodaySearch;
  readonly pausedSince: number | undefined;
}) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const say = useProblemWords();
  const session = useSession();
  const mayAct = useMay('today.act');
  const { singleKeys } = useStore(preferences);
  const place = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState<OutcomeForm>();
  const [sheet, setSheet] = useState(false);
  const [paneOpen, setPaneOpen] = useState(false);
  const whatIf = list.whatIf || search.minutes !== undefined;

  const backTo = useRef<(act: Act) => void>(() => {});
  const answers = useAnswers((act) => backTo.current(act));
  const open = list.acts.filter((act) => !answers.isGone(act.id, readAt));
  const mine = open.filter((act) => session?.roles.includes(act.ownerRole));
  const tab = search.tab ?? (mine.length > 0 ? 'mine' : 'everyone');
  const acts = tab === 'mine' ? mine : open;
  const selection = useSelection(acts);
  const current = selection.act;
  const [settled] = useDebouncedValue(current?.id, settleMilliseconds);

  const focusList = () => {
    setPaneOpen(false);
    place.current?.focus({ preventScroll: true });
  };
  backTo.current = (act) => {
    selection.selectAct(act);
    focusList();
  };
  const answer = (body: OutcomeBody) => {
    if (current === undefined || whatIf || !mayAct) return;
    setForm(undefined);
    const index = list.acts.findIndex((act) => act.id === current.id);
    selection.passOn(current);
    focusList();
    void answers.answer(current, Math.max(0, index), body);
  };
  const select = (index: number, opening: boolean) => {
    setForm(undefined);
    selection.select(index);
    if (opening) setPaneOpen(true);
  };
  const closedForYou = (words_: string) => {
    if (current === undefined || answers.isGone(current.id, readAt)) return;
    answers.leave(current.id);
    selection.linger(current);
    showToast(words_);
  };
  const fiveMinutes = async () => {
    const one = await call('oneAct', { query: { minutes: 5 } });
    if (!one.ok) return showToast(say(one.problem), { kind: 'problem' });
    const { act } = one.value;
    if (act === null) return showToast(words.today.nothingFits);
    if (!mine.some((candidate) => candidate.id === act.id) || search.tab !== undefined) {
      await navigate({ to: '/today', search: { tab: 'everyone' } });
    }
    selection.selectAct(act);
    setPaneOpen(true);
    place.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event, singleKeys);
    if (command === undefined) return;
    event.preventDefault();
    if (command === 'next' || command === 'previous' || command === 'first' || command === 'last') {
      setForm(undefined);
      selection.move(command);
    } else if (command === 'open') setPaneOpen(true);
    else if (command === 'undo') undoLast();
    else if (command === 'sheet') setSheet(true);
    else if (current === undefined) return;
    else if (command === 'copy') void copyWords(current.script, words.today.copied);
    else if (command === 'patient') {
      void navigate({ to: '/patients/$patientId', params: { patientId: current.patientId } });
    } else if (isForm(command)) {
      setPaneOpen(true);
      if (!whatIf && mayAct) setForm(command);
    } else if (command !== 'no_answer' || current.channel === 'call') answer({ outcome: command });
  };

  return (
    <div className="today" data-pane-open={paneOpen}>
      {whatIf ? (
        <p className="strip what-if" role="status">
          {list.whatIf
            ? words.today.whatIfDay(formats.longDay(list.asOf))
            : words.today.whatIfMinutes(list.minutes.available)}{' '}
          <button type="button" className="link" onClick={() => void navigate({ to: '/today', search: {} })}>
            {words.today.backToToday}
          </button>
        </p>
      ) : null}
      {pausedSince === undefined ? null : (
        <p className="strip late" role="status">
          {words.today.paused(formats.time(new Date(pausedSince).toISOString()))}
        </p>
      )}
      {list.scheduleIsStale && list.scheduleAsOf !== null ? (
        <p className="strip stale">{words.today.stale(formats.moment(list.scheduleAsOf))}</p>
      ) : null}
      <TodayHeader
        list={list}
        left={open.length}
        search={search}
        fiveMinutes={() => void fiveMinutes()}
        showKeys={() => setSheet(true)}
      />
      <TodayTabs list={list} search={search} tab={tab} mine={mine.length} everyone={open.length} />
      {tab === 'done' ? (
        <DoneTab undo={(outcomeId, act) => void answers.undo(outcomeId, act, list.acts.length)} />
      ) : tab === 'held' ? (
        <HeldTab list={list} />
      ) : acts.length === 0 && current === undefined ? (
        <TodayEmpty list={list} filtered={open.length} search={search} />
      ) : (
        <div className="desk">
          <ActList
            acts={acts}
            today={list.asOf}
            selected={current?.id}
            problems={answers.problems}
            place={place}
            select={select}
            onKeyDown={onKeyDown}
          />
          {current === undefined ? null : (
            <ActPane
              act={current}
              whatIf={whatIf}
              settled={settled === current.id && !answers.returning.has(current.id)}
              problem={answers.problems.get(current.id)}
              back={focusList}
              closed={closedForYou}
              buttons={
                <AnswerBar
                  act={current}
                  reason={
                    whatIf ? words.today.whatIfNoAnswers : mayAct ? undefined : words.today.mayNotAnswer
                  }
                  form={form}
                  setForm={(next) => {
                    setForm(next);
                    if (next === undefined) place.current?.focus();
                  }}
                  answer={answer}
                  withKeys={singleKeys}
                />
              }
            />
          )}
        </div>
      )}
      {sheet ? <ShortcutSheet close={() => setSheet(false)} /> : null}
    </div>
  );
}
