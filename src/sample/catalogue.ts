import type { Words } from '../kit/words.ts';

export interface SampleService {
  readonly code: string;
  readonly name: Words;
  readonly recallDays: number | null;
  readonly returns: boolean;
  readonly minutes: number;
  readonly priceCents: number;
  readonly checkInDays: number | null;
  readonly whatWeDo: Words;
  /** What happens, a line a step; what it feels like. Both stand on the patient's page. */
  readonly steps: Words;
  readonly hurts: Words;
  readonly afterCare: Words;
  /** How many in a hundred patients come for it first. */
  readonly weight: number;
}

export const services: readonly SampleService[] = [
  {
    code: 'hygiene',
    name: { en: 'Hygiene visit', es: 'Higiene dental' },
    recallDays: 182,
    returns: true,
    minutes: 45,
    priceCents: 11_500,
    checkInDays: null,
    whatWeDo: {
      en: 'We clean and polish your teeth, look at your gums, and tell you what we see as we go.',
      es: 'Limpiamos y pulimos sus dientes, revisamos las encías y le vamos contando lo que vemos.',
    },
    steps: {
      en: [
        'We ask how your mouth has been.',
        'We clean and polish, tooth by tooth.',
        'We show you what we saw and agree the next visit.',
      ].join('\n'),
      es: [
        'Le preguntamos cómo ha estado su boca.',
        'Limpiamos y pulimos, diente a diente.',
        'Le enseñamos lo que hemos visto y acordamos la próxima visita.',
      ].join('\n'),
    },
    hurts: {
      en: 'Some feel a scraping near the gums. Raise your hand and we stop; numbing gel is there for whoever wants it.',
      es: 'Algunas personas notan roces cerca de la encía. Levante la mano y paramos; hay gel anestésico si lo desea.',
    },
    afterCare: {
      en: 'Gums can feel tender for a day.',
      es: 'Las encías pueden estar sensibles un día.',
    },
    weight: 40,
  },
  {
    code: 'check-up',
    name: { en: 'Yearly check-up', es: 'Revisión anual' },
    recallDays: 365,
    returns: true,
    minutes: 30,
    priceCents: 18_000,
    checkInDays: null,
    whatWeDo: {
      en: 'We go through your year with you, examine you, and agree what comes next.',
      es: 'Repasamos el año con usted, le exploramos y acordamos los siguientes pasos.',
    },
    steps: {
      en: [
        'We go through the past year with you.',
        'We examine you and take blood if it is due.',
        'We write down what comes next, and you take it home.',
      ].join('\n'),
      es: [
        'Repasamos con usted el último año.',
        'Le exploramos y, si toca, le sacamos sangre.',
        'Anotamos los siguientes pasos y se los lleva a casa.',
      ].join('\n'),
    },
    hurts: {
      en: 'Only the needle, for a second, if blood is due. Tell us if needles trouble you.',
      es: 'Solo la aguja, un segundo, si toca análisis. Díganos si las agujas le inquietan.',
    },
    afterCare: { en: 'Results come within a week.', es: 'Los resultados llegan en una semana.' },
    weight: 22,
  },
  {
    code: 'skin',
    name: { en: 'Skin treatment', es: 'Tratamiento de la piel' },
    recallDays: 112,
    returns: true,
    minutes: 40,
    priceCents: 32_000,
    checkInDays: 2,
    whatWeDo: {
      en: 'We look at your skin together, show you each step first, and start only when you say so.',
      es: 'Miramos su piel juntos, le enseñamos antes cada paso y empezamos solo cuando usted diga.',
    },
    steps: {
      en: [
        'We look at your skin together.',
        'We try a small spot first and wait ten minutes.',
        'We treat, and you see each step in the mirror.',
      ].join('\n'),
      es: [
        'Miramos su piel juntos.',
        'Probamos antes en una zona pequeña y esperamos diez minutos.',
        'Tratamos, y usted ve cada paso en el espejo.',
      ].join('\n'),
    },
    hurts: {
      en: 'It can sting for a minute. We cool the skin, and you say when to go on.',
      es: 'Puede escocer un minuto. Enfriamos la piel y usted dice cuándo seguimos.',
    },
    afterCare: {
      en: 'A little redness is usual for two days; keep out of strong sun.',
      es: 'Un poco de rojez es normal durante dos días; evite el sol fuerte.',
    },
    weight: 24,
  },
  {
    code: 'crown',
    name: { en: 'Crown', es: 'Corona' },
    recallDays: null,
    returns: false,
    minutes: 60,
    priceCents: 95_000,
    checkInDays: 1,
    whatWeDo: {
      en: 'We prepare the tooth, take its measure and fit a temporary crown, all without hurry.',
      es: 'Preparamos el diente, tomamos medidas y ponemos una corona provisional, sin prisas.',
    },
    steps: {
      en: [
        'We numb the tooth and wait until it sleeps.',
        'We shape it and take its measure.',
        'We fit a temporary crown; the final one comes in two weeks.',
      ].join('\n'),
      es: [
        'Anestesiamos el diente y esperamos a que duerma.',
        'Lo tallamos y tomamos medidas.',
        'Ponemos una corona provisional; la definitiva llega en dos semanas.',
      ].join('\n'),
    },
    hurts: {
      en: 'The injection pricks; afterwards there is pressure, no pain. Afterwards it may ache for a day.',
      es: 'El pinchazo se nota; después hay presión, no dolor. Luego puede molestar un día.',
    },
    afterCare: {
      en: 'It may feel tender when you bite; soft food today.',
      es: 'Puede molestar al morder; hoy, comida blanda.',
    },
    weight: 14,
  },
  {
    code: 'follow-up',
    name: { en: 'Follow-up', es: 'Visita de control' },
    recallDays: null,
    returns: false,
    minutes: 20,
    priceCents: 0,
    checkInDays: null,
    whatWeDo: { en: 'We look at how it has settled.', es: 'Vemos cómo ha quedado.' },
    steps: {
      en: ['We look at how it has settled.', 'You ask whatever you like.'].join('\n'),
      es: ['Vemos cómo ha quedado.', 'Pregunte lo que quiera.'].join('\n'),
    },
    hurts: {
      en: 'No.',
      es: 'No.',
    },
    afterCare: {},
    weight: 0,
  },
];

export const clinicians = [
  'Dr. Amara Bell',
  'Dr. Jonas Reyes',
  'Lena Brandt, RN',
  'Mireia Solà, RDH',
] as const;
export const desk = ['Dana Whitcomb', 'Ben Castell'] as const;

// Every day of the week: the sample is looked at on Sundays too.
export const openEveryDay = Object.fromEntries(
  ['1', '2', '3', '4', '5', '6', '7'].map((weekday) => [weekday, [['08:00', '18:00']] as const]),
);

export const locations = [
  {
    name: 'Harbor Lane',
    address: ['4 Harbor Lane', 'Port Alder', 'NY 10999'],
    phone: '(212) 555-0100',
    parking: {
      en: 'Six places behind the house, one of them wide. The number 4 bus stops at the door.',
      es: 'Seis plazas detrás de la casa, una de ellas ancha. El autobús 4 para en la puerta.',
    },
  },
  {
    name: 'Mill Road',
    address: ['88 Mill Road', 'Port Alder', 'NY 10999'],
    phone: '(212) 555-0101',
    parking: {
      en: 'Park in the street for two hours; the bell is at wheelchair height.',
      es: 'Se aparca en la calle dos horas; el timbre está a la altura de una silla de ruedas.',
    },
  },
] as const;
