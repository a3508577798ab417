import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../tests/harness/app.ts';
import {
  aContactPoint,
  aLocation,
  aPatient,
  aPractice,
  aService,
  aStaffMember,
  aVisit,
} from '../../../tests/harness/builders.ts';
import { aPageLink, glance, look, type ShownPage, sendForm } from '../../../tests/harness/patient-pages.ts';
import { type LinkPurpose, linkDays, linkPurposes } from '../../contact/links.ts';
import type { PatientId, VisitId } from '../../kit/ids.ts';
import { contactHash } from '../../patients/consent-actions.ts';
import type { Practice } from '../../practice/model.ts';
import { authorisationTable } from '../authorisation-table.ts';
import { buildPublicServer } from '../public-server.ts';

const hostile = `<img src=x onerror=alert(1)>"'\u202E&amp;{{7*7}}`;
let app: TestApp;
let open: FastifyInstance;
let superuser: pg.Client;
let practice: Practice;
let patient: PatientId;
let visit: VisitId;
let links: Readonly<Record<LinkPurpose, string>>;
let enquiry: string;

beforeAll(async () => {
  app = await openApp();
  open = await buildPublicServer(app.ports);
  superuser = new pg.Client(app.fresh.access.superuser);
  await superuser.connect();
  practice = await aPractice(app.database, { name: hostile, name_on_pages: true });
  const location = await aLocation(app.database, practice.id, {
    name: hostile,
    address: [hostile],
    phone: '(202) 555-0100',
    parking: JSON.stringify({ en: hostile }),
  });
  const service = await aService(app.database, practice.id, {
    name: JSON.stringify({ en: hostile }),
    steps: JSON.stringify({ en: `first\n${hostile}` }),
    price_cents: 12_345,
  });
  const clinician = await aStaffMember(app.database, practice.id, { display_name: hostile });
  patient = await aPatient(app.database, practice.id, { given_name: hostile, family_name: hostile });
  await aContactPoint(app.database, practice.id, patient);
  await aContactPoint(app.database, practice.id, patient, {
    kind: 'email',
    received: 'lena@example.org',
    normal: 'lena@example.org',
  });
  visit = await aVisit(app.database, practice.id, patient, {
    on: '2026-03-09',
    status: 'booked',
    location_id: location,
    service_id: service,
    clinician_id: clinician.id,
  });
  const made = linkPurposes.map(
    async (purpose) =>
      [
        purpose,
        await aPageLink(app, practice, {
          purpose,
          patientId: patient,
          visitId: visit,
          contactHash: contactHash('lena@example.org'),
        }),
      ] as const,
  );
  links = Object.fromEntries(await Promise.all(made)) as Record<LinkPurpose, string>;
  enquiry = `/p/enquiry/${practice.publicId}`;
}, 60_000);
afterAll(async () => {
  await superuser.end();
  await open.close();
  await app.close();
});

const pages = (): readonly (readonly [string, string])[] => [...Object.entries(links), ['enquiry', enquiry]];

