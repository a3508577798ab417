/** What is said here, in English; `es.po` beside it has the Spanish. */
export const en = {
  asTable: 'As a table',
  asPicture: 'As a picture',
  save: 'Save',
  saveSvg: 'Save as SVG',
  savePng: 'Save as PNG',
  notSaved: 'The picture could not be made here; the table has the same figures.',
  kind: 'chart',
  keys: '← → to read it point by point',
};
