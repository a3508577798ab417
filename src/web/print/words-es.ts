import type { PrintWords } from './words-en.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const es: PrintWords = {
  title: 'Imprimir',
  back: 'Volver a Hoy',
  nothing: 'No hay nada elegido para imprimir',
  nothingExplained: 'Marque acciones en Hoy con x, o abra una, y pulse p.',
  what: 'Qué imprimir',
  kinds: {
    labels: 'Etiquetas con la dirección',
    cards: 'Tarjetas con el texto',
    by_hand: 'Una hoja de ayuda para tarjetas escritas a mano',
    list: 'Una lista de estas acciones',
  },
  kindsExplained: {
    labels: 'Solo nombres y direcciones; nada más se ve por fuera.',
    cards: 'El texto de cada acción, en el idioma del paciente. Se cambia en Hoy.',
    by_hand:
      'Las tarjetas quedan en blanco. La hoja trae los hechos, lo que importa y la dirección; las palabras las pone usted.',
    list: 'Para llamar lejos de la pantalla: motivo, número y palabras de cada una.',
  },
  sheet: 'Hoja',
  startAt: 'Empezar en la etiqueta',
  startAtExplained: 'Para una hoja empezada: las etiquetas anteriores quedan vacías.',
  nudge: 'Ajustar esta impresora',
  nudgeExplained: 'Milímetros que se desvía esta impresora; se guarda en este navegador para esta hoja.',
  nudgeX: 'Hacia la derecha',
  nudgeY: 'Hacia abajo',
  alignment: 'Imprimir una página de alineación',
  alignmentOf: (sheet: string) => `Página de alineación para ${sheet}`,
  alignmentExplained:
    'Imprima al 100 % («tamaño real») en papel normal, póngala sobre una hoja y ajuste lo que vea. La regla mide 100 mm.',
  paper: 'Papel',
  initials: 'Iniciales en lugar de nombres',
  print: 'Imprimir',
  actualSize: 'En el diálogo de impresión elija «tamaño real» (100 %) y sin márgenes.',
  preview: 'Vista previa',
  sheets: (n: number) => count(n, 'hoja', 'hojas'),
  chosen: (n: number) => count(n, 'acción', 'acciones'),
  left: 'No se imprime',
  reasons: {
    no_address: 'no se conoce su dirección postal',
    too_long: 'no cabe en esta hoja, ni con la letra más pequeña',
    not_allowed: 'ahora no se le puede escribir',
    closed: 'se cerró por sí sola',
    failed: 'no se pudo leer; inténtelo otra vez',
  },
  asking: {
    cards: (n: number) => (n === 1 ? '¿Se imprimió la tarjeta?' : `¿Se imprimieron las ${n} tarjetas?`),
    by_hand: (n: number) => (n === 1 ? '¿Está escrita la tarjeta?' : `¿Están escritas las ${n} tarjetas?`),
  },
  askingExplained: 'Un navegador no lo sabe. Solo «Sí» las da por hechas; se puede deshacer.',
  yes: 'Sí, hecho',
  again: 'Imprimir otra vez',
  notYet: 'Todavía no; dejarlas abiertas',
  doneNow: (n: number) => `${count(n, 'acción hecha', 'acciones hechas')}.`,
  someFailed: (n: number) =>
    n === 1
      ? '1 acción no se pudo dar por hecha y sigue abierta.'
      : `${n} acciones no se pudieron dar por hechas y siguen abiertas.`,
  why: 'Por qué',
  matters: 'Lo que importa',
  words: 'Palabras para empezar',
  facts: 'Hechos',
  toKnow: 'para saber, no para decir',
  reach: 'Contacto',
  say: 'Decir',
  footer: (time: string, name: string) => `Impreso a las ${time} por ${name} · destruir hoy`,
  ruler: '100 mm',
  fold: 'doblar',
};
