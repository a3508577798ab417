import { syllable } from 'syllable';
import { jargon, known, syllablesOf } from './readability-words.ts';

/** What is counted of a text. */
export interface Counts {
  readonly sentences: number;
  readonly words: number;
  readonly syllables: number;
  /** Words of three syllables or more. */
  readonly polysyllables: number;
}

export interface Grades {
  /** Flesch reading ease: 100 is easy, below 60 is hard. */
  readonly readingEase: number;
  /** Flesch-Kincaid, school years of the US. */
  readonly fleschKincaid: number;
  /** SMOG, school years; health texts are judged by it, because it counts what it takes to understand all of it. */
  readonly smog: number;
}

/**
 * A sentence that is hard to read, and why.
 * @source limits: CDC Clear Communication Index (short sentences, familiar words, active voice)
 */
export interface SentenceFlags {
  readonly sentence: string;
  readonly words: number;
  readonly long: boolean;
  readonly passive: boolean;
  readonly hardWords: readonly string[];
  readonly jargon: readonly { readonly word: string; readonly instead: string }[];
}

export interface Readability {
  readonly counts: Counts;
  /** Only from ten sentences on, and only for English: a grade of less means nothing. */
  readonly grades: Grades | 'too_few_sentences' | 'other_language';
  /** Those sentences that have something against them, in their order. */
  readonly flagged: readonly SentenceFlags[];
}

/** SMOG is defined on thirty sentences; below ten no formula says anything of worth. */
export const fewestSentences = 10;
const longSentence = 20;

const wordPattern = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

export function wordsOf(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

// A full stop within a number, after one letter or after a title ends nothing.
const noEnd = /(?:\b(?:Dr|Dra|Mr|Mrs|Ms|Sr|Sra|St|vs|etc|No|a\.m|p\.m)|\b\p{Lu})\.$/u;

/** A heading, an item of a list and a paragraph end a sentence too. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  for (const line of text.split(/\n+/)) {
    let open = '';
    // A few quotes close a sentence; a run of them would be looked through from each of its signs.
    for (const part of line.split(/(?<=[.!?…]["'”’)]{0,5})\s+/u)) {
      open = open === '' ? part : `${open} ${part}`;
      if (noEnd.test(open)) continue;
      if (wordsOf(open).length > 0) sentences.push(open.trim());
      open = '';
    }
    if (wordsOf(open).length > 0) sentences.push(open.trim());
  }
  return sentences;
}

export function syllablesIn(word: string): number {
  const plain = word.toLowerCase();
  if (/^\p{N}+$/u.test(plain)) return 1;
  return Object.hasOwn(syllablesOf, plain) ? (syllablesOf[plain] ?? 1) : Math.max(1, syllable(plain));
}

// Spanish is written as it is spoken: a syllable a vowel, or a pair of which one is weak and bears no accent.
function spanishSyllables(word: string): number {
  const groups = word.toLowerCase().match(/[aeiouáéíóúü]+/g) ?? [];
  return Math.max(
    1,
    groups.reduce((sum, group) => {
      const strong = (group.match(/[aeoáéóíú]/g) ?? []).length;
      return sum + Math.max(1, strong);
    }, 0),
  );
}

export function countText(text: string): Counts {
  const words = wordsOf(text);
  const each = words.map(syllablesIn);
  return {
    sentences: sentencesOf(text).length,
    words: words.length,
    syllables: each.reduce((sum, n) => sum + n, 0),
    polysyllables: each.filter((n) => n >= 3).length,
  };
}

/**
 * The three formulas on counts.
 * @throws RangeError without a sentence or a word
 * @source Flesch 1948; Kincaid and others 1975; McLaughlin 1969
 */
export function gradesOf({ sentences, words, syllables, polysyllables }: Counts): Grades {
  if (sentences < 1 || words < 1) throw new RangeError('gradesOf requires at least a sentence and a word');
  const perSentence = words / sentences;
  const perWord = syllables / words;
  return {
    readingEase: 206.835 - 1.015 * perSentence - 84.6 * perWord,
    fleschKincaid: 0.39 * perSentence + 11.8 * perWord - 15.59,
    smog: 1.043 * Math.sqrt((30 * polysyllables) / sentences) + 3.1291,
  };
}

const passives: Readonly<Record<'en' | 'es', RegExp>> = {
  en: /\b(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+|not\s+)?(?:\w{2,}ed|born|brought|built|bought|caught|chosen|done|drawn|driven|eaten|found|forgotten|given|heard|held|hidden|kept|known|left|lost|made|meant|paid|put|read|said|seen|sent|shown|sold|spoken|taken|taught|thought|told|understood|worn|written)\b/i,
  es: /\b(?:es|son|era|eran|fue|fueron|será|serán|sea|sean|sido|siendo)\s+(?:\p{L}+mente\s+)?\p{L}{2,}(?:ad|id)[oa]s?\b/iu,
};

function baseOf(language: string): 'en' | 'es' | undefined {
  const base = language.split('-')[0];
  return base === 'en' || base === 'es' ? base : undefined;
}

function flagSentence(sentence: string, base: 'en' | 'es'): SentenceFlags {
  const words = wordsOf(sentence);
  const lower = ` ${words.join(' ').toLowerCase()} `;
  const terms = Object.entries(jargon[base]).filter(([word]) => lower.includes(` ${word} `));
  const said = new Set(terms.map(([word]) => word));
  const isHard = (word: string): boolean => {
    const plain = word.toLowerCase();
    if (known[base].has(plain) || said.has(plain)) return false;
    // A name is what it is.
    if (/^\p{Lu}/u.test(word) && sentence.indexOf(word) > 0) return false;
    return base === 'en' ? syllablesIn(plain) >= 3 : spanishSyllables(plain) >= 5;
  };
  return {
    sentence,
    words: words.length,
    long: words.length > longSentence,
    passive: passives[base].test(sentence),
    hardWords: [...new Set(words.filter(isHard).map((word) => word.toLowerCase()))],
    jargon: terms.map(([word, instead]) => ({ word, instead })),
  };
}

/** Looks at a text as plain language. Merge fields are to be filled before. Pure. */
export function readPlainly(text: string, language: string): Readability {
  const base = baseOf(language);
  const counts = countText(text);
  const flags = base === undefined ? [] : sentencesOf(text).map((sentence) => flagSentence(sentence, base));
  return {
    counts,
    grades:
      counts.sentences < fewestSentences
        ? 'too_few_sentences'
        : base === 'en'
          ? gradesOf(counts)
          : 'other_language',
    flagged: flags.filter(
      ({ long, passive, hardWords, jargon: terms }) =>
        long || passive || terms.length > 0 || hardWords.length > 0,
    ),
  };
}
