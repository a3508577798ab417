import { inLanguage } from '../../kit/words.ts';
import type { FieldName } from './fields.ts';

/** What Keepwell itself puts around a template's words, in the patient's language. */
interface FixedWords {
  readonly unsubscribe: string;
  readonly whyBulk: string;
  readonly whyCare: string;
  readonly linkWords: Readonly<Partial<Record<FieldName, string>>>;
}

const fixed: Readonly<Record<string, FixedWords>> = {
  en: {
    unsubscribe: 'Stop e-mails like this',
    whyBulk: 'You get this because you are a patient of ours.',
    whyCare: 'This is about your care with us. If something is wrong, please call.',
    linkWords: {
      visit_link: 'Your visit',
      preferences_link: 'How we may reach you',
      question_link: 'Ask us a question',
      unsubscribe_link: 'Stop e-mails like this',
    },
  },
  es: {
    unsubscribe: 'No recibir más correos como este',
    whyBulk: 'Recibe este mensaje porque es paciente nuestro.',
    whyCare: 'Este mensaje trata de su atención con nosotros. Si algo no está bien, llámenos.',
    linkWords: {
      visit_link: 'Su visita',
      preferences_link: 'Cómo podemos contactarle',
      question_link: 'Háganos una pregunta',
      unsubscribe_link: 'No recibir más correos como este',
    },
  },
};

const tags = Object.fromEntries(Object.keys(fixed).map((tag) => [tag, tag]));

export function fixedWords(language: string): FixedWords {
  const found = inLanguage(tags, [language, 'en'])?.text ?? 'en';
  return fixed[found] ?? (fixed.en as FixedWords);
}
