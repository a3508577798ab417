import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleAct, exampleList, exampleOpened, noneDone, session } from '../testing/examples.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import { printQueue } from './print-queue.ts';

let server: FakeServer;
const print = vi.fn();
const addresses: Record<string, string> = {
  '01': '110 Quarry Lane, Port Alder, NY 10999',
  '02': '12 Elm Street, Port Alder, NY 10999',
  '04': `${'x'.repeat(200)}, Port Alder`,
};

beforeEach(() => {
  localStorage.clear();
  print.mockClear();
  window.print = print;
  // A letter is half as wide as it is high.
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: (text: string) => ({ width: text.length * 50 }),
  })) as never;
  server = startFakeServer();
  server.on('getSession', () => session);
  server.on('listToday', () => exampleList([]));
  server.on('listDone', () => noneDone);
  server.on('openAct', ({ path }) => {
    const number = path.slice(-2);
    const act = exampleAct(Number(number), {
      kind: 'card',
      channel: 'post',
      script: 'Happy birthday, Maria!',
    });
    const address = addresses[number];
    const opened = exampleOpened(act);
    const reachBy = address === undefined ? [] : [{ kind: 'post', value: address, belongsTo: 'self' }];
    return exampleOpened(act, {
      patient: { ...opened.patient, reachBy },
      whatMatters: [
        { id: 'a', words: 'ran a marathon', sharing: 'say', toldTo: 'Ben', toldOn: '2026-10-11' },
        { id: 'b', words: 'afraid of needles', sharing: 'know', toldTo: 'Ben', toldOn: '2026-10-11' },
      ],
    });
  });
  server.on('recordOutcome', ({ path }) => ({
    outcomeId: `${path.split('/')[3]}`,
    act: exampleAct(1),
    already: null,
  }));
  server.on('undoOutcome', () => ({ act: exampleAct(1) }));
});

afterEach(() => printQueue.set([]));

function choose(...numbers: number[]): void {
  printQueue.set(numbers.map((number) => exampleAct(number).id));
  showScreens('/print');
}

const preview = () => screen.findByRole('region', { name: 'Preview' });
const recorded = () => server.seen.filter((one) => one.key === 'recordOutcome');

test('with nothing chosen the page says how to choose', async () => {
  choose();
  expect(await screen.findByText('Nothing is chosen for printing')).toBeTruthy();
});

test('cards by hand print a sheet of cues and never the card; what is only to be known stays off paper', async () => {
  choose(1, 2);
  const sheet = within(await preview());
  expect((await sheet.findAllByText('ran a marathon')).length).toBe(2);
  expect(sheet.queryByText('afraid of needles')).toBeNull();
  expect(sheet.getByText('110 Quarry Lane')).toBeTruthy();
  expect(sheet.getByText(/shred today/)).toBeTruthy();
});

test('the blank cards carry the name and the line of the practice, and nothing else', async () => {
  server.on('getPlan', () => ({
    statement: { objective: 'Nobody is forgotten', mission: 'We take time', methods: [] },
    touchpoints: [],
    shares: [],
    capacity: [],
  }));
  let printed: (string | null)[] = [];
  window.print = () => {
    printed = [...document.querySelectorAll('.print-root .cell')].map((cell) => cell.textContent);
  };
  choose(1, 2);
  await preview();
  await screen.findAllByText('110 Quarry Lane');
  await waitFor(() => expect(server.seen.some(({ key }) => key === 'getPlan')).toBe(true));
  await waitFor(() => {
    fireEvent.click(screen.getByRole('button', { name: 'Print the blank cards' }));
    expect(printed.length).toBe(2);
    for (const card of printed) expect(card).toMatch(/^Lake Practice\s*We take time(fold)?$/);
  });
});

