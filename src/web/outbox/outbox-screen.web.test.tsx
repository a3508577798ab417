import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Line, Message, Outbox } from './outbox-queries.ts';

const line: Line = {
  id: '01900000-0000-7000-8000-000000000301',
  patientId: '01900000-0000-7000-8000-000000000201',
  patientName: 'Maria Example',
  source: 'visit_reminder',
  template: { en: 'Visit reminder' },
  channel: 'email',
  state: 'unknown',
  stateAt: '2026-11-24T09:00:00Z',
  dueAt: '2026-11-24T09:00:00Z',
  why: 'it may or may not have arrived, says the server',
  via: 'smtp',
  subject: 'Your visit',
  decisions: ['arrived', 'resend', 'drop'],
};
const outbox: Outbox = {
  paused: null,
  email: 'mailbox',
  text: 'mailbox',
  isSample: false,
  counts: { waiting: 0, asks: 1, sent: 0, mailbox: 0, dropped: 0, toPrint: 2, printing: 0 },
  messages: [],
};
const message: Message = {
  ...line,
  occurrence: 'one',
  legalClass: 'treatment',
  purpose: 'care',
  templateCode: 'visit_reminder',
  version: 2,
  language: 'en',
  text: 'Hello Maria',
  html: '<p>Hello <b>Maria</b></p><script>window.evil = true</script>',
  links: [],
  attempts: 1,
  reference: 'keepwell.x',
  gate: { verdict: 'permit', at: '2026-11-24T09:00:00Z', until: null, policyVersion: 3, reasons: [] },
  events: [{ at: '2026-11-24T09:00:00Z', step: 'lose', from: 'handed', to: 'unknown', by: null, why: null }],
};

let server: FakeServer;
beforeEach(() => {
  server = startFakeServer();
  server.on('getSession', () => ({
    ...session,
    verbs: ['outbox.read', 'outbox.change', 'outbox.print', 'patients.read', 'today.act'],
  }));
  server.on('getOutbox', ({ query }) => ({
    ...outbox,
    messages: query.get('view') === 'asks' ? [line] : [],
  }));
  server.on('getMessage', () => message);
});

test('an empty view says what will come; without a provider it says where messages land', async () => {
  showScreens('/outbox');
  await screen.findByRole('heading', { name: 'Nothing waits' });
  expect(screen.getByText(/No mail server is set/)).toBeTruthy();
  expect(screen.getByText('2 letters to print')).toBeTruthy();
});

test('a fault is told with a way on', async () => {
  server.on('getOutbox', () => problem(403, 'not_allowed'));
  showScreens('/outbox');
  // Asked for again a few times before.
  await screen.findByRole('button', { name: 'Try again' }, { timeout: 8000 });
});

test('an uncertain message asks for a person, and its mail is shown where it can do nothing', async () => {
  server.on('decideMessage', (): Message => ({ ...message, state: 'planned', decisions: [] }));
  showScreens('/outbox');
  fireEvent.click(await screen.findByRole('button', { name: 'Asks you (1)' }));
  await screen.findByText('may or may not have arrived');
  fireEvent.click(screen.getByRole('button', { name: /Open the message to Maria Example/ }));
  const frame = await screen.findByTitle('As an e-mail');
  expect(frame.getAttribute('sandbox')).toBe('');
  expect('evil' in window).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Send again' }));
  await waitFor(() =>
    expect(server.seen.find(({ key }) => key === 'decideMessage')?.body).toEqual({ decision: 'resend' }),
  );
  expect(screen.getByText('became uncertain')).toBeTruthy();
});