/** Of every row of every table but the trail and the counts of tries. */
async function dump(): Promise<string> {
  const tables = await superuser.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
       and table_name not in ('audit_event', 'attempt') order by 1`,
  );
  const sums = tables.rows.map(
    ({ name }) =>
      `select '${name} ' || count(*) || ' ' || coalesce(sum(hashtextextended(x::text, 0)), 0) as line from ${name} x`,
  );
  const found = await superuser.query<{ line: string }>(`${sums.join(' union all ')} order by line`);
  return found.rows.map(({ line }) => line).join('\n');
}

describe('a look', () => {
  test('changes nothing, however often, by whomever and in whatever language', async () => {
    const before = await dump();
    expect(before.split('\n').length).toBeGreaterThan(50);
    for (const server of [app.server, open]) {
      for (const [, page] of pages()) {
        for (const query of [
          '',
          '?lang=es',
          '?do=save&channel=email&keep=appointments',
          '?speak=es&do=call',
        ]) {
          expect((await look(server, page + query)).status, page).toBe(200);
          await look(server, page + query, {
            headers: { 'user-agent': 'scanner', 'sec-fetch-site': 'cross-site' },
          });
        }
        await glance(server, page);
      }
    }
    expect(await dump()).toBe(before);
  });

  test('is seen by the dump when it is none', async () => {
    const before = await dump();
    await sendForm(open, links.question, [['words', 'May I eat before?']]);
    expect(await dump()).not.toBe(before);
  });
});

describe('every page', () => {
  const inBudget = (page: ShownPage, what: string): void => {
    expect(page.bytes, what).toBeLessThanOrEqual(15 * 1024);
    // What we aim at for what is shown first; the words of the hostile practice are longer than most.
    expect(page.bytes, what).toBeLessThan(9 * 1024);
  };

  test.each(['en', 'es'])('is whole within its bytes in %s, with the headers that it needs', async (lang) => {
    for (const [name, page] of pages()) {
      const shown = await look(open, `${page}?lang=${lang}`);
      expect(shown.status, name).toBe(200);
      inBudget(shown, name);
      expect(shown.html).toContain(`<html lang="${lang}" dir="ltr">`);
      expect(shown.headers['cache-control']).toBe('no-store');
      expect(shown.headers['referrer-policy']).toBe('no-referrer');
      expect(String(shown.headers['x-robots-tag'])).toContain('noindex');
      expect(String(shown.headers['content-security-policy'])).toMatch(
        /^default-src 'none'; style-src 'sha256-/,
      );
      expect(shown.headers['set-cookie']).toBeUndefined();
      expect(shown.html).not.toMatch(/<(script|link|img|iframe|object)|@import|url\(/i);
      expect(shown.html).toContain(
        lang === 'en' ? 'Telling us never changes your care.' : 'Lo que nos diga nunca cambia su atención.',
      );
      expect(shown.html).toMatch(/value="call"/);
    }
  });

  test('shows hostile names as text, and turns none of it round', async () => {
    for (const [name, page] of pages()) {
      const { html } = await look(open, `${page}?lang=en`);
      expect(html, name).not.toContain('<img');
      expect(html, name).not.toContain('\u202e');
      expect(html, name).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
    }
  });

  test('gives back what was typed as text', async () => {
    for (const [page, field] of [
      [links.visit, 'matters'],
      [enquiry, 'needs'],
      [links.question, 'words'],
    ] as const) {
      const typed = await sendForm(open, page, [
        [field, `</textarea>${hostile}\n   keeps its spaces`],
        ['speak', 'es'],
      ]);
      expect(typed.status).toBe(200);
      expect(typed.html).not.toContain('<img');
      expect(typed.html).toContain('&lt;/textarea&gt;');
      expect(typed.html).toContain('\n   keeps its spaces');
    }
  });

  test('is the same whatever host, proxy or scheme a request claims', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=http',
      'x-original-url': '/api/staff',
    };
    for (const [, page] of pages()) {
      const plain = await look(open, `${page}?lang=en`);
      const claimed = await look(open, `${page}?lang=en`, { headers });
      expect(claimed.html).toBe(plain.html);
      expect(JSON.stringify(claimed.headers)).not.toContain('evil');
    }
  });
});

describe('a link', () => {
  const tokenOf = (path: string): string => path.split('/').at(-1) ?? '';

  test.each(linkPurposes)('for %s opens that page and no other', async (purpose) => {
    const token = tokenOf(links[purpose]);
    for (const other of linkPurposes) {
      const shown = await look(open, `/p/${other}/${token}`);
      expect(shown.status, other).toBe(other === purpose ? 200 : 404);
    }
    expect((await look(open, `/p/enquiry/${token}`)).status).toBe(404);
    const before = await dump();
    for (const other of linkPurposes.filter((one) => one !== purpose)) {
      const sent = await sendForm(open, `/p/${other}/${token}`, [
        ['do', 'call'],
        ['channel', 'email'],
        ['words', 'x'],
        ['List-Unsubscribe', 'One-Click'],
      ]);
      expect(sent.status, other).toBe(404);
    }
    expect(await dump()).toBe(before);
  });

  test('is no right to anything of the staff, as a cookie, a bearer or a token of theirs', async () => {
    for (const purpose of linkPurposes) {
      const token = tokenOf(links[purpose]);
      for (const [key, row] of Object.entries(authorisationTable)) {
        const [method = '', path = ''] = key.split(' ');
        if (typeof row.may === 'string' && row.may !== 'signed_in') continue;
        const reply = await app.server.inject({
          method: method as 'GET',
          url: path.replace(/:\w+/g, token),
          headers: {
            cookie: `keepwell=${token}; __Host-keepwell=${token}`,
            authorization: `Bearer ${token}`,
            origin: app.ports.origin,
          },
        });
        expect(reply.statusCode, `${key} with a link for ${purpose}`).toBe(401);
      }
    }
  });

  test('that ended, that never was and that opens another page say the same', async () => {
    const ended = await aPageLink(app, practice, { purpose: 'preferences', patientId: patient });
    await superuser.query('update patient_link set ended_at = now() where token_hash = sha256($1::bytea)', [
      Buffer.from(tokenOf(ended)),
    ]);
    const old = await aPageLink(app, practice, { purpose: 'preferences', patientId: patient });
    await superuser.query('update patient_link set expires_at = $2 where token_hash = sha256($1::bytea)', [
      Buffer.from(tokenOf(old)),
      new Date('2026-03-02T16:59:59Z'),
    ]);
    const shown = await Promise.all(
      [
        ended,
        old,
        `/p/preferences/${practice.publicId}.never-was`,
        `/p/preferences/${tokenOf(links.visit)}`,
      ].map((page) => look(open, page)),
    );
    for (const page of shown) {
      expect(page.status).toBe(404);
      expect(page.html).toBe(shown[0]?.html);
      expect(page.html).toContain('This link has ended');
      expect(page.html).toContain('(202) 555-0100');
      expect(page.html).not.toContain('Lena');
    }
    const nowhere = await look(open, '/p/preferences/nobody.never-was');
    expect(nowhere.status).toBe(404);
    expect(nowhere.html).toContain('This link has ended');
  });

  test('that does not fit leaves a trace without a patient', async () => {
    await look(open, `/p/visit/${tokenOf(links.preferences)}`);
    const found = await superuser.query(
      `select action, result, patient_ids from audit_event where result = 'link_ended' order by id desc limit 1`,
    );
    expect(found.rows).toEqual([{ action: 'pages.visit', result: 'link_ended', patient_ids: [] }]);
  });

  test('for unsubscribing works for longer than the law asks', () => {
    expect(linkDays.unsubscribe).toBeGreaterThanOrEqual(60);
  });
});

describe('the listener for patients', () => {
  test('knows no route of the staff', async () => {
    let walked = 0;
    for (const key of Object.keys(authorisationTable)) {
      const [method = '', path = ''] = key.split(' ');
      if (path.startsWith('/p/')) continue;
      walked += 1;
      const reply = await open.inject({ method: method as 'GET', url: path.replace(/:\w+/g, 'x') });
      expect(reply.statusCode, key).toBe(404);
      expect(reply.payload, key).toContain('This link has ended');
    }
    expect(walked).toBeGreaterThan(80);
    for (const path of ['/', '/today', '/sign-in', '/assets/index.js', '/patients/x']) {
      expect((await look(open, path)).status, path).toBe(404);
    }
  });

  test('the door of the staff has the pages too, and no screen where a page would be', async () => {
    expect((await look(app.server, links.preferences)).status).toBe(200);
    expect((await look(app.server, '/p/anything')).html).toContain('This link has ended');
  });
});

describe('the end of bulk mail', () => {
  const oneClick = [['List-Unsubscribe', 'One-Click']] as const;
  const suppressions = async (): Promise<number> =>
    (
      await superuser.query('select 1 from suppression where contact_hash = $1', [
        contactHash('lena@example.org'),
      ])
    ).rowCount ?? 0;

  test('a hundred one-clicks at once are one, each answered with 200 and without a way on', async () => {
    expect(await suppressions()).toBe(0);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        sendForm(open, links.unsubscribe, oneClick, { headers: { origin: 'https://mail.example' } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.every(({ headers }) => headers.location === undefined)).toBe(true);
    expect(answers.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true);
    expect(await suppressions()).toBe(1);
    // The first is told that it is so now, whoever comes later that it was so already.
    const already = answers.filter(({ html }) => html.includes('It was so already'));
    expect(already).toHaveLength(99);
    const words = await superuser.query(
      `select purpose, channel, granted from consent where patient_id = $1 and evidence = 'unsubscribed' order by purpose`,
      [patient],
    );
    expect(words.rows).toEqual([
      { purpose: 'feedback', channel: 'email', granted: false },
      { purpose: 'marketing', channel: 'email', granted: false },
    ]);
  });

  test('replayed later, without a body or as a form of many parts, it changes nothing', async () => {
    const before = await dump();
    const bare = await open.inject({ method: 'POST', url: links.unsubscribe });
    const parts = await open.inject({
      method: 'POST',
      url: links.unsubscribe,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    });
    expect([bare.statusCode, parts.statusCode]).toEqual([200, 200]);
    expect(bare.body).toContain('It was so already');
    expect(await dump()).toBe(before);
  });

  test('a forged token silences nobody', async () => {
    const before = await dump();
    const forged = await sendForm(open, `/p/unsubscribe/${practice.publicId}.${'x'.repeat(43)}`, oneClick);
    expect(forged.status).toBe(404);
    expect(await dump()).toBe(before);
  });
});

describe('a form of another site', () => {
  test.each([
    ['says so', { 'sec-fetch-site': 'cross-site' }],
    ['names another origin', { origin: 'https://evil.example' }],
  ])('is refused where the browser %s', async (_, headers: Record<string, string>) => {
    const before = await dump();
    for (const [name, page] of pages().filter(([one]) => one !== 'unsubscribe')) {
      expect((await sendForm(open, page, [['do', 'call']], { headers })).status, name).toBe(403);
    }
    expect(await dump()).toBe(before);
  });

  test('is not what our own pages send, which name no origin', async () => {
    const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await sendForm(open, links.preferences, [['do', 'call']], { headers })).status).toBe(200);
  });
});

describe('whatever is thrown at a page', () => {
  const long = 'x'.repeat(4000);
  const bodies = [
    '',
    '=&=&&&',
    '%00%00=%00',
    '%FF%FE=%C0%80',
    'do=__proto__&keep=constructor&channel=toString&worry=1e9&lang=../../etc/passwd',
    `do=save&channel=${long}`,
    'do=wish&worry=11&matters=%00',
    "do=ask&words=';drop table patient;--",
    'do=enter&code=%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5%D9%A6',
    'do=confirm&start=not-a-date',
    'speak=xx&do=save',
    `${'a=1&'.repeat(2000)}`,
  ];

  test('is answered with a page, never with a fault', async () => {
    for (const [name, page] of pages()) {
      for (const payload of bodies) {
        for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
          const reply = await open.inject({
            method: 'POST',
            url: `${page}?lang=%00&lang=es`,
            remoteAddress: `10.7.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
            headers: { 'content-type': type },
            payload,
          });
          expect(reply.statusCode, `${name} ${type} ${payload.slice(0, 60)}`).toBeLessThan(500);
          expect(reply.payload).toContain('<!doctype html>');
        }
      }
    }
    for (const path of [
      '/p/preferences/%00',
      '/p/preferences/a%2Fb.c',
      `/p/visit/${long}`,
      '/p/%E0%A4%A',
      '/p/',
    ]) {
      const shown = await look(open, path);
      expect(shown.status, path.slice(0, 40)).toBeGreaterThanOrEqual(400);
      expect(shown.status, path.slice(0, 40)).toBeLessThan(500);
    }
  });

  test('is too much when it is longer than any form of ours', async () => {
    const sent = await sendForm(open, links.question, [['words', 'x'.repeat(50_000)]]);
    expect(sent.status).toBe(413);
    expect(sent.html).toContain('Nothing was changed');
  });
});

test('a household may read a few pages, and nobody hundreds, from one network of any spelling', async () => {
  const page = `/p/preferences/${practice.publicId}.guess`;
  let last = 0;
  for (let nth = 0; nth < 330; nth += 1) {
    const from = `2001:db8:1:2::${nth.toString(16)}`;
    last = (await look(open, `${page}${nth}`, { from })).status;
    if (last === 429) {
      expect(nth).toBeGreaterThan(100);
      break;
    }
  }
  expect(last).toBe(429);
  expect((await look(open, links.preferences, { from: '2001:db8:1:3::1' })).status).toBe(200);
});
