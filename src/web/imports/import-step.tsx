import { ProblemMessage } from '../parts/problem-message.tsx';
import { isRunning, type Upload } from './import-queries.ts';
import { ImportResultView, WaysOn } from './import-result.tsx';
import { useImportWords } from './import-words.ts';
import { StepFrame } from './step-frame.tsx';
import { TaskEnd, TaskProgress } from './task-progress.tsx';
import type { UploadDesk } from './use-upload.ts';

/** The import itself, and what it came to. */
export function ImportStep({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const { task, importId } = upload;
  const running = isRunning(upload) && task?.kind === 'import';
  return (
    <StepFrame
      step="import"
      upload={upload}
      heading={importId === null ? words.import.heading : words.import.done}
      {...(running ? { lead: words.import.running } : {})}
      back={running || importId !== null ? undefined : () => desk.go('check')}
    >
      <ProblemMessage problem={desk.problem} />
      {running && task !== null ? <TaskProgress task={task} stop={desk.stop} /> : null}
      {task?.kind === 'import' ? <TaskEnd task={task} /> : null}
      {importId !== null ? (
        <>
          <ImportResultView importId={importId} />
          <WaysOn />
        </>
      ) : running ? null : (
        <p>{words.import.notYet}</p>
      )}
    </StepFrame>
  );
}
