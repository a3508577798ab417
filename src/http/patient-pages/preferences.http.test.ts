import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../tests/harness/app.ts';
import { aContactPoint, aLocation, aPatient, aPractice } from '../../../tests/harness/builders.ts';
import { aPageLink, look, sendForm } from '../../../tests/harness/patient-pages.ts';
import { askGate } from '../../contact/actions.ts';
import { answerInbound, receiveInbound } from '../../contact/inbound-actions.ts';
import type { About, Channel, Purpose } from '../../contact/model.ts';
import type { PatientId } from '../../kit/ids.ts';
import { localDate } from '../../kit/local-date.ts';
import { contactHash, withdrawAllConsent } from '../../patients/consent-actions.ts';
import { endPauses, listAppointmentsOnly, unsubscribe } from '../../patients/wish-actions.ts';
import type { Practice } from '../../practice/model.ts';

let app: TestApp;
let practice: Practice;
let patient: PatientId;
let page: string;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database, { name: 'Lakeside Skin' });
  await aLocation(app.database, practice.id, { phone: '(202) 555-0100', address: ['1 Elm Street'] });
});
afterAll(() => app.close());

beforeEach(async () => {
  patient = await aPatient(app.database, practice.id, { given_name: 'Lena' });
  await aContactPoint(app.database, practice.id, patient);
  await aContactPoint(app.database, practice.id, patient, {
    kind: 'email',
    received: 'Lena.Okafor@example.org',
    normal: 'lena.okafor@example.org',
  });
  page = await aPageLink(app, practice, { purpose: 'preferences', patientId: patient });
});

const everything = [
  ['channel', 'text'],
  ['channel', 'email'],
  ['time', 'mornings'],
  ['written', 'es'],
  ['spoken', 'en'],
  ['welcome', 'before_visit'],
  ['welcome', 'questions'],
  ['welcome', 'news'],
  ['keep', 'in_touch'],
  ['do', 'save'],
] as const;

async function verdict(
  channel: Channel,
  purpose: Purpose,
  about: About = purpose === 'care' ? 'visit' : 'other',
): Promise<string | undefined> {
  // At noon of a weekday, when calls are made.
  const ask = new Map([[patient, { channel, purpose, about, owed: false, unsubscribe: true }]]);
  const decisions = await app.database.inPractice(practice.id, (db) =>
    askGate(db, practice.id, ask, app.clock.now()),
  );
  return decisions.get(patient)?.verdict;
}

function words(): Promise<readonly object[]> {
  return app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('consent')
      .select(['purpose', 'channel', 'granted', 'source', 'wording_version'])
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .orderBy('id')
      .execute(),
  );
}

test('what a patient chooses holds at once, by purpose and channel', async () => {
  expect(await verdict('email', 'marketing')).toBe('refuse');
  const saved = await sendForm(app.server, page, everything);
  expect(saved.status).toBe(200);
  expect(saved.html).toContain('Your choices are saved');
  expect(await verdict('email', 'marketing')).toBe('permit');
  expect(await verdict('text', 'feedback')).toBe('permit');
  expect(await verdict('text', 'care')).toBe('permit');
  expect(await verdict('call', 'care')).toBe('refuse');
  expect(await verdict('post', 'marketing')).toBe('refuse');
  expect(await words()).toContainEqual({
    purpose: 'marketing',
    channel: 'email',
    granted: true,
    source: 'patient page',
    wording_version: 'patient-page-1-en',
  });
});

test('the same choices sent again write nothing', async () => {
  await sendForm(app.server, page, everything);
  const before = await words();
  expect(before).toHaveLength(12);
  await Promise.all([1, 2, 3, 4].map(() => sendForm(app.server, page, everything)));
  expect(await words()).toEqual(before);
});

