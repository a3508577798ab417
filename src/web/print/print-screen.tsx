import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from '../app/store.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { actQuery, type OpenedAct } from '../today/today-queries.ts';
import { AlignmentSheet, FilledSheet } from './filled-sheets.tsx';
import { ActSheet, CueSheet } from './flow-pages.tsx';
import { layOut } from './lay-out.ts';
import { makeMeasure } from './measure.ts';
import './print.css';
import { usePracticeLines } from './practice-lines.ts';
import { fitFoot, type LeftOut, type PrintItem, type PrintKind, prepare } from './print-items.ts';
import { PrintOptions } from './print-options.tsx';
import { printQueue } from './print-queue.ts';
import { PrintRoot } from './print-root.tsx';
import { papers, usePrintSettings } from './print-settings.ts';
import { usePrintWords } from './print-words.ts';
import { type Stock, stocks } from './stocks.ts';
import { useFinish } from './use-finish.ts';

const flowMargin = 14;

function stockFor(kind: PrintKind, label: string, card: string): Stock | undefined {
  if (kind === 'labels') return stocks.find((stock) => stock.id === label);
  return kind === 'cards' || kind === 'by_hand' ? stocks.find((stock) => stock.id === card) : undefined;
}

function kindFor(acts: readonly OpenedAct[]): PrintKind {
  return acts.length > 0 && acts.every(({ act }) => act.channel === 'post') ? 'by_hand' : 'list';
}

/** What was chosen on Today, on its way to paper: which sheet, what fits, what does not, and what came of it. */
export function PrintScreen() {
  const words = usePrintWords();
  const ids = useStore(printQueue);
  useTitle(words.title);
  return (
    <div className="page print-page">
      <p>
        <Link to="/today">{words.back}</Link>
      </p>
      {ids.length === 0 ? (
        <>
          <h1>{words.title}</h1>
          <Empty title={words.nothing}>
            <p>{words.nothingExplained}</p>
          </Empty>
        </>
      ) : (
        <PrintDesk key={ids.join()} ids={ids} />
      )}
    </div>
  );
}

function PrintDesk({ ids }: { readonly ids: readonly string[] }) {
  const words = usePrintWords();
  const lines = usePracticeLines();
  const queries = useQueries({
    queries: ids.map((id) => ({ ...actQuery(id), refetchInterval: false as const })),
  });
  const [settings] = usePrintSettings();
  const [chosen, setKind] = useState<PrintKind>();
  const [startAt, setStartAt] = useState(1);
  const [initials, setInitials] = useState(false);
  const [aligning, setAligning] = useState(false);
  const [blank, setBlank] = useState(false);
  const [asked, setAsked] = useState(false);
  const measure = useMemo(makeMeasure, []);

  const acts = queries.flatMap((query) => (query.data === undefined ? [] : [query.data]));
  const waiting = queries.some((query) => query.isPending);
  const failed = queries.flatMap((query, i): LeftOut[] =>
    query.isError ? [{ actId: ids[i] ?? '', name: '', reason: 'failed', detail: '' }] : [],
  );
  const kind = chosen ?? kindFor(acts);
  const chosenStock = stockFor(kind, settings.label, settings.card);
  // What is written by hand is printed on no card: its cues flow down a page.
  const stock = kind === 'by_hand' && !blank ? undefined : chosenStock;
  const { items, left } = prepare(acts, kind, kind === 'by_hand' ? undefined : stock, measure);
  const filled = items.map(({ opened, fitted }) => ({
    key: opened.act.id,
    fitted,
    language: opened.act.language,
  }));
  const nudge = (chosenStock && settings.nudges[chosenStock.id]) ?? { x: 0, y: 0 };
  const sheets = stock === undefined ? [] : layOut(filled, stock, kind === 'labels' ? startAt : 1, nudge);

  const print = () => {
    window.print();
    setAsked(kind === 'cards' || kind === 'by_hand');
  };
  const printBlank = () => {
    flushSync(() => setBlank(true));
    window.print();
    setBlank(false);
  };
  const align = () => {
    flushSync(() => setAligning(true));
    window.print();
    setAligning(false);
  };
  const page = (aligning ? chosenStock : stock)?.page ?? papers[settings.paper];
  const content: ReactNode =
    stock === undefined ? (
      kind === 'by_hand' ? (
        <CueSheet items={items} paper={settings.paper} initials={initials} />
      ) : (
        <ActSheet items={items} paper={settings.paper} initials={initials} />
      )
    ) : (
      sheets.map((placed) => (
        <FilledSheet
          key={placed[0]?.item.key ?? ''}
          stock={stock}
          placed={placed}
          foot={fitFoot(lines, stock, measure)}
          foldWord={words.fold}
        />
      ))
    );
  return (
    <>
      <div className="print-head">
        <h1>
          {words.title} <small className="dim">{words.chosen(ids.length)}</small>
        </h1>
        <Button onClick={print} disabled={waiting || items.length === 0}>
          {words.print}
        </Button>
        {kind === 'by_hand' ? (
          <Button variant="default" onClick={printBlank} disabled={waiting || items.length === 0}>
            {words.printBlank}
          </Button>
        ) : null}
        <p className="dim">{words.actualSize}</p>
      </div>
      {asked && (kind === 'cards' || kind === 'by_hand') ? (
        <Asking
          kind={kind}
          ids={items.map(({ opened }) => opened.act.id)}
          again={print}
          close={() => setAsked(false)}
        />
      ) : null}
      <div className="print-desk">
        <div>
          <PrintOptions
            kind={kind}
            setKind={(next) => {
              setKind(next);
              setAsked(false);
              setStartAt(1);
            }}
            stock={chosenStock}
            startAt={startAt}
            setStartAt={setStartAt}
            initials={initials}
            setInitials={setInitials}
            align={align}
          />
          <Plain items={kind === 'list' ? [] : items} />
          <Left
            left={[...left, ...failed]}
            retry={() => void queries.forEach((query) => void query.refetch())}
          />
        </div>
        <section className="print-preview" aria-label={words.preview} aria-busy={waiting}>
          {stock === undefined ? null : <p className="dim">{words.sheets(sheets.length)}</p>}
          <div className="preview-sheets">{content}</div>
        </section>
      </div>
      <PrintRoot page={page} margin={stock === undefined && !aligning ? flowMargin : 0}>
        {aligning && chosenStock !== undefined ? (
          <AlignmentSheet
            stock={chosenStock}
            nudge={nudge}
            title={words.alignmentOf(chosenStock.name)}
            ruler={words.ruler}
          />
        ) : (
          content
        )}
      </PrintRoot>
    </>
  );
}

