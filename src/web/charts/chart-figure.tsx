import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type Chart, chartFile, type Look, onPaper, type Palette } from '../../charts/chart.ts';
import { showToast } from '../app/toasts.ts';
import { useLanguage } from '../app/words.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { useChartWords } from './chart-words.ts';
import './charts.css';
import { Drawing } from './drawing.tsx';
import { savePng, saveSvg } from './save-picture.ts';

const onScreen: Palette = {
  ink: 'var(--ink)',
  dim: 'var(--dim)',
  line: 'var(--strong-line)',
  accent: 'var(--accent-line)',
  late: 'var(--late)',
  paper: 'var(--paper)',
};

const widest = 720;
const narrowest = 240;
/** Of a picture that is saved or printed, CSS pixels. */
const pictureWidth = 640;

function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(pictureWidth);
  useEffect(() => {
    if (place.current === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      setWidth(Math.min(widest, Math.max(narrowest, Math.round(entry.contentRect.width))));
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, width };
}

// Where a key leads among the points, in the order in which they are read.
function nextPoint(key: string, now: number, last: number, isRtl: boolean): number | undefined {
  const forwards = isRtl ? 'ArrowLeft' : 'ArrowRight';
  const backwards = isRtl ? 'ArrowRight' : 'ArrowLeft';
  if (key === forwards || key === 'ArrowDown') return Math.min(last, now + 1);
  if (key === backwards || key === 'ArrowUp') return Math.max(0, now - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}

/**
 * A chart with everything that belongs to one: its sentence, a table of the same figures, a reading point by point with
 * the arrow keys, and the picture as a file.
 * @param sentence what the chart shows, with its n; the chart's name as well
 */
export function ChartFigure({
  sentence,
  draw,
  children,
}: {
  readonly sentence: string;
  readonly draw: (look: Look) => Chart;
  readonly children?: ReactNode;
}) {
  const words = useChartWords();
  const language = useLanguage();
  const sentenceId = useId();
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  const [stop, setStop] = useState(-1);
  const { place, width } = useWidth();
  const direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
  const chart = draw({ width, direction, palette: onScreen });
  const at = chart.points[stop];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && stop >= 0) {
      event.stopPropagation();
      setStop(-1);
      return;
    }
    const next = nextPoint(event.key, stop, chart.points.length - 1, direction === 'rtl');
    if (next === undefined || chart.points.length === 0) return;
    event.preventDefault();
    setStop(next);
  };
  const picture = () => {
    const look: Look = { width: pictureWidth, direction, palette: onPaper };
    const drawn = draw(look);
    return { drawn, file: chartFile(drawn, sentence, language, look) };
  };
  const save = async (kind: 'svg' | 'png', close: () => void) => {
    close();
    const { drawn, file } = picture();
    if (kind === 'svg') saveSvg(file);
    else if (!(await savePng(file, drawn.width, drawn.height + 28))) {
      showToast(words.notSaved, { kind: 'problem' });
    }
  };
  return (
    <figure className="chart">
      <figcaption id={sentenceId}>{sentence}</figcaption>
      <div ref={place}>
        {asTable ? (
          <ChartTable chart={chart} labelledBy={sentenceId} />
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that something can be filled in
          <div
            className="chart-picture"
            role="group"
            aria-roledescription={words.kind}
            aria-labelledby={sentenceId}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it point by point
            tabIndex={0}
            onKeyDown={onKeyDown}
            onBlur={() => setStop(-1)}
          >
            <svg
              role="img"
              aria-labelledby={titleId}
              width={chart.width}
              height={chart.height}
              viewBox={`0 0 ${chart.width} ${chart.height}`}
            >
              <title id={titleId}>{sentence}</title>
              <Drawing nodes={chart.drawing} />
              {at === undefined ? null : <circle className="chart-stop" cx={at.x} cy={at.y} r={9} />}
            </svg>
          </div>
        )}
      </div>
      <div className="chart-foot">
        <output className="dim">{at?.said ?? (asTable ? '' : words.keys)}</output>
        <span className="chart-actions">
          <button type="button" className="link" onClick={() => setAsTable(!asTable)}>
            {asTable ? words.asPicture : words.asTable}
          </button>
          <Disclosure label={words.save} face={words.save}>
            {(close) => (
              <ul className="chart-save">
                {(['svg', 'png'] as const).map((kind) => (
                  <li key={kind}>
                    <button type="button" className="quiet wide" onClick={() => void save(kind, close)}>
                      {kind === 'svg' ? words.saveSvg : words.savePng}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Disclosure>
        </span>
      </div>
      {children}
    </figure>
  );
}

function ChartTable({ chart, labelledBy }: { readonly chart: Chart; readonly labelledBy: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls by the keyboard too
    <section className="chart-table" tabIndex={0} aria-labelledby={labelledBy}>
      <table aria-labelledby={labelledBy}>
        <thead>
          <tr>
            {chart.table.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.table.rows.map((row) => (
            <tr key={row.join('\u0001')}>
              {row.map((cell, i) => (
                <td key={chart.table.heads[i] ?? i}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