test('the page shows what was chosen, and whose number and address without telling them', async () => {
  const empty = await look(app.server, page);
  expect(empty.html).toContain('You have not told us yet');
  expect(empty.html).not.toMatch(/value="(call|text|email|post)"[^>]* checked/);
  expect(empty.html).toContain('Text message to the number ending 47');
  expect(empty.html).toContain('E-mail to l…@e….org');
  for (const secret of ['Lena', 'Okafor', '555-0147', 'lena.okafor'])
    expect(empty.html).not.toContain(secret);
  await sendForm(app.server, page, everything);
  const full = await look(app.server, `${page}?lang=en`);
  expect(full.html).toMatch(/value="email" checked/);
  expect(full.html).toMatch(/value="mornings" checked/);
  expect(full.html).toMatch(/value="news" checked/);
  expect(full.html).not.toMatch(/value="post" checked/);
  expect(full.html).toMatch(/<option value="es" selected>Spanish/);
});

test('a patient who reads Spanish gets the page in Spanish, and may switch', async () => {
  expect((await look(app.server, page, { headers: { 'accept-language': 'es-MX,en;q=0.5' } })).html).toContain(
    '<html lang="es"',
  );
  await sendForm(app.server, page, everything);
  expect((await look(app.server, page)).html).toContain('¿Cómo quiere que estemos en contacto?');
  expect((await look(app.server, `${page}?lang=en`)).html).toContain('How should we keep in touch?');
});

test('a change of language keeps the answers and saves nothing', async () => {
  const switched = await sendForm(app.server, `${page}?lang=en`, [
    ...everything.slice(0, -1),
    ['speak', 'es'],
  ]);
  expect(switched.html).toContain('<html lang="es"');
  expect(switched.html).toMatch(/value="email" checked/);
  expect(switched.html).toMatch(/value="mornings" checked/);
  expect(await words()).toEqual([]);
});

test('no way at all is a problem that is said first, with its field', async () => {
  const wrong = await sendForm(app.server, page, [['do', 'save']]);
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('<title>Error: How should we keep in touch?</title>');
  expect(wrong.html).toMatch(/role="alert" tabindex="-1" autofocus><h2>There is a problem/);
  expect(wrong.html).toContain('href="#c"');
  expect(wrong.html).toContain('id="c"');
  expect(await words()).toEqual([]);
});

test('an older stop is lifted for what is chosen now, and for nothing else', async () => {
  await app.database.inPractice(practice.id, (db) =>
    db
      .insertInto('consent')
      .values(
        (['care', 'feedback', 'marketing'] as const).map((purpose) => ({
          practice_id: practice.id,
          id: crypto.randomUUID(),
          patient_id: patient,
          purpose,
          channel: 'any' as const,
          granted: false,
          source: 'said to staff',
          at: new Date('2026-01-01T00:00:00Z'),
        })),
      )
      .execute(),
  );
  await sendForm(
    app.server,
    page,
    everything.filter(([, value]) => value !== 'news'),
  );
  expect(await verdict('email', 'care')).toBe('permit');
  expect(await verdict('text', 'feedback')).toBe('permit');
  expect(await verdict('email', 'marketing')).toBe('refuse');
  expect(await verdict('call', 'feedback')).toBe('refuse');
});

