import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BookSize {
  readonly patients: number;
  readonly visitsEach: number;
}

const families = ['Okafor', 'Ortiz', 'Müller', 'Nguyen', 'Marsh', 'O’Neill', 'Haddad'];
const givens = ['Lena', 'Ben', 'Ana', 'Jörg', 'Mai', 'Ada', 'Omar', 'Ivy', 'Noor'];

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

/**
 * A practice's exports on two days: patients as CSV, visits as CSV in gzip, some more patients as FHIR. On the second
 * day some telephone numbers, names and outcomes are others, and there are more of each. Every day holds rows that
 * cannot be taken.
 * @returns the paths
 */
export function aBook(folder: string, day: 1 | 2, size: BookSize): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const count = size.patients + (day === 2 ? Math.ceil(size.patients / 50) : 0);
  const patients = ['PatNum,LName,FName,Birthdate,WirelessPhone,Email,PatStatus'];
  const visits = ['AptNum,PatNum,AptDateTime,AptStatus,ProvName,ProcDescript'];
  for (let i = 0; i < count; i += 1) {
    const changed = day === 2 && i % 11 === 0;
    const family = families[i % families.length];
    const born = `${1940 + (i % 70)}-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}`;
    const phone = `(217) 555-${String((i * 7 + (changed ? 1 : 0)) % 10_000).padStart(4, '0')}`;
    const status = changed && i % 33 === 0 ? 'Inactive' : 'Patient';
    const id = i % 97 === 5 ? '1.23E+14' : String(1000 + i);
    patients.push(
      `${id},${family},${givens[i % givens.length]},${born},${phone},p${i}@example.org,${status}`,
    );
    for (let v = 0; v < size.visitsEach; v += 1) {
      const when = `2025-${pad(1 + ((i + v) % 12))}-${pad(1 + ((i * 3 + v) % 28))} ${pad(8 + (v % 9))}:30:00`;
      const what = day === 2 && (i + v) % 13 === 0 ? 'Broken' : 'Complete';
      const word = (i + v) % 101 === 7 ? 'Perhaps' : what;
      visits.push(`${i * 100 + v},${1000 + i},${when},${word},Dr. ${families[v % families.length]},Hygiene`);
    }
  }
  const fhir = Array.from({ length: Math.ceil(count / 20) }, (_, i) =>
    JSON.stringify({
      resourceType: 'Patient',
      id: `f${i}`,
      name: [{ family: families[i % families.length], given: ['Fay'] }],
      birthDate: i % 9 === 4 ? '2026-02-31' : `19${pad(50 + (i % 40))}-05-0${1 + (i % 9)}`,
      telecom: [{ system: 'phone', value: `217555${String(2000 + i + day)}` }],
    }),
  );
  const paths = ['patients.csv', 'visits.csv.gz', 'more.ndjson'].map((name) => join(folder, name));
  const contents = [`${patients.join('\n')}\n`, gzipSync(`${visits.join('\n')}\n`), `${fhir.join('\n')}\n`];
  for (const [i, path] of paths.entries()) writeFileSync(path, contents[i] ?? '');
  return paths;
}
