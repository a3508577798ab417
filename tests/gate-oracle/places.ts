// Where somebody may be, typed anew for the codes and places that the cases use.

const ny = 'America/New_York';
const ch = 'America/Chicago';
const dv = 'America/Denver';
const la = 'America/Los_Angeles';
const px = 'America/Phoenix';

/** State by state: all its zones; the codes of its own that the cases dial, with the zones each may stand in. */
export const stateBook: Record<string, { zones: string[]; codes: Record<string, string[]> }> = {
  NY: { zones: [ny], codes: { 212: [ny], 518: [ny], 716: [ny] } },
  CT: { zones: [ny], codes: { 203: [ny], 860: [ny] } },
  RI: { zones: [ny], codes: { 401: [ny] } },
  MD: { zones: [ny], codes: { 410: [ny], 301: [ny] } },
  DC: { zones: [ny], codes: { 202: [ny] } },
  GA: { zones: [ny], codes: { 404: [ny] } },
  FL: { zones: [ny, ch], codes: { 305: [ny], 407: [ny], 850: [ny, ch], 448: [ny, ch] } },
  MI: { zones: [ny, ch], codes: { 313: [ny], 906: [ny, ch] } },
  IN: { zones: [ny, ch], codes: { 317: [ny], 219: [ny, ch] } },
  KY: { zones: [ny, ch], codes: { 502: [ny], 270: [ny, ch] } },
  TN: { zones: [ny, ch], codes: { 615: [ch], 901: [ch], 865: [ny], 423: [ny, ch] } },
  IL: { zones: [ch], codes: { 312: [ch], 773: [ch] } },
  OK: { zones: [ch], codes: { 405: [ch], 918: [ch] } },
  TX: { zones: [ch, dv], codes: { 214: [ch], 713: [ch], 915: [dv], 432: [ch, dv] } },
  KS: { zones: [ch, dv], codes: { 316: [ch], 620: [ch, dv] } },
  ND: { zones: [ch, dv], codes: { 701: [ch, dv] } },
  CO: { zones: [dv], codes: { 303: [dv], 970: [dv] } },
  AZ: { zones: [px, dv], codes: { 602: [px], 480: [px], 928: [px, dv] } },
  ID: { zones: [dv, la], codes: { 208: [dv, la] } },
  NV: { zones: [dv, la], codes: { 702: [la], 775: [dv, la] } },
  OR: { zones: [dv, la], codes: { 503: [la], 541: [dv, la] } },
  CA: { zones: [la], codes: { 213: [la], 415: [la] } },
  WA: { zones: [la], codes: { 206: [la] } },
  AK: { zones: ['America/Anchorage', 'America/Adak'], codes: { 907: ['America/Anchorage', 'America/Adak'] } },
  HI: { zones: ['Pacific/Honolulu'], codes: { 808: ['Pacific/Honolulu'] } },
  PR: { zones: ['America/Puerto_Rico'], codes: { 787: ['America/Puerto_Rico'] } },
  GU: { zones: ['Pacific/Guam'], codes: { 671: ['Pacific/Guam'] } },
};

/** Postal codes that tell a part of a split state. */
export const zipBook: Record<string, string[]> = {
  'FL 33101': [ny],
  'FL 32501': [ch],
  'FL 32401': [ny, ch],
  'TX 75201': [ch],
  'TX 79901': [dv],
  'TN 37201': [ch],
  'TN 37901': [ny],
  'TN 37401': [ny, ch],
  'MI 48201': [ny],
  'MI 49801': [ny, ch],
  'AZ 85001': [px],
  'AZ 86001': [px, dv],
  'NY 10999': [ny],
};

/** Codes that nobody was given yet. */
export const unknownCodes = ['222', '555', '999'];
/** Of the same plan, but not of the United States. */
export const foreignCodes = ['416', '604', '876'];

export const fiftyStates = [ny, ch, dv, px, la, 'America/Anchorage', 'America/Adak', 'Pacific/Honolulu'];

/** Countries by their code: pack, calling code, zones. */
export const countryBook: Record<string, { law: 'US' | 'GB' | 'DE' | 'EU'; dial: string; zones: string[] }> =
  {
    US: { law: 'US', dial: '1', zones: [] },
    GB: { law: 'GB', dial: '44', zones: ['Europe/London'] },
    DE: { law: 'DE', dial: '49', zones: ['Europe/Berlin'] },
    FR: { law: 'EU', dial: '33', zones: ['Europe/Paris'] },
    ES: { law: 'EU', dial: '34', zones: ['Europe/Madrid', 'Atlantic/Canary'] },
    PT: { law: 'EU', dial: '351', zones: ['Europe/Lisbon', 'Atlantic/Azores'] },
    IE: { law: 'EU', dial: '353', zones: ['Europe/Dublin'] },
  };

/** Numbers of countries that no law was written down for. */
export const strangeNumbers = ['8190', '5511', '9198'];
