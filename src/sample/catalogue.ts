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
  { name: 'Harbor Lane', address: ['4 Harbor Lane', 'Port Alder', 'NY 10999'], phone: '(212) 555-0100' },
  { name: 'Mill Road', address: ['88 Mill Road', 'Port Alder', 'NY 10999'], phone: '(212) 555-0101' },
] as const;
