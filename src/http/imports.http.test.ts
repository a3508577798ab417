import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  anAgent,
  codeOf,
  openApp,
  openAppOn,
  origin,
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { aPractice } from '../../tests/harness/builders.ts';
import { dataFolder } from '../../tests/harness/data-folder.ts';
import { aWorkbook } from '../../tests/harness/workbook.ts';
import type { getImport, listImports } from '../intake/contract.ts';
import type { UploadState } from '../intake/uploads/shapes.ts';
import { forgetUploads } from '../intake/uploads/store.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { Practice } from '../practice/model.ts';

let app: TestApp;
let practice: Practice;
let manager: Agent;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  manager = await anAgent(app, practice, ['manager']);
});

afterAll(async () => {
  await app.close();
});

interface Sent {
  readonly name: string;
  readonly text: string;
}

function parcel(files: readonly Sent[]): string {
  const parts = files.map(
    ({ name, text }) =>
      `--edge\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n`,
  );
  return `${parts.join('')}--edge--\r\n`;
}

async function upload(agent: Agent, files: readonly Sent[], through = app): Promise<Answered> {
  return send(through.server, '/api/uploads', {
    method: 'POST',
    cookie: agent.token,
    body: parcel(files),
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });
}

async function stateOf(agent: Agent, id: string): Promise<UploadState> {
  const answered = await agent.get(`/api/uploads/${id}`);
  if (answered.status !== 200) throw new Error(answered.text);
  return answered.body as UploadState;
}

async function settled(agent: Agent, id: string): Promise<UploadState> {
  for (let tries = 0; tries < 400; tries += 1) {
    const state = await stateOf(agent, id);
    if (state.task?.state !== 'running') return state;
    await wait(25);
  }
  throw new Error('the task does not end');
}

async function looked(
  agent: Agent,
  files: readonly Sent[],
  mapping: object = { columns: {}, statuses: {} },
): Promise<UploadState> {
  const sent = await upload(agent, files);
  if (sent.status !== 200) throw new Error(sent.text);
  const { id } = sent.body as UploadState;
  const answered = await agent.send('POST', `/api/uploads/${id}/look`, { mapping });
  if (answered.status !== 200) throw new Error(answered.text);
  return settled(agent, id);
}

async function run(agent: Agent, id: string, what: 'check' | 'import'): Promise<UploadState> {
  const answered = await agent.send('POST', `/api/uploads/${id}/${what}`);
  if (answered.status !== 200) throw new Error(answered.text);
  return settled(agent, id);
}

const patients: Sent = {
  name: 'patients.csv',
  text:
    'Chart No,Surname,Forename,DOB,Cell,Notes,SSN,Zodiac\r\n' +
    'U1,Ellery,Wren,03/04/1981,(212) 555-0131,allergic to latex,078-05-1120,Aries\r\n' +
    'U2,Okafor,Amos,11/12/1974,(212) 555-0132,none,078-05-1121,Leo\r\n' +
    'U3,=Soto,Ines,05/06/1990,12,fine,078-05-1122,Leo\r\n',
};
const schedule: Sent = {
  name: 'schedule.csv',
  text:
    'Appt ID,Chart No,Appt Date,Appt Time,Appt Status,Procedure\r\n' +
    '1,U1,2025-05-06,09:00,Completed,Hygiene\r\n2,U2,2026-05-08,10:30,Scheduled,Exam\r\n' +
    '3,U3,2025-05-20,11:00,ZZ-GONE,Exam\r\n4,U3,someday,11:00,Scheduled,Exam\r\n',
};

