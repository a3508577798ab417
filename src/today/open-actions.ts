import { askGate } from '../contact/actions.ts';
import type { GateDecision } from '../contact/model.ts';
import { reasonsFor } from '../contact/policy.ts';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { ActId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { findQuestion } from '../patients/find-out-actions.ts';
import {
  findEnvelope,
  findGuardian,
  listWaysToReach,
  listWhatMatters,
  type WhatMatters,
} from '../patients/reading.ts';
import { askOfTouchpoint } from '../plan/model.ts';
import type { Actor } from '../practice/model.ts';
import { told, toldLanguage } from '../words/told.ts';
import { checkBook, premiseGone, presentView, scheduleAge } from './actions.ts';
import type { openAct } from './contract.ts';
import { mayReopen } from './desk-actions.ts';
import { offers } from './model.ts';
import { presentStored, speakAs } from './present.ts';
import { findAct, type StoredAct, stateOf, updateAct } from './queries/acts.ts';
import { findOpenedPatient, listLastContacts, type OpenedPatient } from './queries/find-opened.ts';
import { listOutcomesOf } from './queries/outcomes.ts';
import { findWords } from './queries/words.ts';

type Opened = ReplyOf<typeof openAct>;

/** Reads the premise again. A false one closes the act in this transaction, and the words say why. */
async function checkPremise(
  db: Db,
  actor: Actor,
  act: StoredAct,
  patient: OpenedPatient,
  now: Date,
): Promise<{ readonly act: StoredAct; readonly holds: boolean; readonly words: string }> {
  if (act.state === 'done' || act.state === 'closed') {
    return { act, holds: act.state === 'done', words: act.closedReason ?? '' };
  }
  const view = presentView(actor.practice, now);
  const reason = patient.exited
    ? told.gone.left
    : await premiseGone({ db, view, patientId: act.patientId, premise: act.premise }, act.trigger);
  if (reason === undefined) return { act, holds: true, words: '' };
  const closed = { ...stateOf(act), state: 'closed' as const, closedReason: reason };
  await updateAct(db, actor.practice.id, act.id, closed, now);
  return { act: { ...act, state: 'closed', closedReason: reason }, holds: false, words: reason };
}

function presentGate(decision: GateDecision | undefined, roles: readonly string[]): Opened['gate'] {
  if (decision === undefined) return { verdict: 'refuse', until: null, reasons: [told.gate.gone] };
  return {
    verdict: decision.verdict,
    until: decision.verdict === 'delay' ? decision.until.toISOString() : null,
    reasons: reasonsFor(roles, decision.reasons).map((reason) => reason.words),
  };
}

/** What not to do or say now, in words for the desk. */
function limitsOf(
  act: StoredAct,
  patient: OpenedPatient,
  matters: readonly WhatMatters[],
  ways: number,
): string[] {
  const limits: string[] = [];
  if (ways === 0 && act.channel !== 'in_person') {
    limits.push(told.limits.noWay);
  }
  if (act.channel === 'call') limits.push(told.limits.machine);
  if (patient.needsInterpreter) limits.push(told.limits.interpreter);
  if (patient.language !== null && patient.language.split('-')[0] !== act.language.split('-')[0]) {
    limits.push(told.limits.language(toldLanguage(patient.language), toldLanguage(act.language)));
  }
  if (matters.some((matter) => matter.sharing === 'know')) limits.push(told.limits.know);
  if (act.kind === 'card') limits.push(told.limits.byHand);
  return limits;
}

/**
 * Opens one act: reads its premise again and closes it when that is gone, asks the gate about this very moment, and
 * gathers what the desk needs.
 * @returns `not_found`
 */
export async function openActFor(
  db: Db,
  actor: Actor,
  id: ActId,
  now: Date,
): Promise<Outcome<Opened, Refusal<'not_found'>>> {
  const practice = actor.practice.id;
  const found = await findAct(db, practice, id, true);
  const patient = found === undefined ? undefined : await findOpenedPatient(db, practice, found.patientId);
  if (found === undefined || patient === undefined) return refuse('not_found', told.refusals.noAct);
  const premise = await checkPremise(db, actor, found, patient, now);
  const { act } = premise;
  const ask = askOfTouchpoint({ ...act, automatic: false });
  const decisions = await askGate(db, practice, new Map([[act.patientId, ask]]), now);
  const { day } = presentView(actor.practice, now);
  const envelope = await findEnvelope(db, practice, act.patientId);
  const ways = await listWaysToReach(db, practice, act.patientId);
  const matters = await listWhatMatters(
    db,
    practice,
    act.patientId,
    actor.staffMemberId,
    presentView(actor.practice, now).day,
  );
  const contacts = await listLastContacts(db, practice, act.patientId);
  const outcomes = await listOutcomesOf(db, practice, id);
  const age = await scheduleAge(db, actor.practice, now);
  const written = await findWords(db, practice, id);
  return done({
    act: presentStored(act, actor.displayName),
    premise: { holds: premise.holds, words: premise.words },
    checkFirst: checkBook(act, age),
    scripts: Object.fromEntries(
      Object.entries(act.scripts).map(([language, own]) => [
        language,
        {
          own: speakAs(own, actor.displayName),
          said: speakAs(written[language] ?? own, actor.displayName),
        },
      ]),
    ),
    canReopen: await mayReopen(db, actor, act, now),
    patient: {
      id: act.patientId,
      name: act.patientName,
      pronunciation: patient.pronunciation,
      pronouns: patient.pronouns,
      language: patient.language,
      needsInterpreter: patient.needsInterpreter,
      guardian: act.kind === 'card' ? await findGuardian(db, practice, act.patientId, day) : null,
      envelope: envelope === undefined ? null : { name: envelope.name, nameless: envelope.nameless },
      reachBy: ways.map(({ kind, value, belongsTo }) => ({ kind, value, belongsTo })),
    },
    whatMatters: matters.slice(0, 3).map(({ id: detail, words, sharing, toldTo, toldOn }) => ({
      id: detail,
      words,
      sharing,
      toldTo,
      toldOn,
    })),
    limits: limitsOf(act, patient, matters, ways.length),
    gate: presentGate(decisions.get(act.patientId), actor.roles),
    lastContacts: contacts.map((contact) => ({ ...contact, at: contact.at.toISOString() })),
    outcomes: outcomes.map((outcome) => ({
      id: outcome.id,
      outcome: outcome.outcome,
      reason: outcome.reason,
      by: outcome.byName,
      at: outcome.recordedAt.toISOString(),
      undone: outcome.undone,
    })),
    findOut: await findQuestion(db, actor, act.patientId, presentView(actor.practice, now).day),
    offers: [...offers(act)],
  });
}
