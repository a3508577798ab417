import { dayFromNumber } from '../kit/local-date.ts';
import type { PatientRow } from '../patients/model.ts';
import { type Random, seededRandom } from '../statistics/functions/random.ts';
import { names, shortNames, streets } from './names.ts';

export function pick<T>(random: Random, list: readonly T[]): T {
  const value = list[Math.floor(random.uniform() * list.length)];
  if (value === undefined) throw new RangeError('pick requires a list that is not empty');
  return value;
}

/** The die of one patient: what happens to one never moves another. `topic` keeps who they are apart from what they do. */
export function dieOf(seed: number, patient: number, topic: number): Random {
  return seededRandom(
    (Math.imul(seed, 0x9e3779b1) ^ Math.imul(patient + 1, 0x85ebca6b) ^ Math.imul(topic, 0xc2b2ae35)) | 0,
  );
}

export const sampleSystem = 'sample';

export function sampleNumber(patient: number): string {
  return `P${String(patient + 1).padStart(6, '0')}`;
}

// Area codes for the fictional 555-0100 to 555-0199 of each.
const areaCodes = [
  205, 212, 303, 305, 312, 404, 415, 503, 512, 602, 615, 617, 702, 713, 718, 802, 808, 907, 919, 972,
];

function phoneOf(household: number): string {
  const area = areaCodes[Math.floor(household / 100) % areaCodes.length];
  return `(${area}) 555-01${String(household % 100).padStart(2, '0')}`;
}

export interface Person {
  readonly patient: number;
  readonly language: 'en' | 'es';
  /** Members share a guarantor: the lowest number of the family. */
  readonly household: number | undefined;
  readonly row: PatientRow;
}

/** The first of the family that `patient` belongs to, and whether it is a family at all: blocks of three or two. */
function householdOf(seed: number, patient: number): number | undefined {
  const block = Math.floor(patient / 3) * 3;
  const die = dieOf(seed, block, 7).uniform();
  if (die < 0.16) return block;
  if (die < 0.28 && patient - block < 2) return block;
  return undefined;
}

/** Who a patient is. @param firstDay days since 1970-01-01 on which the practice first knew of them */
export function personOf(
  seed: number,
  patient: number,
  firstDay: number,
  exit: { day: number; reason: 'moved' | 'died' } | undefined,
): Person {
  const household = householdOf(seed, patient);
  const family = dieOf(seed, household ?? patient, 1);
  const random = dieOf(seed, patient, 2);
  const language = family.uniform() < 0.24 ? 'es' : 'en';
  const familyName = pick(family, names[language].family);
  const street = `${1 + Math.floor(family.uniform() * 180)} ${pick(family, streets)}`;
  const sex = random.uniform() < 0.56 ? 'female' : 'male';
  const givenName = pick(random, names[language][sex]);
  const ageDays =
    365 *
    (household !== undefined && household !== patient && random.uniform() < 0.5
      ? 6 + random.uniform() * 12
      : 19 + random.uniform() * 62);
  const phone = phoneOf(household ?? patient);
  const email = `${givenName}.${familyName}.${patient + 1}@mail.example`
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9.@]/g, '')
    .toLowerCase();
  const consents: NonNullable<PatientRow['consents']>[number][] = [];
  if (random.uniform() < 0.03) consents.push({ purpose: 'care', channel: 'call', granted: false });
  if (random.uniform() < 0.6) consents.push({ purpose: 'feedback', channel: 'any', granted: true });
  const row: PatientRow = {
    identifiers: [{ system: sampleSystem, value: sampleNumber(patient) }],
    familyName,
    givenName,
    ...(random.uniform() < 0.5 && shortNames[givenName] !== undefined
      ? { preferredName: shortNames[givenName] }
      : {}),
    ...(language === 'es' && random.uniform() < 0.3
      ? { pronunciation: `${givenName.toLowerCase()}, stress as written` }
      : {}),
    birthDate: dayFromNumber(Math.floor(firstDay - ageDays)),
    birthPrecision: 'day',
    sex,
    spokenLanguage: language,
    writtenLanguage: language,
    knownFrom: `${dayFromNumber(firstDay)}T12:00:00Z`,
    contacts: [
      { kind: 'mobile', received: phone },
      ...(random.uniform() < 0.85 ? [{ kind: 'email', received: email } as const] : []),
      ...(random.uniform() < 0.92
        ? [{ kind: 'post', received: `${street}, Port Alder, NY 10999` } as const]
        : []),
    ],
    consents,
    ...(exit === undefined
      ? { status: 'active' as const }
      : {
          status: 'exited' as const,
          exitReason: exit.reason,
          exitedOn: dayFromNumber(exit.day),
          ...(exit.reason === 'died' ? { deceasedOn: dayFromNumber(exit.day) } : {}),
        }),
  };
  return { patient, language, household, row };
}