test('what is sent is looked at: columns with examples, what they become, and what is left out', async () => {
  const { look, files, task } = await looked(manager, [patients, schedule]);
  expect(task).toMatchObject({ kind: 'look', state: 'done' });
  expect(files).toEqual([
    { name: 'patients.csv', bytes: patients.text.length },
    { name: 'schedule.csv', bytes: schedule.text.length },
  ]);
  expect(look?.whole).toBe(true);
  const [one, other] = look?.files ?? [];
  expect(one).toMatchObject({ kind: 'patients', rows: 3, encoding: 'utf-8', delimiter: ',', headerRow: 1 });
  const column = (heading: string) => one?.columns.find((each) => each.heading === heading);
  expect(column('Surname')).toMatchObject({
    field: 'patient.family_name',
    sure: 'yes',
    examples: ['Ellery', 'Okafor', '=Soto'],
  });
  expect(column('Notes')).toMatchObject({ field: null, left: 'clinical', examples: [] });
  expect(column('SSN')).toMatchObject({ field: null, left: 'secret', examples: [] });
  expect(column('Zodiac')).toMatchObject({ field: null, left: 'unknown', examples: ['Aries', 'Leo'] });
  expect(one?.dates).toEqual({
    order: 'month first',
    decided: 'country',
    dayFirst: 0,
    monthFirst: 0,
    example: { column: 'DOB', text: '03/04/1981', dayFirst: '1981-04-03', monthFirst: '1981-03-04' },
  });
  expect(other).toMatchObject({ kind: 'visits', rows: 4, dates: { decided: 'one_way' } });
  expect(other?.statuses).toEqual([
    { word: 'Scheduled', count: 2, becomes: 'booked', byHand: false },
    { word: 'Completed', count: 1, becomes: 'left', byHand: false },
    { word: 'ZZ-GONE', count: 1, becomes: null, byHand: false },
  ]);
  expect(JSON.stringify(look)).not.toContain('078-05');
  expect(JSON.stringify(look)).not.toContain('latex');
});

test('a file with evidence says how its dates are written, however late it comes', async () => {
  const rows = Array.from({ length: 9000 }, (_, i) => `L${i},Name${i},05/06/1990`).join('\n');
  const text = `Chart No,Surname,DOB\n${rows}\nL9999,Last,25/12/1990\n`;
  const { look } = await looked(manager, [{ name: 'late.csv', text }]);
  expect(look?.files[0]).toMatchObject({
    rows: 9001,
    dates: { order: 'day first', decided: 'evidence', dayFirst: 1, monthFirst: 0 },
  });
});

test('what the person changes is kept and looked at again, in the form of the command’s mapping', async () => {
  const mapping = {
    columns: { Zodiac: 'patient.preferred_name', Forename: null },
    statuses: { 'ZZ-GONE': 'no_show' },
    dates: 'day first',
    system: 'lake-chart',
  };
  const state = await looked(manager, [patients, schedule], mapping);
  expect(state.mapping).toEqual(mapping);
  const [one, other] = state.look?.files ?? [];
  const column = (heading: string) => one?.columns.find((each) => each.heading === heading);
  expect(column('Zodiac')).toMatchObject({ field: 'patient.preferred_name', sure: 'by_hand' });
  expect(column('Forename')).toMatchObject({ field: null, left: 'by_hand' });
  expect(one?.dates).toMatchObject({ order: 'day first', decided: 'by_hand' });
  expect(other?.statuses[2]).toEqual({ word: 'ZZ-GONE', count: 1, becomes: 'no_show', byHand: true });
  const wrong = await manager.send('POST', `/api/uploads/${state.id}/look`, {
    mapping: { columns: { Zodiac: 'patient.nothing' }, statuses: {} },
  });
  expect(wrong.status).toBe(422);
  expect((await stateOf(manager, state.id)).mapping).toEqual(mapping);
});

