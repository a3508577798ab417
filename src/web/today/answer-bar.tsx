import { useQuery } from '@tanstack/react-query';
import { offers } from '../../today/model.ts';
import { OutcomeBar, type OutcomeForm } from './outcome-bar.tsx';
import { type Act, actQuery } from './today-queries.ts';
import type { OutcomeBody } from './use-answers.ts';

/** The answers to an act, or why there are none here. */
export function AnswerBar({
  act,
  reason,
  form,
  setForm,
  answer,
  assign,
  withKeys,
}: {
  readonly act: Act;
  /** Why nothing can be answered; undefined: it can. */
  readonly reason: string | undefined;
  readonly form: OutcomeForm | undefined;
  readonly setForm: (form: OutcomeForm | undefined) => void;
  readonly answer: (body: OutcomeBody) => void;
  readonly assign: Parameters<typeof OutcomeBar>[0]['assign'];
  readonly withKeys: boolean;
}) {
  const opened = useQuery({ ...actQuery(act.id), enabled: false }).data;
  if (reason !== undefined) return <p className="outcomes dim">{reason}</p>;
  return (
    <OutcomeBar
      // Until the act is opened, the same rule that the server goes by says what can be answered.
      offers={opened?.offers ?? offers(act)}
      form={form}
      setForm={setForm}
      answer={answer}
      assign={assign}
      withKeys={withKeys}
    />
  );
}
