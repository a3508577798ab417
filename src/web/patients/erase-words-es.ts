import type { EraseWords } from './erase-words-en.ts';

export const es: EraseWords = {
  offer: 'Borrar a este paciente…',
  title: '¿Borrar a este paciente para siempre?',
  explained:
    'Desaparece todo lo que Keepwell tiene de este paciente: nombre, formas de contacto, visitas, notas, promesas, lo que hicimos. Los archivos que lleguen después no lo traen de vuelta. El sistema propio de la consulta no cambia, y las copias conservan lo que tienen hasta que caduquen.',
  never: 'Esto no se puede deshacer.',
  type: (word: string) => `Escriba ${word} para seguir`,
  yes: 'Borrar para siempre',
  done: 'El paciente fue borrado.',
};
