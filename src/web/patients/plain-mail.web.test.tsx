import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { warningVersion } from '../../patients/model.ts';
import { tree as spanish } from '../../words/compiled/patients-es.ts';
import { patient, patientId } from '../testing/example-patient.ts';
import { session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import { en } from './words-en.ts';

test('the words of the warning are those of its version: whoever changes them gives them the next number', () => {
  // What was written down says which words a patient was told; the guide of the gate has them all.
  expect({
    version: warningVersion,
    en: en.plainMail.warning,
    es: (spanish as { plainMail: { warning: unknown } }).plainMail.warning,
  }).toMatchInlineSnapshot(`
    {
      "en": "E-mail is like a postcard: it is not encrypted, and others may read it on its way or in your mailbox. If you would like us to write to you by e-mail all the same, we will. You can change your mind at any time.",
      "es": "Un correo electrónico es como una postal: no va cifrado, y otras personas pueden leerlo por el camino o en su buzón. Si aun así desea que le escribamos por correo electrónico, lo haremos. Puede cambiar de opinión en cualquier momento.",
      "version": "email-1",
    }
  `);
});

test('an address says that the patient was told and asked all the same, and the desk writes it down', async () => {
  const way = {
    id: '01900000-0000-7000-8000-000000000601',
    kind: 'email',
    value: 'm@elm.example',
    belongsTo: 'self',
    confidentialOnly: false,
    neverVoicemail: false,
    asked: false,
  };
  const told = {
    version: 'email-1-en',
    method: 'in_person' as const,
    at: '2026-03-03T10:00:00.000Z',
    by: 'Ben',
  };
  let plainMail: typeof told | null = null;
  const server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'patients.consent'] }));
  server.on('getPatient', () => ({ ...patient, reachBy: [way], plainMail }));
  server.on('readOrigins', () => ({ origins: [] }));
  server.on('listAuthorisations', () => ({ authorisations: [] }));
  server.on('notePlainMail', () => {
    plainMail = told;
    return told;
  });
  showScreens(`/patients/${patientId}`);
  fireEvent.click(await screen.findByRole('button', { name: 'Where this is from: m@elm.example' }));
  expect(await screen.findByText('Not told yet that e-mail is not encrypted.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Tell them about e-mail' }));
  expect(screen.getByText(en.plainMail.warning)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('How they were told'), { target: { value: 'call' } });
  fireEvent.click(screen.getByRole('button', { name: 'Asks for e-mail all the same' }));
  expect(await screen.findByText(/warned on .*3 Mar.*, asked for e-mail all the same \/ Ben/)).toBeTruthy();
  await waitFor(() =>
    expect(server.seen.find(({ key }) => key === 'notePlainMail')?.body).toEqual({
      version: 'email-1-en',
      method: 'call',
    }),
  );
});
