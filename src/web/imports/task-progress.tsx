import { Button } from '@mantine/core';
import { useFormats } from '../app/format.ts';
import type { Upload } from './import-queries.ts';
import { useImportWords } from './import-words.ts';

/** How far a check or an import is. What is said aloud changes with the phase and not with each row. */
export function TaskProgress({
  task,
  stop,
}: {
  readonly task: NonNullable<Upload['task']>;
  readonly stop?: () => void;
}) {
  const words = useImportWords();
  const formats = useFormats();
  const label = words.task.kinds[task.kind];
  const share =
    task.phase === 'reading' && task.total !== null && task.total > 0
      ? Math.min(1, task.read / task.total)
      : undefined;
  return (
    <div className="task">
      <p role="status">
        {label}: {words.task.phases[task.phase]}
      </p>
      <progress max={1} {...(share === undefined ? {} : { value: share })} aria-label={label} />
      <p className="dim">{task.read === 0 ? ' ' : words.task.read(formats.number(task.read))}</p>
      {stop === undefined ? null : (
        <Button variant="default" onClick={stop}>
          {words.task.stop}
        </Button>
      )}
    </div>
  );
}

/** How a task ended that did not do what was asked; nothing while it runs or when it did. */
export function TaskEnd({ task }: { readonly task: Upload['task'] }) {
  const words = useImportWords();
  if (task === null || task.state === 'running' || task.state === 'done') return null;
  const said =
    task.state === 'refused' && task.detail !== ''
      ? `${task.detail.slice(0, 1).toUpperCase()}${task.detail.slice(1)}.`
      : words.task[task.state === 'refused' ? 'failed' : task.state];
  return (
    <p className={task.state === 'stopped' ? 'dim' : 'problem'} role="alert">
      {said}
    </p>
  );
}
