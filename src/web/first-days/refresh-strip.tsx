import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Upload } from '../imports/import-queries.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useFirstDaysWords } from './first-days-words.ts';
import { type Refresh, useRefresh } from './use-refresh.ts';
import './first-days.css';

/** The export of the day, dropped anywhere on Today or chosen here: read as the last one, and in at a second press. */
export function RefreshStrip() {
  const words = useFirstDaysWords().refresh;
  const refresh = useRefresh();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = useRef(refresh.take);
  take.current = refresh.take;
  // A file that misses the strip by a hand's breadth would otherwise open in the browser, in the place of Today.
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const overPage = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const dropped = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', overPage);
    window.addEventListener('dragleave', left);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragover', overPage);
      window.removeEventListener('dragleave', left);
      window.removeEventListener('drop', dropped);
    };
  }, []);
  return (
    <section className="refresh" aria-label={words.label} data-over={over}>
      {refresh.now.state === 'idle' ? (
        <>
          <span className="dim">{words.offer}</span>
          <input
            ref={input}
            type="file"
            className="sr-only"
            multiple
            tabIndex={-1}
            aria-label={words.choose}
            accept=".csv,.tsv,.txt,.tab,.xlsx,.json,.ndjson,.jsonl,.hl7,.er7,.gz"
            onChange={(event) => {
              refresh.take([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <Button variant="default" size="compact-sm" onClick={() => input.current?.click()}>
            {words.choose}
          </Button>
        </>
      ) : (
        <OnTheWay refresh={refresh} />
      )}
      <ProblemMessage problem={refresh.problem} />
    </section>
  );
}

function OnTheWay({ refresh }: { readonly refresh: Refresh }) {
  const words = useFirstDaysWords().refresh;
  const { now } = refresh;
  const cancel = (
    <Button variant="default" size="compact-sm" onClick={refresh.cancel}>
      {words.cancel}
    </Button>
  );
  if (now.state === 'idle') return null;
  if (now.state === 'sending') {
    const percent = Math.floor(now.share * 100);
    return (
      <>
        <progress max={100} value={percent} aria-label={words.label} />
        <p role="status">{words.sending(Math.floor(percent / 10) * 10)}</p>
        {cancel}
      </>
    );
  }
  if (now.state === 'working') return <Working upload={now.upload} cancel={cancel} />;
  return <Waiting upload={now.upload} state={now.state} refresh={refresh} />;
}

function Working({ upload, cancel }: { readonly upload: Upload | undefined; readonly cancel: ReactNode }) {
  const words = useFirstDaysWords().refresh;
  const formats = useFormats();
  const task = upload?.task;
  const said =
    task?.kind === 'import'
      ? words.importing(formats.number(task.read))
      : task?.kind === 'check'
        ? words.checking(formats.number(task.read))
        : words.looking;
  return (
    <>
      <p role="status">{said}</p>
      {upload === undefined ? null : cancel}
    </>
  );
}

/** Somebody has to say something: import it, name its columns, or leave it. */
function Waiting({
  upload,
  state,
  refresh,
}: {
  readonly upload: Upload;
  readonly state: 'unknown' | 'ready' | 'ended';
  readonly refresh: Refresh;
}) {
  const words = useFirstDaysWords().refresh;
  const formats = useFormats();
  const file = formats.list(upload.files.map(({ name }) => name));
  const total = (field: 'rows' | 'added' | 'updated' | 'refused'): string =>
    formats.number(upload.check?.files.reduce((sum, one) => sum + one[field], 0) ?? 0);
  const changes = upload.check?.files.some(({ added, updated }) => added + updated > 0) === true;
  const since = upload.look?.files.find(({ remembered }) => remembered !== null)?.remembered?.since;
  const problem = upload.look?.files.find((one) => one.problem !== null)?.problem;
  const detail = upload.task?.detail ?? '';
  const said =
    state === 'ended'
      ? upload.task?.state === 'stopped'
        ? words.stopped
        : detail === ''
          ? words.failed
          : detail
      : state === 'unknown'
        ? typeof problem === 'string'
          ? words.problem(file, problem)
          : words.unknown(file)
        : changes
          ? `${words.readAs(file, since === undefined ? '' : formats.moment(since))} ${words.counts(total('rows'), total('added'), total('updated'), total('refused'))}`
          : words.nothing(file);
  return (
    <>
      <p role="status">
        <Note>{said}</Note>
      </p>
      {state === 'ready' && changes ? (
        <Button size="compact-sm" onClick={refresh.bringIn}>
          {words.import}
        </Button>
      ) : null}
      {state === 'ended' ? null : (
        <Link
          to="/imports/$uploadId/$step"
          params={{ uploadId: upload.id, step: state === 'ready' ? 'check' : 'match' }}
        >
          {state === 'ready' ? words.closer : words.goOn}
        </Link>
      )}
      <Button variant="default" size="compact-sm" onClick={refresh.drop}>
        {words.throwAway}
      </Button>
    </>
  );
}
