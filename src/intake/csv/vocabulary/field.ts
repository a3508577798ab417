/** How a cell of a field is read. */
export type FieldKind = 'id' | 'name' | 'text' | 'date' | 'instant' | 'time' | 'yes_no' | 'word' | 'number';

export interface Field {
  readonly of: 'patient' | 'visit';
  readonly kind: FieldKind;
  readonly what: string;
  /**
   * Headings, squeezed to lower-case letters and digits, without a leading `patient`, `appointment` and their
   * like.
   */
  readonly headings: readonly string[];
}
