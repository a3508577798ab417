import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { ColumnTable } from './column-table.tsx';
import { DateQuestion, isOpen } from './date-question.tsx';
import type { Looked, Upload } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { StepFrame } from './step-frame.tsx';
import { TaskEnd, TaskProgress } from './task-progress.tsx';
import type { UploadDesk } from './use-upload.ts';

/** What was found out about a file, in one line. */
function FileFacts({ file, whole }: { readonly file: Looked; readonly whole: boolean }) {
  const words = useImportWords();
  const formats = useFormats();
  const delimiters: Readonly<Record<string, string>> = words.match.delimiters;
  const isTable = file.columns.length > 0;
  const facts = [
    words.match.kinds[file.kind],
    ...(file.rows === null ? [] : [words.match.rows(formats.number(file.rows), file.rows)]),
    ...(isTable ? [file.encoding.toUpperCase(), delimiters[file.delimiter] ?? file.delimiter] : []),
    ...(file.headerRow > 1 ? [words.match.headerRow(file.headerRow)] : []),
    ...(file.sheet === null ? [] : [words.match.sheet(file.sheet.name)]),
    ...(file.sheet === null || file.sheet.left.length === 0
      ? []
      : [words.match.sheetsLeft(formats.list(file.sheet.left))]),
  ];
  return (
    <p className="dim">
      {facts.join(' · ')}
      {file.remembered === null ? '' : ` · ${words.match.remembered(formats.moment(file.remembered.since))}`}
      {isTable && !whole ? ` · ${words.match.counting}` : ''}
    </p>
  );
}

function FileProblem({ problem }: { readonly problem: string }) {
  const words = useImportWords();
  return (
    <p className="problem">
      {words.match.problem} {problem}
    </p>
  );
}

/** Columns, examples, where they go and how sure that is; and how dates are written, where the file does not tell. */
export function MatchStep({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const [tried, setTried] = useState(false);
  const { look, mapping } = upload;
  const open = look?.files.some((file) => isOpen(file, look.whole, mapping)) ?? false;
  const ready = look?.whole === true;
  const next = (): void => {
    setTried(true);
    if (!open) desk.go('fix');
  };
  const names = look?.files.flatMap((file) => file.columns.map(({ heading }) => heading.toLowerCase())) ?? [];
  const repeats = new Set(names).size < names.length;
  return (
    <StepFrame
      step="match"
      upload={upload}
      heading={words.match.heading}
      lead={words.match.lead}
      back={() => desk.go('file')}
      onward={{ go: next, disabled: !ready }}
    >
      <ProblemMessage problem={desk.problem} />
      {look === null && upload.task?.state === 'running' ? <TaskProgress task={upload.task} /> : null}
      {upload.task?.kind === 'look' ? <TaskEnd task={upload.task} /> : null}
      {look?.files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order stays
        <section key={index} className="looked">
          <h2>
            <Note>{file.name}</Note>
          </h2>
          <FileFacts file={file} whole={look.whole} />
          {file.problem === null ? null : <FileProblem problem={file.problem} />}
          {file.columns.length > 0 ? (
            <ColumnTable file={file} mapping={mapping} choose={desk.chooseField} />
          ) : file.problem === null ? (
            <p>{words.match.noColumns}</p>
          ) : null}
          {file.dates === null || !look.whole ? null : (
            <DateQuestion
              dates={file.dates}
              mapping={mapping}
              missing={tried && isOpen(file, look.whole, mapping)}
              answer={desk.answerDates}
            />
          )}
        </section>
      ))}
      {repeats ? <p className="dim">{words.match.bothFiles}</p> : null}
    </StepFrame>
  );
}
