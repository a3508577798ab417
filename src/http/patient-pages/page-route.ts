import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { practiceOfLink, readPatientLink } from '../../contact/link-actions.ts';
import type { LinkPurpose } from '../../contact/links.ts';
import type { Db } from '../../database/database.ts';
import type { PatientId } from '../../kit/ids.ts';
import { localDateIn } from '../../kit/instant.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { recordAuditEvent } from '../../platform/audit.ts';
import { coarseNetworkOf } from '../../platform/network.ts';
import type { Limit } from '../../platform/rate-limit.ts';
import type { Practice } from '../../practice/model.ts';
import { type Location, listLocations } from '../../practice/queries/locations.ts';
import { findPracticeSettings } from '../../practice/queries/practices.ts';
import type { Language } from '../../words/bind.ts';
import { languageOf } from '../../words/told.ts';
import type { HttpPorts } from '../ports.ts';
import { askForCall } from './call-me.ts';
import { endedPage, foreignPage, tooManyPage } from './ended-page.ts';
import { type Page, sendPage } from './frame.ts';
import { networkKey, oneClickLimits, pageLimits, withinLimits } from './limits.ts';
import { spokenHere, wordsOf } from './page-words.ts';
import { readForm } from './read-form.ts';
import type { PageOwner, Visitor } from './visitor.ts';

/** A page behind a link of one purpose. */
export interface PatientPage {
  readonly purpose: LinkPurpose;
  /** Changes nothing, however often and by whomever it is fetched. */
  show(visitor: Visitor): Promise<Page>;
  /** What a form of the page sends; the same again is harmless. */
  take(visitor: Visitor): Promise<Page>;
  /** Mail providers post to it, without a page of ours before. */
  readonly oneClick?: true;
}

/**
 * No cookie is read here, so nobody can be made to send what they may not: the token in the path is the right. A form of
 * another site is refused all the same where the browser says that it is one; our pages send no origin at all, because
 * they send no referrer.
 */
export function comesFromElsewhere(request: FastifyRequest, ports: HttpPorts): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return false;
  if (site !== undefined && site !== 'none') return true;
  const { origin } = request.headers;
  return (
    origin !== undefined && origin !== 'null' && origin !== ports.origin && origin !== ports.config.publicUrl
  );
}

/** The language that a page was asked for in; undefined: none was named. */
export function askedLanguage(request: FastifyRequest, form: URLSearchParams): Language | undefined {
  const query = request.query as Readonly<Record<string, unknown>>;
  const named = form.get('speak') ?? query.lang;
  return typeof named === 'string' ? spokenHere(named) : undefined;
}

export function acceptedLanguage(request: FastifyRequest): Language {
  return languageOf(request.headers['accept-language']);
}

/** Those that are not closed for good by now. */
export async function listOpenLocations(db: Db, practice: Practice, now: Date): Promise<readonly Location[]> {
  const places = await listLocations(db, practice.id);
  return places.filter(({ closedOn, zone }) => closedOn === null || closedOn > localDateIn(zone, now));
}

/** Of where a patient is seen; else the first location that is open. */
export function choosePlace(open: readonly Location[], id: string | null): Location | undefined {
  return open.find((one) => one.id === id) ?? open[0];
}

async function findOwner(
  db: Db,
  practice: Practice,
  patient: PatientId,
): Promise<(PageOwner & { readonly placeId: string | null }) | undefined> {
  const row = await db
    .selectFrom('patient')
    .select([
      'preferred_name',
      'given_name',
      'written_language as writtenLanguage',
      'spoken_language as spokenLanguage',
      'primary_location_id as placeId',
    ])
    .where('practice_id', '=', practice.id)
    .where('id', '=', patient)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { preferred_name, given_name, ...rest } = row;
  return { ...rest, givenName: preferred_name || given_name };
}

interface Answered {
  readonly page: Page;
  readonly language: Language;
  readonly practice: Practice | undefined;
}

