import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { showToast } from '../app/toasts.ts';
import { sayDone } from '../app/undo-stack.ts';
import { isOpen } from '../imports/date-question.tsx';
import { isRunning, type Upload, uploadQuery } from '../imports/import-queries.ts';
import { type Sending, sendFiles } from '../imports/send-files.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useFirstDaysWords } from './first-days-words.ts';

/** Where a file of the day stands on its way in. */
export type Refreshing =
  | { readonly state: 'idle' }
  | { readonly state: 'sending'; readonly share: number }
  | { readonly state: 'working'; readonly upload: Upload | undefined }
  | { readonly state: 'unknown' | 'ready' | 'ended'; readonly upload: Upload };

export interface Refresh {
  readonly now: Refreshing;
  readonly problem: Problem | undefined;
  readonly take: (files: readonly File[]) => void;
  readonly cancel: () => void;
  readonly bringIn: () => void;
  readonly drop: () => void;
}

/** Every file was read so before, and nothing is left to be said. */
function isKnown({ look, mapping }: Upload): boolean {
  return (
    look?.whole === true &&
    look.files.every(
      (file) => file.problem === null && file.remembered !== null && !isOpen(file, look.whole, mapping),
    )
  );
}

function standOf(upload: Upload | undefined): Refreshing {
  if (upload === undefined || isRunning(upload)) return { state: 'working', upload };
  if (upload.importId !== null) return { state: 'working', upload };
  if (upload.task !== null && upload.task.state !== 'done') return { state: 'ended', upload };
  if (upload.check !== null) return { state: 'ready', upload };
  if (upload.look?.whole === true && !isKnown(upload)) return { state: 'unknown', upload };
  return { state: 'working', upload };
}

const sum = (upload: Upload, field: 'added' | 'updated'): number =>
  upload.check?.files.reduce((total, file) => total + file[field], 0) ?? 0;

/** Sends a file of the day, has it read as the last one was, and imports it at a second press. */
export function useRefresh(): Refresh {
  const words = useFirstDaysWords().refresh;
  const client = useQueryClient();
  const say = useProblemWords();
  const [uploadId, setUploadId] = useState<string>();
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const sending = useRef<Sending>(undefined);
  const { data } = useQuery({ ...uploadQuery(uploadId ?? ''), enabled: uploadId !== undefined });
  const upload = uploadId === undefined ? undefined : data;
  const put = (answer: Awaited<ReturnType<typeof call<'checkUpload'>>>): void => {
    if (answer.ok) client.setQueryData(uploadQuery(answer.value.id).queryKey, answer.value);
    else setProblem(answer.problem);
  };
  const forget = (): void => {
    setUploadId(undefined);
    setProblem(undefined);
  };
  const mayCheck =
    upload !== undefined && upload.task?.kind === 'look' && upload.task.state === 'done' && isKnown(upload);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an upload that was looked at
  useEffect(() => {
    if (mayCheck && uploadId !== undefined) void call('checkUpload', { params: { uploadId } }).then(put);
  }, [mayCheck, uploadId]);
  const importId = upload?.importId ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an import that is done
  useEffect(() => {
    if (importId === null || upload === undefined) return;
    sayDone(words.done(sum(upload, 'added'), sum(upload, 'updated')), () => {
      void call('undoImport', { params: { importId } }).then((answer) => {
        showToast(answer.ok ? words.takenBack : say(answer.problem), answer.ok ? {} : { kind: 'problem' });
        void client.invalidateQueries({ queryKey: ['today'] });
      });
    });
    forget();
    void client.invalidateQueries({ queryKey: ['today'] });
    void client.invalidateQueries({ queryKey: ['imports'] });
  }, [importId]);
  const take = (files: readonly File[]): void => {
    if (files.length === 0 || share !== undefined) return;
    forget();
    setShare(0);
    sending.current = sendFiles(files, setShare);
    void sending.current.answer.then(async (answer) => {
      setShare(undefined);
      if (answer === undefined) return;
      if (!answer.ok) return setProblem(answer.problem);
      const { id } = answer.value;
      const looked = await call('lookAtUpload', {
        params: { uploadId: id },
        body: { mapping: { columns: {}, statuses: {} } },
      });
      put(looked);
      setUploadId(id);
    });
  };
  const drop = (): void => {
    if (uploadId !== undefined) void call('removeUpload', { params: { uploadId } });
    forget();
  };
  return {
    now:
      share !== undefined
        ? { state: 'sending', share }
        : uploadId === undefined
          ? { state: 'idle' }
          : standOf(upload),
    problem,
    take,
    drop,
    cancel: () => {
      if (share !== undefined) sending.current?.cancel();
      else if (uploadId !== undefined) void call('stopUpload', { params: { uploadId } }).then(put);
    },
    bringIn: () => {
      if (uploadId !== undefined) void call('importUpload', { params: { uploadId } }).then(put);
    },
  };
}