/** Whose envelopes name nobody: whoever fills them must know. */
function Plain({ items }: { readonly items: readonly PrintItem[] }) {
  const words = usePrintWords();
  const plain = items.filter(({ opened }) => opened.patient.envelope?.nameless === true);
  if (plain.length === 0) return null;
  return (
    <section className="print-left" role="status">
      <h2>{words.plainFor}</h2>
      <ul>
        {plain.map(({ opened }) => (
          <li key={opened.act.id}>
            <PatientName name={opened.act.patientName} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Left({ left, retry }: { readonly left: readonly LeftOut[]; readonly retry: () => void }) {
  const words = usePrintWords();
  if (left.length === 0) return null;
  return (
    <section className="print-left" role="status">
      <h2>{words.left}</h2>
      <ul>
        {left.map((one) => (
          <li key={one.actId}>
            {one.name === '' ? null : (
              <>
                <PatientName name={one.name} />:{' '}
              </>
            )}
            {words.reasons[one.reason]}
            {one.detail === '' ? '' : ` (${one.detail})`}
            {one.reason === 'failed' ? (
              <>
                {' '}
                <button type="button" className="link" onClick={retry}>
                  {words.again}
                </button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Asking({
  kind,
  ids,
  again,
  close,
}: {
  readonly kind: 'cards' | 'by_hand';
  readonly ids: readonly string[];
  readonly again: () => void;
  readonly close: () => void;
}) {
  const words = usePrintWords();
  const finish = useFinish();
  const [busy, setBusy] = useState(false);
  const yes = async () => {
    setBusy(true);
    const failed = await finish(ids);
    setBusy(false);
    printQueue.set((now) => now.filter((id) => !ids.includes(id) || failed.includes(id)));
    close();
  };
  return (
    <section className="print-asking" aria-label={words.asking[kind](ids.length)}>
      <h2>{words.asking[kind](ids.length)}</h2>
      <p className="dim">{words.askingExplained}</p>
      <div className="print-answers">
        <Button onClick={() => void yes()} loading={busy}>
          {words.yes}
        </Button>
        <Button variant="default" onClick={again}>
          {words.again}
        </Button>
        <Button variant="default" onClick={close}>
          {words.notYet}
        </Button>
      </div>
    </section>
  );
}
