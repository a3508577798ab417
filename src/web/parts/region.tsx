import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { type Problem, problemOf } from '../app/api.ts';
import { useWords } from '../app/words.ts';
import { useProblemWords } from './problem-message.tsx';

// Anything quicker would only flicker.
const skeletonAfterMilliseconds = 400;

const lines = Array.from({ length: 24 }, (_, line) => line);

function Waiting({ rows }: { readonly rows: number }) {
  const words = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), skeletonAfterMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="waiting" aria-busy="true">
      <span className="sr-only" role="status">
        {late ? words.common.loading : ''}
      </span>
      {late ? lines.slice(0, rows).map((line) => <div key={line} className="skeleton" />) : null}
    </div>
  );
}

function Failed({ problem, retry }: { readonly problem: Problem; readonly retry: () => void }) {
  const words = useWords();
  const say = useProblemWords();
  return (
    <div className="empty" role="alert">
      <h2>{words.common.failed}</h2>
      <p>{say(problem)}</p>
      <p>
        <Button onClick={retry}>{words.common.retry}</Button>
      </p>
      {problem.requestId === '' ? null : (
        <p className="dim">
          {words.common.reference} <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  );
}

/** A region of data: nothing at first, a skeleton when it takes long, an error with a way on, else its content. */
export function Region<T>({
  query,
  rows = 6,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed problem={problemOf(query.error)} retry={() => void query.refetch()} />;
  return <Waiting rows={rows} />;
}

/** What stands where there is nothing to list. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