test('a check counts and writes nothing; the import then does what it said, once, and its files go', async () => {
  const { id } = await looked(manager, [patients, schedule]);
  const early = await manager.send('POST', `/api/uploads/${id}/import`);
  expect([early.status, codeOf(early)]).toEqual([409, 'check_first']);
  const checked = await run(manager, id, 'check');
  expect(checked.task).toMatchObject({ kind: 'check', state: 'done' });
  expect(checked.check).toMatchObject({ patients: 3, visits: 2, hasRefusals: true, possibleMatches: 0 });
  expect(checked.check?.files.map(({ name, added, refused }) => [name, added, refused])).toEqual([
    ['patients.csv', 3, 0],
    ['schedule.csv', 2, 2],
  ]);
  const groups = checked.check?.refusals.map(({ code, column, kept, count }) => [code, column, kept, count]);
  expect(groups).toContainEqual(['unknown_word', 'Appt Status', false, 1]);
  expect(groups).toContainEqual(['bad_date', 'Appt Date', false, 1]);
  expect(groups).toContainEqual(['bad_contact', 'Cell', true, 1]);
  const before = (await manager.get('/api/imports')).body as ReplyOf<typeof listImports>;
  expect(before.imports).toEqual([]);

  const list = await manager.get(`/api/uploads/${id}/refusals`);
  expect(list.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(list.headers['content-disposition']).toBe('attachment; filename="not-taken.csv"');
  expect(list.text).toContain('patients.csv,4,Cell,12,');
  // The row as it was, without what is secret, and with no cell that a spreadsheet would run.
  expect(list.text).toContain(`U3,"'=Soto",Ines`);
  expect(list.text).not.toContain('078-05');

  const folder = join(dataFolder, 'uploads', id);
  expect(readdirSync(folder).filter((name) => name.endsWith('.csv'))).toHaveLength(3);
  const done = await run(manager, id, 'import');
  expect(done.task).toMatchObject({ kind: 'import', state: 'done' });
  expect(readdirSync(folder)).toEqual(['upload.json']);
  const importId = done.importId ?? '';
  const again = await manager.send('POST', `/api/uploads/${id}/import`);
  expect((again.body as UploadState).importId).toBe(importId);
  const after = (await manager.get('/api/imports')).body as ReplyOf<typeof listImports>;
  expect(after.imports).toHaveLength(1);
  expect(after.imports[0]).toMatchObject({
    id: importId,
    state: 'finished',
    patients: 3,
    visits: 2,
    sources: ['csv'],
  });
  expect(after.imports[0]?.by).not.toBeNull();

  const one = (await manager.get(`/api/imports/${importId}`)).body as ReplyOf<typeof getImport>;
  expect(one.hasRefusals).toBe(true);
  expect(one.files.map(({ name }) => name)).toEqual(['patients.csv', 'schedule.csv']);
  expect(one.refusals).toContainEqual(expect.objectContaining({ code: 'unknown_word', count: 1 }));
  const kept = await manager.get(`/api/imports/${importId}/refusals`);
  expect(kept.text).toContain('schedule.csv,4,Appt Status,ZZ-GONE,');
  const late = await manager.send('POST', `/api/uploads/${id}/look`, {
    mapping: { columns: {}, statuses: {} },
  });
  expect(codeOf(late)).toBe('already_done');
});

test('the next files of the same headings are read as the last were, and an import is taken back', async () => {
  const own = await aPractice(app.database);
  const agent = await anAgent(app, own, ['manager']);
  const mapping = {
    columns: { Zodiac: 'patient.preferred_name' },
    statuses: { 'ZZ-GONE': 'no_show' },
    dates: 'day first',
  };
  const first = await looked(agent, [patients, schedule], mapping);
  await run(agent, first.id, 'check');
  const { importId } = await run(agent, first.id, 'import');
  const next = await looked(agent, [patients, schedule]);
  expect(next.mapping).toMatchObject({
    columns: { zodiac: 'patient.preferred_name', notes: null },
    statuses: { 'zz gone': 'no_show' },
    dates: 'day first',
  });
  expect(next.look?.files.map((file) => typeof file.remembered?.since)).toEqual(['string', 'string']);
  const zodiac = next.look?.files[0]?.columns.find(({ heading }) => heading === 'Zodiac');
  expect(zodiac?.field).toBe('patient.preferred_name');
  const checked = await run(agent, next.id, 'check');
  expect(checked.check?.files.map(({ added, updated }) => added + updated)).toEqual([0, 0]);

  const listed = (await agent.get('/api/imports')).body as ReplyOf<typeof listImports>;
  expect(listed.imports).toMatchObject([
    { id: importId, state: 'finished', undoableUntil: expect.any(String) },
  ]);
  const preview = await agent.get(`/api/imports/${importId}/undo`);
  expect(preview.body).toMatchObject({ removed: { patients: 3, visits: 3 }, stays: [] });
  const undone = await agent.send('POST', `/api/imports/${importId}/undo`);
  expect(undone.body).toEqual(preview.body);
  const after = (await agent.get('/api/imports')).body as ReplyOf<typeof listImports>;
  expect(after.imports).toMatchObject([{ id: importId, state: 'undone', undoableUntil: null }]);
  // Taken back, it is no example any more.
  expect((await looked(agent, [patients, schedule])).mapping.columns).toEqual({});
});

test('a workbook and a zipped file are looked at and checked like any other', async () => {
  const people = [
    ['Chart No', 'Surname', 'DOB'],
    ['X1', 'Ellery', '1981-04-03'],
    ['X2', 'Okafor', '1974-12-11'],
  ];
  const book = aWorkbook([
    { name: 'People', rows: people },
    { name: 'Legend', rows: [['colours']] },
  ]);
  const part = (name: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--edge\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]);
  const zipped = gzipSync('Chart No,Surname,DOB\nX3,Soto,1990-06-05\n');
  const reply = await app.server.inject({
    method: 'POST',
    url: '/api/uploads',
    headers: {
      origin,
      cookie: `keepwell=${manager.token}`,
      'content-type': 'multipart/form-data; boundary=edge',
    },
    payload: Buffer.concat([
      part('book.xlsx', book),
      part('more.csv.gz', zipped),
      Buffer.from('--edge--\r\n'),
    ]),
  });
  const { id } = reply.json<UploadState>();
  await manager.send('POST', `/api/uploads/${id}/look`, { mapping: { columns: {}, statuses: {} } });
  const { look } = await settled(manager, id);
  expect(look?.files[0]).toMatchObject({
    name: 'book.xlsx',
    rows: 2,
    sheet: { name: 'People', left: ['Legend'] },
  });
  expect(look?.files[1]).toMatchObject({ name: 'more.csv.gz', kind: 'patients', rows: 1 });
  expect((await run(manager, id, 'check')).check).toMatchObject({ patients: 3, refusals: [] });
});

