import { expect, test } from 'vitest';
import { tree } from './compiled/words-es.ts';
import { languageOf, speak, speakAll, told, toldDay, toldLanguage, toldWords } from './told.ts';

test('what is told is said in the language of whoever reads it', () => {
  const hours = told.gate.hours('09:00', '17:00');
  expect(speak(hours, 'en')).toBe('calls are made from 09:00 to 17:00');
  expect(speak(hours, 'es')).toBe('se llama de 09:00 a 17:00');
  expect(speak(told.facts.missed(1), 'en')).toBe('Missed one visit before');
  expect(speak(told.facts.missed(3), 'es')).toBe('Antes faltó a 3 visitas');
});

test('days, languages and words of the practice follow the reader too', () => {
  const service = toldWords({ en: 'Cleaning', es: 'Limpieza' });
  const fact = told.facts.visit(toldDay('2026-11-24'), service);
  expect(speak(fact, 'en')).toBe('Visit on 24 Nov 2026: Cleaning');
  expect(speak(fact, 'es')).toBe('Visita el 24 nov 2026: Limpieza');
  expect(speak(toldLanguage('es-MX'), 'en')).toBe('Mexican Spanish');
  expect(speak(toldLanguage('not a tag'), 'en')).toBe('not a tag');
  expect(speak(toldWords({ pt: 'Limpeza' }), 'es')).toBe('Limpeza');
});

test('told texts join others and one another', () => {
  const both = `gate_refused: ${told.gate.died}; ${told.gate.cap}`;
  expect(speak(both, 'es')).toBe(
    'gate_refused: el paciente ha fallecido; el paciente ya ha sabido de nosotros lo suficiente por ahora',
  );
  expect(speak(told.gate.exited(told.exits.moved), 'en')).toBe('patient has left the practice (moved away)');
});

test('what people typed comes out as it went in, signs, braces and all', () => {
  for (const words of ['call ⟦back⟧', '{n, plural}', 'a "quote" \\ and \u27e6', '⟦', '$& $1', "it's # 1"]) {
    expect(speak(told.facts.promised(words), 'en'), words).toBe(`Promised: ${words}`);
  }
  for (const words of ['⟦no.such⟧', '⟦gate.hours [1,⟧', '⟦gate⟧', '⟦@day ["soon"]⟧', 'plain', '⟦⟧ ⟦ ⟧']) {
    expect(speak(words, 'es')).toBe(words);
  }
});

test('whoever makes our signs up breaks no list that others read', () => {
  const odd = [
    '⟦@words [{"en":{"toString":1,"valueOf":1},"es":{"toString":1,"valueOf":1}}]⟧',
    '⟦@words [{"en":5,"es":null}]⟧',
    '⟦@words [{"__proto__":{"en":"x"}}]⟧',
    '⟦facts.missed [{"toString":1}]⟧',
    '⟦gate.hours [{"toString":1},[[]]]⟧',
    '⟦constructor⟧ ⟦__proto__⟧ ⟦facts.constructor []⟧',
  ];
  for (const words of odd) {
    for (const language of ['en', 'es'] as const)
      expect(typeof speakAll({ inbound: [{ words }] }, language).inbound[0]?.words, words).toBe('string');
  }
});

test('a row of an earlier version, in plain words, stays readable', () => {
  expect(speak('the visit was cancelled on 24 Nov 2026', 'es')).toBe(
    'the visit was cancelled on 24 Nov 2026',
  );
});

test('everything within a value is said, and nothing else in it changes', () => {
  const at = new Date(0);
  const value = { a: [told.gate.died, 1, null], b: { at, c: told.held.minutes }, d: undefined };
  expect(speakAll(value, 'en')).toEqual({
    a: ['patient has died', 1, null],
    b: { at, c: 'no minutes left today' },
    d: undefined,
  });
});

test('the language is the first wanted that we speak, else English', () => {
  expect(['es-MX,en;q=0.8', 'fr,es', 'es_ES.UTF-8', 'fr', '', undefined].map(languageOf)).toEqual([
    'es',
    'es',
    'es',
    'en',
    'en',
    'en',
  ]);
});

test('refusals and reasons are plain words: no capital, no full stop', () => {
  const texts = (node: object): string[] =>
    Object.values(node).flatMap((child) =>
      typeof child === 'string' ? [child] : Array.isArray(child) ? [] : texts(child as object),
    );
  for (const language of ['en', 'es'] as const) {
    for (const part of [told.gate.unreachable, told.held, told.gone, told.refusals, told.cells, told.files]) {
      for (const one of texts(part)) {
        const said = speak(one, language);
        expect(said).not.toMatch(/^\p{Lu}(?!HL7|SV|xcel)|\.$/u);
      }
    }
  }
  expect(Object.keys(tree).length).toBeGreaterThan(10);
});
