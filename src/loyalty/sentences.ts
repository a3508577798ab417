import { dayFromNumber } from '../kit/local-date.ts';
import type { Figure } from '../statistics/figure.ts';
import type { RhythmEstimate, RhythmFacts, RhythmScore } from './model.ts';

/** One sentence in each language a script may need; never a name in it. */
export interface Sentence {
  readonly en: string;
  readonly es: string;
}

/** Under this many patients the prior says more than the practice does, and the sentence says so. */
const enoughPatients = 50;

const monthNames = {
  en: 'January February March April May June July August September October November December'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};

/** Where the patient stands, in one sentence. */
export function statusSentence(score: RhythmScore): Sentence {
  switch (score.status) {
    case 'too_few':
      return {
        en: 'No completed visit is known yet, so there is nothing to say about a rhythm.',
        es: 'Aún no consta ninguna visita realizada, así que no se puede hablar de un ritmo.',
      };
    case 'exited': {
      const on = dayWords(score.exitedOn);
      return {
        en: `Left the practice on ${on.en}; no calls.`,
        es: `Dejó la consulta el ${on.es}; no se le llama.`,
      };
    }
    case 'booked': {
      const on = dayWords(score.bookedOn);
      return { en: `Has a visit booked for ${on.en}.`, es: `Tiene una visita reservada para el ${on.es}.` };
    }
    case 'new': {
      const first = dayWords(score.facts.firstDay);
      return {
        en: `New: came for the first time on ${first.en}; too early to speak of a rhythm.`,
        es: `Paciente nuevo: vino por primera vez el ${first.es}; es pronto para hablar de un ritmo.`,
      };
    }
    case 'on_rhythm':
      return { en: 'In step with the usual rhythm.', es: 'Sigue su ritmo habitual.' };
    case 'due':
      return {
        en: 'A visit is due about now; nothing is booked.',
        es: 'Le toca una visita por estas fechas; no hay nada reservado.',
      };
    case 'drifting':
      return driftingSentence(score.estimate);
    case 'overdue':
      return overdueSentence(score.facts, score.estimate);
  }
}

function driftingSentence({ overduePercentile }: RhythmEstimate): Sentence {
  const share = inHundred(overduePercentile.value);
  return {
    en: `Later than usual for them: about ${share} in 100 of their gaps would have ended by now; nothing is booked.`,
    es: `Tarda más de lo habitual: unas ${share} de cada 100 veces ya habría vuelto; no hay nada reservado.`,
  };
}

function overdueSentence({ daysPastDue }: RhythmFacts, { overduePercentile }: RhythmEstimate): Sentence {
  const share = inHundred(overduePercentile.value);
  return {
    en:
      `${days(daysPastDue).en} past the due date and later than about ${share} in 100 of their usual gaps; ` +
      'nothing is booked.',
    es:
      `Lleva ${days(daysPastDue).es} de retraso sobre la fecha prevista; unas ${share} de cada 100 veces ` +
      'ya habría vuelto; no hay nada reservado.',
  };
}

/** "Usually comes every 120 days (from 4 gaps, likely 100 to 145); it has been 214." */
export function rhythmSentence({ recallDays, silentDays }: RhythmFacts, usualGap: Figure): Sentence {
  const { value, low, high, n } = rounded(usualGap);
  if (n === 0) {
    return {
      en: `Has come once, and it has been ${days(silentDays).en}; the recall interval is ${days(recallDays).en}.`,
      es:
        `Ha venido una vez, hace ${days(silentDays).es}; ` +
        `el intervalo de revisión es de ${days(recallDays).es}.`,
    };
  }
  return {
    en:
      `Usually comes every ${days(value).en} (from ${n} ${n === 1 ? 'gap' : 'gaps'}, ` +
      `likely ${low} to ${high}); it has been ${silentDays}.`,
    es:
      `Suele venir cada ${days(value).es} (según ${n} ${n === 1 ? 'intervalo' : 'intervalos'}, ` +
      `probablemente entre ${low} y ${high}); ${silentDays === 1 ? 'ha pasado 1' : `han pasado ${silentDays}`}.`,
  };
}

