import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/api.ts';
import { showToast } from '../app/toasts.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import '../print/print.css';
import { type Letters, outboxQuery } from './outbox-queries.ts';
import { useOutboxWords } from './outbox-words.ts';
import './outbox.css';
import { LettersPrint } from './letters-print.tsx';

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
        <LettersPrint letters={taken} done={() => setTaken(undefined)} />
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