test('the list that is looked at stands in the address, and the address opens it', async () => {
  const kept: Line = { ...line, state: 'accepted', via: 'mailbox', why: null };
  server.on('getOutbox', ({ query }) => ({
    ...outbox,
    counts: { ...outbox.counts, mailbox: 1 },
    messages: query.get('view') === 'mailbox' ? [kept] : [],
  }));
  showScreens('/outbox?view=mailbox');
  await screen.findByText('in the mailbox');
  expect(screen.getByRole('button', { name: 'Mailbox (1)' }).getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(screen.getByRole('button', { name: 'Asks you (1)' }));
  await screen.findByRole('heading', { name: 'Nothing asks for you' });
  expect(window.location.search).toBe('?view=asks');
  fireEvent.click(screen.getByRole('button', { name: 'Waiting (0)' }));
  // What waits is where a bare address leads, and an empty list shows the way to what there is.
  fireEvent.click(await screen.findByRole('link', { name: 'Read 1 message in the mailbox' }));
  await screen.findByText('in the mailbox');
  expect(window.location.search).toBe('?view=mailbox');
});

test('whoever may only read sees no button that changes', async () => {
  server.on('getSession', () => ({ ...session, verbs: ['outbox.read', 'patients.read'] }));
  server.on('getOutbox', () => ({ ...outbox, paused: { at: '2026-11-24T09:00:00Z', by: 'Dana' } }));
  showScreens('/outbox');
  await screen.findByText(/^Everything is held since .*, by Dana\.$/);
  expect(screen.queryByRole('button', { name: 'Let it go again' })).toBeNull();
  expect(screen.queryByRole('link', { name: 'Print them' })).toBeNull();
});

test('postcards print two on a sheet of their own, and letters on paper; one question follows for all', async () => {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: (text: string) => ({ width: text.length * 50 }),
  })) as never;
  const print = vi.fn();
  window.print = print;
  const letter = {
    messageId: '01900000-0000-7000-8000-000000000301',
    patientId: '01900000-0000-7000-8000-000000000001',
    name: 'Maria Example',
    nameless: false,
    address: '110 Quarry Lane, Port Alder, NY 10999',
    from: 'Elm Practice · 4 Elm Street',
    on: 'November 24, 2026',
    paper: 'postcard' as const,
    language: 'en',
    text: 'It is time for your next visit.',
    template: { en: 'Recall' },
  };
  server.on('takeLetters', () => ({
    letters: [
      letter,
      {
        ...letter,
        messageId: '01900000-0000-7000-8000-000000000302',
        paper: 'letter' as const,
        text: Array.from({ length: 50 }, (_, nth) => `Line ${nth}`).join('\n'),
      },
    ],
    left: 0,
  }));
  server.on('lettersPrinted', () => ({ moved: 2 }));
  showScreens('/outbox/letters');
  fireEvent.click(await screen.findByRole('button', { name: 'Get the letters ready' }));
  await screen.findByRole('heading', { name: '1 postcard' });
  const sheets = () => document.querySelector('.print-root');
  fireEvent.click(screen.getByRole('button', { name: 'Print the words' }));
  expect(print).toHaveBeenCalledTimes(1);
  // Beside the question the letter is what stands ready for the printer.
  // A long letter goes on on a second sheet, and each says whose it is.
  const pages = [...(sheets()?.querySelectorAll('.letter-sheet') ?? [])].map((one) => one.textContent);
  expect(pages).toHaveLength(2);
  expect(pages[0]).toContain('Elm Practice · 4 Elm Street');
  expect(pages[0]).toContain('November 24, 2026');
  expect(pages[0]).toContain('Maria Example, 1/2');
  expect(pages[1]).toContain('Line 49');
  expect(pages[1]).toContain('Maria Example, 2/2');
  expect(screen.getByText(/1 letter needs more than one sheet/)).toBeTruthy();
  let atPrinting = '';
  window.print = () => {
    atPrinting = sheets()?.textContent ?? '';
  };
  fireEvent.click(screen.getByRole('button', { name: 'Print the addresses' }));
  expect(atPrinting).toContain('110 Quarry Lane');
  expect(atPrinting).not.toContain('time for your next visit');
  fireEvent.click(screen.getByRole('button', { name: 'Yes, printed' }));
  await waitFor(() =>
    expect(server.seen.find(({ key }) => key === 'lettersPrinted')?.body).toMatchObject({ printed: true }),
  );
});

test('a letter to somebody who wants us unnamed shows no sender, and whoever fills the envelope is told', async () => {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: (text: string) => ({ width: text.length * 50 }),
  })) as never;
  const letter = {
    messageId: '01900000-0000-7000-8000-000000000301',
    patientId: '01900000-0000-7000-8000-000000000001',
    name: 'M. Friend',
    nameless: true,
    address: '9 Elm Street, Town, NY 10999',
    from: 'Elm Practice · 4 Elm Street',
    on: 'November 24, 2026',
    paper: 'postcard' as const,
    language: 'en',
    text: 'It is time for your next visit.',
    template: { en: 'Recall' },
  };
  server.on('takeLetters', () => ({ letters: [letter], left: 0 }));
  showScreens('/outbox/letters');
  fireEvent.click(await screen.findByRole('button', { name: 'Get the letters ready' }));
  await screen.findByText(/1 patient asked that nothing of the practice is seen from outside/);
  const sheet = document.querySelector('.print-root .letter-sheet');
  expect(sheet?.querySelector('address')?.textContent).toContain('M. Friend');
  expect(sheet?.querySelector('.letter-from')?.textContent?.trim()).toBe('');
});
