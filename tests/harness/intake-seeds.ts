import type { HostileFile } from './intake-hostile.ts';
import { type Below, noise, pickOne, wounded } from './wounds.ts';

// Tables and resources as systems write them, and what an ill-meaning or broken one might write instead.

const tables: readonly (readonly [string, ...string[]])[] = [
  [
    'PatNum,LName,FName,Birthdate,HmPhone,WirelessPhone,Email,Guarantor,PatStatus',
    '101,Okafor,Lena,1980-02-29,(217) 555-0147,,lena@example.org,101,Patient',
    '102,"Ortiz, Jr.",Ben,1999-12-31,,+1 217 555 0148,,101,Inactive',
  ],
  [
    'AptNum,PatNum,AptDateTime,AptStatus,ProvNum,Pattern',
    '1,101,2026-02-03 09:30:00,Complete,7,//XXXX//',
    '2,102,0001-01-01 00:00:00,UnschedList,7,//XX//',
  ],
  [
    'Patient;Termin;Uhrzeit;Status;Betrag',
    'Müller, Jörg;03.02.2026;09:30;erschienen;1.234,50',
    '"Weiß; Anna";04.02.2026;14:00;abgesagt;80,00',
  ],
  [
    'Date of Birth\tName\tAppointment Start Date & Time\tState\tStaff Member Name\tMarketing Email Opt-In',
    '03/04/1981\tAna Ruiz\t03/04/2026 10:00 AM\tNo Show\tDr. A\tno',
    '13/04/1981\tBea Ruiz\t14/04/2026 10:00 AM\tArrived\tDr. B\tyes',
  ],
  [
    'Appointments from 1 to 31 January',
    '',
    'patientid|patient firstname|patient lastname|patientdob|apptdate|apptstarttime|apptcancelleddate',
    '77|Ada|Marsh|1/2/03|2/3/26|9:00 am|None',
    '78|Bo|张|None|2/4/26|128:00:00|2/3/26',
  ],
  ['id,name,phone,notes,phone', '5,Jo Li,217.555.0199 x12,allergic to latex,', '5,Jo Li,,,217 555 0199'],
];

const cells = [
  '=HYPERLINK("http://x","y")',
  '@SUM(1)',
  '-2+3',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{constructor}}',
  "'; drop table patient; --",
  '../../etc/passwd',
  '1.23E+14',
  '99999999999999999999',
  '-1',
  'NaN',
  '0000-00-00',
  '31/02/2026',
  '2026-02-30T25:61:61Z',
  '\u202Egnirts',
  '\u0000',
  '٢٠٢٦/٠٢/٠٣',
  '  ',
  '""',
  'x'.repeat(1200),
  '🙂'.repeat(300),
  `${'a'.repeat(499)}🙂b`,
  `${'1'.repeat(199)}🙂`,
  'null',
  'None',
  '\\N',
  '\\.',
];

const tableSpecials = [
  ...[',', ';', '\t', '|', '\n', '\r', '\r\n', '"', '""', '"""', '\\', '\0', '=1', ',,,,,,,,', '\n\n\n'],
  ...['"'.repeat(99), ','.repeat(1200), '9'.repeat(300), '\uFEFF', '\u2028', '+9999', 'é', '"\n'.repeat(50)],
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff]),
    Buffer.from([0xc3]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xff, 0xfe]),
    Buffer.alloc(3000, 'x'),
  ]);

const tableSeeds = tables.map((lines) => Buffer.from(`${lines.join('\n')}\n`));

function tableOfHostileCells(below: Below): Buffer {
  const lines = [...pickOne(tables, below)];
  const delimiter = pickOne([',', ';', '\t', '|'], below);
  for (let rows = 1 + below(4); rows > 0; rows -= 1) {
    const row = Array.from({ length: 1 + below(10) }, () => {
      const cell = pickOne(cells, below);
      return below(2) === 0 ? cell : `"${cell.replace(/"/g, '""')}"`;
    });
    lines.push(row.join(delimiter));
  }
  const text = lines.join(pickOne(['\n', '\r\n', '\r'], below));
  if (below(6) === 0) return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  return Buffer.from(text, below(6) === 0 ? 'latin1' : 'utf8');
}

