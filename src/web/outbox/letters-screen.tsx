import { Button, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/api.ts';
import { useSession } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { addressLines } from '../print/address.ts';
import '../print/print.css';
import { PrintRoot } from '../print/print-root.tsx';
import { type Paper, papers, usePrintSettings } from '../print/print-settings.ts';
import { type Letters, outboxQuery } from './outbox-queries.ts';
import { useOutboxWords } from './outbox-words.ts';
import './outbox.css';

type Letter = Letters['letters'][number];

/** The letters that are due: taken, printed, and asked about. */
export function LettersScreen() {
  const words = useOutboxWords();
  const query = useQuery(outboxQuery('waiting'));
  const [taken, setTaken] = useState<Letters>();
  useTitle(words.lettersTitle);
  return (
    <div className="page outbox">
      <p>
        <Link to="/outbox">{words.lettersBack}</Link>
      </p>
      <h1>{words.lettersTitle}</h1>
      {taken === undefined ? (
        <Region query={query} rows={3}>
          {({ counts, paused }) =>
            counts.toPrint === 0 ? (
              <Empty title={words.lettersNone}>
                <p>{words.lettersNoneExplained}</p>
              </Empty>
            ) : paused !== null ? (
              <p className="outbox-held">{words.lettersHeld}</p>
            ) : (
              <Take due={counts.toPrint} take={setTaken} />
            )
          }
        </Region>
      ) : (
        <Print letters={taken} done={() => setTaken(undefined)} />
      )}
    </div>
  );
}

function Take({ due, take }: { readonly due: number; readonly take: (letters: Letters) => void }) {
  const words = useOutboxWords();
  const say = useProblemWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const answer = await call('takeLetters', {});
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['outbox'] });
    if (!answer.ok) showToast(say(answer.problem), { kind: 'problem' });
    else take(answer.value);
  };
  return (
    <>
      <p>{words.lettersTakeExplained(due)}</p>
      <p className="outbox-hold">
        <Button onClick={() => void run()} loading={busy}>
          {words.lettersTake}
        </Button>
      </p>
    </>
  );
}

function Print({ letters, done }: { readonly letters: Letters; readonly done: () => void }) {
  const words = useOutboxWords();
  const say = useProblemWords();
  const client = useQueryClient();
  const [settings, setSettings] = usePrintSettings();
  const [busy, setBusy] = useState(false);
  const { paper } = settings;
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
  const left = letters.left === 0 ? null : <p className="outbox-note">{words.lettersLeft(letters.left)}</p>;
  if (letters.letters.length === 0) {
    return (
      <>
        {left}
        <Empty title={words.lettersNone} />
      </>
    );
  }
  const sheets = letters.letters.map((letter) => (
    <LetterSheet key={letter.messageId} letter={letter} paper={paper} />
  ));
  return (
    <>
      {left}
      <div className="outbox-print">
        <Button onClick={() => window.print()}>{words.print}</Button>
        <NativeSelect
          label={words.paper}
          value={paper}
          onChange={(event) => setSettings({ paper: event.currentTarget.value === 'a4' ? 'a4' : 'letter' })}
          data={[
            { value: 'letter', label: words.letterPaper },
            { value: 'a4', label: words.a4 },
          ]}
        />
      </div>
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
      <section aria-label={words.preview} className="outbox-sheets">
        {sheets}
      </section>
      <PrintRoot page={papers[paper]} margin={0}>
        {sheets}
      </PrintRoot>
    </>
  );
}

/** One page a letter; the address stands where a window envelope shows it. */
function LetterSheet({ letter, paper }: { readonly letter: Letter; readonly paper: Paper }) {
  const session = useSession();
  return (
    <article className="letter-sheet" data-paper={paper} data-kind={letter.paper} lang={letter.language}>
      <p className="letter-from">{session?.practice?.name ?? ''}</p>
      <address>
        {addressLines(letter.name, letter.address).map((line) => (
          <div key={line} dir="auto">
            {line}
          </div>
        ))}
      </address>
      <div className="letter-words" dir="auto">
        {letter.text}
      </div>
    </article>
  );
}
