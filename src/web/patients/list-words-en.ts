export const en = {
  list: 'All patients',
  count: (n: number, total: string) => `${total} ${n === 1 ? 'patient' : 'patients'}`,
  which: 'Which patients',
  everybody: 'everybody',
  letters: 'Go to a letter',
  letter: (letter: string) => `Go to ${letter}`,
  nobody: 'No patients yet',
  nobodyExplained: 'They come with the first import: a list of patients, or only of appointments.',
  importFiles: 'Import files',
  nobodyOfThese: 'Nobody in this state',
  showAll: 'Show everybody',
};

export type PatientListWords = typeof en;
