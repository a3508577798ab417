import { useFormats } from '../app/format.ts';
import type { Preview } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** What is against a sentence, one by one; a grade only where there is enough text for one. */
export function PlainLanguage({ readability }: { readonly readability: Preview['readability'] }) {
  const words = useTemplateWords();
  const formats = useFormats();
  const { sentences, words: count, grades, noGrade, flagged } = readability;
  if (sentences === 0) return null;
  const n = (value: number): string => formats.number(rounded(value));
  return (
    <section className="plain-language">
      <h3>{words.plain}</h3>
      <p>
        {words.counts(formats.number(count), sentences)}.{' '}
        {grades !== null
          ? words.grade(n(grades.smog), n(grades.fleschKincaid), n(grades.readingEase))
          : noGrade === null
            ? ''
            : words.noGrade[noGrade]}
      </p>
      {flagged.length === 0 ? (
        <p>{words.allPlain}</p>
      ) : (
        <ul>
          {flagged.map((one) => (
            <li key={one.sentence}>
              <q>{one.sentence}</q>
              <ul>
                {one.long ? <li>{words.long(formats.number(one.words))}</li> : null}
                {one.passive ? <li>{words.passive}</li> : null}
                {one.hardWords.length > 0 ? <li>{words.hard(formats.list(one.hardWords))}</li> : null}
                {one.jargon.map(({ word, instead }) => (
                  <li key={word}>{words.instead(word, instead)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
