import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { authorisationOperations } from '../../contact/authorisation-contract.ts';
import { inboundOperations } from '../../contact/inbound-contract.ts';
import { outboxOperations } from '../../contact/outbox-contract.ts';
import { templateOperations } from '../../contact/template-contract.ts';
import { insightOperations } from '../../insight/contract.ts';
import { intakeOperations } from '../../intake/contract.ts';
import { patientsOperations } from '../../patients/contract.ts';
import { planOperations } from '../../plan/contract.ts';
import { platformOperations } from '../../platform/contract.ts';
import { practiceOperations } from '../../practice/contract.ts';
import { settingsOperations } from '../../practice/settings-contract.ts';
import { signInOperations } from '../../practice/sign-in-contract.ts';
import { promisesOperations } from '../../promises/contract.ts';
import { todayOperations } from '../../today/contract.ts';
import { leavingOperations } from '../../today/leaving-contract.ts';
import { session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import { actionOf, deedKey } from './deed-keys.ts';
import { en } from './words-en.ts';

test('every operation has words in the trail', () => {
  const operations = [
    ...insightOperations,
    ...inboundOperations,
    ...authorisationOperations,
    ...promisesOperations,
    ...signInOperations,
    ...settingsOperations,
    ...leavingOperations,
    ...outboxOperations,
    ...templateOperations,
    ...intakeOperations,
    ...patientsOperations,
    ...planOperations,
    ...platformOperations,
    ...practiceOperations,
    ...todayOperations,
  ];
  const wordless = operations.map(({ name }) => name).filter((name) => !(deedKey(name) in en.deeds));
  expect(wordless).toEqual([]);
});

test('every key leads back to its action', () => {
  for (const action of ['patients.merge_asked', 'pages.visit.send', 'outbox.optOut'])
    expect(actionOf(deedKey(action))).toBe(action);
});

test('a patient is chosen by the search; ids and names go in the body, never in the address', async () => {
  const patient = '01900000-0000-7000-8000-000000000201';
  const other = '01900000-0000-7000-8000-000000000202';
  const server = startFakeServer();
  server.on('getSession', () => ({
    ...session,
    verbs: ['audit.read', 'patients.search', 'staff.read', 'practice.read'],
  }));
  server.on('listStaff', () => ({ staff: [] }) as never);
  server.on('searchPatients', () => ({
    patients: [
      { id: other, name: 'Maria Example', birthYear: 1944, lastVisit: '2025-03-03', status: 'active' },
      { id: patient, name: 'Maria Example', birthYear: 1981, lastVisit: null, status: 'active' },
    ],
    more: false,
  }));
  server.on('searchAudit', ({ body }) => ({
    events:
      body.patientId === undefined
        ? []
        : [
            {
              id: 'e1',
              at: '2026-11-24T09:00:00Z',
              who: 'Dana',
              action: 'patients.get',
              result: 'ok',
              patients: 1,
              network: null,
              requestId: 'abcdefgh-1',
            },
          ],
    more: false,
  }));
  showScreens('/audit');
  await screen.findByText('Nothing on record yet');
  const field = screen.getByLabelText('Who saw this patient?');
  fireEvent.change(field, { target: { value: 'mar' } });
  // Two of one name are told apart, and Enter takes neither.
  await screen.findByRole('button', { name: 'Maria Example born 1944 · last here 3 Mar 2025' });
  fireEvent.keyDown(field, { key: 'Enter' });
  fireEvent.click(screen.getByRole('button', { name: 'Maria Example born 1981' }));
  expect(screen.getByText('born 1981')).toBeTruthy();
  await waitFor(() =>
    expect(server.seen.some((one) => one.key === 'searchAudit' && one.body.patientId === patient)).toBe(true),
  );
  await screen.findByText(/1 line read/);
  expect(server.seen.some((one) => one.key === 'searchAudit' && one.body.patientId === other)).toBe(false);
  expect(window.location.href).toBe('http://localhost:3000/audit');
  fireEvent.click(screen.getByRole('button', { name: 'Clear all filters' }));
  await screen.findByText('Nothing on record yet');
});
