import type { LeavingItem } from './model.ts';

/** The list that a practice begins with. */
export const starterLeavingItems: readonly Omit<LeavingItem, 'enabled'>[] = [
  {
    code: 'next-visit',
    words: { en: 'Next visit offered', es: 'Próxima visita ofrecida' },
    applies: 'no_next_visit',
  },
  {
    code: 'expect',
    words: { en: 'Knows what happens next', es: 'Sabe qué pasa ahora' },
    applies: 'always',
  },
  {
    code: 'promise',
    words: {
      en: 'What we promised is done or has a day',
      es: 'Lo prometido está hecho o tiene fecha',
    },
    applies: 'promise_open',
  },
  {
    code: 'how-it-was',
    words: {
      en: 'Asked how it was: they were worried before',
      es: 'Se le preguntó cómo fue: antes estaba preocupado',
    },
    applies: 'worried',
  },
  {
    code: 'questions',
    words: { en: 'Questions answered', es: 'Preguntas respondidas' },
    applies: 'always',
  },
  {
    code: 'direct-number',
    words: {
      en: 'Has a card with our direct number',
      es: 'Tiene una tarjeta con nuestro teléfono directo',
    },
    applies: 'first_visit',
  },
  {
    code: 'keep-in-touch',
    words: { en: 'Knows how to keep in touch', es: 'Sabe cómo estar en contacto' },
    applies: 'first_visit',
  },
];
