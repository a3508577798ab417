export const en = {
  offer: 'Erase this patient…',
  title: 'Erase this patient for good?',
  explained:
    'Everything that Keepwell holds of this patient goes: name, ways to reach them, visits, notes, promises, what we did. Files that come later do not bring them back. The practice’s own system is not changed, and copies keep what they hold until they expire.',
  never: 'This cannot be taken back.',
  type: (word: string) => `Type ${word} to go on`,
  yes: 'Erase for good',
  done: 'The patient was erased.',
};

export type EraseWords = typeof en;
