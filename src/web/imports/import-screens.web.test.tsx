import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { session } from '../testing/examples.ts';
import { type FakeServer, problem, startFakeServer } from '../testing/fake-server.ts';
import { showScreens } from '../testing/show-screens.tsx';
import type { Looked, PastImport, Upload } from './import-queries.ts';

const id = '01900000-0000-7000-8000-000000000801';
const importId = '01900000-0000-7000-8000-000000000802';

function column(heading: string, change: Partial<Looked['columns'][number]> = {}): Looked['columns'][number] {
  return {
    heading,
    examples: ['one'],
    field: null,
    sure: 'not_used',
    fits: 0,
    left: 'unknown',
    addsCode: null,
    ...change,
  };
}

function looked(change: Partial<Looked> = {}): Looked {
  return {
    name: 'patients.csv',
    kind: 'patients',
    problem: null,
    rows: 48_120,
    encoding: 'utf-8',
    delimiter: ';',
    headerRow: 1,
    sheet: null,
    columns: [
      column('Chart', { field: 'patient.id', sure: 'yes', left: null, fits: 100 }),
      column('Bday', { field: 'patient.birth_date', sure: 'some_unlike', left: null, fits: 81 }),
      column('Notes', { examples: [], left: 'clinical' }),
      column('Zodiac'),
      column('SSN', { examples: [], left: 'secret' }),
    ],
    remembered: null,
    dates: { order: 'month first', decided: 'one_way', dayFirst: 0, monthFirst: 0, example: null },
    statuses: [],
    ...change,
  };
}

function anUpload(change: Partial<Upload> = {}): Upload {
  return {
    id,
    createdAt: '2026-11-24T08:00:00.000Z',
    savedAt: '2026-11-24T10:04:00.000Z',
    files: [{ name: 'patients.csv', bytes: 52_000_000 }],
    source: 'open-dental',
    mapping: { columns: {}, statuses: {} },
    look: { files: [looked()], whole: true },
    check: null,
    importId: null,
    task: null,
    ...change,
  };
}

const undecided = {
  order: 'month first',
  decided: 'country',
  dayFirst: 0,
  monthFirst: 0,
  example: { column: 'Bday', text: '03/04/1981', dayFirst: '1981-04-03', monthFirst: '1981-03-04' },
} as const;

const counts = { rows: 10, added: 6, updated: 2, unchanged: 1, refused: 1 };
const check: NonNullable<Upload['check']> = {
  at: '2026-11-24T10:05:00.000Z',
  files: [{ name: 'patients.csv', kind: 'patients', ...counts }],
  patients: 9,
  visits: 0,
  refusals: [
    { code: 'bad_date', column: 'Bday', reason: 'is no date that exists', kept: false, count: 1 },
    { code: 'bad_contact', column: 'Cell', reason: 'is no telephone number', kept: true, count: 214 },
  ],
  hasRefusals: true,
  possibleMatches: 3,
  seconds: 1.2,
};

const past: PastImport = {
  id: importId,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:01:00.000Z',
  state: 'finished',
  undoneAt: null,
  undoableUntil: '2026-11-27T08:01:00.000Z',
  by: 'Dana',
  sources: ['csv'],
  patients: 9,
  visits: 0,
  files: [{ name: 'old.csv', kind: 'patients', ...counts }],
};

let server: FakeServer;
let upload: Upload;
let imports: PastImport[];

const inbox = { folder: 'data/inbox/lakeside', isThere: true, lying: 0, waiting: 0, last: null };

beforeEach(() => {
  server = startFakeServer();
  upload = anUpload();
  imports = [];
  server.on('getSession', () => ({
    ...session,
    roles: ['manager'],
    verbs: [...session.verbs, 'imports.read', 'imports.change'],
  }));
  server.on('listUploads', () => ({ uploads: [], megabytes: 200 }));
  server.on('listImports', () => ({ imports, inbox }));
  server.on('getUpload', () => upload);
  server.on('lookAtUpload', ({ body }) => {
    upload = { ...upload, mapping: body.mapping as Upload['mapping'] };
    return upload;
  });
});

