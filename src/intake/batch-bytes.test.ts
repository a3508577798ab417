import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed, unpacked } from './batch-bytes.ts';

test('text comes out of its bytes as it went in, wherever the pieces are cut', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((part) => part.repeat(6000));
  fc.assert(
    fc.property(text, (visits) => {
      const patients = {
        rows: 1,
        patients: 'a',
        identifiers: '',
        contacts: '',
        keys: '',
        related: '',
        consents: '',
        relatedContacts: '',
        remarks: '',
      };
      const batch = {
        kind: 'batch',
        patients,
        visits: { rows: 1, visits, aliases: '', charges: '' },
        refused: [],
        file: 0,
        rowsSoFar: 1,
      } as const;
      const { batch: sent, moved } = packed(batch);
      expect([...unpacked(sent.visits.visits)].join('')).toBe(visits);
      expect(moved).toHaveLength(visits === '' ? 1 : 2);
    }),
    { numRuns: 30 },
  );
});
