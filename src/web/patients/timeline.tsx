import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { problemOf } from '../app/api.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { Region } from '../parts/region.tsx';
import { type Entry, type Filter, filters, timelineQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { TimelineEntry } from './timeline-entry.tsx';
import { useEntryWords } from './use-entry-words.ts';
import './timeline.css';

const usualHeight = 49;
// Drawn beyond the edge, and read beyond what is drawn: a quick turn of the wheel shows no gap.
const overscan = 20;
const readAhead = 100;

function Entries({
  patientId,
  entries,
  scroller,
  onLast,
}: {
  readonly patientId: string;
  readonly entries: readonly Entry[];
  /** Null until it stands: on the first drawing a child is there before its parent. */
  readonly scroller: HTMLElement | null;
  /** The last entry that is drawn. */
  readonly onLast: (index: number) => void;
}) {
  const say = useEntryWords();
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller,
    estimateSize: () => usualHeight,
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan,
    useFlushSync: false,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => onLast(last), [last, onLast]);
  return (
    <ol className="timeline" style={{ blockSize: virtual.getTotalSize() }}>
      {rows.map(({ index, start, key }) => {
        const entry = entries[index];
        return entry === undefined ? null : (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            data-kind={entry.kind}
            aria-posinset={index + 1}
            aria-setsize={-1}
            style={{ transform: `translateY(${start}px)` }}
          >
            <TimelineEntry patientId={patientId} entry={entry} said={say(entry)} />
          </li>
        );
      })}
    </ol>
  );
}

/** Everything that happened with one patient, newest first, as long as it may be; only what is in sight is drawn. */
export function Timeline({
  patientId,
  only,
  setOnly,
  place,
  withKeys,
  children,
}: {
  readonly patientId: string;
  readonly only: Filter;
  readonly setOnly: (only: Filter) => void;
  /** The part that scrolls, has the focus and with it the keys of the page. */
  readonly place: RefObject<HTMLElement | null>;
  readonly withKeys: boolean;
  readonly children?: ReactNode;
}) {
  const words = usePatientWords().timeline;
  const common = useWords().common;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const hold = useCallback(
    (element: HTMLElement | null) => {
      place.current = element;
      setScroller(element);
    },
    [place],
  );
  const query = useInfiniteQuery(timelineQuery(patientId, only));
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  const read = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const onLast = useMemo(
    () => (last: number) => {
      if (read && last + readAhead >= entries.length) void fetchNextPage();
    },
    [read, entries.length, fetchNextPage],
  );
  return (
    <section className="timeline-section">
      <div className="timeline-head">
        <h2>{words.title}</h2>
        <fieldset className="chips" aria-label={words.filter}>
          {filters.map((filter) => (
            <button
              key={filter}
              type="button"
              className="quiet small"
              aria-pressed={filter === only}
              onClick={() => setOnly(filter)}
            >
              {words.filters[filter]}
            </button>
          ))}
          {withKeys ? <kbd>F</kbd> : null}
        </fieldset>
      </div>
      {children}
      {/* biome-ignore lint/a11y/useSemanticElements: a section would be a second landmark of the same name */}
      <div
        ref={hold}
        className="timeline-place"
        role="region"
        aria-label={words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard, and the keys of the page work in it
        tabIndex={0}
      >
        <Region query={query} rows={8}>
          {() =>
            entries.length === 0 ? (
              <p className="dim">
                {only === 'all' ? words.nothing : words.nothingOfThese}{' '}
                {only === 'all' ? null : (
                  <button type="button" className="link" onClick={() => setOnly('all')}>
                    {words.showAll}
                  </button>
                )}
              </p>
            ) : (
              <>
                <Entries
                  key={`${patientId} ${only}`}
                  patientId={patientId}
                  entries={entries}
                  scroller={scroller}
                  onLast={onLast}
                />
                <p className="dim timeline-end" role="status">
                  {isFetchingNextPage ? words.more : hasNextPage ? '' : words.end}
                </p>
                {isFetchNextPageError ? (
                  <div>
                    <p>{words.failed}</p>
                    <ProblemMessage problem={problemOf(query.error)} />
                    <Button variant="default" size="compact-sm" onClick={() => void fetchNextPage()}>
                      {common.retry}
                    </Button>
                  </div>
                ) : null}
              </>
            )
          }
        </Region>
      </div>
    </section>
  );
}
