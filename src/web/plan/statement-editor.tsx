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

/** What the plan is for, as it is read; whoever may change it opens the form in its place. */
export function Statement({
  statement,
  mayChange,
}: {
  readonly statement: Plan['statement'];
  readonly mayChange: boolean;
}) {
  const room = usePlanWords();
  const [editing, setEditing] = useState(false);
  const { objective, mission, methods } = statement;
  if (editing) return <StatementForm statement={statement} close={() => setEditing(false)} />;
  return (
    <section className="plan-statement" aria-label={room.statement}>
      <p className={objective === '' ? 'dim' : 'plan-objective'}>
        <bdi>{objective === '' ? room.noObjective : objective}</bdi>
      </p>
      {mission === '' ? null : (
        <p className="dim">
          <bdi>{mission}</bdi>
        </p>
      )}
      {methods.length === 0 ? null : (
        <details>
          <summary>{room.howWeWork(methods.length)}</summary>
          <ul>
            {methods.map((line) => (
              <li key={line}>
                <bdi>{line}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {mayChange ? (
        <button type="button" className="quiet small" onClick={() => setEditing(true)}>
          {objective === '' ? room.sayObjective : room.changeStatement}
        </button>
      ) : null}
    </section>
  );
}

/** One sentence, one line, and how the practice works. */
function StatementForm({
  statement,
  close,
}: {
  readonly statement: Plan['statement'];
  readonly close: () => void;
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
        <Textarea
          label={room.objective}
          rows={2}
          autoFocus
          maxLength={300}
          value={objective}
          onChange={(event) => setObjective(event.target.value)}
        />
        <TextInput
          label={room.mission}
          maxLength={160}
          value={mission}
          onChange={(event) => setMission(event.target.value)}
        />
        <Textarea
          label={room.methods}
          rows={Math.max(3, methods.split('\n').length + 1)}
          value={methods}
          onChange={(event) => setMethods(event.target.value)}
        />
        <div className="save-row">
          <Button type="submit" variant="default" disabled={!isChanged} loading={change.busy}>
            {words.common.save}
          </Button>
          <Button variant="subtle" onClick={close}>
            {words.common.cancel}
          </Button>
        </div>
        <ProblemMessage problem={change.problem} />
      </form>
    </section>
  );
}
