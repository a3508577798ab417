import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ImportDesk, openImportDesk } from '../../tests/harness/import-desk.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.begin());

const data = fileURLToPath(new URL('../../../shared/data/fhir/', import.meta.url));
const missing = existsSync(data) ? '' : ` (left out: ${data.split('/').slice(-4).join('/')} is not here)`;
const seconds = 60_000;

interface PlainCount {
  /** Resources by type, those of bundles included. */
  readonly types: Map<string, number>;
  /** Documents or lines that are not JSON. */
  broken: number;
}

function countIn(value: unknown, types: Map<string, number>): void {
  const resource = value as { readonly resourceType?: unknown; readonly entry?: unknown };
  if (typeof resource?.resourceType !== 'string') return;
  if (resource.resourceType !== 'Bundle') {
    types.set(resource.resourceType, (types.get(resource.resourceType) ?? 0) + 1);
    return;
  }
  const entries = Array.isArray(resource.entry) ? resource.entry : [];
  for (const entry of entries) countIn((entry as { readonly resource?: unknown }).resource, types);
}

/** What a plain script says of a file, without the reader. */
function plainCount(path: string): PlainCount {
  const counted: PlainCount = { types: new Map(), broken: 0 };
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  for (const document of path.endsWith('.ndjson') ? text.split('\n') : [text]) {
    if (document.trim() === '') continue;
    try {
      countIn(JSON.parse(document), counted.types);
    } catch {
      counted.broken += 1;
    }
  }
  return counted;
}

const counted = new Set([
  ...['Patient', 'RelatedPerson', 'Practitioner', 'PractitionerRole', 'Location', 'Organization'],
  ...['Appointment', 'Encounter', 'Claim', 'ChargeItem', 'Consent', 'Communication', 'QuestionnaireResponse'],
]);

const folders = ['fhir-edge', 'fhir-r4-examples', 'synthea-r4', 'bulk-r4-10'];
for (const folder of folders) {
  test.runIf(missing === '')(
    `every file of ${folder} is read, counted as a plain script counts it, and changes nothing twice${missing}`,
    { timeout: seconds },
    async () => {
      const report = await desk.takePaths([join(data, folder)]);
      expect(report.files.length).toBeGreaterThan(7);
      for (const file of report.files) {
        const plain = plainCount(file.path);
        const { resources, notRead } = file.mapping as Record<string, Record<string, number>>;
        const found = new Map(Object.entries({ ...resources, ...notRead }));
        expect(new Map([...found].sort()), file.path).toEqual(new Map([...plain.types].sort()));
        expect(file.rows, file.path).toBe(file.added + file.updated + file.unchanged + file.refused);
        if (plain.broken > 0) expect(file.refused, file.path).toBeGreaterThan(0);
        else {
          const ours = [...plain.types].filter(([type]) => counted.has(type));
          // Of a file that holds no resource at all, each line is refused.
          const none = plain.types.size === 0 ? file.refused : 0;
          expect(file.rows, file.path).toBe(ours.reduce((sum, [, n]) => sum + n, none));
        }
      }
      const refused = await desk.refusals();
      expect(refused.filter(([, , reason]) => reason.length < 8)).toEqual([]);
      expect(refused.length).toBeGreaterThanOrEqual(
        report.files.reduce((sum, file) => sum + file.refused, 0),
      );
      const again = await desk.takePaths([join(data, folder)]);
      expect(again.files.filter((file) => file.added + file.updated > 0).map((file) => file.path)).toEqual(
        [],
      );
    },
  );
}

test.runIf(missing === '')(
  `every visit of synthea-r4 costs what its claims say${missing}`,
  { timeout: seconds },
  async () => {
    const sums = new Map<string, number>();
    for (const line of readFileSync(join(data, 'synthea-r4/Claim.ndjson'), 'utf8').split('\n')) {
      if (line === '') continue;
      const claim = JSON.parse(line) as {
        readonly total: { readonly value: number };
        readonly item: readonly { readonly encounter?: readonly { readonly reference: string }[] }[];
      };
      const visit = claim.item.flatMap((item) => item.encounter ?? [])[0]?.reference ?? '';
      sums.set(visit, (sums.get(visit) ?? 0) + Math.round(claim.total.value * 100));
    }
    // Claims first, the rest in another import.
    const folder = join(data, 'synthea-r4');
    await desk.takePaths([join(folder, 'Claim.ndjson')]);
    await desk.takePaths(['Patient', 'Encounter'].map((type) => join(folder, `${type}.ndjson`)));
    const visits = await desk.read((db) =>
      db.selectFrom('visit').select(['source_id', 'charge_cents']).execute(),
    );
    expect(visits.length).toBeGreaterThan(7000);
    const wrong = visits.filter((visit) => visit.charge_cents !== (sums.get(visit.source_id) ?? null));
    expect(wrong).toEqual([]);
  },
);

/**
 * What we say of the negative cases whose mistake is in something that we read. The others are mistakes of profiles,
 * codes, narratives, signatures and of types that we do not read; `encounter-period` begins on a day and ends at an
 * instant that, on the clock of the place, is later that day.
 */
const clear: readonly (readonly [string, string])[] = [
  ['bad-json-close-1', 'is not JSON'],
  ['bad-json-close-2', 'is not JSON'],
  ['json-comma-bad-1', 'is not JSON'],
  ['json-comma-bad-2', 'is not JSON'],
  ['json-comments-1', 'is not JSON'],
  ['json-no-quotes-2', 'is not JSON'],
  ['synthea', 'is no status of an encounter'],
  [
    'patient-id-bad-1',
    'has characters that no id may have: visits that refer to it will not find the patient',
  ],
  [
    'patient-id-bad-2',
    'has characters that no id may have: visits that refer to it will not find the patient',
  ],
];
for (const [name, reason] of clear) {
  test.runIf(missing === '')(`the negative case ${name} gives a clear error${missing}`, async () => {
    const folder = join(data, 'fhir-edge');
    expect(readdirSync(folder)).toContain(`validator__${name}.json`);
    await desk.takePaths([join(folder, `validator__${name}.json`)]);
    expect((await desk.refusals()).map(([, , said]) => said)).toContain(reason);
  });
}
