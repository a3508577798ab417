import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, localDate } from '../kit/local-date.ts';
import { type RhythmEstimate, type RhythmFacts, type RhythmScore, rhythmStatuses } from './model.ts';
import {
  callValueSentence,
  dayWords,
  dueSentence,
  returnSentence,
  rhythmSentence,
  statusSentence,
  windowSentence,
} from './sentences.ts';

const day = (text: string) => dayNumber(localDate(text));
const facts: RhythmFacts = {
  episodes: 5,
  firstDay: day('2024-05-02'),
  lastVisitDay: day('2025-12-01'),
  recallDays: 182,
  dueOn: day('2026-06-01'),
  daysPastDue: 61,
  silentDays: 214,
};
const estimate: RhythmEstimate = {
  horizonDays: 365,
  returnChance: { value: 0.38, low: 0.31, high: 0.46, n: 812 },
  expectedVisits: { value: 0.5, low: 0.4, high: 0.6, n: 812 },
  usualGap: { value: 120.4, low: 100.2, high: 144.9, n: 4 },
  dueWindow: { from: day('2026-03-03'), to: day('2026-05-20') },
  overduePercentile: { value: 0.94, low: 0.8, high: 0.99, n: 4 },
  callValue: { value: 0.038, low: 0, high: 0.09, n: 0 },
};

test('the rhythm is told as days, with where it comes from', () => {
  expect(rhythmSentence(facts, estimate.usualGap)).toEqual({
    en: 'Usually comes every 120 days (from 4 gaps, likely 100 to 145); it has been 214.',
    es: 'Suele venir cada 120 días (según 4 intervalos, probablemente entre 100 y 145); han pasado 214.',
  });
  expect(rhythmSentence({ ...facts, silentDays: 1 }, { ...estimate.usualGap, n: 1 })).toEqual({
    en: 'Usually comes every 120 days (from 1 gap, likely 100 to 145); it has been 1.',
    es: 'Suele venir cada 120 días (según 1 intervalo, probablemente entre 100 y 145); ha pasado 1.',
  });
  expect(rhythmSentence(facts, { ...estimate.usualGap, n: 0 })).toEqual({
    en: 'Has come once, and it has been 214 days; the recall interval is 182 days.',
    es: 'Ha venido una vez, hace 214 días; el intervalo de revisión es de 182 días.',
  });
});

test('the due date says how it was made, before, on and after the day', () => {
  expect(dueSentence(facts).en).toBe('Was due on 1 June 2026, 61 days ago (last visit + 182 days).');
  expect(dueSentence({ ...facts, daysPastDue: -1 })).toEqual({
    en: 'Due on 1 June 2026, in 1 day (last visit + 182 days).',
    es: 'Le toca el 1 de junio de 2026, en 1 día (última visita + 182 días).',
  });
  expect(dueSentence({ ...facts, daysPastDue: 0 }).es).toBe('Le toca hoy (última visita + 182 días).');
});

test('a chance is people out of a hundred, with its interval and its source', () => {
  expect(returnSentence(estimate, 'overdue')).toEqual({
    en: 'Without a call, about 38 in 100 patients like this visit within 12 months (likely 31 to 46; learnt from 812 patients here).',
    es: 'Sin llamarles, unos 38 de cada 100 pacientes así vienen en 12 meses (probablemente entre 31 y 46; aprendido de 812 pacientes de aquí).',
  });
  const thin = { ...estimate, returnChance: { ...estimate.returnChance, n: 12 } };
  expect(returnSentence(thin, 'booked').en).toBe(
    'With this booking, about 38 in 100 patients like this visit within 12 months (likely 31 to 46; mostly from experience elsewhere, because few patients here can tell yet).',
  );
});

test('the value of a call and the window are told plainly', () => {
  expect(callValueSentence(estimate).en).toBe(
    'A hundred such calls keep about 4 visits that would be lost (likely 0 to 9; a belief from studies, not yet from this practice).',
  );
  expect(windowSentence(estimate)).toEqual({
    en: 'By their own rhythm, as likely as not to come between 3 March 2026 and 20 May 2026.',
    es: 'Según su propio ritmo, la mitad de las veces vendría entre el 3 de marzo de 2026 y el 20 de mayo de 2026.',
  });
});

function scoreOf(status: RhythmScore['status']): RhythmScore {
  switch (status) {
    case 'too_few':
      return { status, answer: { kind: 'too-few', n: 0, needed: 1 } };
    case 'exited':
      return { status, facts, exitedOn: facts.dueOn };
    case 'booked':
      return { status, facts, estimate, bookedOn: facts.dueOn };
    default:
      return { status, facts, estimate };
  }
}

test('every status has a sentence in both languages, ended by a full stop', () => {
  for (const status of rhythmStatuses) {
    const { en, es } = statusSentence(scoreOf(status));
    expect(en).toMatch(/^[A-Z0-9].*\.$/);
    expect(es).toMatch(/^[A-Z0-9].*\.$/);
    expect(en).not.toBe(es);
  }
  expect(statusSentence(scoreOf('overdue')).en).toBe(
    '61 days past the due date and later than about 94 in 100 of their usual gaps; nothing is booked.',
  );
});

test('no sentence ever shows a number that is none, and certainty is never claimed', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, fc.integer({ min: -4000, max: 4000 }), fc.nat(30), (value, daysPastDue, n) => {
      const figure = { value, low: 0, high: 1, n };
      const all = [
        returnSentence({ ...estimate, returnChance: figure }, 'due'),
        rhythmSentence({ ...facts, silentDays: Math.abs(daysPastDue) }, { ...figure, value: value * 900 }),
        dueSentence({ ...facts, daysPastDue }),
        statusSentence({ status: 'overdue', facts, estimate: { ...estimate, overduePercentile: figure } }),
      ];
      for (const { en, es } of all) {
        expect(en + es).not.toMatch(/NaN|undefined|Infinity|\b100 in 100\b|\b0 in 100\b/);
      }
    }),
  );
});

test('days are written as people write them', () => {
  expect(dayWords(0)).toEqual({ en: '1 January 1970', es: '1 de enero de 1970' });
});
