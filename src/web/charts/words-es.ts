import type { en } from './words-en.ts';

export const es: typeof en = {
  asTable: 'Como tabla',
  asPicture: 'Como gráfico',
  save: 'Guardar',
  saveSvg: 'Guardar como SVG',
  savePng: 'Guardar como PNG',
  notSaved: 'Aquí no se pudo hacer la imagen; la tabla tiene las mismas cifras.',
  kind: 'gráfico',
  keys: '← → para leerlo punto por punto',
};
