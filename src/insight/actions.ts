import { askGateInMany } from '../contact/actions.ts';
import { countPatientLinks } from '../contact/link-actions.ts';
import type { Channel, Purpose } from '../contact/model.ts';
import { reasonsFor } from '../contact/policy.ts';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { listRhythms } from '../loyalty/actions.ts';
import type { getPatient } from '../patients/contract.ts';
import { mergesInto, survivorOf } from '../patients/merge-actions.ts';
import { displayName } from '../patients/model.ts';
import { findEnvelope, listWaysToReach, listWhatMatters } from '../patients/reading.ts';
import { findPlainMail } from '../patients/request-actions.ts';
import type { Actor } from '../practice/model.ts';
import { listPromisesTo } from '../promises/actions.ts';
import { told } from '../words/told.ts';
import { listNotSent } from './not-sent-queries.ts';
import {
  findNextAct,
  findPatientRecord,
  listActsOf,
  listEpisodesOf,
  listHousehold,
  listNewestWords,
  listSameAddress,
  listVisitsOf,
  type NamedPatient,
  type PatientRecord,
} from './patient-queries.ts';

type Picture = ReplyOf<typeof getPatient>;

/** Somebody without a name is shown by the number that the practice's own system gave them. */
export function nameOf(patient: NamedPatient): string {
  const name = displayName({
    familyName: patient.family_name,
    givenName: patient.given_name,
    fullName: patient.full_name,
    preferredName: patient.preferred_name,
  });
  return name ?? (patient.identifier === null ? 'Patient without a name' : `No. ${patient.identifier}`);
}

/** As a card index has it: `Okafor, Alice`. */
export function indexNameOf(patient: NamedPatient): string {
  const { family_name: family, given_name: given, preferred_name: preferred } = patient;
  return family !== '' && (given !== '' || preferred !== '')
    ? `${family}, ${preferred || given}`
    : nameOf(patient);
}

// A partial birth date is shown as much as is known of it.
function birthDateOf(record: PatientRecord): string | null {
  if (record.birth_date === null) return null;
  const length = { day: 10, month: 7, year: 4 }[record.birth_precision ?? 'day'];
  return record.birth_date.slice(0, length);
}

const purposes: readonly Purpose[] = ['care', 'feedback', 'marketing'];
const channels: readonly Channel[] = ['call', 'text', 'email', 'post'];

// What HIPAA calls marketing: it stands on a signature beside the word.
const signedAsks = channels.map(
  (channel) =>
    ({ row: 'signed', channel, purpose: 'marketing', legalClass: 'marketing', unsubscribe: true }) as const,
);

/** By purpose and channel: the gate's answer, and the newest word of the patient that bears on it. */
async function askAll(db: Db, actor: Actor, patient: PatientId, now: Date): Promise<Picture['mayDoNow']> {
  const plain = purposes.flatMap((purpose) =>
    channels.map((channel) => ({ row: purpose, channel, purpose, unsubscribe: true })),
  );
  // Elsewhere the law knows no such signature, and the row would say the same as the one above.
  const asks = actor.practice.country === 'US' ? [...plain, ...signedAsks] : plain;
  const decisions = await askGateInMany(db, actor.practice.id, patient, asks, now);
  const words = await listNewestWords(db, actor.practice.id, patient);
  return asks.map(({ row, purpose, channel }, nth) => {
    const decision = decisions?.[nth];
    const reasons = decision === undefined ? undefined : reasonsFor(actor.roles, decision.reasons);
    const about = words.filter(
      (word) => word.purpose === purpose && (word.channel === channel || word.channel === 'any'),
    );
    // A withdrawal on either forbids; so it is the word to be shown.
    const said = row === 'signed' ? undefined : (about.find((word) => !word.granted) ?? about[0]);
    return {
      purpose: row,
      channel,
      verdict: decision?.verdict ?? 'refuse',
      words: reasons?.map((reason) => reason.words).join('; ') ?? told.gate.gone,
      codes: reasons?.map((reason) => reason.code) ?? [],
      said:
        said === undefined
          ? null
          : {
              granted: said.granted,
              channel: said.channel,
              at: said.at.toISOString(),
              source: said.source,
              by: said.by,
            },
    };
  });
}

/**
 * One patient as the desk sees them, drawn across the house; writes nothing.
 * @param withScores false for roles that must not see loyalty
 * @returns `not_found`
 */
export async function drawPatient(
  db: Db,
  actor: Actor,
  id: PatientId,
  day: LocalDate,
  now: Date,
  withScores: boolean,
): Promise<Outcome<Picture, Refusal<'not_found'>>> {
  const practice = actor.practice.id;
  const record = await findPatientRecord(db, practice, id);
  if (record === undefined) {
    // Who was merged is the survivor now: an old link or note still leads to the patient.
    const survivor = await survivorOf(db, practice, id);
    if (survivor !== undefined && survivor !== id)
      return drawPatient(db, actor, survivor, day, now, withScores);
    return refuse('not_found', told.refusals.noPatient);
  }
  const visits = await listVisitsOf(db, practice, id);
  const mayDoNow = await askAll(db, actor, id, now);
  const envelope = await findEnvelope(db, practice, id);
  const plainMail = await findPlainMail(db, practice, id);
  const promises = await listPromisesTo(db, practice, id);
  return done({
    id,
    name: nameOf({ ...record, identifier: record.identifiers[0]?.value ?? null }),
    pronunciation: record.pronunciation,
    pronouns: record.pronouns,
    birthDate: birthDateOf(record),
    sex: record.sex,
    spokenLanguage: record.spoken_language,
    writtenLanguage: record.written_language,
    needsInterpreter: record.needs_interpreter,
    status: record.status,
    merges: (await mergesInto(db, practice, id)).map(({ id: merge, at, decided, by }) => ({
      id: merge,
      at: at.toISOString(),
      decided,
      by,
    })),
    exit: record.exit_reason === null ? null : { reason: record.exit_reason, on: record.exited_on },
    identifiers: [...record.identifiers],
    reachBy: [...(await listWaysToReach(db, practice, id))],
    envelope: envelope === undefined ? null : { ...envelope, at: envelope.at.toISOString() },
    pageLinks: await countPatientLinks(db, practice, id, now),
    plainMail: plainMail === undefined ? null : { ...plainMail, at: plainMail.at.toISOString() },
    relatedPersons: [...record.related],
    household: (await listHousehold(db, practice, id, day)).map((member) => ({
      id: member.id,
      name: nameOf(member),
      nextVisit: member.nextVisit,
      openActs: member.openActs,
      confirmed: member.confirmed,
    })),
    sameAddress: (await listSameAddress(db, practice, id)).map((other) => ({
      id: other.id,
      name: nameOf(other),
    })),
    mayDoNow,
    notSent: [...(await listNotSent(db, practice, id, actor.roles, now))],
    nextAct: (await findNextAct(db, practice, id)) ?? null,
    whatMatters: [...(await listWhatMatters(db, practice, id, actor.staffMemberId, day))],
    promises: promises.map(({ id: promise, words, ownerName, madeOn, dueOn, state }) => ({
      id: promise,
      words,
      owner: ownerName,
      madeOn,
      dueOn,
      state,
    })),
    rhythms: withScores ? [...(await listRhythms(db, practice, id, day))] : [],
    visits: visits.map(({ wait, total: _total, ...visit }) => ({
      ...visit,
      waitMinutes: wait === null ? null : Math.max(0, wait),
    })),
    visitCount: visits[0]?.total ?? 0,
    episodes: [...(await listEpisodesOf(db, practice, id))],
    acts: [...(await listActsOf(db, practice, id))],
  });
}
