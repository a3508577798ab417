import type { LegalClass } from '../messages/ask.ts';
import type { Paper, SpokenWords } from './render.ts';

export interface StarterTemplate {
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly legalClass: LegalClass;
  readonly paper: Paper;
  readonly words: Readonly<Record<'en' | 'es', SpokenWords>>;
}

function spoken(words: Partial<SpokenWords>): SpokenWords {
  return { subject: '', preheader: '', email: '', text: '', post: '', ...words };
}

/**
 * What a practice begins with. They speak as a practice, never as a person who sat down to write: a card that is called
 * hand-written is written by a hand. What is sensitive stands in closed letters only.
 */
export const starterTemplates: readonly StarterTemplate[] = [
  {
    code: 'visit_reminder',
    title: { en: 'Visit reminder', es: 'Recordatorio de visita' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'Your visit on {day}',
        preheader: '{day}[[ at {time}]], {practice}',
        email:
          'Hello[[ {patient}]],\n\nWe look forward to seeing you on {day}[[ at {time}]][[ at {location}]].\n\nYou can see how the visit goes, say that you are coming, or ask for another time here:\n\n{visit_link}\n\nYou can also call us: {practice_phone}.\n\n{practice}',
        text: '{practice}: your visit is on {day}[[ at {time}]]. To change it, call {practice_phone}. Reply STOP to end texts.',
        post: 'Hello[[ {patient}]],\n\nWe look forward to seeing you on {day}[[ at {time}]][[ at {location}]].\n\nIf you need another time, please call us: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Su visita del {day}',
        preheader: '{day}[[ a las {time}]], {practice}',
        email:
          'Hola[[, {patient}]]:\n\nLe esperamos el {day}[[ a las {time}]][[ en {location}]].\n\nAquí puede ver cómo será la visita, confirmar que viene o pedir otra hora:\n\n{visit_link}\n\nTambién puede llamarnos: {practice_phone}.\n\n{practice}',
        text: '{practice}: su visita es el {day}[[ a las {time}]]. Para cambiarla, llame al {practice_phone}. Responda STOP para no recibir más.',
        post: 'Hola[[, {patient}]]:\n\nLe esperamos el {day}[[ a las {time}]][[ en {location}]].\n\nSi necesita otra hora, llámenos: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'visit_reminder_firm',
    title: { en: 'Visit reminder, asking for an answer', es: 'Recordatorio de visita que pide respuesta' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'Please confirm your visit on {day}',
        preheader: 'One tap says that you are coming',
        email:
          'Hello[[ {patient}]],\n\nWe have kept time for you on {day}[[ at {time}]][[ at {location}]].\n\nPlease tell us that you are coming, or that you need another time. Someone else can then have this one.\n\n{visit_link}\n\nOr call us: {practice_phone}. It helps to know a day before.\n\n{practice}',
        text: '{practice}: please confirm your visit on {day}[[ at {time}]]: call {practice_phone}. Reply STOP to end texts.',
        post: 'Hello[[ {patient}]],\n\nWe have kept time for you on {day}[[ at {time}]][[ at {location}]].\n\nPlease call us to say that you are coming, or that you need another time: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Confirme su visita del {day}',
        preheader: 'Basta un toque para decirnos que viene',
        email:
          'Hola[[, {patient}]]:\n\nHemos reservado tiempo para usted el {day}[[ a las {time}]][[ en {location}]].\n\nDíganos que viene o que necesita otra hora. Así otra persona podrá usar esta.\n\n{visit_link}\n\nO llámenos: {practice_phone}. Nos ayuda saberlo un día antes.\n\n{practice}',
        text: '{practice}: confirme su visita del {day}[[ a las {time}]]: llame al {practice_phone}. Responda STOP para no recibir más.',
        post: 'Hola[[, {patient}]]:\n\nHemos reservado tiempo para usted el {day}[[ a las {time}]][[ en {location}]].\n\nLlámenos para decirnos que viene o que necesita otra hora: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'recall',
    title: { en: 'Time for the next visit', es: 'Es hora de la próxima visita' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'It is time to see you again',
        preheader: 'Call us, or ask us for a time',
        email:
          'Hello[[ {patient}]],\n\nIt is about time for your next visit with us.\n\nCall us and we find a time that suits you: {practice_phone}. Or write to us here, and we call you:\n\n{question_link}\n\nIf you now go elsewhere, tell us and we stop asking.\n\n{practice}',
        text: '{practice}: it is time for your next visit. Call {practice_phone} and we find a time. Reply STOP to end texts.',
        post: 'Hello[[ {patient}]],\n\nIt is about time for your next visit with us[[: {service}]].\n\nCall us and we find a time that suits you: {practice_phone}.\n\nIf you now go elsewhere, tell us and we stop asking.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Ya es hora de volver a verle',
        preheader: 'Llámenos o pídanos una hora',
        email:
          'Hola[[, {patient}]]:\n\nYa se acerca el momento de su próxima visita.\n\nLlámenos y buscamos una hora que le convenga: {practice_phone}. O escríbanos aquí y le llamamos:\n\n{question_link}\n\nSi ahora va a otro lugar, díganoslo y no le preguntaremos más.\n\n{practice}',
        text: '{practice}: ya es hora de su próxima visita. Llame al {practice_phone}. Responda STOP para no recibir más.',
        post: 'Hola[[, {patient}]]:\n\nYa se acerca el momento de su próxima visita[[: {service}]].\n\nLlámenos y buscamos una hora que le convenga: {practice_phone}.\n\nSi ahora va a otro lugar, díganoslo y no le preguntaremos más.\n\n{practice}',
      }),
    },
  },
  {
    code: 'check_in',
    title: { en: 'Check-in after treatment', es: 'Cómo se encuentra tras el tratamiento' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'How are you after your visit?',
        preheader: 'Tell us if anything is not right',
        email:
          'Hello[[ {patient}]],\n\nHow are you after your visit on {day}?\n\nIf anything hurts, worries you or is not clear, call us: {practice_phone}. You can also write to us here:\n\n{question_link}\n\nIf you need help at once, call the emergency number.\n\n{practice}',
        text: '{practice}: how are you after your visit? If anything is not right, call {practice_phone}. Reply STOP to end texts.',
        post: 'Hello[[ {patient}]],\n\nHow are you after your visit on {day}?\n\nIf anything hurts, worries you or is not clear, call us: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: '¿Cómo se encuentra después de su visita?',
        preheader: 'Díganos si algo no está bien',
        email:
          'Hola[[, {patient}]]:\n\n¿Cómo se encuentra después de su visita del {day}?\n\nSi algo le duele, le preocupa o no está claro, llámenos: {practice_phone}. También puede escribirnos aquí:\n\n{question_link}\n\nSi necesita ayuda de inmediato, llame a emergencias.\n\n{practice}',
        text: '{practice}: ¿cómo se encuentra tras su visita? Si algo no va bien, llame al {practice_phone}. Responda STOP para no recibir más.',
        post: 'Hola[[, {patient}]]:\n\n¿Cómo se encuentra después de su visita del {day}?\n\nSi algo le duele, le preocupa o no está claro, llámenos: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'welcome',
    title: { en: 'Welcome before the first visit', es: 'Bienvenida antes de la primera visita' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'Welcome to {practice}',
        preheader: 'What happens at your first visit',
        email:
          'Hello[[ {patient}]],\n\nWelcome. We are glad that you are coming[[ on {day}]].\n\nHere you can see what happens at your visit, step by step. You can also tell us what matters to you, and if you are worried:\n\n{visit_link}\n\nYou can ask us anything: {practice_phone}.\n\n{practice}',
        post: 'Hello[[ {patient}]],\n\nWelcome. We are glad that you are coming[[ on {day}]][[ at {time}]].\n\n{what_we_do}\n\nYou can ask us anything: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Le damos la bienvenida a {practice}',
        preheader: 'Qué pasa en su primera visita',
        email:
          'Hola[[, {patient}]]:\n\nLe damos la bienvenida. Nos alegra que venga[[ el {day}]].\n\nAquí puede ver qué pasa en su visita, paso a paso. También puede decirnos qué le importa y si algo le preocupa:\n\n{visit_link}\n\nPuede preguntarnos lo que quiera: {practice_phone}.\n\n{practice}',
        post: 'Hola[[, {patient}]]:\n\nLe damos la bienvenida. Nos alegra que venga[[ el {day}]][[ a las {time}]].\n\n{what_we_do}\n\nPuede preguntarnos lo que quiera: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'aftercare',
    title: { en: 'After-care', es: 'Cuidados posteriores' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'What to do after your visit',
        preheader: 'Keep the sheet that we gave you',
        email:
          'Hello[[ {patient}]],\n\nThank you for coming on {day}.\n\nPlease keep the sheet that we gave you: it says what to do now. If you have lost it, or something is not clear, call us: {practice_phone}. You can also write to us here:\n\n{question_link}\n\n{practice}',
        post: 'Hello[[ {patient}]],\n\nThank you for coming on {day}. This is what helps now:\n\n{after_care}\n\nIf something is not clear, call us: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Qué hacer después de su visita',
        preheader: 'Guarde la hoja que le dimos',
        email:
          'Hola[[, {patient}]]:\n\nGracias por venir el {day}.\n\nGuarde la hoja que le dimos: dice qué hacer ahora. Si la ha perdido o algo no está claro, llámenos: {practice_phone}. También puede escribirnos aquí:\n\n{question_link}\n\n{practice}',
        post: 'Hola[[, {patient}]]:\n\nGracias por venir el {day}. Esto le ayudará ahora:\n\n{after_care}\n\nSi algo no está claro, llámenos: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'newsletter',
    title: { en: 'Newsletter', es: 'Boletín' },
    legalClass: 'operations',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'News from {practice}',
        preheader: 'A few lines about what is new',
        email:
          '# News from {practice}\n\nHello[[ {patient}]],\n\n{news}\n\nYou choose what we may send you:\n\n{preferences_link}',
        post: 'Hello[[ {patient}]],\n\n{news}\n\n{practice}, {practice_phone}',
      }),
      es: spoken({
        subject: 'Noticias de {practice}',
        preheader: 'Unas líneas sobre lo nuevo',
        email:
          '# Noticias de {practice}\n\nHola[[, {patient}]]:\n\n{news}\n\nUsted elige qué podemos enviarle:\n\n{preferences_link}',
        post: 'Hola[[, {patient}]]:\n\n{news}\n\n{practice}, {practice_phone}',
      }),
    },
  },
  {
    code: 'birthday',
    title: { en: 'Birthday', es: 'Cumpleaños' },
    legalClass: 'operations',
    paper: 'postcard',
    words: {
      en: spoken({
        subject: 'Happy birthday',
        preheader: 'From all of us',
        email: 'Hello[[ {patient}]],\n\nAll of us at {practice} wish you a happy birthday.',
        post: 'Happy birthday[[, {patient}]]!\n\nAll of us at {practice} wish you a good year.',
      }),
      es: spoken({
        subject: 'Feliz cumpleaños',
        preheader: 'De parte de todo el equipo',
        email: 'Hola[[, {patient}]]:\n\nTodo el equipo de {practice} le desea un feliz cumpleaños.',
        post: '¡Feliz cumpleaños[[, {patient}]]!\n\nTodo el equipo de {practice} le desea un buen año.',
      }),
    },
  },
  {
    code: 'preferences',
    title: { en: 'How we may reach you', es: 'Cómo podemos contactarle' },
    legalClass: 'operations',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'How may we reach you?',
        preheader: 'Choose what you want to hear, and how',
        email:
          'Hello[[ {patient}]],\n\nHere you choose what we may send you, how, and in which language. You can stop everything but news of your visits.\n\n{preferences_link}\n\nYou can also call us: {practice_phone}.\n\n{practice}',
        post: 'Hello[[ {patient}]],\n\nYou choose what we may send you, how, and in which language. Call us, and we note it down: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: '¿Cómo podemos contactarle?',
        preheader: 'Elija qué quiere recibir y cómo',
        email:
          'Hola[[, {patient}]]:\n\nAquí elige qué podemos enviarle, cómo y en qué idioma. Puede parar todo menos los avisos de sus visitas.\n\n{preferences_link}\n\nTambién puede llamarnos: {practice_phone}.\n\n{practice}',
        post: 'Hola[[, {patient}]]:\n\nUsted elige qué podemos enviarle, cómo y en qué idioma. Llámenos y lo anotamos: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'your_visit',
    title: { en: 'Your visit, step by step', es: 'Su visita, paso a paso' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'What happens at your visit on {day}',
        preheader: 'The steps, how long it takes, and whom you will meet',
        email:
          'Hello[[ {patient}]],\n\nHere is your visit on {day}[[ at {time}]], step by step: how long it takes, whom you will meet and where to park.\n\n{visit_link}\n\nThere you can also tell us what matters to you. If you are worried, we call you.\n\n{practice}, {practice_phone}',
        post: 'Hello[[ {patient}]],\n\nThis is your visit on {day}[[ at {time}]]. [[It takes about {minutes} minutes. ]][[You will meet {clinician}.]]\n\n{what_we_do}\n\nCall us if anything worries you: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Qué pasa en su visita del {day}',
        preheader: 'Los pasos, cuánto dura y a quién verá',
        email:
          'Hola[[, {patient}]]:\n\nEsta es su visita del {day}[[ a las {time}]], paso a paso: cuánto dura, a quién verá y dónde aparcar.\n\n{visit_link}\n\nAhí también puede decirnos qué le importa. Si algo le preocupa, le llamamos.\n\n{practice}, {practice_phone}',
        post: 'Hola[[, {patient}]]:\n\nEsta es su visita del {day}[[ a las {time}]]. [[Dura unos {minutes} minutos. ]][[Le atenderá {clinician}.]]\n\n{what_we_do}\n\nLlámenos si algo le preocupa: {practice_phone}.\n\n{practice}',
      }),
    },
  },
  {
    code: 'price',
    title: { en: 'The price in writing', es: 'El precio por escrito' },
    legalClass: 'treatment',
    paper: 'letter',
    words: {
      en: spoken({
        subject: 'What your visit costs',
        preheader: 'The price, before the visit',
        email:
          'Hello[[ {patient}]],\n\nHere you can read what your visit on {day} costs, before you come:\n\n{visit_link}\n\nIf you have questions about it, call us: {practice_phone}.\n\n{practice}',
        post: 'Hello[[ {patient}]],\n\nYour visit on {day}[[ ({service})]] costs {price}.\n\nIf anything changes, we call you before the visit. Questions: {practice_phone}.\n\n{practice}',
      }),
      es: spoken({
        subject: 'Cuánto cuesta su visita',
        preheader: 'El precio, antes de la visita',
        email:
          'Hola[[, {patient}]]:\n\nAquí puede leer cuánto cuesta su visita del {day}, antes de venir:\n\n{visit_link}\n\nSi tiene preguntas, llámenos: {practice_phone}.\n\n{practice}',
        post: 'Hola[[, {patient}]]:\n\nSu visita del {day}[[ ({service})]] cuesta {price}.\n\nSi algo cambia, le llamaremos antes de la visita. Preguntas: {practice_phone}.\n\n{practice}',
      }),
    },
  },
];
