import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { PracticeReply } from './settings-queries.ts';

const practice: PracticeReply['practice'] = {
  slug: 'lake',
  name: 'Lake Practice',
  country: 'US',
  zone: 'Europe/Madrid',
  languages: ['en'],
  isSample: false,
  currency: 'USD',
  idleMinutes: null,
  idleMinutesDefault: 10,
  nameOnPages: false,
  sensitivePages: false,
};

test('country and zone stand by their names, are chosen by them, and a default is not said twice', async () => {
  const server = startFakeServer();
  server.on('getSession', () => ({ ...session, verbs: [...session.verbs, 'practice.change'] }));
  server.on('getPractice', () => ({ practice, locations: [], services: [] }));
  server.on('listSettingChanges', () => ({
    changes: [
      {
        id: '01900000-0000-7000-8000-000000000301',
        at: '2026-11-23T09:00:00Z',
        by: 'Dana',
        subject: 'practice' as const,
        subjectId: null,
        field: 'country',
        was: 'MX',
      },
    ],
  }));
  server.on('changePractice', () => ({ ...practice, country: 'ES' }) as never);
  showScreens('/settings/practice');
  await screen.findByText('United States');
  await screen.findByText(/before: Mexico/);
  expect(screen.queryByText('Default: United States')).toBeNull();
  expect(screen.getByText('Madrid (Central European Time)')).toBeTruthy();
  expect(screen.getByText('Default: New York (Eastern Time)')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Change: Country' }));
  const field = screen.getByRole('combobox', { name: 'Country' });
  expect((field as HTMLSelectElement).value).toBe('US');
  const spain = screen.getByRole('option', { name: 'Spain' }) as HTMLOptionElement;
  fireEvent.change(field, { target: { value: spain.value } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(server.seen.find(({ key }) => key === 'changePractice')?.body).toEqual({ country: 'ES' }),
  );
});