const sentMappings = () =>
  server.seen
    .filter(({ key }) => key === 'lookAtUpload')
    .map(({ body }) => body.mapping as Upload['mapping']);

test('the place is in the navigation of those who may, and an empty list says how to begin', async () => {
  showScreens('/imports');
  expect(await screen.findByText('Nothing was imported yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Import' })).toBeTruthy();
  expect(document.title).toBe('Import · Keepwell');
  server.on('getSession', () => session);
  showScreens('/today');
  await screen.findByRole('link', { name: 'Patients' });
  expect(screen.queryByRole('link', { name: 'Import' })).toBeNull();
});

test('the list shows what was imported and what is not finished; throwing away says so', async () => {
  imports = [past];
  server.on('listUploads', () => ({ uploads: [upload], megabytes: 200 }));
  server.on('removeUpload', () => ({ ok: true as const }));
  showScreens('/imports');
  const row = await screen.findByRole('row', { name: /old\.csv/ });
  expect(row.textContent).toContain('6 new · 2 changed · 1 as they were · 1 not taken');
  expect(row.textContent).toContain('Dana');
  const unfinished = await screen.findByRole('link', { name: 'Go on' });
  expect(unfinished.getAttribute('href')).toBe(`/imports/${id}/match`);
  fireEvent.click(screen.getByRole('button', { name: 'Throw away' }));
  expect(await screen.findByText(/The files were thrown away/)).toBeTruthy();
});

test('an import is taken back after its page has said what goes and what stays', async () => {
  let undoneAt: string | null = null;
  server.on('getImport', () => ({
    ...past,
    undoneAt,
    undoableUntil: undoneAt === null ? past.undoableUntil : null,
    refusals: [],
    hasRefusals: false,
  }));
  const undone = {
    importId,
    startedAt: past.startedAt,
    removed: { patients: 6, visits: 0, details: 1 },
    restored: { patients: 2, visits: 0, details: 0 },
    stays: [{ what: 'patient', words: 'merged since; undo the merge first', count: 1 }],
    rows: [],
  };
  server.on('previewImportUndo', () => undone);
  server.on('undoImport', () => {
    undoneAt = '2026-11-24T10:00:00.000Z';
    return undone;
  });
  showScreens(`/imports/past/${importId}`);
  fireEvent.click(await screen.findByRole('button', { name: 'Take this import back' }));
  expect(await screen.findByText('6 patients · 0 visits · 1 other detail')).toBeTruthy();
  expect(screen.getByText('merged since; undo the merge first')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Take it back' }));
  expect(await screen.findByText(/This import was taken back/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Take this import back' })).toBeNull();
});

test('a list that does not come says so and can be asked for again', async () => {
  server.on('listImports', () => problem(403, 'not_allowed', 'your role does not include this'));
  showScreens('/imports');
  expect(await screen.findByText('This did not come through')).toBeTruthy();
  server.on('listImports', () => ({ imports: [past], inbox: { ...inbox, waiting: 2 } }));
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('old.csv')).toBeTruthy();
  expect(screen.getByText(/^2 files wait for you/)).toBeTruthy();
});

test('the source says which export to make, and where we are not sure it says that', async () => {
  showScreens('/imports/new');
  fireEvent.click(await screen.findByLabelText('Open Dental'));
  expect(await screen.findByText(/The tables patient and appointment/)).toBeTruthy();
  expect(screen.queryByText(/We have not seen the headings/)).toBeNull();
  fireEvent.click(screen.getByLabelText('Jane'));
  expect(await screen.findByText(/We have not seen the headings/)).toBeTruthy();
  expect(window.location.search).toBe('?from=jane');
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
  expect(await screen.findByRole('heading', { name: 'Choose the files' })).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Choose the files'));
});

test('a practice that imported before is asked whether this is the same system', async () => {
  imports = [past];
  showScreens('/imports/new?from=jane');
  const same = await screen.findByLabelText('Yes, the same system as before (csv)');
  expect((same as HTMLInputElement).checked).toBe(true);
  fireEvent.click(screen.getByLabelText('No, another system'));
  expect((screen.getByLabelText(/^Its name/) as HTMLInputElement).value).toBe('jane');
});

/** Stands in for the one request that `fetch` cannot make: a body with progress. */
class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload: () => void = () => {};
  onerror: () => void = () => {};
  onabort: () => void = () => {};
  status = 0;
  responseText = '';
  address = '';
  body: FormData | undefined;
  constructor() {
    FakeRequest.last = this;
  }
  setRequestHeader(): void {}

  open(method: string, path: string): void {
    this.address = `${method} ${path}`;
  }
  send(body: FormData): void {
    this.body = body;
  }
  abort(): void {
    this.onabort();
  }
  getResponseHeader(): string {
    return '';
  }
  answer(status: number, body: unknown): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
  }
}

