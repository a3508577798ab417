import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findWaiting, type Received, receiveInbound, sameKeyOf } from '../../contact/inbound-actions.ts';
import type { Db } from '../../database/database.ts';
import type { LocationId } from '../../kit/ids.ts';
import { localDateIn } from '../../kit/instant.ts';
import { addProspective, checkStranger } from '../../patients/enquire-actions.ts';
import { bestTimes } from '../../patients/model.ts';
import { getPracticeByPublicId } from '../../practice/actions.ts';
import type { Practice } from '../../practice/model.ts';
import type { Location } from '../../practice/queries/locations.ts';
import type { Language } from '../../words/bind.ts';
import type { HttpPorts } from '../ports.ts';
import { endedPage, foreignPage, tooManyPage } from './ended-page.ts';
import { type Page, problemBox, sendPage } from './frame.ts';
import { type Html, html } from './html.ts';
import { enquiryLimits, networkKey, pageLimits, withinLimits } from './limits.ts';
import {
  acceptedLanguage,
  askedLanguage,
  auditPage,
  choosePlace,
  comesFromElsewhere,
  listOpenLocations,
} from './page-route.ts';
import { type PageWords, sayMoment, wordsOf } from './page-words.ts';
import { chosen, readForm, textOf } from './read-form.ts';
import { telephone } from './telephone.ts';

const most = { words: 2000, more: 1000, name: 100, phone: 40, email: 320 } as const;

interface Asked {
  readonly needs: string;
  readonly wants: string;
  readonly expects: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string;
  readonly email: string;
  readonly bestTime: (typeof bestTimes)[number];
  readonly locationId: string;
  readonly wantsCall: boolean;
}

function readAsked(form: URLSearchParams): Asked {
  const text = (name: string, letters: number): string => [...textOf(form, name)].slice(0, letters).join('');
  return {
    needs: text('needs', most.words),
    wants: text('wants', most.more),
    expects: text('expects', most.more),
    givenName: text('given', most.name),
    familyName: text('family', most.name),
    phone: text('phone', most.phone),
    email: text('email', most.email),
    bestTime: chosen(form, 'time', bestTimes) ?? 'any',
    locationId: textOf(form, 'location'),
    wantsCall: form.get('do') === 'call',
  };
}

interface Guest {
  readonly practice: Practice;
  readonly places: readonly Location[];
  readonly language: Language;
  readonly words: PageWords;
}

interface Wrong {
  readonly field: string;
  readonly words: string;
}

function draw({ places, language, words }: Guest, asked: Asked, wrong: readonly Wrong[] = []): Page {
  const say = words.enquiry;
  const area = (name: 'needs' | 'wants' | 'expects', rows: number, letters: number): Html =>
    html`<label class="field">${say[name]}<textarea id="${name}" name="${name}" rows="${rows}" maxlength="${letters}">${asked[name]}</textarea></label>
    `;
  const field = (id: string, label: string, value: string, rest: Html): Html =>
    html`<label class="field">${label}<input id="${id}" name="${id}" value="${value}" ${rest}></label>
    `;
  const where =
    places.length < 2
      ? null
      : html`<label class="field">${say.location}<select name="location">${places.map(
          (place) =>
            html`<option value="${place.id ?? ''}"${place.id === asked.locationId ? html` selected` : null}>${place.name}</option>`,
        )}</select></label>`;
  const phone = choosePlace(places, null)?.phone;
  const [before, after] = words.callMe.orCall('\u0001').split('\u0001');
  return {
    title: say.title,
    body: html`${wrong.length === 0 ? null : problemBox(words.problem, wrong)}
      <p>${say.lead}</p><p class="box">${words.emergency}</p>
      <form id="f" method="post" action="?lang=${language}">
      ${area('needs', 4, most.words)}${area('wants', 2, most.more)}${area('expects', 2, most.more)}
      <fieldset><legend>${say.name}</legend>
      ${field('given', say.given, asked.givenName, html`autocomplete="given-name" maxlength="${most.name}"`)}
      ${field('family', say.family, asked.familyName, html`autocomplete="family-name" maxlength="${most.name}"`)}</fieldset>
      <fieldset><legend>${say.reach}</legend>
      ${field('phone', say.phone, asked.phone, html`type="tel" autocomplete="tel" maxlength="${most.phone}"`)}
      ${field('email', say.email, asked.email, html`type="text" inputmode="email" autocomplete="email" maxlength="${most.email}"`)}
      <label class="field">${say.bestTime}<select name="time">${bestTimes.map(
        (time) =>
          html`<option value="${time}"${time === asked.bestTime ? html` selected` : null}>${words.preferences.times[time]}</option>`,
      )}</select></label>${where}</fieldset>
      <p class="trap" aria-hidden="true"><label>${say.trap}<input name="website" tabindex="-1" autocomplete="off"></label></p>
      <p><button name="do" value="ask">${words.send}</button> <button class="second" name="do" value="call">${words.callMe.ask}</button></p></form>
      ${phone ? html`<p>${before}${telephone(phone)}${after}</p>` : null}`,
    form: 'ask',
    ...(wrong.length === 0 ? {} : { isProblem: true, status: 422 }),
  };
}

