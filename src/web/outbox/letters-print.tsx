import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { call } from '../app/api.ts';
import { showToast } from '../app/toasts.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty } from '../parts/region.tsx';
import { addressLines } from '../print/address.ts';
import { AddressSheet, AlignmentSheet, FilledSheet } from '../print/filled-sheets.tsx';
import { layOut } from '../print/lay-out.ts';
import { makeMeasure, printFace } from '../print/measure.ts';
import { usePracticeLines } from '../print/practice-lines.ts';
import '../print/print.css';
import { fitFoot } from '../print/print-items.ts';
import { SheetOptions } from '../print/print-options.tsx';
import { PrintRoot } from '../print/print-root.tsx';
import { type Paper, papers, usePrintSettings } from '../print/print-settings.ts';
import { usePrintWords } from '../print/print-words.ts';
import { isPostcard, stocks } from '../print/stocks.ts';
import {
  type LetterLayout,
  layLetter,
  letterLine,
  letterMargin,
  letterSize,
  sheetHeight,
} from './letter-pages.ts';
import type { Letters } from './outbox-queries.ts';
import { useOutboxWords } from './outbox-words.ts';
import { type Letter, sortLetters } from './postcards.ts';
import './outbox.css';

type Job = 'paper' | 'words' | 'addresses' | 'alignment';

/** What was taken, as sheets: letters for a window envelope, postcards on their stock, and the question afterwards. */
export function LettersPrint({ letters, done }: { readonly letters: Letters; readonly done: () => void }) {
  const words = useOutboxWords();
  const print = usePrintWords();
  const { name } = usePracticeLines();
  const [settings, setSettings] = usePrintSettings();
  const measure = useMemo(makeMeasure, []);
  const [job, setJob] = useState<Job>();
  const { paper } = settings;
  const stock = stocks.find(({ id }) => id === settings.postcard);
  const left = letters.left === 0 ? null : <p className="outbox-note">{words.lettersLeft(letters.left)}</p>;
  if (letters.letters.length === 0 || stock === undefined) {
    return (
      <>
        {left}
        <Empty title={words.lettersNone} />
      </>
    );
  }
  const { cards, onPaper, tooLong, noRoom, plain } = sortLetters(letters.letters, stock, measure);
  const laid = onPaper.map((letter) => {
    const to = addressLines(letter.name, letter.address);
    return { letter, to, ...layLetter(letter.text, to.length, papers[paper], measure) };
  });
  const long = laid.filter(({ pages }) => pages.length > 1).length;
  const nudge = settings.nudges[stock.id] ?? { x: 0, y: 0 };
  const onCards = (side: 'words' | 'address') =>
    layOut(
      cards.map((card) => card[side]),
      stock,
      1,
      nudge,
    );
  const jobs: Readonly<Record<Job, ReactNode>> = {
    paper: laid.map((one) => <LetterSheets key={one.letter.messageId} {...one} paper={paper} />),
    words: onCards('words').map((placed) => (
      <FilledSheet
        key={placed[0]?.item.key}
        stock={stock}
        placed={placed}
        // The line of the practice stands under the words already.
        foot={fitFoot({ name, mission: '' }, stock, measure)}
        foldWord=""
      />
    )),
    addresses: onCards('address').map((placed) => (
      <AddressSheet key={placed[0]?.item.key} stock={stock} placed={placed} from={name} />
    )),
    alignment: (
      <AlignmentSheet stock={stock} nudge={nudge} title={print.alignmentOf(stock.name)} ruler={print.ruler} />
    ),
  };
  const run = (one: Job) => {
    flushSync(() => setJob(one));
    window.print();
    setJob(undefined);
  };
  // Whoever prints by the browser's own menu gets what stands first.
  const now = job ?? (onPaper.length > 0 ? 'paper' : 'words');
  return (
    <>
      {left}
      {onPaper.length === 0 ? null : (
        <section>
          <h2>{words.onPaper(onPaper.length)}</h2>
          {tooLong === 0 ? null : <p className="outbox-note">{words.tooLong(tooLong)}</p>}
          {long === 0 ? null : <p className="outbox-note">{words.manySheets(long)}</p>}
          {plain === 0 ? null : <p className="outbox-note">{words.plainEnvelopes(plain)}</p>}
          {noRoom === 0 ? null : <p className="outbox-note">{words.noRoom(noRoom)}</p>}
          <div className="outbox-print">
            <Button onClick={() => run('paper')}>{words.print}</Button>
            <NativeSelect
              label={words.paper}
              value={paper}
              onChange={(event) =>
                setSettings({ paper: event.currentTarget.value === 'a4' ? 'a4' : 'letter' })
              }
              data={[
                { value: 'letter', label: words.letterPaper },
                { value: 'a4', label: words.a4 },
              ]}
            />
          </div>
        </section>
      )}
      {cards.length === 0 && tooLong + noRoom === 0 ? null : (
        <section className="outbox-cards">
          <h2>{words.postcards(cards.length)}</h2>
          <p className="dim">{words.postcardsExplained}</p>
          <div className="outbox-print">
            <Button disabled={cards.length === 0} onClick={() => run('words')}>
              {words.printWords}
            </Button>
            <Button variant="default" disabled={cards.length === 0} onClick={() => run('addresses')}>
              {words.printAddresses}
            </Button>
          </div>
          <div className="outbox-stock">
            <SheetOptions
              stock={stock}
              choices={stocks.filter(isPostcard)}
              choose={(postcard) => setSettings({ postcard })}
              align={() => run('alignment')}
            />
          </div>
        </section>
      )}
      <Asked letters={letters} done={done} />
      <h2>{words.preview}</h2>
      {onPaper.length === 0 ? null : (
        <section aria-label={words.onPaper(onPaper.length)} className="outbox-sheets">
          {jobs.paper}
        </section>
      )}
      {cards.length === 0 ? null : (
        <>
          <section aria-label={words.postcards(cards.length)} className="outbox-sheets">
            {jobs.words}
          </section>
          <h3>{words.ofAddresses}</h3>
          <section aria-label={words.ofAddresses} className="outbox-sheets">
            {jobs.addresses}
          </section>
        </>
      )}
      <PrintRoot page={now === 'paper' ? papers[paper] : stock.page} margin={0}>
        {jobs[now]}
      </PrintRoot>
    </>
  );
}

