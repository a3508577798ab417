import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { speak } from '../../words/told.ts';
import { faultsIn, fieldOf, fillFields, isField, openPlaces, templateFields } from './fields.ts';
import {
  bakeMessage,
  type FieldValues,
  type Frame,
  frameMessage,
  isBulk,
  linksIn,
  textsOf,
} from './render.ts';
import { starterTemplates } from './starter.ts';
import { measureText, plainText } from './texts.ts';

const names = Object.keys(templateFields).filter(isField);
const links: FieldValues = Object.fromEntries(
  names
    .filter((name) => fieldOf(name).link !== undefined)
    .map((name) => [name, `https://x.example/p/${name}`]),
);
const values: FieldValues = {
  ...Object.fromEntries(names.map((name) => [name, `[${name}]`])),
  ...links,
};
const frame: Frame = {
  language: 'en',
  channel: 'email',
  legalClass: 'treatment',
  practiceName: 'Elm Street',
  postalAddress: '1 Elm Street',
  mission: 'We take time',
  links,
};
const words = {
  subject: 'Hello',
  preheader: '',
  email: 'Hello {patient}',
  text: 'Hello {patient}',
  post: '',
};
const email = { words, channel: 'email', paper: 'letter', values } as const;

function emailOf(patient: string, over: Partial<typeof words> = {}) {
  const baked = bakeMessage({ ...email, words: { ...words, ...over }, values: { ...values, patient } });
  if (!baked.ok) throw new Error(baked.refusal.detail);
  const written = frameMessage(baked.value, frame);
  if (!written.ok) throw new Error(written.refusal.detail);
  return written.value;
}

describe('what may stand where', () => {
  const sensitive = names.filter((name) => fieldOf(name).sensitive);

  test.each(sensitive)('{%s} is refused by name in every place that others can read', (field) => {
    for (const place of openPlaces) {
      expect(faultsIn(`Hello {${field}}`, place)).toEqual([{ kind: 'sensitive_field', field, place }]);
    }
    expect(faultsIn(`Hello {${field}}`, 'letter')).toEqual([]);
    const texts = {
      subject: { ...words, subject: `{${field}}` },
      preheader: { ...words, preheader: `{${field}}` },
      email: { ...words, email: `Hello [[ and {${field}}]]` },
    };
    for (const spoken of Object.values(texts)) {
      const baked = bakeMessage({ ...email, words: spoken });
      expect(baked.ok ? '' : speak(baked.refusal.detail, 'en')).toContain(`${field} may not stand in`);
    }
    for (const [channel, paper] of [
      ['text', 'letter'],
      ['post', 'postcard'],
    ] as const) {
      const spoken = { ...words, [channel]: `{${field}}` };
      expect(bakeMessage({ words: spoken, channel, paper, values })).toMatchObject({
        refusal: { code: 'sensitive_field' },
      });
    }
  });

  test('a field that there is not is refused by its name, nested or odd as it may be', () => {
    for (const field of ['diagnosis', 'constructor', '__proto__', 'patient.name', 'Patient']) {
      const baked = bakeMessage({ ...email, words: { ...words, email: `Hello {${field}}` } });
      expect(baked.ok ? '' : speak(baked.refusal.detail, 'en')).toBe(
        `there is no field named ${field}; it stands in an e-mail`,
      );
    }
    expect(bakeMessage({ ...email, words: { ...words, email: '{{service}}' } })).toMatchObject({
      refusal: { code: 'sensitive_field' },
    });
  });

  test('a link stands in no subject', () => {
    expect(faultsIn('{visit_link}', 'subject')[0]?.kind).toBe('link_in_subject');
  });

  test('what came with Keepwell keeps every rule, in both languages and on every channel', () => {
    for (const { code, legalClass, paper, words: all } of starterTemplates) {
      for (const [language, spoken] of Object.entries(all)) {
        for (const channel of ['email', 'text', 'post'] as const) {
          if (spoken[channel] === '') continue;
          const known = {
            ...values,
            practice: 'Elm Street Dental',
            practice_phone: '(202) 555-0100',
            day: 'Wednesday, March 4',
            time: '10:30 AM',
          };
          const baked = bakeMessage({ words: spoken, channel, paper, values: known });
          expect(baked.ok, `${code} ${language} ${channel}`).toBe(true);
          if (!baked.ok) continue;
          const written = frameMessage(baked.value, { ...frame, language, channel, legalClass });
          expect(written.ok, `${code} ${language} ${channel}`).toBe(true);
          if (written.ok && isBulk(legalClass) && channel === 'email') {
            expect(written.value.html).toContain('/p/unsubscribe_link');
            expect(written.value.text).toContain('1 Elm Street');
          }
        }
        expect(Object.keys(textsOf(spoken, 'email', paper)).length).toBe(3);
      }
    }
    expect(starterTemplates.map(({ code }) => code)).toHaveLength(11);
  });
});

