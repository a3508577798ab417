import type { Capacity, Share, Touchpoint } from './model.ts';
import { starterChoices } from './starter-choices.ts';
import type { StarterLine } from './starter-line.ts';

const hello = { en: '{greeting}', es: '{greeting}' };

const lines: readonly StarterLine[] = [
  {
    code: 'promise',
    title: { en: 'Keep a promise', es: 'Cumplir una promesa' },
    trigger: 'promise_due',
    params: { daysBefore: 0 },
    actKind: 'promise',
    channel: 'call',
    purpose: 'care',
    topic: 'promise',
    ownerRole: 'front_desk',
    minutes: 5,
    share: 'owed',
    priority: 100,
    script: {
      en: `${hello.en} We told you: “{promise}”. I am calling to do just that.`,
      es: `${hello.es} Le dijimos: «{promise}». Le llamo para cumplirlo.`,
    },
  },
  {
    code: 'first-visit',
    title: { en: 'Describe the first visit', es: 'Explicar la primera visita' },
    trigger: 'first_visit_ahead',
    params: { daysBefore: 4, useDetail: true },
    actKind: 'call',
    channel: 'call',
    purpose: 'care',
    topic: 'visit',
    ownerRole: 'front_desk',
    minutes: 8,
    share: 'coming',
    priority: 80,
    script: {
      en: `${hello.en} You are coming to us for the first time on {day} at {time}, and I would like to tell you what to expect, so that nothing is a surprise. {whatWeDo} It takes about {minutes} minutes. What would you like to know before you come?`,
      es: `${hello.es} Viene a vernos por primera vez el {day} a las {time}, y me gustaría contarle qué esperar, para que nada le sorprenda. {whatWeDo} Dura unos {minutes} minutos. ¿Qué le gustaría saber antes de venir?`,
    },
  },
  {
    code: 'reminder',
    title: { en: 'Remind of the visit', es: 'Recordar la visita' },
    trigger: 'visit_ahead',
    // None for those who always come; those who may miss it get the firmer one.
    params: { daysBefore: 1, risk: 'courtesy' },
    actKind: 'call',
    channel: 'call',
    purpose: 'care',
    topic: 'visit',
    ownerRole: 'front_desk',
    minutes: 3,
    share: 'coming',
    priority: 40,
    script: {
      en: `${hello.en} I am calling about your visit on {day} at {time}. Does that still suit you? If anything has changed, we can find another time now.`,
      es: `${hello.es} Le llamo por su visita del {day} a las {time}. ¿Le sigue viniendo bien? Si algo ha cambiado, podemos buscar otro momento ahora.`,
    },
  },
  {
    code: 'next-visit',
    title: { en: 'Offer the next visit', es: 'Ofrecer la próxima visita' },
    trigger: 'left_without_next',
    params: {},
    actKind: 'ask',
    channel: 'call',
    purpose: 'care',
    topic: 'next-visit',
    ownerRole: 'front_desk',
    minutes: 4,
    share: 'return',
    priority: 70,
    script: {
      en: `${hello.en} Thank you for coming today. You left before we could offer you your next visit: would you like me to find a time that suits you?`,
      es: `${hello.es} Gracias por venir hoy. Se fue antes de que pudiéramos ofrecerle su próxima visita: ¿quiere que busquemos un momento que le venga bien?`,
    },
  },
  {
    code: 'check-in',
    title: { en: 'Ask how it went', es: 'Preguntar cómo va' },
    trigger: 'after_visit',
    params: { windowDays: 2 },
    actKind: 'check_in',
    channel: 'call',
    purpose: 'care',
    topic: 'after-care',
    ownerRole: 'clinician',
    minutes: 5,
    share: 'after-care',
    priority: 60,
    script: {
      en: `${hello.en} You were with us on {day}, and I wanted to hear how you are. {afterCare} Is anything not as you expected?`,
      es: `${hello.es} Estuvo con nosotros el {day} y quería saber cómo se encuentra. {afterCare} ¿Hay algo que no sea como esperaba?`,
    },
  },
  {
    code: 'recall',
    title: { en: 'Due for a visit', es: 'Le toca una visita' },
    trigger: 'recall_due',
    params: {},
    actKind: 'recall',
    channel: 'call',
    purpose: 'care',
    topic: 'return',
    ownerRole: 'front_desk',
    minutes: 6,
    share: 'return',
    priority: 50,
    script: {
      en: `${hello.en} Your last visit was on {lastVisit}, and it is time for the next one. What days are good for you?`,
      es: `${hello.es} Su última visita fue el {lastVisit} y ya toca la siguiente. ¿Qué días le vienen bien?`,
    },
  },
  {
    code: 'drifting',
    title: { en: 'Ask how they are', es: 'Preguntar cómo está' },
    trigger: 'drifting',
    params: { useDetail: true },
    actKind: 'win_back',
    channel: 'call',
    purpose: 'care',
    topic: 'return',
    ownerRole: 'front_desk',
    minutes: 6,
    share: 'return',
    priority: 45,
    script: {
      en: `${hello.en} We have not seen you since {lastVisit}, and I just wanted to ask how you are. Is there anything that we could make easier for you?`,
      es: `${hello.es} No le vemos desde el {lastVisit} y quería simplemente preguntarle cómo está. ¿Hay algo que podamos hacerle más fácil?`,
    },
  },
  {
    code: 'thank-you',
    title: { en: 'Thank-you card, by hand', es: 'Tarjeta de agradecimiento, a mano' },
    trigger: 'milestone_visit',
    params: { every: 5, withinDays: 10 },
    actKind: 'card',
    channel: 'post',
    purpose: 'care',
    topic: 'thanks',
    ownerRole: 'clinician',
    minutes: 4,
    share: 'thanks',
    priority: 30,
    // A hand-written card is written by a hand: facts only, never the prose.
    script: {
      en: 'Write in your own words. What you know: {visits} visits since {since}; last on {lastVisit}.',
      es: 'Escriba con sus propias palabras. Lo que sabe: {visits} visitas desde {since}; la última, el {lastVisit}.',
    },
  },
  {
    code: 'event-card',
    title: { en: 'Card about what they told us', es: 'Tarjeta sobre lo que nos contó' },
    trigger: 'told_us_event',
    params: { withinDays: 30 },
    actKind: 'card',
    channel: 'post',
    purpose: 'care',
    topic: 'thanks',
    ownerRole: 'clinician',
    minutes: 4,
    share: 'thanks',
    priority: 35,
    script: {
      en: 'Write in your own words. They told {toldTo} on {toldOn}: “{detail}”.',
      es: 'Escriba con sus propias palabras. Le contó a {toldTo} el {toldOn}: «{detail}».',
    },
  },
  {
    code: 'birthday',
    title: { en: 'Birthday card', es: 'Tarjeta de cumpleaños' },
    trigger: 'birthday',
    params: { daysBefore: 3, seenWithinDays: 730 },
    actKind: 'card',
    channel: 'post',
    purpose: 'care',
    topic: 'thanks',
    ownerRole: 'front_desk',
    minutes: 3,
    share: 'thanks',
    priority: 20,
    script: {
      en: 'Write in your own words. Birthday on {day}.',
      es: 'Escriba con sus propias palabras. Cumpleaños el {day}.',
    },
  },
  {
    code: 'anniversary',
    title: { en: 'Anniversary of the first visit', es: 'Aniversario de la primera visita' },
    trigger: 'anniversary',
    params: { daysBefore: 3, seenWithinDays: 550 },
    actKind: 'card',
    channel: 'post',
    purpose: 'care',
    topic: 'thanks',
    ownerRole: 'front_desk',
    minutes: 3,
    share: 'thanks',
    priority: 10,
    script: {
      en: 'Write in your own words. {years} with us on {day}.',
      es: 'Escriba con sus propias palabras. {years} con nosotros el {day}.',
    },
  },
];

/** The plan that a new practice begins with: data, to be changed row by row. */
export const starterTouchpoints: readonly Omit<Touchpoint, 'id'>[] = [...lines, ...starterChoices].map(
  (line) => ({
    services: null,
    holdOut: 0,
    enabled: true,
    automatic: false,
    legalClass: null,
    thirdPartyPaid: false,
    templates: {},
    restDays: null,
    ...line,
  }),
);

/** Of the minutes that promises and clocks leave over. */
export const starterShares: readonly Share[] = [
  { code: 'coming', title: { en: 'Coming visits', es: 'Visitas próximas' }, percent: 40 },
  { code: 'after-care', title: { en: 'After-care', es: 'Después de la visita' }, percent: 20 },
  { code: 'return', title: { en: 'Return', es: 'Regreso' }, percent: 30 },
  { code: 'thanks', title: { en: 'Thanks', es: 'Agradecimiento' }, percent: 10 },
];

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** An hour a day at the desk and a quarter of an hour of the clinicians', until the practice says otherwise. */
export const starterCapacity: readonly Capacity[] = everyDay.flatMap((weekday) => [
  { role: 'front_desk', weekday, minutes: 60 },
  { role: 'clinician', weekday, minutes: 20 },
]);