function thanks({ words, language, practice }: Guest, until: Date, zone: string, reference: string): Page {
  return {
    title: words.enquiry.done,
    body: html`<div class="box" role="status"><p>${words.enquiry.by(sayMoment(until, zone, { language, practice }))}</p>
      <p>${words.reference(reference)}</p></div><p class="box">${words.emergency}</p>`,
  };
}

function findWrong(guest: Guest, asked: Asked): readonly Wrong[] {
  const say = guest.words.enquiry;
  const wrong: Wrong[] = [];
  if (asked.needs === '' && !asked.wantsCall) wrong.push({ field: 'needs', words: say.noNeeds });
  const checked = checkStranger(strangerOf(guest, asked), guest.practice.country);
  if (!checked.ok) {
    const named = {
      no_name: { field: 'given', words: say.noName },
      no_way: { field: 'phone', words: say.noReach },
      bad_phone: { field: 'phone', words: say.badPhone },
      bad_email: { field: 'email', words: say.badEmail },
    } as const;
    wrong.push(named[checked.refusal.code]);
  } else if (asked.wantsCall && asked.phone === '') wrong.push({ field: 'phone', words: say.badPhone });
  return wrong;
}

function strangerOf({ places, language }: Guest, asked: Asked) {
  const locationId = (choosePlace(places, asked.locationId)?.id ?? null) as LocationId | null;
  const { givenName, familyName, phone, email } = asked;
  return { givenName, familyName, phone, email, language, locationId };
}

/** Keeps it. Whether anybody of that name is here already changes nothing of what is done or said. */
async function receive(db: Db, guest: Guest, asked: Asked, now: Date): Promise<Received> {
  const { practice } = guest;
  const { needs, wants, expects, bestTime, wantsCall, ...who } = asked;
  const day = localDateIn(practice.zone, now);
  const key = sameKeyOf('enquiry', JSON.stringify(who), needs, wants, expects, String(wantsCall), day);
  const { sameKey, waits, askedBefore } = await findWaiting(db, practice, key);
  if (waits !== undefined) return waits;
  const checked = checkStranger(strangerOf(guest, asked), practice.country);
  if (!checked.ok) throw new Error('an enquiry was checked and fits no more');
  const patientId = askedBefore ?? (await addProspective(db, practice, checked.value, now));
  const { locationId } = checked.value;
  return receiveInbound(
    db,
    practice,
    {
      kind: wantsCall && needs === '' ? 'call_me' : 'enquiry',
      via: 'page',
      patientId,
      locationId,
      words: needs,
      wants,
      expects,
      bestTime,
      sameKey,
    },
    now,
  );
}

interface Answered {
  readonly page: Page;
  readonly language: Language;
  readonly practiceName?: string;
}

async function answer(ports: HttpPorts, request: FastifyRequest, isPost: boolean): Promise<Answered> {
  const { publicId } = request.params as { readonly publicId: string };
  const form = isPost ? readForm(request.body) : new URLSearchParams();
  const language = askedLanguage(request, form) ?? acceptedLanguage(request);
  const isSent = isPost && !form.has('speak');
  const counted = isSent
    ? ([
        [enquiryLimits.network, networkKey(request)],
        [enquiryLimits.practice, publicId],
      ] as const)
    : ([[pageLimits.network, networkKey(request)]] as const);
  if (!(await withinLimits(ports, counted))) return { page: tooManyPage(language), language };
  if (isPost && comesFromElsewhere(request, ports)) return { page: foreignPage(language), language };
  const practice = await getPracticeByPublicId(ports.database, publicId);
  if (practice === undefined) return { page: endedPage(language, undefined), language };
  return ports.database.inPractice(
    practice.id,
    async (db) => {
      const now = ports.clock.now();
      const places = await listOpenLocations(db, practice, now);
      const guest: Guest = { practice, places, language, words: wordsOf(language) };
      const asked = readAsked(form);
      const page = await decide(db, guest, asked, form, isSent, now);
      const result = page.isProblem === true ? 'invalid_input' : 'ok';
      await auditPage(db, request, practice, {
        action: `pages.enquiry${isPost ? '.send' : ''}`,
        result,
        patients: [],
      });
      return { page, language, practiceName: practice.name };
    },
    { statementTimeoutMs: 20_000 },
  );
}

async function decide(
  db: Db,
  guest: Guest,
  asked: Asked,
  form: URLSearchParams,
  isSent: boolean,
  now: Date,
): Promise<Page> {
  if (!isSent) return draw(guest, asked);
  const wrong = findWrong(guest, asked);
  if (wrong.length > 0) return draw(guest, asked, wrong);
  // Nobody sees that field. A machine that fills it in is kept out; a person whose browser did sends once more, and
  // nothing that they were thanked for is lost.
  if (textOf(form, 'website') !== '') {
    return draw(guest, asked, [{ field: 'needs', words: guest.words.enquiry.machine }]);
  }
  const received = await receive(db, guest, asked, now);
  return thanks(guest, received.answerBy, received.zone, received.reference);
}

/** The door for somebody whom nobody knows yet. */
export function enquiryRoutes(server: FastifyInstance, ports: HttpPorts): void {
  const url = '/p/enquiry/:publicId';
  const handle =
    (isPost: boolean) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { page, language, practiceName } = await answer(ports, request, isPost);
      return sendPage(reply, { page, language, practiceName });
    };
  server.route({ method: 'GET', url, handler: handle(false) });
  server.route({ method: 'POST', url, handler: handle(true) });
}
