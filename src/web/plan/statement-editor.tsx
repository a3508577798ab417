import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Plan } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 12);

/** What the plan is for: one sentence, one line, and how the practice works. */
export function StatementEditor({
  statement,
  mayChange,
}: {
  readonly statement: Plan['statement'];
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const room = usePlanWords();
  const change = useChange(['plan']);
  const [objective, setObjective] = useState(statement.objective);
  const [mission, setMission] = useState(statement.mission);
  const [methods, setMethods] = useState(statement.methods.join('\n'));
  const wanted = { objective: objective.trim(), mission: mission.trim(), methods: linesOf(methods) };
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(statement);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void change.run('changePlan', { body: { statement: wanted } }, words.plan.saved, () => {
      void change.run('changePlan', { body: { statement } });
    });
  };
  return (
    <section>
      <h2>{room.statement}</h2>
      <p className="dim">{room.statementExplained}</p>
      <form className="narrow statement-form" onSubmit={submit}>
        <TextInput
          label={room.objective}
          maxLength={300}
          disabled={!mayChange}
          value={objective}
          onChange={(event) => setObjective(event.target.value)}
        />
        <TextInput
          label={room.mission}
          maxLength={160}
          disabled={!mayChange}
          value={mission}
          onChange={(event) => setMission(event.target.value)}
        />
        <Textarea
          label={room.methods}
          rows={3}
          disabled={!mayChange}
          value={methods}
          onChange={(event) => setMethods(event.target.value)}
        />
        {mayChange ? (
          <div className="save-row">
            <Button type="submit" variant="default" disabled={!isChanged} loading={change.busy}>
              {words.common.save}
            </Button>
          </div>
        ) : null}
        <ProblemMessage problem={change.problem} />
      </form>
    </section>
  );
}
