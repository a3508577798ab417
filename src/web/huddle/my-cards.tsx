import { Button, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Huddle } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

/** Where a card goes: to an address that we have, or into the patient's hand. */
export function useCardWay(): (card: Huddle['cards']['cards'][number]) => string {
  const words = useHuddleWords();
  const formats = useFormats();
  return ({ hasAddress, nextVisit }) => {
    if (hasAddress) return words.byPost;
    return nextVisit === null ? words.noAddress : words.handOver(formats.day(nextVisit));
  };
}

/** The cards of the day for whoever looks, three at most. The facts are ours; the words are the writer's alone. */
export function MyCards({ cards: { writes, cards } }: { readonly cards: Huddle['cards'] }) {
  const words = useHuddleWords();
  const formats = useFormats();
  const way = useCardWay();
  const change = useChange(['huddle']);
  const written = (actId: string) =>
    void change.run(
      'recordOutcome',
      { params: { actId }, body: { outcome: 'done', clientKey: crypto.randomUUID() } },
      words.cardWritten,
    );
  return (
    <section className="my-cards" aria-labelledby="my-cards">
      <h2 id="my-cards">{words.cards}</h2>
      {writes && cards.length > 0 ? (
        <ul>
          {cards.map((card) => (
            <li key={card.actId}>
              <p>
                <Link to="/patients/$patientId" params={{ patientId: card.patientId }}>
                  <PatientName name={card.patientName} />
                </Link>{' '}
                {card.title} <span className="source">{way(card)}</span>
              </p>
              <p className="dim">
                {card.facts.map(({ fact, date }) => (
                  <span key={fact}>
                    <Note>{fact}</Note> ({formats.day(date)}){' '}
                  </span>
                ))}
              </p>
              <Button
                variant="default"
                size="compact-sm"
                disabled={change.busy}
                onClick={() => written(card.actId)}
              >
                {words.written}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="dim">{writes ? words.noCards : words.cardsExplained}</p>
      )}
      <Switch
        checked={writes}
        disabled={change.busy}
        label={words.iWrite}
        onChange={(event) =>
          void change.run('changeMyCards', { body: { writes: event.currentTarget.checked } })
        }
      />
    </section>
  );
}
