import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anAgent, openApp, type TestApp } from '../../../tests/harness/app.ts';
import {
  aContactPoint,
  aLocation,
  aPatient,
  aPractice,
  aService,
  aStaffMember,
  aVisit,
} from '../../../tests/harness/builders.ts';
import { aPageLink, look, type ShownPage, sendForm } from '../../../tests/harness/patient-pages.ts';
import type { LocationId, PatientId, ServiceId, StaffMemberId, VisitId } from '../../kit/ids.ts';
import { localDate } from '../../kit/local-date.ts';
import { listVisitWishes, listWishesToAskAbout, markWishAsked } from '../../patients/visit-wish-actions.ts';
import type { Practice } from '../../practice/model.ts';
import { type CodeToSend, localMailbox } from './send-code.ts';

// A grey square of 16 pixels.
const aPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR4nGPoQAMMI1sAAEVIiAEe0X0EAAAAAElFTkSuQmCC',
  'base64',
);

const sent: CodeToSend[] = [];
let app: TestApp;
let practice: Practice;
let location: LocationId;
let service: ServiceId;
let clinician: StaffMemberId;
let patient: PatientId;
let visit: VisitId;
let page: string;

beforeAll(async () => {
  app = await openApp({
    sendCode: async (_db, code) => {
      sent.push(code);
      return true;
    },
  });
  practice = await aPractice(app.database, { name: 'Lakeside Skin' });
  location = await aLocation(app.database, practice.id, {
    name: 'Main Street',
    address: ['1 Main Street', 'Springfield'],
    phone: '(202) 555-0100',
    parking: JSON.stringify({ en: 'Park behind the house; it is free.' }),
  });
  service = await aService(app.database, practice.id, {
    name: JSON.stringify({ en: 'Hygiene visit', es: 'Limpieza' }),
    minutes: 45,
    price_cents: 12_000,
    steps: JSON.stringify({ en: 'We look.\nWe clean.' }),
    hurts: JSON.stringify({ en: 'Hardly ever.' }),
  });
  clinician = (await aStaffMember(app.database, practice.id, { display_name: 'Dr. Ana Ruiz' })).id;
});
afterAll(() => app.close());

beforeEach(async () => {
  patient = await aPatient(app.database, practice.id, { given_name: 'Lena' });
  await aContactPoint(app.database, practice.id, patient);
  visit = await aVisit(app.database, practice.id, patient, {
    on: '2026-03-09',
    status: 'booked',
    location_id: location,
    service_id: service,
    clinician_id: clinician,
  });
  page = await aPageLink(app, practice, { purpose: 'visit', patientId: patient, visitId: visit });
});

const send = (fields: readonly (readonly [string, string])[], url = page) =>
  sendForm(app.server, `${url}?lang=en`, fields);
const within = <T>(work: Parameters<TestApp['database']['inPractice']>[1]): Promise<T> =>
  app.database.inPractice(practice.id, work) as Promise<T>;
const statusOf = async (): Promise<string> => {
  const row = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('visit')
      .select('status')
      .where('practice_id', '=', practice.id)
      .where('id', '=', visit)
      .executeTakeFirstOrThrow(),
  );
  return row.status;
};
const wishes = () =>
  app.database
    .inPractice(practice.id, (db) => listVisitWishes(db, practice.id, [visit]))
    .then((all) => all.get(visit));
const inbound = () =>
  app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('inbound')
      .select(['kind', 'words', 'worry', 'visit_id'])
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .execute(),
  );

test('the page says when, where, what, how long, whether it hurts, what it costs, who and where to park', async () => {
  const { html } = await look(app.server, page);
  for (const words of [
    'Monday, March 9, 11:00 AM',
    'Main Street\n1 Main Street\nSpringfield',
    'Hygiene visit',
    'We look.\nWe clean.',
    'About 45 minutes',
    'Hardly ever.',
    '120.00',
    'Dr. Ana Ruiz',
    'Park behind the house',
  ]) {
    expect(html).toContain(words);
  }
  expect(html).not.toContain('Ask us</span>');
});

test('what nobody has written is "Ask us", and words in another language say in which', async () => {
  const plain = await aVisit(app.database, practice.id, patient, { on: '2026-03-10', status: 'booked' });
  const bare = await aPageLink(app, practice, { purpose: 'visit', patientId: patient, visitId: plain });
  const { html } = await look(app.server, bare);
  expect(html.match(/Ask us<\/span>/g)?.length).toBeGreaterThanOrEqual(6);
  const spanish = await look(app.server, `${page}?lang=es`);
  expect(spanish.html).toContain('Limpieza');
  expect(spanish.html).toContain('<span lang="en">Hardly ever.</span>');
});

