import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countText, gradesOf, readPlainly, sentencesOf, syllablesIn } from './readability.ts';

// Lincoln 1863, Bliss copy; in the public domain.
const gettysburg = `Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and dedicated to the proposition that all men are created equal.
Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those who here gave their lives that that nation might live. It is altogether fitting and proper that we should do this.
But, in a larger sense, we can not dedicate -- we can not consecrate -- we can not hallow -- this ground. The brave men, living and dead, who struggled here, have consecrated it, far above our poor power to add or detract. The world will little note, nor long remember what we say here, but it can never forget what they did here. It is for us the living, rather, to be dedicated here to the unfinished work which they who fought here have thus far so nobly advanced. It is rather for us to be here dedicated to the great task remaining before us -- that from these honored dead we take increased devotion to that cause for which they gave the last full measure of devotion -- that we here highly resolve that these dead shall not have died in vain -- that this nation, under God, shall have a new birth of freedom -- and that government of the people, by the people, for the people, shall not perish from the earth.`;

test('the formulas give on counts what they are published to give', () => {
  // 271 words, 10 sentences, 367 syllables: FRE 64.76, FK 10.96.
  const grades = gradesOf({ sentences: 10, words: 271, syllables: 367, polysyllables: 20 });
  expect(grades.readingEase).toBeCloseTo(64.76, 2);
  expect(grades.fleschKincaid).toBeCloseTo(10.96, 2);
  expect(grades.smog).toBeCloseTo(11.21, 2);
  // McLaughlin's own example: 30 sentences with 100 hard words are grade 13.6.
  expect(gradesOf({ sentences: 30, words: 600, syllables: 900, polysyllables: 100 }).smog).toBeCloseTo(
    13.56,
    2,
  );
  expect(() => gradesOf({ sentences: 0, words: 0, syllables: 0, polysyllables: 0 })).toThrow(RangeError);
});

test('a text gives nearly what textstat says of it: syllables and sentences are counted in more than one way', () => {
  const counts = countText(gettysburg);
  expect(counts.sentences).toBe(10);
  expect(Math.abs(counts.words - 271)).toBeLessThanOrEqual(5);
  const grades = gradesOf(counts);
  expect(Math.abs(grades.readingEase - 64.76)).toBeLessThanOrEqual(3);
  expect(Math.abs(grades.fleschKincaid - 10.96)).toBeLessThanOrEqual(0.7);
  expect(Math.abs(grades.smog - 11.21)).toBeLessThanOrEqual(0.5);
  const short = gradesOf(countText('Cool dogs wear da sunglasses.'));
  expect(Math.abs(short.readingEase - 83.32)).toBeLessThanOrEqual(3);
  expect(Math.abs(short.fleschKincaid - 2.88)).toBeLessThanOrEqual(0.7);
  expect(Math.abs(short.smog - 8.84)).toBeLessThanOrEqual(0.5);
});

const reference = fileURLToPath(
  new URL('../../../../shared/data/feedback/readability_reference.json', import.meta.url),
);
test.skipIf(!existsSync(reference))(
  'the reference texts of textstat (left out where they are not there)',
  () => {
    interface Item {
      readonly text: string;
      readonly textstat_expected: Readonly<Record<'fre' | 'fk' | 'smog', number>>;
    }
    const { items } = JSON.parse(readFileSync(reference, 'utf8')) as {
      readonly items: Readonly<Record<string, Item>>;
    };
    for (const name of ['EASY_TEXT', 'SHORT_TEXT', 'LONG_TEXT']) {
      const { text, textstat_expected: expected } = items[name] as Item;
      const grades = gradesOf(countText(text));
      expect(Math.abs(grades.readingEase - expected.fre), name).toBeLessThanOrEqual(3);
      expect(Math.abs(grades.fleschKincaid - expected.fk), name).toBeLessThanOrEqual(0.7);
      expect(Math.abs(grades.smog - expected.smog), name).toBeLessThanOrEqual(0.5);
    }
  },
);

test.each([
  ['anesthesia', 4],
  ['diabetes', 4],
  ['medicine', 3],
  ['appointment', 3],
  ['reminder', 3],
  ['tooth', 1],
  ['2026', 1],
])('%s has %i syllables', (word, syllables) => expect(syllablesIn(word)).toBe(syllables));

test('a grade is given from ten sentences on, and only for English', () => {
  const nine = 'We will call you soon. '.repeat(9);
  expect(readPlainly(nine, 'en').grades).toBe('too_few_sentences');
  expect(readPlainly(`${nine}We will call you soon.`, 'en-GB').grades).toMatchObject({ smog: 3.1291 });
  expect(readPlainly('Le llamaremos pronto. '.repeat(12), 'es').grades).toBe('other_language');
});

describe('flags', () => {
  const flagged = (text: string, language = 'en') => readPlainly(text, language).flagged;

  test('name what is against a sentence, and leave a plain one alone', () => {
    expect(flagged('Please call us. We will see you on Monday.')).toEqual([]);
    expect(flagged('The appointment was cancelled by the hospital.')[0]).toMatchObject({ passive: true });
    expect(flagged('Please arrive fifteen minutes prior to your prophylaxis.')[0]?.jargon).toEqual([
      { word: 'prior to', instead: 'before' },
      { word: 'prophylaxis', instead: 'cleaning' },
    ]);
    expect(flagged('We offer comprehensive evaluations.')[0]?.hardWords).toEqual([
      'comprehensive',
      'evaluations',
    ]);
    expect(flagged(`We ${'really '.repeat(21)}care.`)[0]).toMatchObject({ long: true, words: 23 });
  });

  test('read Spanish by its own rules', () => {
    expect(flagged('La visita fue cancelada.', 'es')[0]).toMatchObject({ passive: true });
    expect(flagged('Venga antes de la profilaxis.', 'es')[0]?.jargon).toEqual([
      { word: 'profilaxis', instead: 'limpieza' },
    ]);
    expect(flagged('Llámenos si algo le preocupa.', 'es')).toEqual([]);
  });

  test('end no sentence at a title, an initial or a number', () => {
    expect(sentencesOf('Dr. Ruiz sees you at 10.30. Ask for J. Smith! Then rest')).toHaveLength(3);
    expect(sentencesOf('# News\n\n- One thing\n- Another thing')).toHaveLength(3);
  });

  test('and counts never fail, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom('en', 'es', 'xx'),
        (text, language) => {
          const { counts, grades } = readPlainly(text, language);
          expect(counts.polysyllables).toBeLessThanOrEqual(counts.words);
          if (typeof grades === 'object') expect(Number.isFinite(grades.smog)).toBe(true);
        },
      ),
    );
  });
});

test('a text of nothing but quotes is looked through once', () => {
  const began = process.cpuUsage();
  expect(sentencesOf("'".repeat(60_000))).toEqual([]);
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});
