import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateRules } from '../../src/contact/model.ts';
import type { GateCase, OracleAnswer } from './case.ts';
import { die, randomCase } from './cases.ts';
import { type Judge, judgeCase, same } from './compare.ts';
import { mutants } from './mutants.ts';
import { oracle } from './oracle.ts';
import { compareGates } from './run.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');

test('the oracle imports nothing of the gate', () => {
  for (const file of ['case.ts', 'cases.ts', 'local-time.ts', 'oracle.ts', 'places.ts']) {
    const imports = readFileSync(join(here, file), 'utf8').match(/from '[^']+'/g) ?? [];
    expect(imports.filter((line) => !/^from '\.\/(case|local-time|oracle|places)\.ts'$/.test(line))).toEqual(
      [],
    );
  }
});

test('a million random cases are judged alike by both, and each rule is met', { timeout: 300_000 }, () => {
  const cases = 1_000_000;
  const { differences, verdicts, rules } = compareGates(20_260, cases);
  expect(differences).toEqual([]);
  expect(gateRules.filter((rule) => (rules[rule] ?? 0) === 0)).toEqual([]);
  expect((verdicts.permit ?? 0) / cases).toBeGreaterThan(0.05);
  expect((verdicts.delay ?? 0) / cases).toBeGreaterThan(0.05);
});

describe('a gate with a fault is caught', () => {
  const folder = join(root, 'dist', 'gate-mutants');
  const contact = join(root, 'src', 'contact');
  const files = readdirSync(join(contact, 'gate')).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const cases: { readonly one: GateCase; readonly answer: OracleAnswer }[] = [];

  beforeAll(() => {
    const roll = die(7);
    for (let nth = 0; nth < 60_000; nth += 1) {
      const one = randomCase(roll);
      cases.push({ one, answer: oracle(one) });
    }
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The gate with one file otherwise, beside the folders that it leans on. */
  async function gateWith(name: string, file: string, edit: (text: string) => string): Promise<Judge> {
    const own = join(folder, name, 'contact', 'gate');
    mkdirSync(own, { recursive: true });
    copyFileSync(join(contact, 'model.ts'), join(folder, name, 'contact', 'model.ts'));
    for (const below of ['kit', 'words']) {
      symlinkSync(join(root, 'src', below), join(folder, name, below));
    }
    for (const each of files) {
      const text = readFileSync(join(contact, 'gate', each), 'utf8');
      writeFileSync(join(own, each), each === file ? edit(text) : text);
    }
    const gate = (await import(join(own, 'gate.ts'))) as { judgeContact: Judge };
    return gate.judgeContact;
  }

  const firstDifference = (judge: Judge): number =>
    cases.findIndex(({ one, answer }) => !same(judgeCase(one, judge), answer));

  test('there are fifty of them or more, no two of one name', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(50);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  test('the gate as it is passes', { timeout: 60_000 }, async () => {
    expect(firstDifference(await gateWith('as-it-is', '', (text) => text))).toBe(-1);
  });

  test.each(mutants.map((mutant, nth) => ({ ...mutant, nth })))(
    '$name',
    { timeout: 60_000 },
    async ({ file, from, to, nth }) => {
      const judge = await gateWith(`mutant-${nth}`, file, (text) => {
        expect(text.split(from)).toHaveLength(2);
        return text.replace(from, to);
      });
      expect(firstDifference(judge)).toBeGreaterThanOrEqual(0);
    },
  );
});