test('another change of the mapping asks for another check', async () => {
  const { id } = await looked(manager, [patients]);
  await run(manager, id, 'check');
  const mapping = { columns: { Zodiac: 'patient.pronouns' }, statuses: {} };
  await manager.send('POST', `/api/uploads/${id}/look`, { mapping });
  await settled(manager, id);
  expect(codeOf(await manager.send('POST', `/api/uploads/${id}/import`))).toBe('check_first');
});

test('an upload belongs to one person: a colleague of the same role does not see it', async () => {
  const { id } = await looked(manager, [patients]);
  const colleague = await anAgent(app, practice, ['manager', 'admin']);
  expect((await colleague.get(`/api/uploads/${id}`)).status).toBe(404);
  expect((await colleague.send('DELETE', `/api/uploads/${id}`)).status).toBe(404);
  expect((await colleague.get('/api/uploads')).body).toEqual({ uploads: [], megabytes: 2 });
  expect((await manager.get(`/api/uploads/${id}`)).status).toBe(200);
});

test('what is sent lies readable by us alone, under names of ours', async () => {
  const hostile = [
    '../../../../etc/cron.d/evil.csv',
    'C:\\temp\\a.csv',
    '.hidden',
    'a\u202Egnp.csv',
    'x'.repeat(300),
  ];
  const integrator = await anAgent(app, practice, ['integrator']);
  const sent = await upload(
    integrator,
    hostile.map((name) => ({ name, text: 'Chart No\n1\n' })),
  );
  const { id, files } = sent.body as UploadState;
  expect(files.map(({ name }) => name)).toEqual([
    'evil.csv',
    'a.csv',
    '.hidden',
    'agnp.csv',
    'x'.repeat(120),
  ]);
  const folder = join(dataFolder, 'uploads', id);
  expect(readdirSync(folder).sort()).toEqual(['0.csv', '1.csv', '2.txt', '3.csv', '4.txt', 'upload.json']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect((await integrator.send('DELETE', `/api/uploads/${id}`)).status).toBe(200);
  expect(existsSync(folder)).toBe(false);
  expect((await integrator.get(`/api/uploads/${id}`)).status).toBe(404);
});

test('too much, too many, nothing and half a parcel are refused in words and leave nothing', async () => {
  const admin = await anAgent(app, practice, ['admin']);
  const before = readdirSync(join(dataFolder, 'uploads')).length;
  const large = await upload(admin, [
    { name: 'a.csv', text: 'x'.repeat(1_500_000) },
    { name: 'b.csv', text: 'x'.repeat(600_000) },
  ]);
  expect([large.status, codeOf(large)]).toEqual([413, 'too_large']);
  expect(large.text).toContain('larger than 2 MB');
  const huge = await upload(admin, [{ name: 'a.csv', text: 'x'.repeat(2_600_000) }]);
  expect(huge.status).toBe(413);
  const many = await upload(
    admin,
    Array.from({ length: 21 }, () => ({ name: 'a.csv', text: 'x' })),
  );
  expect(many.status).toBe(422);
  const none = await send(app.server, '/api/uploads', { method: 'POST', cookie: admin.token, body: {} });
  expect(none.status).toBe(422);
  const half = await send(app.server, '/api/uploads', {
    method: 'POST',
    cookie: admin.token,
    body: parcel([patients]).slice(0, 200),
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });
  expect([half.status, codeOf(half)]).toEqual([422, 'invalid_input']);
  expect(readdirSync(join(dataFolder, 'uploads'))).toHaveLength(before);
});

test('form fields beside the files name neither a practice nor a person nor a mapping', async () => {
  const integrator = await anAgent(app, practice, ['integrator']);
  const other = await aPractice(app.database);
  const fields = {
    practice_id: String(other.id),
    practice: other.slug,
    account: manager.accountId,
    owner: JSON.stringify({ practice: other.id, account: manager.accountId }),
    id: '01900000-0000-7000-8000-000000000001',
    stored: '["../../secrets.json"]',
    mapping: '{"columns":{"Surname":"patient.email"}}',
    importId: '01900000-0000-7000-8000-000000000002',
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const sent = await send(app.server, '/api/uploads', {
    method: 'POST',
    cookie: integrator.token,
    body: parts.join('') + parcel([patients]),
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });
  const state = sent.body as UploadState;
  expect(state).toMatchObject({ importId: null, check: null, mapping: { columns: {}, statuses: {} } });
  expect(state.id).not.toBe(fields.id);
  expect((await integrator.get(`/api/uploads/${state.id}`)).status).toBe(200);
  expect((await manager.get(`/api/uploads/${state.id}`)).status).toBe(404);
  const record = JSON.parse(readFileSync(join(dataFolder, 'uploads', state.id, 'upload.json'), 'utf8'));
  expect(record.owner).toEqual({ practice: practice.id, account: integrator.accountId });
  expect(record.stored).toEqual(['0.csv']);
});

test('files from a foreign page are refused before a byte of them is kept', async () => {
  const before = readdirSync(join(dataFolder, 'uploads')).length;
  for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: '' }]) {
    const answered = await send(app.server, '/api/uploads', {
      method: 'POST',
      cookie: manager.token,
      body: parcel([patients]),
      headers: { 'content-type': 'multipart/form-data; boundary=edge', ...headers },
    });
    expect([answered.status, codeOf(answered)]).toEqual([403, 'foreign_origin']);
  }
  expect(readdirSync(join(dataFolder, 'uploads'))).toHaveLength(before);
});

