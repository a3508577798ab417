/**
 * Kinds of identifier (HL7 table 0203, which FHIR shares) that are numbers of the state, of a card, of an
 * insurer or of one stay: not ours to keep, or shared within families.
 */
export const otherKinds: ReadonlySet<string> = new Set([
  'SS',
  'SB',
  'DL',
  'PPN',
  'MB',
  'MA',
  'MC',
  'NI',
  'TAX',
  'SN',
  'XX',
  'CZ',
  'PRC',
  'WC',
  'HC',
]);
