import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Problem } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import type { Upload } from './import-queries.ts';
import { type ImportWords, useImportWords } from './import-words.ts';
import { type Sending, sendFiles } from './send-files.ts';

const mostFiles = 20;
const accepted = '.csv,.tsv,.txt,.tab,.xlsx,.json,.ndjson,.jsonl,.hl7,.er7,.gz';

export function sizeWords(bytes: number, words: ImportWords, number: (value: number) => string): string {
  if (bytes < 1_000_000) return words.file.kilobytes(number(Math.ceil(bytes / 1000)));
  return words.file.megabytes(number(Math.round(bytes / 100_000) / 10));
}

export interface FileSending {
  readonly files: readonly File[];
  readonly choose: (files: readonly File[]) => void;
  /** 0 to 1 while the files are on their way. */
  readonly share: number | undefined;
  readonly problem: Problem | undefined;
  readonly cancelled: boolean;
  readonly send: () => void;
  readonly cancel: () => void;
}

/** Files that were chosen, and their way to the server. */
export function useFileSending(arrived: (upload: Upload) => void): FileSending {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const [cancelled, setCancelled] = useState(false);
  const sending = useRef<Sending>(undefined);
  return {
    files,
    choose: (chosen) => {
      setProblem(undefined);
      setCancelled(false);
      setFiles(chosen);
    },
    share,
    problem,
    cancelled,
    send: () => {
      setProblem(undefined);
      setCancelled(false);
      setShare(0);
      sending.current = sendFiles(files, setShare);
      void sending.current.answer.then((answer) => {
        setShare(undefined);
        if (answer === undefined) setCancelled(true);
        else if (answer.ok) arrived(answer.value);
        else setProblem(answer.problem);
      });
    },
    cancel: () => sending.current?.cancel(),
  };
}

/** What keeps the chosen files from being sent; undefined when nothing does. */
export function whatIsWrong(
  files: readonly File[],
  megabytes: number,
  words: ImportWords,
): string | undefined {
  if (files.length > mostFiles) return words.file.tooMany;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return bytes > megabytes * 1_000_000 ? words.file.tooLarge(megabytes) : undefined;
}

function Progress({ share, cancel }: { readonly share: number; readonly cancel: () => void }) {
  const words = useImportWords();
  const percent = Math.floor(share * 100);
  return (
    <div className="task">
      <p>{words.file.sending}</p>
      <progress max={100} value={percent} aria-label={words.file.sending} />
      {/* Every tenth is said, not every percent. */}
      <p className="dim" role="status">
        {words.file.sent(Math.floor(percent / 10) * 10)}
      </p>
      <Button variant="default" onClick={cancel}>
        {words.file.cancel}
      </Button>
    </div>
  );
}

/** A place to drop files on or to choose them with, and the list of what was chosen. */
export function FileChoice({
  sending,
  megabytes,
}: {
  readonly sending: FileSending;
  readonly megabytes: number;
}) {
  const words = useImportWords();
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { files, choose } = sending;
  if (sending.share !== undefined) return <Progress share={sending.share} cancel={sending.cancel} />;
  const add = (list: FileList | null): void => choose([...files, ...(list ?? [])]);
  const wrong = whatIsWrong(files, megabytes, words);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same */}
      <div
        className="drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          add(event.dataTransfer.files);
        }}
      >
        <span>{words.file.drop}</span>
        <input
          ref={input}
          type="file"
          className="sr-only"
          multiple
          accept={accepted}
          tabIndex={-1}
          aria-label={words.file.choose}
          onChange={(event) => {
            add(event.target.files);
            event.target.value = '';
          }}
        />
        <Button variant="default" onClick={() => input.current?.click()}>
          {words.file.choose}
        </Button>
      </div>
      {files.length === 0 ? null : (
        <ul className="files" aria-label={words.file.chosen}>
          {files.map((file, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
            <li key={index}>
              <Note>{file.name}</Note>{' '}
              <span className="dim">{sizeWords(file.size, words, formats.number)}</span>{' '}
              <button
                type="button"
                className="quiet icon"
                aria-label={words.file.remove(file.name)}
                onClick={() => choose(files.filter((one) => one !== file))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {wrong === undefined ? null : (
        <p className="problem" role="alert">
          {wrong}
        </p>
      )}
      <ProblemMessage problem={sending.problem} />
      <p className="dim" role="status">
        {sending.cancelled ? words.file.cancelled : ''}
      </p>
      <p className="dim">{words.file.kept}</p>
    </>
  );
}