test('a print dialog that was cancelled leaves the acts open; only a yes marks them done, and undo takes it back', async () => {
  choose(1, 2);
  await preview();
  fireEvent.click(screen.getByRole('radio', { name: 'Cards with the words on them' }));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Print' })).toHaveProperty('disabled', false),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Print' }));
  expect(print).toHaveBeenCalledTimes(1);
  fireEvent.click(screen.getByRole('button', { name: 'Not yet; leave them open' }));
  expect(recorded()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Print' }));
  fireEvent.click(screen.getByRole('button', { name: 'Yes, done' }));
  await waitFor(() => expect(recorded()).toHaveLength(2));
  fireEvent.click(await screen.findByRole('button', { name: /^Undo/ }));
  await waitFor(() => expect(server.seen.filter((one) => one.key === 'undoOutcome')).toHaveLength(2));
});

test('who has no address, and whose address does not fit, is named and not cut', async () => {
  choose(1, 3, 4);
  await preview();
  fireEvent.click(screen.getByRole('radio', { name: 'Address labels' }));
  const left = await screen.findByText('Not printed');
  const list = within(left.parentElement as HTMLElement);
  await waitFor(() =>
    expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Maria Example3: no postal address is known',
      'Maria Example4: does not fit on this sheet, even in the smallest letters',
    ]),
  );
  expect(document.querySelectorAll('.preview-sheets .cell')).toHaveLength(1);
});

test('a sheet that was begun goes on at the label that is named; the nudge stays in this browser', async () => {
  choose(1);
  await preview();
  fireEvent.click(screen.getByRole('radio', { name: 'Address labels' }));
  const first = () => document.querySelector<HTMLElement>('.preview-sheets .cell')?.style;
  await waitFor(() => expect(first()?.left).toBeTruthy());
  const before = [Number.parseFloat(first()?.left ?? ''), Number.parseFloat(first()?.top ?? '')];
  fireEvent.change(screen.getByRole('textbox', { name: 'Start at label' }), { target: { value: '7' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'To the right' }), { target: { value: '0.5 mm' } });
  const sheet = { l7160: [0, 76.2], '5160': [0, 50.8] } as Record<string, number[]>;
  const shifts = Object.values(sheet).map(([x = 0, y = 0]) => [x + 0.5, y]);
  await waitFor(() => {
    const shift = [
      Math.round((Number.parseFloat(first()?.left ?? '') - (before[0] ?? 0)) * 10) / 10,
      Math.round((Number.parseFloat(first()?.top ?? '') - (before[1] ?? 0)) * 10) / 10,
    ];
    expect(shifts).toContainEqual(shift);
  });
  const kept = localStorage.getItem('keepwell.print') ?? '';
  expect(kept).toContain('"x":0.5');
  expect(kept).not.toContain('Maria');
});

test('the alignment page has every cell of the sheet', async () => {
  choose(1);
  await preview();
  fireEvent.click(screen.getByRole('radio', { name: 'Address labels' }));
  let cells = 0;
  print.mockImplementation(() => {
    cells = document.querySelectorAll('.print-root .frame').length;
  });
  fireEvent.click(screen.getByRole('button', { name: 'Print an alignment page' }));
  expect([21, 30]).toContain(cells);
});

test('another name and a plain envelope: labels and cues go by it, and an open card is left for a folded one', async () => {
  server.on('openAct', ({ path }) => {
    const act = exampleAct(Number(path.slice(-2)), { kind: 'card', channel: 'post', script: 'Thank you!' });
    const opened = exampleOpened(act);
    const reachBy = [{ kind: 'post', value: '9 Elm Street, Town, NY 10999', belongsTo: 'self' }];
    const envelope = { name: 'M. Friend', nameless: true };
    return exampleOpened(act, { patient: { ...opened.patient, reachBy, envelope, guardian: 'Eva Lund' } });
  });
  choose(1);
  const sheet = within(await preview());
  expect(await sheet.findByText('M. Friend')).toBeTruthy();
  expect(sheet.queryByText('Eva Lund')).toBeNull();
  expect(sheet.getByText('plain envelope: nothing of the practice on it')).toBeTruthy();
  expect(screen.getByText('They asked for an envelope with nothing of the practice on it:')).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: /Address labels/ }));
  expect(await sheet.findByText('M. Friend')).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: /Cards with the words on them/ }));
  expect(await screen.findByText(/choose a folded card, for an envelope/)).toBeTruthy();
});
