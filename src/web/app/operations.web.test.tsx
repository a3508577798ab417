import { expect, test } from 'vitest';
import * as authorisation from '../../contact/authorisation-contract.ts';
import * as inbound from '../../contact/inbound-contract.ts';
import * as outbox from '../../contact/outbox-contract.ts';
import * as template from '../../contact/template-contract.ts';
import * as insight from '../../insight/contract.ts';
import * as intake from '../../intake/contract.ts';
import * as loyalty from '../../loyalty/contract.ts';
import * as patients from '../../patients/contract.ts';
import * as requests from '../../patients/request-contract.ts';
import * as plan from '../../plan/contract.ts';
import * as platform from '../../platform/contract.ts';
import * as practice from '../../practice/contract.ts';
import * as settings from '../../practice/settings-contract.ts';
import * as signIn from '../../practice/sign-in-contract.ts';
import * as welcome from '../../practice/welcome-contract.ts';
import * as promises from '../../promises/contract.ts';
import * as today from '../../today/contract.ts';
import * as leaving from '../../today/leaving-contract.ts';
import { operations } from './operations.ts';

test('the table of operations says the same as the contracts', () => {
  const contracts = {
    ...practice,
    ...signIn,
    ...welcome,
    ...insight,
    ...loyalty,
    ...settings,
    ...today,
    ...leaving,
    ...patients,
    ...requests,
    ...intake,
    ...insight,
    ...plan,
    ...outbox,
    ...template,
    ...platform,
    ...authorisation,
    ...inbound,
    ...promises,
  };
  const stated = Object.entries(contracts).flatMap(([key, value]) =>
    typeof value === 'object' && 'method' in value ? [[key, `${value.method} ${value.path}`]] : [],
  );
  expect(operations).toEqual(Object.fromEntries(stated));
});