/** The clinical due date: administrative, without any model. */
export function dueSentence({ dueOn, daysPastDue, recallDays }: RhythmFacts): Sentence {
  const on = dayWords(dueOn);
  const apart = days(Math.abs(daysPastDue));
  const source = {
    en: `(last visit + ${days(recallDays).en})`,
    es: `(última visita + ${days(recallDays).es})`,
  };
  if (daysPastDue === 0) return { en: `Due today ${source.en}.`, es: `Le toca hoy ${source.es}.` };
  if (daysPastDue < 0) {
    return {
      en: `Due on ${on.en}, in ${apart.en} ${source.en}.`,
      es: `Le toca el ${on.es}, en ${apart.es} ${source.es}.`,
    };
  }
  return {
    en: `Was due on ${on.en}, ${apart.en} ago ${source.en}.`,
    es: `Le tocaba el ${on.es}, hace ${apart.es} ${source.es}.`,
  };
}

/** The window of the patient's own rhythm. */
export function windowSentence({ dueWindow }: Pick<RhythmEstimate, 'dueWindow'>): Sentence {
  const from = dayWords(dueWindow.from);
  const to = dayWords(dueWindow.to);
  return {
    en: `By their own rhythm, as likely as not to come between ${from.en} and ${to.en}.`,
    es: `Según su propio ritmo, la mitad de las veces vendría entre el ${from.es} y el ${to.es}.`,
  };
}

/** P(visit within the horizon), as people out of a hundred. */
export function returnSentence(
  { returnChance, horizonDays }: RhythmEstimate,
  status: RhythmScore['status'],
): Sentence {
  const months = Math.round(horizonDays / 30.4);
  const share = inHundred(returnChance.value);
  const low = inHundred(returnChance.low);
  const high = inHundred(returnChance.high);
  const learnt =
    returnChance.n < enoughPatients
      ? {
          en: 'mostly from experience elsewhere, because few patients here can tell yet',
          es: 'sobre todo por experiencia de fuera, porque aquí aún hay pocos pacientes que lo muestren',
        }
      : {
          en: `learnt from ${returnChance.n} patients here`,
          es: `aprendido de ${returnChance.n} pacientes de aquí`,
        };
  const given =
    status === 'booked'
      ? { en: 'With this booking', es: 'Con esta reserva' }
      : { en: 'Without a call', es: 'Sin llamarles' };
  return {
    en:
      `${given.en}, about ${share} in 100 patients like this visit within ${months} months ` +
      `(likely ${low} to ${high}; ${learnt.en}).`,
    es:
      `${given.es}, unos ${share} de cada 100 pacientes así vienen en ${months} meses ` +
      `(probablemente entre ${low} y ${high}; ${learnt.es}).`,
  };
}

/** What a call is worth, as visits in a hundred calls. */
export function callValueSentence({ callValue }: Pick<RhythmEstimate, 'callValue'>): Sentence {
  const [kept, low, high] = [callValue.value, callValue.low, callValue.high].map((value) =>
    Math.round(100 * value),
  );
  const source =
    callValue.n === 0
      ? {
          en: 'a belief from studies, not yet from this practice',
          es: 'según estudios, aún no de esta consulta',
        }
      : { en: `from ${callValue.n} patients here`, es: `según ${callValue.n} pacientes de aquí` };
  return {
    en: `A hundred such calls keep about ${kept} visits that would be lost (likely ${low} to ${high}; ${source.en}).`,
    es:
      `Cien llamadas así conservan unas ${kept} visitas que se perderían ` +
      `(probablemente entre ${low} y ${high}; ${source.es}).`,
  };
}

/** "3 March 2026", "3 de marzo de 2026", from days since 1970-01-01. */
export function dayWords(day: number): Sentence {
  const [year = '', month = '', date = ''] = dayFromNumber(day).split('-');
  const index = Number(month) - 1;
  return {
    en: `${Number(date)} ${monthNames.en[index] ?? ''} ${year}`,
    es: `${Number(date)} de ${monthNames.es[index] ?? ''} de ${year}`,
  };
}

function days(count: number): Sentence {
  return { en: `${count} ${count === 1 ? 'day' : 'days'}`, es: `${count} ${count === 1 ? 'día' : 'días'}` };
}

/** People speak of 99 in 100 and 1 in 100, not of certainty. */
function inHundred(share: number): number {
  return Math.min(99, Math.max(1, Math.round(100 * share)));
}

function rounded({ value, low, high, n }: Figure): Figure {
  return { value: Math.round(value), low: Math.round(low), high: Math.round(high), n };
}
