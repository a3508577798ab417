import type { PatientListWords } from './list-words-en.ts';

export const es: PatientListWords = {
  list: 'Todos los pacientes',
  count: (n: number, total: string) => `${total} ${n === 1 ? 'paciente' : 'pacientes'}`,
  which: 'Qué pacientes',
  everybody: 'todos',
  letters: 'Ir a una letra',
  letter: (letter: string) => `Ir a la ${letter}`,
  nobody: 'Todavía no hay pacientes',
  nobodyExplained: 'Llegan con la primera importación: una lista de pacientes, o solo de citas.',
  importFiles: 'Importar archivos',
  nobodyOfThese: 'No hay nadie en este estado',
  showAll: 'Mostrar a todos',
};
