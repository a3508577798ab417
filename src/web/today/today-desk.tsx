import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { openLayer } from '../app/layers.ts';
import { preferences } from '../app/preferences.ts';
import { useMay, useSession } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { showToast } from '../app/toasts.ts';
import { useUndo } from '../app/use-undo.ts';
import { useWords } from '../app/words.ts';
import { copyWords } from '../parts/copy-words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { printQueue } from '../print/print-queue.ts';
import { ActList } from './act-list.tsx';
import { ActPane } from './act-pane.tsx';
import { AnswerBar } from './answer-bar.tsx';
import { ClockStrip } from './clock-strip.tsx';
import { useDeskWords } from './desk-words.ts';
import { DoneTab } from './done-tab.tsx';
import { GroupPane } from './group-pane.tsx';
import { HeldTab } from './held-tab.tsx';
import { commandOf, type ListCommand } from './list-keys.ts';
import { MarksBar } from './marks-bar.tsx';
import { isForm, type OutcomeForm } from './outcome-bar.tsx';
import { groupHiding, type Row, rowsOf } from './rows.ts';
import { scriptId } from './script-box.tsx';
import { shownActs } from './shown-acts.ts';
import { TodayEmpty } from './today-empty.tsx';
import { TodayHeader } from './today-header.tsx';
import type { Act, TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';
import { TodayStrips } from './today-strips.tsx';
import { TodayTabs } from './today-tabs.tsx';
import { TodayTools } from './today-tools.tsx';
import { type OutcomeBody, useAnswers } from './use-answers.ts';
import { useAssign } from './use-assign.ts';
import { useDeskRoom } from './use-desk-room.ts';
import { useMarks } from './use-marks.ts';
import { useSelection } from './use-selection.ts';
import { useOrderLeft } from './use-trail.ts';

// Running through the list opens nothing: each opening is on the record and reads the premise again.
const settleMilliseconds = 150;

const moves: ReadonlySet<string> = new Set(['next', 'previous', 'first', 'last']);

function isMove(command: ListCommand): command is 'next' | 'previous' | 'first' | 'last' {
  return moves.has(command);
}

export function TodayDesk({
  list,
  readAt,
  search,
}: {
  readonly list: TodayList;
  /** When the list was read, milliseconds since 1970. */
  readonly readAt: number;
  readonly search: TodaySearch;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const say = useProblemWords();
  const stack = useUndo();
  const session = useSession();
  const mayAct = useMay('today.act');
  const { singleKeys } = useStore(preferences);
  const place = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState<OutcomeForm>();
  const [paneOpen, setPaneOpen] = useState(false);
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const whatIf = list.whatIf || search.minutes !== undefined;

  const backTo = useRef<(act: Act) => void>(() => {});
  const answers = useAnswers((act) => backTo.current(act));
  const assign = useAssign();
  const open = answers.openOf(list.acts, readAt);
  const { tab, mine, acts } = shownActs(open, session, search);
  const ofTab = tab === 'mine' ? mine : open;
  const rows = rowsOf(acts, openGroups);
  const marks = useMarks(acts);
  const selection = useSelection<Row>(rows, `${tab} ${search.kind ?? ''}`);
  const { row } = selection;
  const current = row?.kind === 'act' ? row.act : undefined;
  const [settled] = useDebouncedValue(current?.id, settleMilliseconds);

  const focusList = () => {
    setPaneOpen(false);
    place.current?.focus({ preventScroll: true });
  };
  const setFold = (id: string, isOpen: boolean) =>
    setOpenGroups((now) => {
      const next = new Set(now);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });
  const selectAct = (act: Act) => {
    const hidden = groupHiding(rows, act.id);
    if (hidden !== undefined) setFold(hidden, true);
    selection.selectRow({ kind: 'act', id: act.id, act, group: hidden });
  };
  backTo.current = (act) => {
    selectAct(act);
    focusList();
  };
  useOrderLeft(acts);
  const answer = (body: OutcomeBody) => {
    if (row === undefined || current === undefined || whatIf || !mayAct) return;
    setForm(undefined);
    const index = list.acts.findIndex((act) => act.id === current.id);
    selection.passOn(row);
    focusList();
    void answers.answer(current, Math.max(0, index), body);
  };
  const select = (index: number, opening: boolean) => {
    setForm(undefined);
    selection.select(index);
    if (opening) setPaneOpen(true);
  };
  const closedForYou = (said: string) => {
    if (current === undefined || answers.isGone(current.id, readAt)) return;
    // It stays in the pane, which says why.
    if (row !== undefined) selection.selectRow(row);
    answers.markOver(current.id);
    showToast(said);
  };
  const fiveMinutes = async () => {
    const one = await call('oneAct', { query: { minutes: 5 } });
    if (!one.ok) return showToast(say(one.problem), { kind: 'problem' });
    const { act } = one.value;
    if (act === null) return showToast(words.today.nothingFits);
    if (!mine.some((candidate) => candidate.id === act.id) || search.tab !== undefined) {
      await navigate({ to: '/today', search: { tab: 'everyone' } });
    }
    selectAct(act);
    setPaneOpen(true);
    place.current?.focus();
  };
  const fold = (isOpen: boolean) => {
    if (row?.kind === 'group') setFold(row.id, isOpen);
    else if (row?.group !== undefined && !isOpen) {
      const group = rows.find((one) => one.id === row.group);
      setFold(row.group, false);
      if (group !== undefined) selection.selectRow(group);
    }
  };
  const extend = (step: 1 | -1) => {
    const next = rows[selection.index + step];
    const ids = [row, next].flatMap((one) => (one?.kind === 'act' ? [one.id] : []));
    marks.add(...ids);
    selection.move(step === 1 ? 'next' : 'previous');
  };

  const print = (chosen: readonly Act[] = marks.acts.length > 0 ? marks.acts : current ? [current] : []) => {
    if (chosen.length === 0 || whatIf) return;
    printQueue.set(chosen.map((act) => act.id));
    void navigate({ to: '/print' });
  };
  useDeskRoom({
    fiveMinutes: whatIf ? undefined : () => void fiveMinutes(),
    acts: open,
    show: (act) => {
      selectAct(act);
      setPaneOpen(true);
      place.current?.focus({ preventScroll: true });
    },
  });

  const obey = (command: ListCommand) => {
    if (isMove(command)) {
      setForm(undefined);
      selection.move(command);
    } else if (command === 'extend_next') extend(1);
    else if (command === 'extend_previous') extend(-1);
    else if (command === 'unfold' || command === 'fold') fold(command === 'unfold');
    else if (command === 'undo') stack.newest();
    else if (command === 'print') print();
    else if (command === 'open') {
      if (row?.kind === 'group') setFold(row.id, !row.isOpen);
      else setPaneOpen(true);
    } else if (current === undefined) return;
    else if (command === 'mark') marks.toggle(current.id);
    else if (command === 'edit') {
      // At once, also on a phone, where the pane did not stand yet: a timer lets the next keys go to the list first.
      flushSync(() => setPaneOpen(true));
      document.getElementById(scriptId)?.focus();
    } else if (command === 'copy') {
      void copyWords(current.script, desk.copiedWords(formats.languageName(current.language)));
    } else if (command === 'patient') {
      void navigate({ to: '/patients/$patientId', params: { patientId: current.patientId } });
    } else if (isForm(command)) {
      setPaneOpen(true);
      if (!whatIf && mayAct) setForm(command);
    } else if (command !== 'no_answer' || current.channel === 'call') answer({ outcome: command });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event, singleKeys);
    if (command === undefined) return;
    event.preventDefault();
    obey(command);
  };

  return (
    <div className="today" data-pane-open={paneOpen}>
      <TodayStrips list={list} search={search} />
      <TodayHeader
        list={list}
        left={open.length}
        search={search}
        fiveMinutes={() => void fiveMinutes()}
        showKeys={() => openLayer('keys')}
      />
      <TodayTabs
        list={list}
        search={search}
        tab={tab}
        mine={mine.length}
        everyone={open.length}
        tools={
          <TodayTools
            kinds={[...new Set(ofTab.map((act) => act.kind))]}
            search={search}
            cards={whatIf ? [] : acts.filter((act) => act.channel === 'post')}
            print={print}
          />
        }
      />
      {tab === 'done' ? (
        <DoneTab undo={(outcomeId, act) => void answers.undo(outcomeId, act, list.acts.length)} />
      ) : tab === 'held' ? (
        <HeldTab list={list} search={search} />
      ) : acts.length === 0 && row === undefined ? (
        <TodayEmpty list={list} open={open.length} ofTab={ofTab.length} search={search} />
      ) : (
        <div className="desk">
          <div className="column">
            <ClockStrip
              acts={acts}
              open={(act) => {
                selectAct(act);
                setPaneOpen(true);
                place.current?.focus({ preventScroll: true });
              }}
            />
            <MarksBar
              marks={marks}
              assign={() => setForm('assign')}
              print={whatIf ? undefined : () => print()}
            />
            {acts.length === 0 ? (
              // The last one is still in the pane, which says what became of it.
              <TodayEmpty list={list} open={open.length} ofTab={ofTab.length} search={search} />
            ) : (
              <ActList
                rows={rows}
                today={list.asOf}
                selected={row?.id}
                marked={marks.ids}
                checkFirst={new Set(list.checkFirst)}
                problems={answers.problems}
                place={place}
                select={select}
                onKeyDown={onKeyDown}
              />
            )}
          </div>
          {row?.kind === 'group' ? (
            <GroupPane group={row} back={focusList} fold={() => setFold(row.id, !row.isOpen)} />
          ) : null}
          {current === undefined ? null : (
            <ActPane
              act={current}
              whatIf={whatIf}
              settled={settled === current.id && !answers.returning.has(current.id)}
              problem={answers.problems.get(current.id)}
              back={focusList}
              closed={closedForYou}
              reopen={() => void answers.reopen(current, selection.index)}
              isMarked={marks.ids.has(current.id)}
              mark={() => marks.toggle(current.id)}
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
                  assign={(to) => {
                    setForm(undefined);
                    focusList();
                    void assign(marks.acts.length > 0 ? marks.acts : [current], to);
                    marks.clear();
                  }}
                  withKeys={singleKeys}
                />
              }
            />
          )}
        </div>
      )}
    </div>
  );
}