/** A table of hostile cells, a wounded one, or mere noise. */
export function hostileTable(below: Below): HostileFile {
  const dice = below(8);
  if (dice === 0) return { ending: 'csv', bytes: noise(below, 600) };
  if (dice < 4) return { ending: 'csv', bytes: tableOfHostileCells(below) };
  return { ending: 'csv', bytes: wounded(tableSeeds, tableSpecials, below) };
}

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  active: true,
  identifier: [{ system: 'urn:oid:1.2.3', value: 'MRN1', type: { coding: [{ code: 'MR' }] } }],
  name: [{ use: 'official', family: 'Okafor', given: ['Lena', 'Ada'] }, { text: '张无忌' }],
  telecom: [
    { system: 'phone', value: '(217) 555-0147', use: 'mobile' },
    { system: 'email', value: 'lena@example.org' },
  ],
  gender: 'female',
  birthDate: '1980-02',
  deceasedBoolean: false,
  address: [{ line: ['12 Elm Street'], city: 'Springfield', postalCode: '62701', country: 'US' }],
  contact: [
    {
      relationship: [{ text: 'mother' }],
      name: { text: 'Bea' },
      telecom: [{ system: 'phone', value: '217' }],
    },
  ],
  communication: [{ language: { coding: [{ code: 'es' }] }, preferred: true }],
  link: [{ type: 'replaced-by', other: { reference: 'Patient/p2' } }],
};
const subject = { reference: 'Patient/p1' };

const resources: readonly object[] = [
  patient,
  {
    ...patient,
    id: 'p2',
    deceasedDateTime: '2025-11-03T10:00:00+01:00',
    link: [{ type: 'replaces', other: subject }],
  },
  {
    resourceType: 'RelatedPerson',
    id: 'r1',
    patient: subject,
    name: [{ text: 'Bea' }],
    telecom: patient.telecom,
  },
  { resourceType: 'Practitioner', id: 'd1', name: [{ family: 'Marsh', given: ['Ada'] }] },
  {
    resourceType: 'PractitionerRole',
    id: 'pr1',
    practitioner: { reference: 'Practitioner/d1' },
    organization: { reference: 'Organization/o1' },
  },
  { resourceType: 'Location', id: 'l1', name: 'Room 1', partOf: { reference: 'Location/l1' } },
  { resourceType: 'Organization', id: 'o1', name: 'Lakeside' },
  {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'booked',
    start: '2026-03-09T10:30:00-06:00',
    end: '2026-03-09T11:00:00-06:00',
    participant: [
      { actor: subject },
      { actor: { reference: 'Practitioner/d1' } },
      { actor: { reference: '#l' } },
    ],
    contained: [{ resourceType: 'Location', id: 'l', name: 'Inside' }],
  },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'urn:uuid:7f3c1f5e-2b6a-4c1e-9a52-0d7a55f0c111' },
    period: { start: '2026-02-03T09:30:00Z', end: '2026-02-03T10:00:00Z' },
    appointment: [{ reference: 'Appointment/a1' }],
    type: [{ text: 'Hygiene' }],
  },
  {
    resourceType: 'Claim',
    id: 'c1',
    status: 'active',
    use: 'claim',
    patient: subject,
    total: { value: 120.5, currency: 'USD' },
    item: [
      { sequence: 1, encounter: [{ reference: 'Encounter/e1' }], net: { value: 120.5, currency: 'USD' } },
    ],
  },
  {
    resourceType: 'ChargeItem',
    id: 'ch1',
    status: 'billable',
    subject,
    context: { reference: 'Encounter/e1' },
    priceOverride: { value: 80, currency: 'USD' },
  },
  {
    resourceType: 'Consent',
    id: 'k1',
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    category: [{ coding: [{ code: '59284-0' }] }],
    patient: subject,
    provision: { type: 'deny', purpose: [{ code: 'HMARKT' }] },
  },
  { resourceType: 'Communication', id: 'm1', status: 'completed', subject, sent: '2026-02-01T08:00:00Z' },
  { resourceType: 'QuestionnaireResponse', id: 'q1', status: 'completed', questionnaire: 'q', subject },
];