test('so many uploads under way are enough, and so many within an hour', async () => {
  const eager = await anAgent(app, practice, ['admin']);
  const ids: string[] = [];
  for (let i = 0; i < 10; i += 1) ids.push(((await upload(eager, [patients])).body as UploadState).id);
  const more = await upload(eager, [patients]);
  expect([more.status, codeOf(more)]).toEqual([409, 'import_waits']);
  await eager.send('DELETE', `/api/uploads/${ids[0]}`);
  expect((await upload(eager, [patients])).status).toBe(200);
  let last = more;
  for (let i = 0; i < 60 && last.status !== 429; i += 1) last = await upload(eager, [patients]);
  expect([last.status, codeOf(last)]).toEqual([429, 'too_many_attempts']);
});

test('two checks of one practice take their turn, and a stopped one leaves nothing', async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => `S${i},Name${i},Given,1990-05-06`).join('\n');
  const big: Sent = { name: 'big.csv', text: `Chart No,Surname,Forename,DOB\n${rows}\n` };
  const one = await looked(manager, [big]);
  const other = await looked(manager, [{ ...big, name: 'second.csv' }]);
  await manager.send('POST', `/api/uploads/${one.id}/check`);
  const queued = await manager.send('POST', `/api/uploads/${other.id}/check`);
  expect((queued.body as UploadState).task).toMatchObject({
    kind: 'check',
    state: 'running',
    phase: 'queued',
  });
  const stopped = await manager.send('POST', `/api/uploads/${other.id}/stop`);
  expect((stopped.body as UploadState).task).toMatchObject({ kind: 'check', state: 'stopped' });
  await manager.send('POST', `/api/uploads/${one.id}/stop`);
  const ended = await settled(manager, one.id);
  expect(ended.task?.state).toBe('stopped');
  expect(ended.check).toBeNull();
  // Stopped is not over: the next check goes through.
  const again = await run(manager, other.id, 'check');
  expect(again.check).toMatchObject({ patients: 12_000, possibleMatches: null });
});

