interface Enquiry {
  readonly words: string;
  readonly wants: string;
  readonly expects: string;
}

interface Wish {
  readonly matters: string;
  readonly worry: number;
  readonly comfort: readonly ('stop_signal' | 'quiet_slot' | 'companion')[];
}

type InLanguages<T> = Readonly<Record<'en' | 'es', readonly T[]>>;

/** What strangers ask for, in their words: needs, wants, expectations. */
export const enquiries: InLanguages<Enquiry> = {
  en: [
    {
      words: 'A tooth broke off on Sunday. It does not hurt yet.',
      wants: 'to be seen this week',
      expects: 'to hear the price before anything is done',
    },
    {
      words: 'I moved here in summer and need somebody for the whole family.',
      wants: 'four visits on one afternoon',
      expects: 'the same face each time',
    },
    {
      words: 'I have not been anywhere for nine years, and I am ashamed of it.',
      wants: 'somebody who does not lecture me',
      expects: 'to talk before anybody looks',
    },
    {
      words: 'My skin flares up each winter.',
      wants: 'to look less red in photographs',
      expects: 'an honest answer, also if nothing helps',
    },
    { words: 'Do you take new patients?', wants: '', expects: '' },
  ],
  es: [
    {
      words: 'Se me ha caído un empaste.',
      wants: 'una visita esta semana',
      expects: 'saber el precio antes',
    },
    {
      words: 'Busco dentista para mi madre; le cuesta oír.',
      wants: 'que le hablen despacio',
      expects: 'que yo pueda acompañarla',
    },
  ],
};

/** What patients ask between visits. */
export const questions: Readonly<Record<'en' | 'es', readonly string[]>> = {
  en: [
    'May I eat before I come?',
    'Can my daughter sit with me?',
    'It is still a little swollen. Is that usual?',
    'Is the price the same as last time?',
    'Which bus stops nearest to you?',
  ],
  es: ['¿Puedo venir con mi hijo pequeño?', '¿Tengo que dejar de tomar algo antes?'],
};

/** What patients say before a visit: what matters, how worried they are (0 to 10), what would help. */
export const wishes: InLanguages<Wish> = {
  en: [
    {
      matters: 'please tell me before each step',
      worry: 8,
      comfort: ['stop_signal', 'quiet_slot'],
    },
    { matters: 'I have to be back at work by noon', worry: 2, comfort: [] },
    { matters: 'my sister comes with me', worry: 7, comfort: ['companion'] },
    { matters: 'I would like to see the pictures this time', worry: 1, comfort: [] },
    { matters: '', worry: 4, comfort: [] },
  ],
  es: [
    { matters: 'me da miedo la aguja', worry: 9, comfort: ['stop_signal', 'companion'] },
    { matters: 'quiero entender qué me van a hacer', worry: 3, comfort: [] },
  ],
};