test('a link without a visit is about the next one', async () => {
  await aVisit(app.database, practice.id, patient, { on: '2026-03-05', status: 'cancelled' });
  const next = await aPageLink(app, practice, { purpose: 'visit', patientId: patient });
  expect((await look(app.server, next)).html).toContain('Monday, March 9');
});

test('a visit that is over, was cancelled, or is somebody else’s is not told', async () => {
  const other = await aPatient(app.database, practice.id);
  const theirs = await aVisit(app.database, practice.id, other, {
    on: '2026-03-11',
    status: 'booked',
    service_id: service,
  });
  const past = await aVisit(app.database, practice.id, patient, { on: '2026-03-01', service_id: service });
  for (const visitId of [theirs, past]) {
    const link = await aPageLink(app, practice, { purpose: 'visit', patientId: patient, visitId });
    const shown = await look(app.server, link);
    expect(shown.html).toContain('This visit is over');
    expect(shown.html).not.toContain('Hygiene');
    expect((await send([['do', 'confirm']], link)).html).toContain('This visit is over');
  }
});

test('coming is said once, for the time that was shown', async () => {
  const start = /name="start" value="([^"]+)"/.exec((await look(app.server, page)).html)?.[1] ?? '';
  await send([
    ['do', 'confirm'],
    ['start', '2026-03-09T09:00:00.000Z'],
  ]);
  expect(await statusOf()).toBe('booked');
  const said = await send([
    ['do', 'confirm'],
    ['start', start],
  ]);
  expect(said.html).toContain('Thank you, we expect you');
  await send([
    ['do', 'confirm'],
    ['start', start],
  ]);
  expect(await statusOf()).toBe('confirmed');
  expect((await look(app.server, page)).html).toContain('You have told us that you are coming.');
  await within((db) =>
    db
      .updateTable('visit')
      .set({ starts_at: '2026-03-09T19:00:00Z' })
      .where('practice_id', '=', practice.id)
      .where('id', '=', visit)
      .execute(),
  );
  expect((await look(app.server, page)).html).not.toContain('You have told us that you are coming.');
});

test('another time is asked for, and the visit stays until somebody has called', async () => {
  const moved = await send([
    ['do', 'move'],
    ['when', 'any Friday'],
  ]);
  await send([
    ['do', 'move'],
    ['when', 'any Friday'],
  ]);
  expect(moved.html).toContain('Somebody of ours calls you by Monday, March 2, 1:00 PM');
  expect(await inbound()).toEqual([
    { kind: 'move_request', words: 'any Friday', worry: null, visit_id: visit },
  ]);
  expect(await statusOf()).toBe('booked');
});

test('what matters and a little worry is kept, and shown among what matters', async () => {
  const said = await send([
    ['do', 'wish'],
    ['matters', 'No surprises, please'],
    ['worry', '6'],
  ]);
  expect(said.html).toContain('Thank you for telling us');
  expect(said.html).not.toContain('stop signal');
  expect(await wishes()).toMatchObject({ matters: 'No surprises, please', worry: 6, comfort: [] });
  await send([
    ['do', 'wish'],
    ['matters', 'No surprises, please'],
    ['worry', '2'],
  ]);
  const details = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('personal_detail')
      .select(['words', 'kind', 'source'])
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .where('removed_at', 'is', null)
      .execute(),
  );
  expect(details).toHaveLength(1);
  expect(details[0]).toMatchObject({ kind: 'comfort', source: 'form' });
  expect(details[0]?.words).toContain('No surprises, please');
});

test('a worry of seven or more proposes a comfort plan and a call; the call is owed', async () => {
  const plan = await send([
    ['do', 'wish'],
    ['worry', '7'],
  ]);
  expect(plan.html).toContain('A stop signal');
  const done = await send([
    ['do', 'comfort'],
    ['comfort', 'stop_signal'],
    ['comfort', 'companion'],
    ['please', 'call'],
  ]);
  expect(done.html).toContain('Somebody of ours calls you by');
  expect(await wishes()).toMatchObject({ worry: 7, comfort: ['stop_signal', 'companion'] });
  expect(await inbound()).toEqual([{ kind: 'worry', words: '', worry: 7, visit_id: visit }]);
});

test('nothing at all is a problem, not a wish', async () => {
  const empty = await send([['do', 'wish']]);
  expect(empty.status).toBe(422);
  expect(empty.html).toContain('<title>Error: ');
  expect(await wishes()).toBeUndefined();
});