test('a pause holds back at once and gives back what was granted when it ends', async () => {
  const paused = [...everything.filter(([name]) => name !== 'keep'), ['keep', 'pause']] as const;
  const saved = await sendForm(app.server, `${page}?lang=en`, paused);
  expect(saved.html).toContain('Monday, June 1');
  expect(await verdict('email', 'marketing')).toBe('refuse');
  expect(await verdict('text', 'care')).toBe('permit');
  expect(await verdict('text', 'care', 'recall')).toBe('refuse');
  const held = () =>
    app.database.inPractice(practice.id, (db) =>
      listAppointmentsOnly(db, practice.id, [patient], app.clock.now()),
    );
  expect((await held()).get(patient)).toEqual({ appointmentsOnlyUntil: '2026-06-01' });
  const end = (day: string) =>
    app.database.inPractice(practice.id, (db) =>
      endPauses(db, practice.id, localDate(day), new Date(app.clock.now().getTime() + 1000)),
    );
  expect(await end('2026-05-31')).toEqual([]);
  expect(await end('2026-06-01')).toEqual([patient]);
  expect(await end('2026-06-01')).toEqual([]);
  const ask = new Map([
    [patient, { channel: 'email', purpose: 'marketing', owed: false, unsubscribe: true } as const],
  ]);
  const later = await app.database.inPractice(practice.id, (db) =>
    askGate(db, practice.id, ask, new Date(app.clock.now().getTime() + 5000)),
  );
  expect(later.get(patient)?.verdict).toBe('permit');
  const wish = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('contact_wish')
      .select('keep')
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .orderBy('at')
      .execute(),
  );
  expect(wish).toEqual([{ keep: 'pause' }, { keep: 'in_touch' }]);
});

const laterOn = (milliseconds: number) => app.clock.set(new Date(app.clock.now().getTime() + milliseconds));

test('a pause ends on the day that was said, whatever else is chosen during it, and may be asked for again', async () => {
  const paused = everything.map(([name, value]) => [name, name === 'keep' ? 'pause' : value] as const);
  const begun = app.clock.now();
  const save = async (fields: readonly (readonly [string, string])[]) =>
    (await sendForm(app.server, `${page}?lang=en`, fields)).html;
  expect(await save(paused)).toContain('Monday, June 1');
  laterOn(30 * 86_400_000);
  expect(await save(paused)).toContain('Monday, June 1');
  const evenings = paused.map(([name, value]) => [name, name === 'time' ? 'evenings' : value] as const);
  expect(await save(evenings)).toContain('Monday, June 1');
  // On the day itself, before anybody ended it.
  laterOn(61 * 86_400_000);
  expect(await save(evenings)).toContain('Monday, August 31');
  const held = await app.database.inPractice(practice.id, (db) =>
    listAppointmentsOnly(db, practice.id, [patient], app.clock.now()),
  );
  expect(held.get(patient)?.appointmentsOnlyUntil).toBe('2026-08-31');
  app.clock.set(begun);
});

test('the end of a pause opens no way that was left unticked', async () => {
  await sendForm(app.server, page, [...everything.filter(([name]) => name !== 'keep'), ['keep', 'pause']]);
  laterOn(1000);
  await app.database.inPractice(practice.id, (db) =>
    endPauses(db, practice.id, localDate('2026-06-01'), app.clock.now()),
  );
  expect(await verdict('text', 'feedback')).toBe('permit');
  expect(await verdict('call', 'feedback')).toBe('refuse');
  expect(await verdict('post', 'marketing')).toBe('refuse');
});

test('the end of a pause gives nothing back that was withdrawn during it', async () => {
  await sendForm(app.server, page, [...everything.filter(([name]) => name !== 'keep'), ['keep', 'pause']]);
  laterOn(1000);
  await app.database.inPractice(practice.id, (db) =>
    withdrawAllConsent(db, practice.id, patient, null, app.clock.now()),
  );
  laterOn(1000);
  await app.database.inPractice(practice.id, (db) =>
    endPauses(db, practice.id, localDate('2026-06-01'), app.clock.now()),
  );
  expect(await verdict('email', 'marketing')).toBe('refuse');
  expect(await verdict('text', 'feedback')).toBe('refuse');
});

test('stopping everything but appointments holds until the patient says otherwise', async () => {
  const stopped = [...everything.filter(([name]) => name !== 'keep'), ['keep', 'appointments']] as const;
  await sendForm(app.server, page, stopped);
  expect(await verdict('email', 'marketing')).toBe('refuse');
  const held = await app.database.inPractice(practice.id, (db) =>
    listAppointmentsOnly(db, practice.id, [patient], app.clock.now()),
  );
  expect(held.get(patient)).toEqual({ appointmentsOnlyUntil: null });
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  await sendForm(app.server, page, everything);
  expect(await verdict('email', 'marketing')).toBe('permit');
});