async function chooseFiles(...files: File[]): Promise<void> {
  globalThis.XMLHttpRequest = FakeRequest as unknown as typeof XMLHttpRequest;
  showScreens('/imports/new?step=file&from=other');
  const input = await screen.findByLabelText('Choose files');
  fireEvent.change(input, { target: { files } });
}

test('files are sent with their progress; what the server says of them comes next', async () => {
  await chooseFiles(new File(['a;b'], 'patients.csv'));
  fireEvent.click(await screen.findByRole('button', { name: /^Send/ }));
  await screen.findByText('Sending the files');
  const request = FakeRequest.last;
  expect(request.address).toBe('POST /api/uploads');
  expect(request.body?.getAll('files').map((file) => (file as File).name)).toEqual(['patients.csv']);
  request.upload.onprogress?.({ loaded: 57, total: 100 });
  expect(await screen.findByText('50 % sent')).toBeTruthy();
  request.answer(200, anUpload({ look: null }));
  expect(await screen.findByRole('heading', { name: 'What is in the columns?' })).toBeTruthy();
  expect(window.location.pathname).toBe(`/imports/${id}/match`);
  expect(server.seen.find(({ key }) => key === 'lookAtUpload')?.body.source).toBe('other');
});

test('sending can be cancelled, a refusal is shown, and the files are still chosen', async () => {
  await chooseFiles(new File(['a;b'], 'patients.csv'));
  fireEvent.click(await screen.findByRole('button', { name: /^Send/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel sending' }));
  expect(await screen.findByText('Cancelled; nothing was kept.')).toBeTruthy();
  expect(screen.getByText('patients.csv')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  await screen.findByText('Sending the files');
  FakeRequest.last.answer(413, { code: 'too_large', detail: 'the files are larger than 2 MB together' });
  expect(await screen.findByText('The files are larger than 2 MB together.')).toBeTruthy();
  expect(screen.getByText('patients.csv')).toBeTruthy();
});

test('files that are too large are not sent at all', async () => {
  const large = new File(['x'], 'large.csv');
  Object.defineProperty(large, 'size', { value: 201_000_000 });
  await chooseFiles(large);
  expect(await screen.findByText('These files are larger than 200 MB together.')).toBeTruthy();
  expect((screen.getByRole('button', { name: /^Send/ }) as HTMLButtonElement).disabled).toBe(true);
});

test('columns stand with an example, a place and how sure that is; clinical ones are left out', async () => {
  showScreens(`/imports/${id}/match`);
  const notes = await screen.findByRole('row', { name: /^Notes/ });
  expect(notes.textContent).toContain('looks clinical: not imported');
  expect(within(notes).getByText('not shown')).toBeTruthy();
  expect(screen.getByText('patients · 48,120 rows · UTF-8 · semicolon')).toBeTruthy();
  expect(screen.getByRole('row', { name: /^Bday/ }).textContent).toContain('look: only 81 of 100 cells fit');
  expect(screen.queryByRole('row', { name: /^Zodiac/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'show' }));
  expect(screen.getByRole('row', { name: /^Zodiac/ })).toBeTruthy();
  // Numbers of the state are never taken, not even by hand.
  expect(screen.getByRole('row', { name: /^SSN/ }).querySelector('select')).toBeNull();
  fireEvent.change(screen.getByLabelText('Goes to, of the column Zodiac'), {
    target: { value: 'patient.preferred_name' },
  });
  await waitFor(() =>
    expect(sentMappings()).toEqual([{ columns: { Zodiac: 'patient.preferred_name' }, statuses: {} }]),
  );
  fireEvent.change(screen.getByLabelText('Goes to, of the column Chart'), { target: { value: '' } });
  await waitFor(() =>
    expect(sentMappings().at(-1)?.columns).toEqual({ Zodiac: 'patient.preferred_name', Chart: null }),
  );
});

test('dates that nothing decides are asked with both readings, and nobody goes on without an answer', async () => {
  upload = anUpload({ look: { files: [looked({ dates: undecided })], whole: true } });
  showScreens(`/imports/${id}/match`);
  expect(await screen.findByLabelText('4 Mar 1981 (month first)')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^Continue/ }));
  expect(await screen.findByText('Say first how the dates are meant.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText('4 Mar 1981 (month first)'));
  fireEvent.click(screen.getByLabelText('3 Apr 1981 (day first)'));
  await waitFor(() => expect(sentMappings().at(-1)?.dates).toBe('day first'));
  fireEvent.keyDown(window, { key: 'Enter', metaKey: true });
  expect(await screen.findByRole('heading', { name: 'What has to be said by hand' })).toBeTruthy();
});

test('dates that the file decides are not asked', async () => {
  const dates = { ...undecided, decided: 'evidence', order: 'day first', dayFirst: 2211 } as const;
  upload = anUpload({ look: { files: [looked({ dates })], whole: true } });
  showScreens(`/imports/${id}/match`);
  expect(await screen.findByText('Dates: day first; 2,211 of them decide it.')).toBeTruthy();
  expect(screen.queryAllByRole('radio')).toEqual([]);
});

test('while the rest of a file is counted its first page is shown already', async () => {
  const task = {
    kind: 'look',
    state: 'running',
    phase: 'reading',
    read: 0,
    total: null,
    detail: '',
    startedAt: '2026-11-24T10:00:00.000Z',
  } as const;
  upload = anUpload({ look: { files: [looked({ rows: null })], whole: false }, task });
  showScreens(`/imports/${id}/match`);
  expect(await screen.findByText(/Counting the rows/)).toBeTruthy();
  expect((screen.getByRole('button', { name: /^Continue/ }) as HTMLButtonElement).disabled).toBe(true);
  upload = anUpload();
  expect(await screen.findByText(/48,120 rows/, {}, { timeout: 3000 })).toBeTruthy();
});

test('status words that nobody knows are given a meaning; known ones are folded away', async () => {
  const statuses: Looked['statuses'] = [
    { word: 'Completed', count: 900, becomes: 'left', byHand: false },
    { word: '5', count: 41, becomes: null, byHand: false },
  ];
  upload = anUpload({ look: { files: [looked({ kind: 'visits', statuses })], whole: true } });
  showScreens(`/imports/${id}/fix`);
  expect(await screen.findByText('1 status word is not known; its rows are refused.')).toBeTruthy();
  expect(screen.queryByLabelText('Means, of the word Completed')).toBeNull();
  fireEvent.change(screen.getByLabelText('Means, of the word 5'), { target: { value: 'no_show' } });
  await waitFor(() => expect(sentMappings().at(-1)?.statuses).toEqual({ 5: 'no_show' }));
  expect(await screen.findByText(/Nothing to fix/)).toBeTruthy();
  server.on('checkUpload', () => {
    upload = { ...upload, check };
    return upload;
  });
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
  expect(await screen.findByText('Nobody will be contacted by this import.')).toBeTruthy();
  expect(window.location.pathname).toBe(`/imports/${id}/check`);
});

test('the check says what would happen, why rows are not taken, and where the list of them is', async () => {
  upload = anUpload({ check });
  showScreens(`/imports/${id}/check`);
  expect(await screen.findByRole('row', { name: /^Cell/ })).toBeTruthy();
  expect(screen.getByRole('row', { name: /^Cell/ }).textContent).toContain('214taken without this cell');
  expect(screen.getByRole('row', { name: /^Bday/ }).textContent).toContain('row not taken');
  const link = screen.getByRole('link', { name: /Download the rows/ });
  expect(link.getAttribute('href')).toBe(`/api/uploads/${id}/refusals`);
  expect(screen.getByText(/3 pairs who may be one patient: they can be looked at/)).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Import 8 rows/ })).toBeTruthy();
});

test('a check that runs says how far it is, and can be stopped', async () => {
  const task = {
    kind: 'check',
    state: 'running',
    phase: 'reading',
    read: 12_000,
    total: 48_000,
    detail: '',
    startedAt: '2026-11-24T10:00:00.000Z',
  } as const;
  upload = anUpload({ task });
  server.on('stopUpload', () => {
    upload = { ...upload, task: { ...task, state: 'stopped' } };
    return upload;
  });
  showScreens(`/imports/${id}/check`);
  expect((await screen.findByText('Checking: reading')).getAttribute('role')).toBe('status');
  expect((screen.getByRole('progressbar') as HTMLProgressElement).value).toBe(0.25);
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(await screen.findByText('Stopped. Nothing was written.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Check now/ })).toBeTruthy();
});

test.each([
  ['refused', 'a workbook that is too large', 'A workbook that is too large.'],
  ['failed', '', 'It did not work, and nothing was written. Try again.'],
  ['interrupted', '', /The server ended meanwhile/],
] as const)('a check that was %s says so, and can be made again', async (state, detail, said) => {
  const startedAt = '2026-11-24T10:00:00.000Z';
  upload = anUpload({
    task: { kind: 'check', state, phase: 'reading', read: 0, total: null, detail, startedAt },
  });
  showScreens(`/imports/${id}/check`);
  expect(await screen.findByText(said)).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Check now/ })).toBeTruthy();
});

