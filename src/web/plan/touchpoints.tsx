import { Button, Switch } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { preferences } from '../app/preferences.ts';
import { useStore } from '../app/store.ts';
import { useLanguage, useWords, wordFor } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import { EvidenceCell, EvidenceDialog, type EvidenceLine } from './evidence.tsx';
import type { Plan, Touchpoint, TouchpointWish } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';
import { PreviewDialog } from './preview-dialog.tsx';
import { TouchpointEditor } from './touchpoint-editor.tsx';
import { NoTouchpoint, TouchpointFilter, useTouchpointFilter } from './touchpoint-filter.tsx';

type Load = Reply<'getPlanLoad'>['load'];

function MinutesField({
  touchpoint,
  title,
  disabled,
  save,
}: {
  readonly touchpoint: Touchpoint;
  readonly title: string;
  readonly disabled: boolean;
  readonly save: (minutes: number) => void;
}) {
  const words = useWords();
  const [text, setText] = useState(String(touchpoint.minutes));
  const leave = () => {
    const minutes = Number(text);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) setText(String(touchpoint.minutes));
    else if (minutes !== touchpoint.minutes) save(minutes);
  };
  return (
    <input
      className="number"
      type="number"
      min={1}
      max={240}
      aria-label={words.plan.minutesOf(title)}
      disabled={disabled}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
      }}
    />
  );
}

/** What a touchpoint costs a week, by the record; nothing while that is being counted. */
function Cost({ touchpoint, load }: { readonly touchpoint: Touchpoint; readonly load: Load | undefined }) {
  const room = usePlanWords();
  const formats = useFormats();
  const found = load?.find((one) => one.code === touchpoint.code);
  if (found === undefined) return null;
  if (found.occasions === 0) return <span className="dim">{room.none}</span>;
  const occasions = formats.number(found.occasions);
  const minutes = formats.number(found.minutes);
  if (!touchpoint.automatic) return room.cost(occasions, minutes);
  return found.minutes === 0 ? room.byItself(occasions) : room.byItselfAndCalls(occasions, minutes);
}

type Open = {
  readonly kind: 'edit' | 'preview' | 'evidence';
  readonly touchpoint: Touchpoint;
  readonly wish?: TouchpointWish;
};

/** As it was, for what a wish changes: what the toast's undo asks for. */
function undoOf(touchpoint: Touchpoint, wish: TouchpointWish): TouchpointWish {
  const before = touchpoint as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(wish).map((name) => [name, before[name]]),
  ) as unknown as TouchpointWish;
}

