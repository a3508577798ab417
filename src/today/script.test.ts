import { expect, test } from 'vitest';
import { localDate } from '../kit/local-date.ts';
import { starterTouchpoints } from '../plan/starter.ts';
import { renderScript, type ScriptInput } from './script.ts';

const input: ScriptInput = {
  script: { en: '{greeting} See you on {day} at {time}.', es: '{greeting} Nos vemos el {day} a las {time}.' },
  merge: {
    day: { day: localDate('2026-11-24') },
    time: { time: new Date('2026-11-24T19:30:00Z'), zone: 'America/New_York' },
  },
  languages: ['es-MX', 'en'],
  patientName: 'Lucía',
  practiceName: 'Lakeside',
  day: localDate('2026-11-22'),
};

test('the words come in the patient\u2019s language, with days and times of that language', () => {
  const { language, text } = renderScript(input);
  expect(language).toBe('es');
  expect(text).toBe(
    'Hola, Lucía: le habla {staff}, de Lakeside. Nos vemos el martes, 24 de noviembre a las 14:30.',
  );
});

test('without words in the patient\u2019s language the practice\u2019s language serves, and says so', () => {
  const { language, text } = renderScript({ ...input, languages: ['vi', 'en'] });
  expect(language).toBe('en');
  expect(text).toContain('Tuesday, November 24 at 2:30');
});

test('a time that nobody knows takes its phrase with it', () => {
  const merge = { day: { day: localDate('2026-11-24') } };
  expect(renderScript({ ...input, merge, languages: ['en'] }).text).toBe(
    'Hello Lucía, this is {staff} from Lakeside. See you on Tuesday, November 24.',
  );
});

test('a patient without a name is greeted without one', () => {
  expect(renderScript({ ...input, languages: ['en'], patientName: undefined }).text).toMatch(
    /^Hello, this is \{staff\} from Lakeside\./,
  );
});

test('a script that uses a personal detail begins with whom the patient told', () => {
  const detail = { words: 'nervous about needles', toldTo: 'Lena' };
  expect(renderScript({ ...input, languages: ['en'], detail }).text).toMatch(
    /^You told Lena: “nervous about needles”\. Hello Lucía/,
  );
});

test('a day more than half a year away is said with its year', () => {
  const merge = { day: { day: localDate('2025-01-24') }, time: input.merge.time } as ScriptInput['merge'];
  expect(renderScript({ ...input, merge, languages: ['en'] }).text).toContain('January 24, 2025');
});

test('no merge field of the starter plan is left open in either language', () => {
  const merge: ScriptInput['merge'] = {
    ...input.merge,
    minutes: { text: '45' },
    whatWeDo: { words: { en: 'We look.', es: 'Miramos.' } },
    afterCare: { words: { en: 'Rest.', es: 'Descanse.' } },
    promise: { text: 'call back' },
    lastVisit: { day: localDate('2026-05-01') },
    since: { day: localDate('2020-05-01') },
    visits: { text: '5' },
    years: { words: { en: '2 years', es: '2 años' } },
    detail: { text: 'opened a bakery' },
    toldTo: { text: 'Lena' },
    toldOn: { day: localDate('2026-11-01') },
  };
  for (const { code, script } of starterTouchpoints) {
    for (const language of ['en', 'es']) {
      const { text } = renderScript({ ...input, script, merge, languages: [language] });
      expect(text.replace('{staff}', ''), `${code} ${language}`).not.toMatch(/[{}]/);
      expect(text, `${code} ${language}`).not.toMatch(/undefined|null| {2}/);
    }
  }
});

test('what a patient told us cannot open a merge field', () => {
  const detail = { words: '{practice} {staff}', toldTo: null };
  const { text } = renderScript({ ...input, languages: ['en'], detail });
  expect(text).toMatch(/^You told us: “/);
});
