import type { FastifyInstance } from 'fastify';
import {
  answerInbound,
  findReceived,
  type Received,
  receiveInbound,
  sameKeyOf,
  takeInbound,
} from '../../contact/inbound-actions.ts';
import * as contract from '../../contact/inbound-contract.ts';
import { endPatientLinks, makePatientLink } from '../../contact/link-actions.ts';
import { linkDays } from '../../contact/links.ts';
import {
  countWaiting,
  hasVisitAhead,
  type InboundRow,
  listEnquiryMonths,
  listInboundRows,
} from '../../insight/inbound-queries.ts';
import type { InputOf, Parsed } from '../../kit/contract.ts';
import type { InboundId, LocationId, PatientId } from '../../kit/ids.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { patientExists } from '../../patients/detail-actions.ts';
import { addProspective, checkStranger } from '../../patients/enquire-actions.ts';
import { listLocations } from '../../practice/queries/locations.ts';
import { wilsonInterval } from '../../statistics/inference/wilson.ts';
import { told } from '../../words/told.ts';
import { note } from '../deeds.ts';
import { type Names, namesOf } from '../names-of.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const noPatient = refuse('not_found', told.refusals.noPatient);
const noVisitAhead = refuse('invalid_input', told.refusals.noVisitAhead);

function present(row: InboundRow, names: Names) {
  return {
    id: row.id,
    kind: row.kind,
    via: row.via,
    patientId: row.patientId,
    patientName: names.get(row.patientId) ?? '',
    patientStatus: row.status,
    phone: row.phone,
    reference: row.reference,
    words: row.words,
    wants: row.wants,
    expects: row.expects,
    bestTime: row.bestTime,
    worry: row.worry,
    location: row.location,
    visitDay: row.visitDay,
    receivedAt: row.receivedAt.toISOString(),
    answerBy: row.answerBy.toISOString(),
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    answered:
      row.answeredAt === null || row.outcome === null
        ? null
        : { at: row.answeredAt.toISOString(), by: row.answeredBy, outcome: row.outcome },
    suspects: row.suspects,
  };
}

/** Where patients' links begin: the public address, else this very one. Never what a request claims. */
function baseOf(ports: HttpPorts): string {
  return ports.config.publicUrl ?? ports.origin;
}

type NoteBody = Parsed<InputOf<typeof contract.notePhoneCall>>['body'];

interface Noted {
  readonly received: Received;
  readonly madePatient: PatientId | null;
}

async function takeNote(context: Context, body: NoteBody): Promise<Outcome<Noted>> {
  const { db, actor, now } = context;
  const { practice } = actor;
  const sameKey = sameKeyOf('note', body.clientKey);
  const before = await findReceived(db, practice, sameKey);
  if (before !== undefined) return done({ received: before, madePatient: null });
  const places = await listLocations(db, practice.id);
  const locationId = (places.find((place) => place.id === body.locationId)?.id ?? null) as LocationId | null;
  let patientId = body.patientId as PatientId | undefined;
  const isStranger = patientId === undefined;
  if (patientId === undefined) {
    const checked = checkStranger(
      {
        givenName: body.givenName ?? '',
        familyName: body.familyName ?? '',
        phone: body.phone ?? '',
        email: body.email ?? '',
        language: undefined,
        locationId,
      },
      practice.country,
    );
    if (!checked.ok) return refuse('invalid_input', checked.refusal.detail);
    patientId = await addProspective(db, practice, checked.value, now);
  } else if (!(await patientExists(db, practice.id, patientId))) return noPatient;
  const received = await receiveInbound(
    db,
    practice,
    {
      kind: body.kind,
      via: 'phone',
      patientId,
      locationId,
      words: body.needs,
      wants: body.wants ?? '',
      expects: body.expects ?? '',
      bestTime: body.bestTime ?? null,
      sameKey,
    },
    now,
  );
  return done({ received, madePatient: isStranger ? patientId : null });
}

function readRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listInbound, async ({ db, actor, now, seen }, { query }) => {
    const { practice } = actor;
    const rows = await listInboundRows(db, practice.id, query.state ?? 'waiting', now);
    seen.patient(...rows.map((row) => row.patientId));
    const names = await namesOf(db, practice.id, rows);
    return done({
      inbound: rows.map((row) => present(row, names)),
      waiting: await countWaiting(db, practice.id),
      enquiryPage: `${baseOf(ports)}/p/enquiry/${practice.publicId}`,
    });
  });
  staffRoute(server, ports, contract.readEnquiryRates, async ({ db, actor, now, today }) => {
    const { practice } = actor;
    const months = await listEnquiryMonths(db, practice.id, practice.zone, today, now);
    return done({
      months: months.map(({ month, enquired, came, booked, inTime, clocked }) => ({
        month,
        came,
        booked,
        share: wilsonInterval(came, enquired),
        inTime: wilsonInterval(inTime, clocked),
      })),
    });
  });
}

function writeRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.notePhoneCall, async (context, { body }) => {
    const noted = await takeNote(context, body);
    if (!noted.ok) return noted;
    const { received, madePatient } = noted.value;
    context.seen.patient(received.patientId);
    if (received.isNew) await note(context, 'inbound_noted', received.id, { madePatient });
    const { id, patientId, reference, answerBy } = received;
    return done({ id, patientId, reference, answerBy: answerBy.toISOString() });
  });
  staffRoute(server, ports, contract.takeInbound, async (context, { params, body }) => {
    const { db, actor, seen } = context;
    const id = params.inboundId as InboundId;
    const owner = body.mine ? actor.staffMemberId : null;
    const taken = await takeInbound(db, actor.practice.id, id, owner);
    if (!taken.ok) return taken;
    seen.patient(taken.value.patientId);
    await note(context, 'inbound_taken', id, { ownerId: taken.value.ownerId }, { ownerId: owner });
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.answerInbound, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const id = params.inboundId as InboundId;
    const answer = { outcome: body.outcome, by: actor.staffMemberId };
    const answered = await answerInbound(db, actor.practice.id, id, answer, now);
    if (!answered.ok) return answered;
    seen.patient(answered.value);
    await note(context, 'inbound_answered', id, {});
    return done({ ok: true as const });
  });
}

function linkRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(
    server,
    ports,
    contract.makePageLink,
    async ({ db, actor, now, today, seen }, { params, body }) => {
      const { practice } = actor;
      const patientId = params.patientId as PatientId;
      if (!(await patientExists(db, practice.id, patientId))) return noPatient;
      const { purpose } = body;
      if (purpose === 'visit' && !(await hasVisitAhead(db, practice.id, patientId, today)))
        return noVisitAhead;
      const path = await makePatientLink(db, practice, { purpose, patientId }, now);
      seen.patient(patientId);
      const until = new Date(now.getTime() + linkDays[purpose] * 86_400_000);
      return done({ address: `${baseOf(ports)}${path}`, until: until.toISOString() });
    },
  );
  staffRoute(server, ports, contract.endPageLinks, async (context, { params }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patientId))) return noPatient;
    const ended = await endPatientLinks(db, actor.practice.id, patientId, now);
    seen.patient(patientId);
    if (ended.length > 0)
      await note(context, 'links_ended', patientId, { links: ended, endedAt: now.toISOString() });
    return done({ ended: ended.length });
  });
}

/** Who asked us something, and whether they had an answer; links to patients' pages. */
export function enquiryRoutes(server: FastifyInstance, ports: HttpPorts): void {
  readRoutes(server, ports);
  writeRoutes(server, ports);
  linkRoutes(server, ports);
}
