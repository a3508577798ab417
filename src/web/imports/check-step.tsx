import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { CountTable, ReasonTable, sumOf } from './counts.tsx';
import { type Check, isRunning, type Upload } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { StepFrame } from './step-frame.tsx';
import { TaskEnd, TaskProgress } from './task-progress.tsx';
import type { UploadDesk } from './use-upload.ts';

function Result({ upload, check }: { readonly upload: Upload; readonly check: Check }) {
  const words = useImportWords();
  const formats = useFormats();
  const figures = [
    [sumOf(check.files, 'added'), words.check.add],
    [sumOf(check.files, 'updated'), words.check.update],
    [sumOf(check.files, 'unchanged'), words.check.unchanged],
    [sumOf(check.files, 'refused'), words.check.refused],
    ...(check.possibleMatches === null ? [] : [[check.possibleMatches, words.check.possible] as const]),
  ] as const;
  return (
    <>
      <ul className="figures">
        {figures.map(([count, label]) => (
          <li key={label}>
            <strong>{formats.number(count)}</strong> {label}
          </li>
        ))}
      </ul>
      <p className="nobody">{words.check.nobody}</p>
      <p className="dim">
        {check.possibleMatches === null
          ? words.check.possibleUnknown
          : check.possibleMatches > 0
            ? `${formats.number(check.possibleMatches)} ${words.check.possible}: ${words.check.possibleAfter}.`
            : ''}
      </p>
      <CountTable files={check.files} />
      <ReasonTable
        refusals={check.refusals}
        listAt={check.hasRefusals ? `/api/uploads/${upload.id}/refusals` : undefined}
      />
    </>
  );
}

/** What the import would do, counted without writing anything; the last step back. */
export function CheckStep({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const formats = useFormats();
  const session = useSession();
  const { check, task } = upload;
  const running = isRunning(upload) && task?.kind === 'check';
  const isSample = session?.practice?.isSample === true;
  const count = check === null ? 0 : sumOf(check.files, 'added') + sumOf(check.files, 'updated');
  return (
    <StepFrame
      step="check"
      upload={upload}
      heading={words.check.heading}
      lead={words.check.lead}
      back={() => desk.go('fix')}
      onward={
        check === null
          ? { go: desk.startCheck, label: words.check.now, disabled: running }
          : {
              go: desk.startImport,
              label: words.check.import(formats.number(count), count),
              disabled: isSample || count === 0,
            }
      }
    >
      <ProblemMessage problem={desk.problem} />
      {running && task !== null ? <TaskProgress task={task} stop={desk.stop} /> : null}
      {task?.kind === 'check' ? <TaskEnd task={task} /> : null}
      {check === null && !running ? <p>{words.check.none}</p> : null}
      {check === null ? null : (
        <>
          <Result upload={upload} check={check} />
          {count === 0 ? <p>{words.check.nothing}</p> : null}
          {isSample ? <p className="unsure">{words.sampleNote}</p> : null}
          <p>
            <button type="button" className="link" onClick={desk.startCheck}>
              {words.check.again}
            </button>
          </p>
        </>
      )}
    </StepFrame>
  );
}
