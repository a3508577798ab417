import type { FastifyInstance } from 'fastify';
import { onlyMailbox } from '../../contact/channels.ts';
import { settleLetters, takeDueLetters } from '../../contact/letter-actions.ts';
import { takeMail } from '../../contact/mail-in-actions.ts';
import { decisionsFor } from '../../contact/messages/states.ts';
import { holdOutbox, readPause } from '../../contact/outbox-actions.ts';
import * as contract from '../../contact/outbox-contract.ts';
import { decideOnMessage } from '../../contact/outbox-decision-actions.ts';
import { openMailboxLink, type ReadMessage, readMessage } from '../../contact/outbox-read-actions.ts';
import { countMessages, listMessageLines, type MessageLine } from '../../contact/queries/outbox-list.ts';
import type { ReplyOf } from '../../kit/contract.ts';
import type { MessageId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

function presentLine(line: MessageLine): ReplyOf<typeof contract.getOutbox>['messages'][number] {
  const { id, patientId, patientName, source, template, channel, state, why, via, subject } = line;
  return {
    id,
    patientId,
    patientName,
    source,
    template,
    channel,
    state,
    stateAt: line.stateAt.toISOString(),
    dueAt: line.dueAt.toISOString(),
    why,
    via,
    subject,
    decisions: [...decisionsFor(state)],
  };
}

function presentMessage(read: ReadMessage): ReplyOf<typeof contract.getMessage> {
  const { message, text, html, links, steps } = read;
  const { occurrence, legalClass, purpose, templateCode, version, language, attempts, reference, gate } =
    message;
  return {
    ...presentLine(message),
    occurrence,
    legalClass,
    purpose,
    templateCode,
    version,
    language,
    text,
    html,
    links: [...links],
    attempts,
    reference,
    gate:
      gate === null
        ? null
        : {
            verdict: gate.verdict,
            at: gate.at,
            until: gate.until ?? null,
            policyVersion: gate.policyVersion,
            reasons: gate.reasons.map((reason) => reason.words),
          },
    events: steps.map(({ at, ...step }) => ({ ...step, at: at.toISOString() })),
  };
}

/** What waits, what went, and what asks for a person. */
export function outboxRoutes(server: FastifyInstance, ports: HttpPorts): void {
  const channels = ports.channels ?? onlyMailbox;
  staffRoute(server, ports, contract.getOutbox, async ({ db, actor, now, seen }, { query }) => {
    const { practice } = actor;
    const paused = await readPause(db, practice);
    const lines = await listMessageLines(db, practice.id, query.view);
    seen.patient(...new Set(lines.map(({ patientId }) => patientId)));
    return done({
      paused: paused === undefined ? null : { at: paused.at.toISOString(), by: paused.by },
      email: practice.isSample ? 'mailbox' : channels.email.name,
      text: practice.isSample ? 'mailbox' : channels.text.name,
      isSample: practice.isSample,
      counts: { ...(await countMessages(db, practice.id, now)) },
      messages: lines.map(presentLine),
    });
  });
  staffRoute(server, ports, contract.getMessage, async ({ db, actor, seen }, { params }) => {
    const read = await readMessage(db, actor.practice, params.messageId as MessageId);
    if (!read.ok) return read;
    seen.patient(read.value.message.patientId);
    return done(presentMessage(read.value));
  });
  staffRoute(server, ports, contract.decideMessage, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const id = params.messageId as MessageId;
    const decided = await decideOnMessage(db, actor, id, body.decision, now);
    if (!decided.ok) return decided;
    seen.patient(decided.value.patientId);
    await note(context, 'message', id, decided.value.before);
    const read = await readMessage(db, actor.practice, id);
    return read.ok ? done(presentMessage(read.value)) : read;
  });
  staffRoute(server, ports, contract.openMessageLink, async ({ db, actor, now, seen }, { params, body }) => {
    const id = params.messageId as MessageId;
    const opened = await openMailboxLink(db, actor.practice, channels, id, body.field, now);
    if (!opened.ok) return opened;
    seen.patient(opened.value.message.patientId);
    return done({ url: opened.value.url });
  });
  staffRoute(server, ports, contract.handInMail, async ({ db, actor, now, seen }, { body }) => {
    const taken = await takeMail(db, actor.practice, Buffer.from(body.mail, 'latin1'), now);
    if (taken.kind === 'nothing') return refuse('invalid_input', told.outbox.noMail);
    seen.patient(taken.patientId);
    seen.object(taken.messageId);
    return done({ ...taken });
  });
  staffRoute(server, ports, contract.holdOutbox, async (context, { body }) => {
    const { db, actor, now } = context;
    if (await holdOutbox(db, actor, body.held, now))
      await note(context, 'outbox_hold', null, { held: !body.held });
    return done({ paused: body.held });
  });
  staffRoute(server, ports, contract.takeLetters, async ({ db, actor, seen }) => {
    const taken = await takeDueLetters(db, actor, channels, ports.clock);
    seen.patient(...taken.letters.map(({ patientId }) => patientId));
    return done({ letters: taken.letters.map((letter) => ({ ...letter })), left: taken.left });
  });
  staffRoute(server, ports, contract.lettersPrinted, async ({ db, actor, now, seen }, { body }) => {
    const ids = body.messageIds as MessageId[];
    const moved = await settleLetters(db, actor, ids, body.printed, now);
    seen.patient(...moved.map(({ patientId }) => patientId));
    return done({ moved: moved.length });
  });
}