const ticksOf = async (on = page): Promise<readonly string[]> => {
  const { html } = await look(app.server, on);
  return [...html.matchAll(/name="(?:channel|welcome)" value="(\w+)"[^>]* checked/g)].map(
    ([, value = '']) => value,
  );
};
const unsubscribeNow = (whose = patient) =>
  app.database.inPractice(practice.id, (db) =>
    unsubscribe(db, practice.id, whose, contactHash('lena.okafor@example.org'), 'x', app.clock.now()),
  );
const without = (...values: readonly string[]) => everything.filter(([, value]) => !values.includes(value));

test.each(['in_touch', 'pause'])(
  'what was unsubscribed is not ticked, and is heard again when it is ticked (%s)',
  async (keep) => {
    const all = everything.map(([name, value]) => [name, name === 'keep' ? keep : value] as const);
    await sendForm(app.server, page, all);
    expect(await ticksOf()).toEqual(['text', 'email', 'before_visit', 'questions', 'news']);
    laterOn(1000);
    await unsubscribeNow();
    expect(await ticksOf()).toEqual(['text', 'email', 'before_visit']);
    laterOn(1000);
    await sendForm(
      app.server,
      page,
      all.filter(([, value]) => value !== 'questions' && value !== 'news'),
    );
    expect(await verdict('email', 'marketing')).toBe('refuse');
    expect(await ticksOf()).toEqual(['text', 'email', 'before_visit']);
    laterOn(1000);
    await sendForm(app.server, page, all);
    expect(await ticksOf()).toEqual(['text', 'email', 'before_visit', 'questions', 'news']);
    laterOn(1000);
    if (keep === 'pause') {
      const day = localDate('2026-12-01');
      await app.database.inPractice(practice.id, (db) => endPauses(db, practice.id, day, app.clock.now()));
    }
    expect(await verdict('email', 'marketing')).toBe('permit');
  },
);

test.each(['in_touch', 'pause'])(
  'after a stop nothing is ticked, and what is ticked on purpose holds again (%s)',
  async (keep) => {
    const all = everything.map(([name, value]) => [name, name === 'keep' ? keep : value] as const);
    await sendForm(app.server, page, all);
    laterOn(1000);
    await app.database.inPractice(practice.id, (db) =>
      withdrawAllConsent(db, practice.id, patient, null, app.clock.now()),
    );
    expect(await ticksOf()).toEqual(['before_visit']);
    laterOn(1000);
    await sendForm(app.server, page, all);
    expect(await ticksOf()).toEqual(['text', 'email', 'before_visit', 'questions', 'news']);
    laterOn(1000);
    if (keep === 'pause') {
      const day = localDate('2026-12-01');
      await app.database.inPractice(practice.id, (db) => endPauses(db, practice.id, day, app.clock.now()));
    }
    expect(await verdict('email', 'marketing')).toBe('permit');
  },
);

test('who shares an address that was unsubscribed hears nothing until they ask themselves', async () => {
  const lena = patient;
  await sendForm(app.server, page, everything);
  const tom = await aPatient(app.database, practice.id, { given_name: 'Tom' });
  await aContactPoint(app.database, practice.id, tom, {
    kind: 'email',
    received: 'lena.okafor@example.org',
    normal: 'lena.okafor@example.org',
  });
  const toms = await aPageLink(app, practice, { purpose: 'preferences', patientId: tom });
  await sendForm(app.server, toms, without('text'));
  laterOn(1000);
  await unsubscribeNow();
  expect(await ticksOf(toms)).toEqual(['email', 'before_visit', 'questions']);
  laterOn(1000);
  await sendForm(app.server, page, everything);
  laterOn(1000);
  expect(await verdict('email', 'marketing')).toBe('permit');
  patient = tom;
  expect(await verdict('email', 'marketing')).toBe('refuse');
  await sendForm(app.server, toms, without('text'));
  expect(await verdict('email', 'marketing')).toBe('permit');
  patient = lena;
  expect(await verdict('email', 'marketing')).toBe('permit');
});

