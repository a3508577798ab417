import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';

const version = (n: number, email: string) => ({
  id: `v${n}`,
  version: n,
  legalClass: 'treatment' as const,
  thirdPartyPaid: false,
  paper: 'letter' as const,
  words: { en: { subject: 'Hello', preheader: '', email, text: '', post: '' } },
  by: null,
  at: '2026-11-20T10:00:00Z',
});

test('each saving says which version it changed, and the form goes on from what was saved', async () => {
  const server = startFakeServer();
  let versions = [version(1, 'One')];
  const whole = () => ({ id: 't1', code: 'check_in', title: { en: 'Check-in' }, versions });
  const verbs = [...session.verbs, 'templates.change', 'templates.read'] as const;
  server.on('getSession', () => ({ ...session, verbs: [...verbs] }));
  server.on('listTemplates', () => ({ templates: [], fields: [] }));
  server.on('getTemplate', whole);
  server.on('previewTemplate', () => ({
    refusal: null,
    subject: 'Hello',
    text: '',
    html: null,
    size: null,
    readability: { sentences: 1, words: 5, grades: null, noGrade: 'too_few_sentences' as const, flagged: [] },
  }));
  server.on('saveTemplate', ({ body }) => {
    const { words } = body as { words: { en: { email: string } } };
    versions = [version(versions.length + 1, words.en.email), ...versions];
    return whole();
  });
  showScreens('/templates/t1');
  const write = async (from: string, email: string) => {
    fireEvent.change(await screen.findByDisplayValue(from), { target: { value: email } });
    fireEvent.click(screen.getByRole('button', { name: 'Save as a new version' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Save as a new version' })).toHaveProperty('disabled', true),
    );
  };
  await write('One', 'Two');
  await write('Two', 'Three');
  const saved = server.seen.filter(({ key }) => key === 'saveTemplate').map(({ body }) => body);
  expect(saved).toMatchObject([{ basedOn: 'v1' }, { basedOn: 'v2' }]);
});