test('another import comes first: said in words, and nothing is lost', async () => {
  upload = anUpload({ check });
  server.on('importUpload', () => problem(409, 'import_waits', 'other files are being imported'));
  showScreens(`/imports/${id}/check`);
  fireEvent.click(await screen.findByRole('button', { name: /^Import 8 rows/ }));
  expect(await screen.findByText('Other files are being imported.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Import 8 rows/ })).toBeTruthy();
});

test('the import shows what it came to, whichever step the address names', async () => {
  upload = anUpload({ importId, look: null });
  server.on('getImport', () => ({ ...past, refusals: check.refusals, hasRefusals: true }));
  showScreens(`/imports/${id}/match`);
  expect(await screen.findByRole('heading', { name: 'The import is done' })).toBeTruthy();
  expect((await screen.findByRole('link', { name: /Download the rows/ })).getAttribute('href')).toBe(
    `/api/imports/${importId}/refusals`,
  );
  expect(screen.getByRole('link', { name: 'Find a patient' })).toBeTruthy();
});

test('the sample practice may look and check, and its import is not offered', async () => {
  const practice = session.practice === null ? null : { ...session.practice, isSample: true };
  server.on('getSession', () => ({ ...session, practice, verbs: [...session.verbs, 'imports.read'] }));
  upload = anUpload({ check });
  showScreens(`/imports/${id}/check`);
  expect(await screen.findByText(/This is the sample practice. You can look/)).toBeTruthy();
  expect((screen.getByRole('button', { name: /^Import 8/ }) as HTMLButtonElement).disabled).toBe(true);
});

test('an upload that is gone says so', async () => {
  server.on('getUpload', () => problem(404, 'not_found', 'there is no such upload'));
  showScreens(`/imports/${id}/match`);
  expect(await screen.findByText('There is no such upload.')).toBeTruthy();
});
