import { Button } from '@mantine/core';
import { useWords } from '../app/words.ts';
import { AssignForm } from './assign-form.tsx';
import { useDeskWords } from './desk-words.ts';
import { BookedForm, ReasonForm, TimeForm } from './outcome-forms.tsx';
import type { OutcomeBody } from './use-answers.ts';

/** Answers that need a word or a time more, and whose act it is. */
export type OutcomeForm = 'assign' | 'later' | 'call_back' | 'booked' | 'declined' | 'not_appropriate';

const withForm: ReadonlySet<string> = new Set([
  'assign',
  'later',
  'call_back',
  'booked',
  'declined',
  'not_appropriate',
]);
const large = ['done', 'no_answer', 'later', 'booked'] as const;
const small = ['left_message', 'call_back', 'declined', 'wrong_number', 'stop', 'not_appropriate'] as const;
const keyOf: Readonly<Record<string, string>> = {
  done: 'D',
  no_answer: 'N',
  later: 'L',
  not_appropriate: 'S',
  assign: 'A',
};

export function isForm(outcome: string): outcome is OutcomeForm {
  return withForm.has(outcome);
}

/** The answers that are possible now. What needs more asks for it in the same place; nothing opens over the page. */
export function OutcomeBar({
  offers,
  form,
  setForm,
  answer,
  assign,
  withKeys,
}: {
  readonly offers: readonly string[];
  readonly form: OutcomeForm | undefined;
  readonly setForm: (form: OutcomeForm | undefined) => void;
  readonly answer: (body: OutcomeBody) => void;
  readonly assign: Parameters<typeof AssignForm>[0]['assign'];
  readonly withKeys: boolean;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const cancel = () => setForm(undefined);
  if (form === 'assign') return <AssignForm assign={assign} cancel={cancel} />;
  if (form === 'later' || form === 'call_back') {
    return <TimeForm outcome={form} answer={answer} cancel={cancel} />;
  }
  if (form === 'booked') return <BookedForm answer={answer} cancel={cancel} />;
  if (form === 'declined' || form === 'not_appropriate') {
    return <ReasonForm outcome={form} answer={answer} cancel={cancel} />;
  }
  const press = (outcome: OutcomeBody['outcome']) =>
    isForm(outcome) ? setForm(outcome) : answer({ outcome });
  const hint = (outcome: string) =>
    withKeys && keyOf[outcome] !== undefined ? (
      <span className="key" aria-hidden="true">
        {keyOf[outcome]}
      </span>
    ) : null;
  return (
    <div className="outcomes">
      <div className="outcome-row">
        {large
          .filter((outcome) => offers.includes(outcome))
          .map((outcome) => (
            <Button
              key={outcome}
              px={8}
              variant={outcome === 'done' ? 'filled' : 'default'}
              onClick={() => press(outcome)}
              rightSection={hint(outcome)}
            >
              {words.outcomes.buttons[outcome]}
            </Button>
          ))}
      </div>
      <div className="outcome-row">
        {small
          .filter((outcome) => offers.includes(outcome))
          .map((outcome) => (
            <button key={outcome} type="button" className="quiet small" onClick={() => press(outcome)}>
              {words.outcomes.buttons[outcome]}
              {hint(outcome)}
            </button>
          ))}
        <button type="button" className="quiet small" onClick={() => setForm('assign')}>
          {desk.assign}
          {hint('assign')}
        </button>
      </div>
    </div>
  );
}
