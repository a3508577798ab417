import { message } from '../../words/message.ts';

/** What is said here, in English; `es.po` beside it has the Spanish. */
export const en = {
  all: {
    list: 'All patients',
    count: message('{n, plural, one {{total} patient} other {{total} patients}}', 'n', 'total'),
    which: 'Which patients',
    everybody: 'everybody',
    letters: 'Go to a letter',
    letter: message('Go to {letter}', 'letter'),
    nobody: 'No patients yet',
    nobodyExplained: 'They come with the first import: a list of patients, or only of appointments.',
    importFiles: 'Import files',
    nobodyOfThese: 'Nobody in this state',
    showAll: 'Show everybody',
  },
  erase: {
    offer: 'Erase this patient…',
    title: 'Erase this patient for good?',
    explained:
      'Everything that Keepwell holds of this patient goes: name, ways to reach them, visits, notes, promises, what we did. Files that come later do not bring them back. The practice’s own system is not changed, and copies keep what they hold until they expire.',
    never: 'This cannot be taken back.',
    type: message('Type {word} to go on', 'word'),
    yes: 'Erase for good',
    done: 'The patient was erased.',
  },
};
