import { Button } from '@mantine/core';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useFormats } from '../app/format.ts';
import { preferences } from '../app/preferences.ts';
import { useSession } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { readWallTime, readyTimes, wallTimeText } from './times.ts';
import type { OutcomeBody } from './use-answers.ts';

interface FormProps {
  readonly answer: (body: OutcomeBody) => void;
  readonly cancel: () => void;
}

/** Takes the focus when it opens; Escape goes back to the answers. */
export function FormFrame({
  title,
  cancel,
  onSubmit,
  onKey,
  children,
}: {
  readonly title: string;
  readonly cancel: () => void;
  readonly onSubmit: () => void;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}) {
  const place = useRef<HTMLFormElement>(null);
  const titleId = useId();
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('button, input, textarea')?.focus();
  }, []);
  return (
    <form
      ref={place}
      className="outcomes outcome-form"
      aria-labelledby={titleId}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        onKey?.(event);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        cancel();
      }}
    >
      <h3 id={titleId}>{title}</h3>
      {children}
    </form>
  );
}

export function Ends({ save, cancel }: { readonly save?: string; readonly cancel: () => void }) {
  const words = useWords();
  return (
    <div className="outcome-row">
      {save === undefined ? null : <Button type="submit">{save}</Button>}
      <Button variant="default" onClick={cancel}>
        {words.common.back}
      </Button>
    </div>
  );
}

/** 4 is the field for any other time. */
const keyOfTime = { hour: '1', afternoon: '2', evening: '2', tomorrow: '3' } as const;

/** Later, or a time that was agreed with the patient. */
export function TimeForm({
  outcome,
  answer,
  cancel,
}: FormProps & { readonly outcome: 'later' | 'call_back' }) {
  const words = useWords();
  const formats = useFormats();
  const zone = useSession()?.practice?.zone ?? 'UTC';
  const [now] = useState(() => new Date());
  const [text, setText] = useState(() => wallTimeText(new Date(now.getTime() + 2 * 3_600_000), zone));
  const [wrong, setWrong] = useState(false);
  const fieldId = useId();
  const { singleKeys: withKeys } = useStore(preferences);
  const ready = outcome === 'later' ? readyTimes(now, zone) : [];
  const choose = (at: Date) => answer({ outcome, at: at.toISOString() });
  const onKey = (event: KeyboardEvent) => {
    // In the field a figure is a figure.
    if (!withKeys || event.target instanceof HTMLInputElement) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const time = ready.find(({ code }) => keyOfTime[code] === event.key);
    if (time !== undefined) choose(time.at);
    else if (event.key === '4' && outcome === 'later') document.getElementById(fieldId)?.focus();
    else return;
    event.preventDefault();
  };
  const submit = () => {
    const at = readWallTime(text, zone);
    if (at === undefined || at.getTime() <= Date.now()) setWrong(true);
    else choose(at);
  };
  return (
    <FormFrame title={words.outcomes.questions[outcome]} cancel={cancel} onSubmit={submit} onKey={onKey}>
      {outcome === 'later' ? (
        <div className="outcome-row">
          {ready.map((time) => (
            <Button
              key={time.code}
              variant="default"
              onClick={() => choose(time.at)}
              rightSection={
                withKeys ? (
                  <span className="key" aria-hidden="true">
                    {keyOfTime[time.code]}
                  </span>
                ) : null
              }
            >
              {words.outcomes.times[time.code]}{' '}
              <span className="dim">&nbsp;{formats.time(time.at.toISOString())}</span>
            </Button>
          ))}
        </div>
      ) : null}
      <label htmlFor={fieldId}>{words.outcomes.pickTime}</label>
      <input
        id={fieldId}
        type="datetime-local"
        value={text}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${fieldId}-wrong` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      {wrong ? (
        <p id={`${fieldId}-wrong`} className="problem" role="alert">
          {words.outcomes.timeAhead}
        </p>
      ) : null}
      <Ends save={words.outcomes.setTime} cancel={cancel} />
    </FormFrame>
  );
}

/** A visit was booked; on which day, if it was said. */
export function BookedForm({ answer, cancel }: FormProps) {
  const words = useWords();
  const session = useSession();
  const [day, setDay] = useState('');
  const fieldId = useId();
  return (
    <FormFrame
      title={words.outcomes.questions.booked}
      cancel={cancel}
      onSubmit={() => answer({ outcome: 'booked', ...(day === '' ? {} : { bookedOn: day }) })}
    >
      <label htmlFor={fieldId}>{words.outcomes.bookedDay}</label>
      <input
        id={fieldId}
        type="date"
        min={session?.today}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <Ends save={words.outcomes.names.booked} cancel={cancel} />
    </FormFrame>
  );
}

/** No, and why: the reason shapes what is proposed next. */
export function ReasonForm({
  outcome,
  answer,
  cancel,
}: FormProps & { readonly outcome: 'declined' | 'not_appropriate' }) {
  const words = useWords();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(false);
  const fieldId = useId();
  const submit = () => {
    if (reason.trim() === '') setWrong(true);
    else answer({ outcome, reason: reason.trim() });
  };
  return (
    <FormFrame title={words.outcomes.questions[outcome]} cancel={cancel} onSubmit={submit}>
      <div className="outcome-row">
        {words.outcomes.reasons[outcome].map((ready) => (
          <button
            key={ready}
            type="button"
            className="quiet small"
            onClick={() => answer({ outcome, reason: ready })}
          >
            {ready}
          </button>
        ))}
      </div>
      <label htmlFor={fieldId}>{words.outcomes.otherReason}</label>
      <input
        id={fieldId}
        type="text"
        maxLength={500}
        dir="auto"
        value={reason}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${fieldId}-wrong` : undefined}
        onChange={(event) => {
          setReason(event.target.value);
          setWrong(false);
        }}
      />
      {wrong ? (
        <p id={`${fieldId}-wrong`} className="problem" role="alert">
          {words.problems.reason_required}
        </p>
      ) : null}
      <Ends save={words.outcomes.names[outcome]} cancel={cancel} />
    </FormFrame>
  );
}
