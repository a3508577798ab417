import { Button, Checkbox, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { useChange } from '../parts/use-change.ts';
import type { HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

/**
 * The list of one visit before the patient leaves: numbers tick, Ctrl+Enter finishes. What was ticked and typed stays
 * until it is finished, also when the server does not answer.
 */
export function LeavingForm({
  visit,
  place,
  remember,
  leave,
}: {
  readonly visit: HuddleVisit;
  /** Has the focus while numbers tick. */
  readonly place: RefObject<HTMLFieldSetElement | null>;
  readonly remember: RefObject<HTMLInputElement | null>;
  /** Back to the list; `true` when the list of this visit is finished. */
  readonly leave: (finished: boolean) => void;
}) {
  const words = useHuddleWords();
  const formats = useFormats();
  const language = useLanguage();
  const change = useChange(['huddle']);
  const mayChange = useMay('plan.change');
  const { items, finished } = visit.leaving;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(finished?.seenTo ?? []));
  const [heard, setHeard] = useState('');
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const toggle = (code: string) => {
    const next = new Set(ticked);
    if (!next.delete(code)) next.add(code);
    setTicked(next);
  };
  const finish = async () => {
    if (change.busy) return;
    const done = await change.run(
      'finishLeaving',
      {
        params: { visitId: visit.id },
        body: {
          clientKey,
          seenTo: items.map(({ code }) => code).filter((code) => ticked.has(code)),
          ...(heard.trim() === '' ? {} : { heard: heard.trim() }),
        },
      },
      words.finished,
    );
    if (!done) return;
    setHeard('');
    setClientKey(crypto.randomUUID());
    leave(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.preventDefault();
      void finish();
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      leave(false);
      return;
    }
    if (event.target === remember.current || event.ctrlKey || event.altKey || event.metaKey) return;
    const item = /^[1-9]$/.test(event.key) ? items[Number(event.key) - 1] : undefined;
    if (item !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      toggle(item.code);
    } else if (event.key.toLowerCase() === 'm') {
      event.preventDefault();
      remember.current?.focus();
    }
  };
  return (
    <fieldset ref={place} className="leaving" tabIndex={-1} onKeyDown={onKeyDown}>
      <legend>{words.beforeLeaving}</legend>
      {finished === null ? null : (
        <p className="dim" role="status">
          {words.finishedAt(
            formats.time(finished.at),
            finished.by ?? words.somebody,
            items.filter(({ code }) => finished.seenTo.includes(code)).length,
            items.length,
          )}
        </p>
      )}
      {items.length === 0 ? <p className="dim">{words.noItems}</p> : null}
      {items.map(({ code, words: said }, index) => (
        <Checkbox
          key={code}
          checked={ticked.has(code)}
          onChange={() => toggle(code)}
          label={
            <>
              <kbd>{index + 1}</kbd> <bdi>{inLanguage(said, [language, 'en'])?.text ?? code}</bdi>
            </>
          }
        />
      ))}
      <TextInput
        ref={remember}
        label={words.heard}
        description={words.heardExplained}
        value={heard}
        maxLength={500}
        dir="auto"
        onChange={(event) => setHeard(event.currentTarget.value)}
      />
      <div className="buttons">
        <Button loading={change.busy} onClick={() => void finish()}>
          {words.finish}
        </Button>
        <span>
          <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
        {mayChange ? <Link to="/huddle/list">{words.changeList}</Link> : null}
      </div>
    </fieldset>
  );
}