test('a restart forgets no upload, and says of what ran that it did not end', async () => {
  const { id } = await looked(manager, [patients]);
  const file = join(dataFolder, 'uploads', id, 'upload.json');
  // What a look found is told before it is on the disk.
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).state.look?.files?.length).toBe(1);
  const record = JSON.parse(readFileSync(file, 'utf8'));
  record.state.task = { ...record.state.task, kind: 'import', state: 'running' };
  writeFileSync(file, JSON.stringify(record));
  const restarted = await openAppOn(app.fresh);
  const answered = await send(restarted.server, `/api/uploads/${id}`, { cookie: manager.token });
  expect((answered.body as UploadState).task).toMatchObject({ kind: 'import', state: 'interrupted' });
  expect((answered.body as UploadState).look?.files[0]?.rows).toBe(3);
  const listed = await send(restarted.server, '/api/uploads', { cookie: manager.token });
  expect((listed.body as { uploads: UploadState[] }).uploads.map((one) => one.id)).toContain(id);
  await restarted.close();
});

test('after a day uploads are gone, also those that were cut off while they arrived', async () => {
  const { id } = await looked(manager, [patients]);
  const halfWay = join(dataFolder, 'uploads', crypto.randomUUID());
  mkdirSync(halfWay);
  writeFileSync(join(halfWay, '0.csv'), 'half');
  const now = app.clock.now().getTime();
  utimesSync(halfWay, new Date(now), new Date(now));
  await forgetUploads(dataFolder, new Date(now + 23 * 3_600_000));
  expect([existsSync(join(dataFolder, 'uploads', id)), existsSync(halfWay)]).toEqual([true, true]);
  await forgetUploads(dataFolder, new Date(now + 25 * 3_600_000));
  expect([existsSync(join(dataFolder, 'uploads', id)), existsSync(halfWay)]).toEqual([false, false]);
});

test('the sample practice can be tried out on, and is never mixed with real patients', async () => {
  const sample = await aPractice(app.database, { is_sample: true });
  const visitor = await anAgent(app, sample, ['admin']);
  const { id } = await looked(visitor, [patients]);
  expect((await run(visitor, id, 'check')).check).toMatchObject({ patients: 3 });
  const answered = await visitor.send('POST', `/api/uploads/${id}/import`);
  expect([answered.status, codeOf(answered)]).toEqual([403, 'not_allowed']);
  expect(answered.text).toContain('sample practice');
});

test('a file that is no table is said to be none', async () => {
  const { look } = await looked(manager, [
    { name: 'notes.txt', text: 'hello\nworld\n' },
    { name: 'names.csv', text: 'Appt Date,Appt Time\n2025-01-01,09:00\n' },
  ]);
  expect(look?.files[0]).toMatchObject({
    kind: 'not read',
    problem: 'no line of the file looks like headings',
  });
  expect(look?.files[1]?.problem).toContain('no column tells whose row it is');
});
