import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Input } from '../app/operations.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { useFirstDaysWords } from './first-days-words.ts';
import './first-days.css';

type Question = Input<'answerQuestion'>['body']['question'];

/** The one thing worth finding out of a patient: asked in a line, answered in a line, and not asked twice. */
export function FindOut({
  patientId,
  question,
  touches = ['today', 'act'],
}: {
  readonly patientId: string;
  readonly question: string;
  /** What is asked for anew when it was answered. */
  readonly touches?: readonly string[];
}) {
  const words = useFirstDaysWords().findOut;
  const change = useChange(touches);
  const [text, setText] = useState('');
  if (!(question in words.questions)) return null;
  const asked = question as Question;
  const say = (answer: string | null): void =>
    void change.run(
      'answerQuestion',
      { params: { patientId }, body: { question: asked, answer } },
      answer === null ? words.rests : words.kept,
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') say(text.trim());
  };
  const notSaid = (
    <Button variant="default" disabled={change.busy} title={words.notSaidExplained} onClick={() => say(null)}>
      {words.notSaid}
    </Button>
  );
  return (
    <section className="find-out">
      <h3>{words.heading}</h3>
      <p id={`find-out-${patientId}`}>{words.questions[asked]}</p>
      {asked === 'texts' ? (
        <p className="buttons">
          <Button variant="default" disabled={change.busy} onClick={() => say('yes')}>
            {words.yes}
          </Button>{' '}
          <Button variant="default" disabled={change.busy} onClick={() => say('no')}>
            {words.no}
          </Button>{' '}
          {notSaid}
        </p>
      ) : (
        <form onSubmit={submit} aria-describedby={`find-out-${patientId}`}>
          <TextInput
            aria-label={words.answer}
            maxLength={300}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" loading={change.busy} disabled={text.trim() === ''}>
            {words.keep}
          </Button>
          {notSaid}
        </form>
      )}
      <ProblemMessage problem={change.problem} />
    </section>
  );
}
