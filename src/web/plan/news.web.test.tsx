import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import { draftOf, isWhole, wishOfNews } from './news-wish.ts';
import type { Plan, Touchpoint } from './plan-queries.ts';

const newsletter: Touchpoint = {
  id: '01900000-0000-7000-8000-000000000101',
  code: 'newsletter',
  title: { en: 'Newsletter' },
  trigger: 'on_date',
  params: { on: '03-01', forDays: 14 },
  actKind: 'letter',
  channel: 'email',
  ownerRole: 'front_desk',
  minutes: 1,
  share: 'thanks',
  script: { en: 'Write in your own words.' },
  holdOut: 0,
  enabled: false,
  automatic: true,
  purpose: 'marketing',
  legalClass: null,
  thirdPartyPaid: false,
  templates: { email: 'newsletter' },
  restDays: 80,
  priority: 5,
};

let server: FakeServer;
let plan: Plan;

beforeEach(() => {
  plan = {
    statement: { objective: '', mission: '', methods: [] },
    touchpoints: [newsletter],
    shares: [{ code: 'thanks', title: { en: 'Thanks' }, percent: 10 }],
    capacity: [],
  };
  server = startFakeServer();
  const verbs = [...session.verbs, 'plan.read', 'plan.change', 'templates.change', 'templates.read'] as const;
  server.on('getSession', () => ({ ...session, verbs: [...verbs] }));
  server.on('getPlan', () => plan);
  server.on('changePlan', () => plan);
  server.on('listTemplates', () => ({
    templates: [
      {
        id: 't1',
        code: 'newsletter',
        title: { en: 'Newsletter' },
        version: 1,
        legalClass: 'operations' as const,
        thirdPartyPaid: false,
        paper: 'letter' as const,
        languages: ['en'],
        channels: ['email' as const],
        by: null,
        at: '2026-11-20T10:00:00Z',
      },
    ],
    fields: [],
  }));
  const spoken = { subject: 'News', preheader: '', email: 'Hello\n\n{news}', text: '', post: '' };
  server.on('getTemplate', () => ({
    id: 't1',
    code: 'newsletter',
    title: { en: 'Newsletter' },
    versions: [
      {
        id: 'v1',
        version: 1,
        legalClass: 'operations' as const,
        thirdPartyPaid: false,
        paper: 'letter' as const,
        words: { en: spoken },
        by: null,
        at: '2026-11-20T10:00:00Z',
      },
    ],
  }));
  server.on('previewTemplate', ({ body }) => ({
    refusal: null,
    subject: 'News',
    text: String((body as { news?: string }).news),
    html: null,
    size: null,
    readability: { sentences: 1, words: 5, grades: null, noGrade: 'too_few_sentences' as const, flagged: [] },
  }));
  server.on('readNewsReach', () => ({
    day: '2026-12-01',
    found: 120,
    reached: 84,
    later: [],
    refused: [{ reason: 'has not agreed to marketing by e-mail', n: 30 }],
    resting: 6,
    heldOut: 0,
  }));
});

test('news are written, shown as they come out, with whom they reach and why not the others, and sent on a day', async () => {
  showScreens('/plan/news');
  fireEvent.change(await screen.findByLabelText(/The news \(English\)/), {
    target: { value: 'We open on Saturdays.' },
  });
  expect(screen.getByRole('button', { name: 'Send it on that day' })).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByLabelText(/^Goes on/), { target: { value: '2026-12-01' } });
  await screen.findByText('84 households of 120 would get it.');
  expect(screen.getByText('30 not: has not agreed to marketing by e-mail')).toBeTruthy();
  expect(screen.getByText('6 not: had one a short while ago')).toBeTruthy();
  await waitFor(() =>
    expect(document.querySelector('.outbox-text')?.textContent).toBe('We open on Saturdays.'),
  );
  expect(screen.getByText(/Too short for a grade/)).toBeTruthy();
  expect(server.seen.some(({ key }) => key === 'changePlan')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Send it on that day' }));
  await waitFor(() =>
    expect(server.seen.find(({ key }) => key === 'changePlan')?.body).toEqual({
      touchpoints: [
        {
          code: 'newsletter',
          channel: 'email',
          restDays: 80,
          params: { on: '2026-12-01', writtenFor: '2026-12-01', forDays: 14 },
          script: { en: 'We open on Saturdays.' },
          enabled: true,
        },
      ],
    }),
  );
});

test('words that were not written for the date do not stand in the form, and an empty language is not sent', () => {
  const draft = draftOf(newsletter, ['en', 'es']);
  expect(draft.words).toEqual({ en: '', es: '' });
  expect(isWhole({ ...draft, on: '2026-12-01' })).toBe(false);
  const whole = { ...draft, on: '2026-12-01', words: { en: 'News', es: ' ' } };
  expect(isWhole(whole)).toBe(true);
  const wish = wishOfNews(newsletter, whole);
  expect(wish.script).toEqual({ en: 'News' });
  const saved = { ...newsletter, params: { ...wish.params }, script: { en: 'News' } };
  expect(draftOf(saved, ['en', 'es'])).toMatchObject({ on: '2026-12-01', words: { en: 'News', es: '' } });
});