test('somebody asks about it afterwards, once', async () => {
  await send([
    ['do', 'wish'],
    ['worry', '8'],
  ]);
  const toAsk = () =>
    app.database.inPractice(practice.id, (db) =>
      listWishesToAskAbout(db, practice.id, localDate('2026-03-08'), localDate('2026-03-10')),
    );
  expect((await toAsk()).map((wish) => wish.visitId)).not.toContain(visit);
  await within((db) =>
    db
      .updateTable('visit')
      .set({ status: 'left' })
      .where('practice_id', '=', practice.id)
      .where('id', '=', visit)
      .execute(),
  );
  const [wish] = (await toAsk()).filter((one) => one.visitId === visit);
  expect(wish?.worry).toBe(8);
  await within((db) => markWishAsked(db, practice.id, wish?.id ?? '', clinician, app.clock.now()));
  expect((await toAsk()).map((one) => one.visitId)).not.toContain(visit);
});

async function sensitivePage(): Promise<string> {
  const private_ = await aService(app.database, practice.id, {
    name: JSON.stringify({ en: 'Secret treatment' }),
    sensitive: true,
  });
  const id = await aVisit(app.database, practice.id, patient, {
    on: '2026-03-12',
    status: 'booked',
    service_id: private_,
  });
  return aPageLink(app, practice, { purpose: 'visit', patientId: patient, visitId: id });
}

test('a sensitive service is told after a code alone, which goes to the number on file', async () => {
  const link = await sensitivePage();
  const before = await look(app.server, `${link}?lang=en`);
  expect(before.html).toContain('A code, to be sure that it is you');
  expect(before.html).toContain('To the number ending 47');
  expect(before.html).not.toMatch(/Secret|12 March|555-0147/);
  const asked = await send([['do', 'code']], link);
  expect(asked.html).toContain('The code is on its way');
  const code = sent.at(-1);
  expect(code).toMatchObject({ patientId: patient, to: { kind: 'text', address: '(202) 555-0147' } });
  expect(code?.code).toMatch(/^\d{6}$/);
  const opened = await send(
    [
      ['do', 'enter'],
      ['code', `${code?.code.slice(0, 3)} ${code?.code.slice(3)}`],
    ],
    link,
  );
  expect(opened.html).toContain('Secret treatment');
  const proof = /name="proof" value="([^"]+)"/.exec(opened.html)?.[1] ?? '';
  const wished = await send(
    [
      ['do', 'wish'],
      ['worry', '9'],
      ['proof', proof],
    ],
    link,
  );
  expect(wished.html).toContain('A stop signal');
  // Neither the link alone, nor another link with this proof, nor the code again.
  expect((await look(app.server, link)).html).not.toContain('Secret');
  expect((await send([['proof', proof]], await sensitivePage())).html).not.toContain('Secret');
  expect(
    (
      await send(
        [
          ['do', 'enter'],
          ['code', code?.code ?? ''],
        ],
        link,
      )
    ).html,
  ).not.toContain('Secret');
  app.clock.set(new Date(app.clock.now().getTime() + 31 * 60_000));
  expect((await send([['proof', proof]], link)).html).not.toContain('Secret');
});

test('five wrong tries end a code, ten minutes do too, and codes themselves are counted', async () => {
  const link = await sensitivePage();
  await send([['do', 'code']], link);
  const right = sent.at(-1)?.code ?? '';
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
  for (let nth = 0; nth < 5; nth += 1) {
    expect(
      (
        await send(
          [
            ['do', 'enter'],
            ['code', wrong],
          ],
          link,
        )
      ).html,
    ).toContain('This code does not fit');
  }
  expect(
    (
      await send(
        [
          ['do', 'enter'],
          ['code', right],
        ],
        link,
      )
    ).html,
  ).toContain('Too many tries');
  await send([['do', 'code']], link);
  const next = sent.at(-1)?.code ?? '';
  app.clock.set(new Date(app.clock.now().getTime() + 10 * 60_000));
  expect(
    (
      await send(
        [
          ['do', 'enter'],
          ['code', next],
        ],
        link,
      )
    ).html,
  ).toContain('This code does not fit');
  const before = sent.length;
  for (let nth = 0; nth < 8; nth += 1) await send([['do', 'code']], link);
  expect(sent.length - before).toBeLessThanOrEqual(5);
});

test('tried from many sides at once, a code ends after five tries all the same', async () => {
  const link = await sensitivePage();
  await send([['do', 'code']], link);
  const right = sent.at(-1)?.code ?? '';
  const guess = (nth: number): Promise<ShownPage> =>
    send(
      [
        ['do', 'enter'],
        ['code', String((Number(right) + nth) % 1_000_000).padStart(6, '0')],
      ],
      link,
    );
  const shown = await Promise.all(Array.from({ length: 20 }, (_, nth) => guess(nth + 1)));
  expect(shown.filter(({ html }) => html.includes('This code does not fit'))).toHaveLength(5);
  expect((await guess(0)).html).toContain('Too many tries');
});