async function audit(
  db: Db,
  request: FastifyRequest,
  practice: Practice,
  event: { readonly action: string; readonly result: string; readonly patients: readonly PatientId[] },
): Promise<void> {
  await recordAuditEvent(db, practice.id, {
    accountId: null,
    staffMemberId: null,
    action: event.action,
    result: event.result,
    patientIds: event.patients,
    objectIds: [],
    requestId: request.id,
    network: coarseNetworkOf(request.ip),
  });
}

export { audit as auditPage };

async function answer(
  ports: HttpPorts,
  page: PatientPage,
  request: FastifyRequest,
  isPost: boolean,
): Promise<Answered> {
  const { token = '' } = request.params as { readonly token?: string };
  const form = isPost ? readForm(request.body) : new URLSearchParams();
  const language = askedLanguage(request, form) ?? acceptedLanguage(request);
  const limits: { readonly network: Limit; readonly token: Limit } =
    isPost && page.oneClick ? oneClickLimits : pageLimits;
  const within = await withinLimits(ports, [
    [limits.network, networkKey(request)],
    [limits.token, token],
  ]);
  if (!within) return { page: tooManyPage(language), language, practice: undefined };
  if (isPost && page.oneClick !== true && comesFromElsewhere(request, ports)) {
    return { page: foreignPage(language), language, practice: undefined };
  }
  const practice = await practiceOfLink(ports.database, token);
  if (practice === undefined) return { page: endedPage(language, undefined), language, practice };
  return ports.database.inPractice(
    practice.id,
    async (db) => {
      const now = ports.clock.now();
      const action = `pages.${page.purpose}${isPost ? '.send' : ''}`;
      const link = await readPatientLink(db, practice, page.purpose, token, now);
      const places = await listOpenLocations(db, practice, now);
      const owner = link === undefined ? undefined : await findOwner(db, practice, link.patientId);
      if (link === undefined || owner === undefined) {
        await audit(db, request, practice, { action, result: 'link_ended', patients: [] });
        const phone = choosePlace(places, null)?.phone ?? undefined;
        return { page: endedPage(language, phone), language, practice };
      }
      const settings = await findPracticeSettings(db, practice.id);
      const spoken = askedLanguage(request, form) ?? spokenHere(owner.writtenLanguage) ?? language;
      const place = choosePlace(places, owner.placeId);
      const visitor: Visitor = {
        db,
        ports,
        request,
        practice,
        link,
        token,
        owner,
        calledBy: settings.nameOnPages && owner.givenName !== '' ? owner.givenName : undefined,
        sensitive: settings.sensitivePages,
        place,
        language: spoken,
        words: wordsOf(spoken),
        now,
        today: localDateIn(place?.zone ?? practice.zone, now) as LocalDate,
        form,
      };
      const shown = isPost ? await takeOne(page, visitor) : await page.show(visitor);
      const result = shown.isProblem === true ? 'invalid_input' : 'ok';
      await audit(db, request, practice, { action, result, patients: [link.patientId] });
      return { page: shown, language: spoken, practice };
    },
    { statementTimeoutMs: 20_000 },
  );
}

function takeOne(page: PatientPage, visitor: Visitor): Promise<Page> {
  return visitor.form.get('do') === 'call' ? askForCall(visitor) : page.take(visitor);
}

/** The two routes of a page: one that shows, one that takes. */
export function patientPageRoute(server: FastifyInstance, ports: HttpPorts, page: PatientPage): void {
  const url = `/p/${page.purpose}/:token`;
  const handle =
    (isPost: boolean) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { page: shown, language, practice } = await answer(ports, page, request, isPost);
      return sendPage(reply, { page: shown, language, practiceName: practice?.name });
    };
  server.route({ method: 'GET', url, handler: handle(false) });
  server.route({ method: 'POST', url, handler: handle(true) });
}