test('the patient is called by name only where the practice wants it so', async () => {
  await app.database.untenanted((db) =>
    db.updateTable('practice').set({ name_on_pages: true }).where('id', '=', practice.id).execute(),
  );
  expect((await look(app.server, page)).html).toContain('Hello Lena.');
  await app.database.untenanted((db) =>
    db.updateTable('practice').set({ name_on_pages: false }).where('id', '=', practice.id).execute(),
  );
  expect((await look(app.server, page)).html).not.toContain('Lena');
});

test('a call that is asked for is one call, with a clock and a reference', async () => {
  const first = await sendForm(app.server, `${page}?lang=en`, [['do', 'call']]);
  const again = await sendForm(app.server, `${page}?lang=en`, [['do', 'call']]);
  // Monday noon in New York: an hour later.
  expect(first.html).toContain('Somebody of ours calls you by Monday, March 2, 1:00 PM.');
  expect(/Reference (\w{4})</.exec(again.html)?.[1]).toBe(/Reference (\w{4})</.exec(first.html)?.[1]);
  const rows = await app.database.inPractice(practice.id, (db) =>
    db
      .selectFrom('inbound')
      .select(['kind', 'answered_at'])
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', patient)
      .execute(),
  );
  expect(rows).toEqual([{ kind: 'call_me', answered_at: null }]);
});

test('a call that is asked for again after the first one was answered is a call of its own', async () => {
  await sendForm(app.server, `${page}?lang=en`, [['do', 'call']]);
  const asked = () =>
    app.database.inPractice(practice.id, (db) =>
      db
        .selectFrom('inbound')
        .select(['id', 'answered_at'])
        .where('practice_id', '=', practice.id)
        .where('patient_id', '=', patient)
        .orderBy('received_at')
        .execute(),
    );
  const [first] = await asked();
  if (first === undefined) throw new Error('nothing was asked');
  const answer = { outcome: 'answered', by: null } as const;
  await app.database.inPractice(practice.id, (db) =>
    answerInbound(db, practice.id, first.id, answer, app.clock.now()),
  );
  laterOn(2 * 3_600_000);
  const again = await sendForm(app.server, `${page}?lang=en`, [['do', 'call']]);
  expect(again.html).not.toContain('12:00 PM');
  await sendForm(app.server, `${page}?lang=en`, [['do', 'call']]);
  expect((await asked()).map((one) => one.answered_at === null)).toEqual([false, true]);
});

test('who was seen where nobody is any more is called by those who are there', async () => {
  const closed = await aLocation(app.database, practice.id, {
    name: 'A house of the past',
    phone: '(202) 555-0199',
    closed_on: localDate('2026-01-01'),
  });
  await app.database.inPractice(practice.id, (db) =>
    db
      .updateTable('patient')
      .set({ primary_location_id: closed })
      .where('practice_id', '=', practice.id)
      .where('id', '=', patient)
      .execute(),
  );
  const { html } = await look(app.server, page);
  expect(html).toContain('(202) 555-0100');
  expect(html).not.toContain('(202) 555-0199');
  const received = (at: string) =>
    app.database.inPractice(practice.id, (db) =>
      receiveInbound(
        db,
        practice,
        { kind: 'call_me', via: 'phone', patientId: patient, locationId: closed, sameKey: Buffer.from(at) },
        new Date(at),
      ),
    );
  // Monday noon, as for everybody else: an hour later, and not a day.
  expect((await received('2026-03-02T17:00:00Z')).answerBy.toISOString()).toBe('2026-03-02T18:00:00.000Z');
});