const texts = resources.map((resource) => JSON.stringify(resource));

const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
// What stands in place of a value, as JSON.
const values = [
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    '12345678901234567890',
    '""',
    '" "',
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '{"a":1}',
  ],
  ...[
    '"2026"',
    '"2026-02-30"',
    '"0000-00-00"',
    '"9999-12-31T23:59:60Z"',
    '"Patient/p1"',
    '"#"',
    '"#x"',
    '"/"',
  ],
  ...['"urn:uuid:"', '"http://"', '"Patient/../../x"', '"Encounter/e1/_history/1"', '"?identifier=a|b"'],
  ...['"\\ud800"', '"\\u0000"', '"\\udc00\\ud800"', '"<script>alert(1)</script>"', '"=1+1"', '"\\u202e"'],
  ...[
    JSON.stringify('x'.repeat(2000)),
    JSON.stringify(`${'a'.repeat(499)}🙂`),
    JSON.stringify('🙂'.repeat(400)),
  ],
  ...['{"resourceType":"Bundle","entry":[]}', '{"reference":"Patient/p1"}', '{"__proto__":{"a":1}}', deep],
];

const jsonSpecials = [
  ...['{', '}', '[', ']', '"', '\\', ',', ':', '\n', '\\u', '\\ud800', '\0', 'null', '1e999', '"entry":['],
  ...['{"resourceType":"Patient"}', '[[[[', '\\"', '\\\\', '\uFEFF', 'é', '"id":"p2",', ' '.repeat(99)],
]
  .map((text) => Buffer.from(text))
  .concat([Buffer.from([0xff]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.alloc(3000, 'x')]);

const keyAndColon = /"[A-Za-z]+":/g;

/** The text of a resource in which some values are others; still JSON. */
function withOtherValues(text: string, below: Below): string {
  let now = text;
  for (let times = 1 + below(3); times > 0; times -= 1) {
    const keys = [...now.matchAll(keyAndColon)];
    const { index, 0: key } = pickOne(keys, below);
    const from = index + key.length;
    now = `${now.slice(0, from)}${pickOne(values, below)}${now.slice(endOfValue(now, from))}`;
  }
  return now;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const c = text[at];
    if (inString) {
      if (c === '\\') at += 1;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') depth += 1;
    else if (c === '}' || c === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && !inString && (c === ',' || c === '}' || c === ']')))
      return depth < 0 || c === ',' ? at : at + 1;
  }
  return text.length;
}

/** Resources with other values, as bundle or as lines; wounded ones; or mere noise. */
export function hostileResources(below: Below): HostileFile {
  const ending = below(2) === 0 ? 'json' : 'ndjson';
  const dice = below(8);
  if (dice === 0) return { ending, bytes: Buffer.concat([Buffer.from('{"'), noise(below)]) };
  const some = Array.from({ length: 1 + below(4) }, () => withOtherValues(pickOne(texts, below), below));
  const text =
    ending === 'ndjson'
      ? some.join('\n')
      : `{"resourceType":"Bundle","type":"collection","entry":[${some
          .map(
            (resource, i) =>
              `{"fullUrl":"urn:uuid:7f3c1f5e-2b6a-4c1e-9a52-0d7a55f0c11${i}","resource":${resource}}`,
          )
          .join(',')}]}`;
  const bytes = Buffer.from(text);
  if (dice < 5) return { ending, bytes };
  return { ending, bytes: wounded([bytes], jsonSpecials, below) };
}