test('ten codes a day and no more, however patient whoever tries is', async () => {
  const link = await sensitivePage();
  const before = sent.length;
  const began = app.clock.now();
  for (let hour = 0; hour < 8; hour += 1) {
    app.clock.set(new Date(Math.floor(began.getTime() / 86_400_000) * 86_400_000 + hour * 3_600_000));
    for (let nth = 0; nth < 5; nth += 1) await send([['do', 'code']], link);
  }
  app.clock.set(began);
  expect(sent.length - before).toBe(10);
});

test('where the practice is sensitive every visit waits for a code, and without a number there is none', async () => {
  await app.database.untenanted((db) =>
    db.updateTable('practice').set({ sensitive_pages: true }).where('id', '=', practice.id).execute(),
  );
  expect((await look(app.server, page)).html).not.toContain('Hygiene');
  const nobody = await aPatient(app.database, practice.id);
  const theirs = await aVisit(app.database, practice.id, nobody, { on: '2026-03-09', status: 'booked' });
  const link = await aPageLink(app, practice, { purpose: 'visit', patientId: nobody, visitId: theirs });
  const count = sent.length;
  expect((await send([['do', 'code']], link)).html).toContain('We have no number or address of yours');
  expect(sent.length).toBe(count);
  await app.database.untenanted((db) =>
    db.updateTable('practice').set({ sensitive_pages: false }).where('id', '=', practice.id).execute(),
  );
});

test('without a carrier codes lie in a file of the data folder, and nothing of patients with them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-mailbox-'));
  await within((db) =>
    localMailbox(folder)(db, {
      practice,
      patientId: patient,
      to: { kind: 'text', address: '(202) 555-0147' },
      code: '123456',
      language: 'en',
      now: app.clock.now(),
    }),
  );
  const text = readFileSync(join(folder, 'mailbox', 'codes.txt'), 'utf8');
  expect(text).toContain('code 123456');
  expect(text).not.toContain('555');
});

test('whoever the patient will see stands there with a picture, set by the desk, within the page and its budget', async () => {
  const manager = await anAgent(app, practice, ['manager']);
  const path = `/api/staff/${clinician}/photo`;
  expect((await look(app.server, `${page}?lang=en`)).html).not.toContain('<img');
  const set = await manager.send('PUT', path, { photo: aPicture.toString('base64') });
  expect(set.status, set.text).toBe(200);
  const shown = await look(app.server, `${page}?lang=en`);
  expect(shown.html).toContain(`src="data:image/png;base64,${aPicture.toString('base64')}"`);
  expect(shown.html).toContain('Dr. Ana Ruiz');
  expect(String(shown.headers['content-security-policy'])).toContain('img-src data:;');
  expect(shown.bytes).toBeLessThanOrEqual(15 * 1024);
  const removed = await manager.send('PUT', path, { photo: null });
  expect(removed.body).toEqual({ photo: null });
  expect((await look(app.server, `${page}?lang=en`)).html).not.toContain('<img');
  const undo = (deed: unknown) => manager.send('POST', `/api/deeds/${String(deed)}/undo`);
  expect((await undo(removed.headers['keepwell-deed'])).status).toBe(200);
  expect((await look(app.server, `${page}?lang=en`)).html).toContain('<img');
  expect((await undo(set.headers['keepwell-deed'])).status).toBe(200);
  expect((await look(app.server, `${page}?lang=en`)).html).not.toContain('<img');
});

test('what is no small square picture is refused in words', async () => {
  const manager = await anAgent(app, practice, ['manager']);
  const path = `/api/staff/${clinician}/photo`;
  for (const [bytes, words] of [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), /no picture/],
    [Buffer.concat([aPicture, Buffer.from('more')]), /no picture/],
    [Buffer.alloc(5121), /more than 5 KB/],
  ] as const) {
    const answered = await manager.send('PUT', path, { photo: bytes.toString('base64') });
    expect(answered.status).toBe(422);
    expect(answered.text).toMatch(words);
  }
  expect((await manager.send('PUT', path, { photo: 'not base64!' })).status).toBe(422);
  expect((await manager.send('PUT', `/api/staff/${crypto.randomUUID()}/photo`, { photo: null })).status).toBe(
    404,
  );
});

test('what costs nothing is said to cost nothing', async () => {
  const free = await aService(app.database, practice.id, {
    name: JSON.stringify({ en: 'A look' }),
    price_cents: 0,
  });
  const other = await aVisit(app.database, practice.id, patient, {
    on: '2026-03-10',
    status: 'booked',
    location_id: location,
    service_id: free,
  });
  const link = await aPageLink(app, practice, { purpose: 'visit', patientId: patient, visitId: other });
  const { html } = await look(app.server, `${link}?lang=en`);
  expect(html).toContain('This visit costs nothing.');
  expect(html).not.toContain('$0.00');
});
