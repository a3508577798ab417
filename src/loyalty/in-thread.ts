import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * One question, one answer, in a thread of its own, so that a server that thinks for seconds keeps answering. From
 * TypeScript sources, where a thread cannot be loaded, `here` answers in this process: tests are the only ones who do.
 * @param url of the compiled thread, which posts one message
 * @param data plain; it is copied to the thread
 */
export function answerInThread<Answer>(url: URL, data: unknown, here: () => Answer): Promise<Answer> {
  const file = fileURLToPath(url);
  if (!existsSync(file)) return Promise.resolve(here());
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: data, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the thread ${file} ended before it had answered`)));
  });
}
