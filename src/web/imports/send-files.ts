import { type Answer, asProblem, noConnection, sessionEnded, signedInAgain } from '../app/api.ts';
import { operations } from '../app/operations.ts';
import { preferences } from '../app/preferences.ts';
import type { Upload } from './import-queries.ts';

export interface Sending {
  /** Undefined when it was cancelled. */
  readonly answer: Promise<Answer<Upload> | undefined>;
  readonly cancel: () => void;
}

/**
 * Sends files. `fetch` does not say how much of a body has gone, so this is the one request that is made without it.
 * An ended session is waited for, as everywhere, and the files then go once more.
 * @param progress the share that has gone, 0 to 1
 */
export function sendFiles(files: readonly File[], progress: (share: number) => void): Sending {
  let request: XMLHttpRequest | undefined;
  let cancelled = false;
  const once = (): Promise<Answer<Upload> | undefined> =>
    new Promise((resolve) => {
      const body = new FormData();
      for (const file of files) body.append('files', file, file.name);
      request = new XMLHttpRequest();
      const [method = '', path = ''] = operations.addUpload.split(' ');
      request.open(method, path);
      request.setRequestHeader('accept-language', preferences.get().language);
      request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total);
      request.onload = () => resolve(answerOf(request));
      request.onerror = () => resolve({ ok: false, problem: noConnection });
      request.onabort = () => resolve(undefined);
      request.send(body);
    });
  const send = async (): Promise<Answer<Upload> | undefined> => {
    const first = await once();
    if (first === undefined || first.ok || first.problem.code !== 'not_signed_in') return first;
    sessionEnded.set(true);
    await signedInAgain();
    return cancelled ? undefined : once();
  };
  return {
    answer: send(),
    cancel: () => {
      cancelled = true;
      request?.abort();
    },
  };
}

function answerOf(request: XMLHttpRequest | undefined): Answer<Upload> {
  const status = request?.status ?? 0;
  const read = readJson(request?.responseText ?? '');
  if (status === 200) return { ok: true, value: read as Upload };
  return { ok: false, problem: asProblem(read, status, request?.getResponseHeader('x-request-id') ?? '') };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
