import { useEffect, useId, useRef } from 'react';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import type { Looked, Mapping } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { useShownAtOnce } from './use-shown-at-once.ts';

type Dates = NonNullable<Looked['dates']>;
type Order = Dates['order'];

/** True where nothing in the whole file tells, and nobody has said yet. */
export function isOpen({ dates }: Looked, whole: boolean, mapping: Mapping): boolean {
  return whole && dates?.decided === 'country' && mapping.dates === undefined;
}

function Decided({ dates }: { readonly dates: Dates }) {
  const words = useImportWords();
  const formats = useFormats();
  const { orders, decided, mixed } = words.match.dates;
  const other = dates.order === 'day first' ? 'month first' : 'day first';
  const [many, few] =
    dates.order === 'day first' ? [dates.dayFirst, dates.monthFirst] : [dates.monthFirst, dates.dayFirst];
  return (
    <p className="dim">
      {decided(formats.number(many), orders[dates.order])}{' '}
      {few === 0 ? null : <span className="doubtful">{mixed(formats.number(few), orders[other])}</span>}
    </p>
  );
}

/** Whether day or month comes first, asked with both readings of a real date of the file where nothing tells. */
export function DateQuestion({
  dates,
  mapping,
  missing,
  answer,
}: {
  readonly dates: Dates;
  readonly mapping: Mapping;
  /** Somebody wanted to go on without an answer. */
  readonly missing: boolean;
  readonly answer: (order: Order) => void;
}) {
  const words = useImportWords();
  const formats = useFormats();
  const group = useId();
  const place = useRef<HTMLFieldSetElement>(null);
  const [chosen, setChosen] = useShownAtOnce(mapping.dates);
  // Whoever went on without an answer is brought to the question.
  useEffect(() => {
    if (missing) place.current?.querySelector('input')?.focus();
  }, [missing]);
  if (dates.decided === 'one_way') return null;
  if (dates.decided === 'evidence') return <Decided dates={dates} />;
  const { example } = dates;
  const against =
    mapping.dates === 'day first' ? dates.monthFirst : mapping.dates === 'month first' ? dates.dayFirst : 0;
  const other = mapping.dates === 'day first' ? 'month first' : 'day first';
  if (example === null) return null;
  const reading = (day: string): string => formats.partialDay(day);
  const options: readonly (readonly [Order, string])[] = [
    ['month first', words.match.dates.monthFirst(reading(example.monthFirst))],
    ['day first', words.match.dates.dayFirst(reading(example.dayFirst))],
  ];
  return (
    <fieldset ref={place} className="choice dates" data-missing={missing}>
      <legend>
        <Note>{words.match.dates.question(example.text, example.column)}</Note>
      </legend>
      {dates.dayFirst + dates.monthFirst === 0 ? <p className="dim">{words.match.dates.why}</p> : null}
      {options.map(([order, label]) => (
        <label key={order}>
          <input
            type="radio"
            className="radio"
            name={group}
            checked={chosen === order}
            onChange={() => {
              setChosen(order);
              answer(order);
            }}
          />{' '}
          {label}
        </label>
      ))}
      {against === 0 ? null : (
        <p className="doubtful">
          {words.match.dates.contradicts(formats.number(against), words.match.dates.orders[other])}
        </p>
      )}
      {missing ? (
        <p className="problem" role="alert">
          {words.match.dates.answerFirst}
        </p>
      ) : null}
    </fieldset>
  );
}