/** Every change is undone from its toast, so none asks whether it is meant. Keys work while a title has the focus. */
export function Touchpoints({
  plan,
  load,
  evidence,
  mayChange,
}: {
  readonly plan: Plan;
  readonly load: Load | undefined;
  readonly evidence: readonly EvidenceLine[] | undefined;
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const room = usePlanWords();
  const language = useLanguage();
  const { singleKeys } = useStore(preferences);
  const change = useChange(['plan']);
  const { shown, find, setFind } = useTouchpointFilter(plan.touchpoints);
  const [chosen, setCurrent] = useState<string>();
  const current = shown.some(({ id }) => id === chosen) ? chosen : shown[0]?.id;
  const [open, setOpen] = useState<Open>();
  const shareTitles = new Map(plan.shares.map((share) => [share.code, share.title]));
  const triggers = { ...words.plan.triggers, ...room.triggers };
  const titleOf = (title: Touchpoint['title']): string => inLanguage(title, [language, 'en'])?.text ?? '';
  const evidenceOf = (touchpoint: Touchpoint) => evidence?.find(({ code }) => code === touchpoint.code);
  const opened = open?.kind === 'evidence' ? evidenceOf(open.touchpoint) : undefined;
  const put = (touchpoint: Touchpoint, wish: TouchpointWish, said: string): void => {
    const back = { body: { touchpoints: [undoOf(touchpoint, wish)] } };
    setOpen(undefined);
    void change.run('changePlan', { body: { touchpoints: [wish] } }, said, () => {
      void change.run('changePlan', back);
    });
  };
  const toggle = (touchpoint: Touchpoint): void => {
    const title = titleOf(touchpoint.title);
    const params = { touchpointId: touchpoint.id };
    const { enabled } = touchpoint;
    const said = enabled ? words.plan.switchedOff(title) : words.plan.switchedOn(title);
    void change.run('changeTouchpoint', { params, body: { enabled: !enabled } }, said, () => {
      void change.run('changeTouchpoint', { params, body: { enabled } });
    });
  };
  const previewToggle = (touchpoint: Touchpoint): void =>
    setOpen({
      kind: 'preview',
      touchpoint,
      wish: { code: touchpoint.code, enabled: !touchpoint.enabled },
    });
  const onKeyDown = (event: KeyboardEvent, nth: number, touchpoint: Touchpoint): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = shown[nth + step];
    if (step !== 0) {
      event.preventDefault();
      if (next !== undefined) {
        setCurrent(next.id);
        document.getElementById(`touchpoint-${next.id}`)?.focus();
      }
    } else if (mayChange && event.key === ' ') {
      event.preventDefault();
      toggle(touchpoint);
    } else if (mayChange && singleKeys && event.key.toLowerCase() === 'v') {
      event.preventDefault();
      previewToggle(touchpoint);
    }
  };
  return (
    <section>
      <h2>{words.plan.touchpoints}</h2>
      {mayChange ? <p className="dim">{room.keys}</p> : null}
      <TouchpointFilter touchpoints={plan.touchpoints} find={find} setFind={setFind} />
      {shown.length === 0 ? <NoTouchpoint setFind={setFind} /> : null}
      <ProblemMessage problem={change.problem} />
      <TableScroll label={words.plan.touchpoints}>
        <table className="plan-touchpoints card-rows">
          <thead>
            <tr>
              <th scope="col">{words.plan.on}</th>
              <th scope="col">{words.plan.touchpoint}</th>
              <th scope="col">{words.plan.when}</th>
              <th scope="col">{words.plan.who}</th>
              <th scope="col">{words.plan.how}</th>
              <th scope="col">{words.plan.share}</th>
              <th scope="col" className="figure">
                {words.plan.minutes}
              </th>
              <th scope="col" className="figure">
                {room.aWeek}
              </th>
              <th scope="col">{room.evidence.column}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((touchpoint, nth) => {
              const title = titleOf(touchpoint.title);
              const share = shareTitles.get(touchpoint.share);
              return (
                <tr key={touchpoint.id} className={touchpoint.enabled ? '' : 'plan-off'}>
                  <td>
                    <Switch
                      aria-label={title}
                      checked={touchpoint.enabled}
                      disabled={!mayChange}
                      onChange={() => toggle(touchpoint)}
                    />
                  </td>
                  <th scope="row">
                    <button
                      type="button"
                      id={`touchpoint-${touchpoint.id}`}
                      className="plan-title"
                      tabIndex={touchpoint.id === current ? 0 : -1}
                      aria-keyshortcuts="Enter Space ArrowUp ArrowDown"
                      onFocus={() => setCurrent(touchpoint.id)}
                      onKeyDown={(event) => onKeyDown(event, nth, touchpoint)}
                      onClick={() => {
                        if (mayChange) setOpen({ kind: 'edit', touchpoint });
                      }}
                    >
                      {title}
                    </button>
                  </th>
                  <td data-label={words.plan.when}>{wordFor(triggers, touchpoint.trigger)}</td>
                  <td data-label={words.plan.who}>{wordFor(words.roles, touchpoint.ownerRole)}</td>
                  <td data-label={words.plan.how}>{wordFor(words.channels, touchpoint.channel)}</td>
                  <td data-label={words.plan.share}>
                    {share === undefined ? words.plan.owed : titleOf(share)}
                  </td>
                  <td className="figure" data-label={words.plan.minutes}>
                    <MinutesField
                      key={touchpoint.minutes}
                      touchpoint={touchpoint}
                      title={title}
                      disabled={!mayChange}
                      save={(minutes) => {
                        const params = { touchpointId: touchpoint.id };
                        const before = { minutes: touchpoint.minutes };
                        const said = words.plan.changed(title);
                        void change.run('changeTouchpoint', { params, body: { minutes } }, said, () => {
                          void change.run('changeTouchpoint', { params, body: before });
                        });
                      }}
                    />
                  </td>
                  <td className="figure plan-cost" data-label={room.aWeek}>
                    <Cost touchpoint={touchpoint} load={load} />
                  </td>
                  <td className="evidence" data-label={room.evidence.column}>
                    <EvidenceCell
                      line={evidenceOf(touchpoint)}
                      title={title}
                      open={() => setOpen({ kind: 'evidence', touchpoint })}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
      {mayChange ? (
        <div className="save-row">
          <Button
            variant="default"
            className="wraps"
            disabled={change.busy}
            onClick={() => void change.run('addStarterTouchpoints', {}, room.starterAdded)}
          >
            {room.starter}
          </Button>
        </div>
      ) : null}
      {open?.kind === 'edit' ? (
        <TouchpointEditor
          touchpoint={open.touchpoint}
          title={titleOf(open.touchpoint.title)}
          save={(wish) => put(open.touchpoint, wish, words.plan.changed(titleOf(open.touchpoint.title)))}
          preview={(wish) => setOpen({ kind: 'preview', touchpoint: open.touchpoint, wish })}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      {open !== undefined && opened !== undefined ? (
        <EvidenceDialog
          touchpoint={open.touchpoint}
          line={opened}
          title={titleOf(open.touchpoint.title)}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      {open?.kind === 'preview' && open.wish !== undefined ? (
        <Preview
          open={open}
          wish={open.wish}
          title={titleOf(open.touchpoint.title)}
          put={put}
          close={setOpen}
        />
      ) : null}
    </section>
  );
}

function Preview({
  open,
  wish,
  title,
  put,
  close,
}: {
  readonly open: Open;
  readonly wish: TouchpointWish;
  readonly title: string;
  readonly put: (touchpoint: Touchpoint, wish: TouchpointWish, said: string) => void;
  readonly close: (open: undefined) => void;
}) {
  const words = useWords();
  const room = usePlanWords();
  const { enabled } = wish;
  const said =
    enabled === undefined
      ? words.plan.changed(title)
      : enabled
        ? words.plan.switchedOn(title)
        : words.plan.switchedOff(title);
  return (
    <PreviewDialog
      title={enabled === undefined ? room.preview.heading : room.preview.onOff(enabled ? 'yes' : 'no', title)}
      wish={{ touchpoints: [wish] }}
      apply={() => put(open.touchpoint, wish, said)}
      onClose={() => close(undefined)}
    />
  );
}
