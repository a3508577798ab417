import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { authorisationOperations } from '../contact/authorisation-contract.ts';
import { inboundOperations } from '../contact/inbound-contract.ts';
import { outboxOperations } from '../contact/outbox-contract.ts';
import { templateOperations } from '../contact/template-contract.ts';
import { insightOperations } from '../insight/contract.ts';
import { intakeOperations } from '../intake/contract.ts';
import type { Operation } from '../kit/contract.ts';
import { loyaltyOperations } from '../loyalty/contract.ts';
import { patientsOperations } from '../patients/contract.ts';
import { requestOperations } from '../patients/request-contract.ts';
import { planOperations } from '../plan/contract.ts';
import { platformOperations } from '../platform/contract.ts';
import { practiceOperations } from '../practice/contract.ts';
import { policy } from '../practice/policy.ts';
import { promisesOperations } from '../promises/contract.ts';
import { todayOperations } from '../today/contract.ts';
import { authorisationTable } from './authorisation-table.ts';

const operations: readonly Operation[] = [
  ...platformOperations,
  ...practiceOperations,
  ...patientsOperations,
  ...requestOperations,
  ...intakeOperations,
  ...insightOperations,
  ...loyaltyOperations,
  ...todayOperations,
  ...planOperations,
  ...outboxOperations,
  ...authorisationOperations,
  ...inboundOperations,
  ...promisesOperations,
  ...templateOperations,
];

test('every contract has a route, and every route but the pages a contract', () => {
  const keys = operations.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(keys).size).toBe(keys.length);
  const pages = Object.entries(authorisationTable).flatMap(([key, { may }]) =>
    may === 'page' || may === 'link' ? [key] : [],
  );
  expect([...keys, ...pages].sort()).toEqual(Object.keys(authorisationTable).sort());
});

test('names are unique, paths are the API’s, parameters are those of the path', () => {
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  for (const { name, path, input } of operations) {
    expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(path, name).toMatch(/^\/api(\/[a-z-]+|\/:[a-zA-Z]+)+$/);
    const named = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
    const schema = input.params === undefined ? {} : z.toJSONSchema(input.params);
    expect(Object.keys('properties' in schema ? (schema.properties ?? {}) : {}), name).toEqual(named);
  }
});

test('a verb is one of the policy table, and every verb of the table has its roles', () => {
  const known = [...Object.keys(policy), 'public', 'signed_in'];
  for (const { name, verb } of operations) expect(known, name).toContain(verb);
  for (const roles of Object.values(policy)) expect(roles.length).toBeGreaterThan(0);
});

// A letter and a cursor are as far as it goes.
const inAddresses = [
  'after',
  'asOf',
  'before',
  'from',
  'letter',
  'limit',
  'minutes',
  'only',
  'restore',
  'state',
  'status',
  'view',
  'whose',
];

test('what stands in an address is an id, a day or a count: never a name', () => {
  for (const { name, input } of operations) {
    const schema =
      input.query === undefined ? {} : z.toJSONSchema(input.query, { io: 'input', unrepresentable: 'any' });
    const fields = Object.keys('properties' in schema ? (schema.properties ?? {}) : {});
    for (const field of fields) expect(inAddresses, name).toContain(field);
  }
});
