import type { Feature } from '../statistics/noshow/no-show-design.ts';
import type { NoShowReasons, NoShowScore } from './model.ts';

/** One sentence in each language; never a name in it. */
export interface Sentence {
  readonly en: string;
  readonly es: string;
}

// Two reasons are remembered until the telephone is in the hand, more are not.
const mostReasons = 2;

/** "About 31 in 100 such visits are missed here (likely 27 to 36; usually 12): booked 45 days ahead." */
export function missedSentence(score: NoShowScore): Sentence {
  const [value, low, high, usual] = [score.probability, score.low, score.high, score.usual].map((share) =>
    Math.round(100 * share),
  );
  const reasons = reasonsOf(score.reasons);
  const because = (language: keyof Sentence): string =>
    reasons.length === 0 ? '' : `: ${reasons.map((reason) => reason[language]).join('; ')}`;
  return {
    en: `About ${value} in 100 such visits are missed here (likely ${low} to ${high}; usually ${usual})${because('en')}.`,
    es: `Aquí se pierden unas ${value} de cada 100 visitas así (probablemente de ${low} a ${high}; lo habitual son ${usual})${because('es')}.`,
  };
}

function reasonsOf(reasons: NoShowReasons): readonly Sentence[] {
  return reasons.raisedBy
    .map((feature) => wordsOf(feature, reasons))
    .filter((reason) => reason !== undefined)
    .slice(0, mostReasons);
}

/** A reason is said only where the record itself bears it out. */
function wordsOf(feature: Feature, { leadDays, known, missed }: NoShowReasons): Sentence | undefined {
  switch (feature) {
    case 'lead':
      if (leadDays === null || leadDays < 1) return undefined;
      return leadDays === 1
        ? { en: 'booked the day before', es: 'reservada el día anterior' }
        : { en: `booked ${leadDays} days ahead`, es: `reservada con ${leadDays} días de antelación` };
    case 'history':
      if (missed === 0) return undefined;
      return known === 1
        ? { en: 'missed the one visit before', es: 'faltó a su única visita anterior' }
        : {
            en: `missed ${missed} of ${known} visits before`,
            es: `faltó a ${missed} de ${known} visitas anteriores`,
          };
    case 'hour':
      return { en: 'the time of day', es: 'la hora de la visita' };
    case 'weekday':
      return { en: 'the day of the week', es: 'el día de la semana' };
    case 'service':
      return { en: 'the kind of visit', es: 'el tipo de visita' };
    case 'age':
    case 'booked_hour':
    case 'reminder':
      // Nothing that a call could speak of, or that a team should hold against anybody.
      return undefined;
  }
}