/** A browser cannot tell whether anything was printed. */
function Asked({ letters, done }: { readonly letters: Letters; readonly done: () => void }) {
  const words = useOutboxWords();
  const say = useProblemWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const settle = async (printed: boolean) => {
    setBusy(true);
    const messageIds = letters.letters.map(({ messageId }) => messageId);
    const answer = await call('lettersPrinted', { body: { messageIds, printed } });
    setBusy(false);
    if (!answer.ok) {
      showToast(say(answer.problem), { kind: 'problem' });
      return;
    }
    showToast((printed ? words.printed : words.notPrinted)(answer.value.moved));
    await client.invalidateQueries({ queryKey: ['outbox'] });
    done();
  };
  return (
    <section className="outbox-asked">
      <h2>{words.asked(letters.letters.length)}</h2>
      <p className="dim">{words.askedExplained}</p>
      <p className="outbox-decisions">
        <Button onClick={() => void settle(true)} loading={busy}>
          {words.yes}
        </Button>
        <Button variant="default" onClick={() => void settle(false)} loading={busy}>
          {words.no}
        </Button>
      </p>
    </section>
  );
}

/**
 * A letter on as many pages as it needs; the address stands where a window envelope shows it, and beside the number of a
 * page stands whose it is, so that sheets find together again.
 */
function LetterSheets({
  letter,
  to,
  head,
  pages,
  paper,
}: LetterLayout & {
  readonly letter: Letter;
  readonly to: readonly string[];
  readonly paper: Paper;
}) {
  return pages.map((lines, nth) => {
    const number = nth + 1;
    return (
      <article
        key={number}
        className="letter-sheet"
        lang={letter.language}
        style={{
          inlineSize: `${papers[paper].width}mm`,
          blockSize: `${sheetHeight(papers[paper])}mm`,
          padding: `${letterMargin.block}mm ${letterMargin.inline}mm`,
          fontFamily: printFace,
          fontSize: `${letterSize}pt`,
          lineHeight: letterLine,
        }}
      >
        {nth > 0 ? null : (
          <header style={{ blockSize: `${head}mm` }}>
            {/* Its place stays, so that the address stands in the window. */}
            <p className="letter-from" dir="auto">
              {letter.nameless ? '\u00a0' : letter.from}
            </p>
            <address>
              {to.map((line) => (
                <div key={line} dir="auto">
                  {line}
                </div>
              ))}
            </address>
            <p className="letter-on">{letter.on}</p>
          </header>
        )}
        <div className="letter-words" dir="auto">
          {lines.join('\n')}
        </div>
        {pages.length === 1 ? null : (
          <footer>
            <bdi>{letter.name}</bdi>, {number}/{pages.length}
          </footer>
        )}
      </article>
    );
  });
}