describe('what a value holds', () => {
  const hostile = '<script>alert(1)</script>"\'&';

  test('is text in an e-mail, and never an element or an attribute', () => {
    const { html, text } = emailOf(hostile);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(text).toContain(hostile);
  });

  test('makes no line of its own: no header, no paragraph', () => {
    const { subject, text } = emailOf('Ana\r\nBcc: all@example.org\u2028Subject: x\u0000', {
      subject: 'Hello {patient}',
    });
    expect(subject).toBe('Hello Ana Bcc: all@example.org Subject: x');
    expect(text.split('\n')[0]).toBe('Hello Ana Bcc: all@example.org Subject: x');
  });

  test('is not read as a field, a phrase or a link again', () => {
    expect(emailOf('{price}[[x]]{visit_link}').text).toContain('Hello (price)[[x]](visit_link)');
    expect(emailOf('$& $1 \\1').text).toContain('Hello $& $1 \\1');
  });

  test('is kept with the words, and its links without their tokens', () => {
    const baked = bakeMessage({ ...email, words: { ...words, email: 'Hello {patient} {visit_link}' } });
    expect(baked).toMatchObject({ value: { body: 'Hello [patient] {visit_link}' } });
  });

  test('whatever it is, the e-mail stays one document without a script and its subject one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (patient) => {
        const { html, subject } = emailOf(patient, { subject: 'Hello {patient}' });
        expect(html.match(/<html/g)).toHaveLength(1);
        expect(html).not.toMatch(/<(script|img|iframe|style|link)\b/i);
        expect(subject).not.toMatch(/[\r\n\0]/);
      }),
    );
  });
});

test('a phrase in double brackets goes where a field in it is not known', () => {
  const baked = bakeMessage({
    ...email,
    words: { ...words, email: 'On {day}[[ at {time}]][[ with {clinician}]].' },
    values: { day: 'Monday', clinician: 'Dr. Lee' },
  });
  expect(baked).toMatchObject({ value: { body: 'On Monday with Dr. Lee.' } });
});

describe('bulk mail', () => {
  test('carries a postal address and a way out, or is refused', () => {
    const bulk = { ...frame, legalClass: 'operations' } as const;
    const baked = { subject: 'News', preheader: '', body: 'News' };
    expect(frameMessage(baked, { ...bulk, postalAddress: '' })).toMatchObject({
      refusal: { code: 'no_postal_address' },
    });
    expect(linksIn({ words, channel: 'email', paper: 'letter', legalClass: 'operations' })).toEqual([
      'unsubscribe_link',
    ]);
    expect(linksIn({ words, channel: 'email', paper: 'letter', legalClass: 'treatment' })).toEqual([]);
  });
});

describe('a text', () => {
  test.each([
    ['', 'gsm7', 0, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['ñ¡¿Ç', 'gsm7', 4, 1],
    ['á'.repeat(70), 'ucs2', 70, 1],
    ['á'.repeat(71), 'ucs2', 71, 2],
    ['\u{1f600}'.repeat(35), 'ucs2', 70, 1],
  ] as const)('%j is counted as phones do', (text, alphabet, characters, segments) => {
    expect(measureText(text)).toEqual({ alphabet, characters, segments });
  });

  test('loses the quotation marks of a word processor, and no accent of a name', () => {
    expect(plainText('“José”\u00a0– it’s…')).toBe('"José" - it\'s...');
  });

  test('of more than 160 characters when it is filled is refused with its length', () => {
    const baked = bakeMessage({
      words,
      channel: 'text',
      paper: 'letter',
      values: { patient: 'x'.repeat(155) },
    });
    if (!baked.ok) throw new Error('the words themselves are right');
    const written = frameMessage(baked.value, { ...frame, channel: 'text' });
    expect(written.ok ? '' : speak(written.refusal.detail, 'en')).toBe(
      'the text has 161 characters when its fields are filled; 160 fit',
    );
  });
});

test('fields are filled once, whatever the value', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(fillFields('{patient}', { patient: value })).toBe(value);
    }),
  );
});
