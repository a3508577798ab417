import type { Db } from '../database/database.ts';
import type { MessageId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { type Channels, mailbox } from './channels.ts';
import { makePatientLink } from './link-actions.ts';
import type { LinkPurpose } from './links.ts';
import { findMessage, listMessageSteps, type MessageStep, type WholeMessage } from './queries/outbox-list.ts';
import { fieldOf, isField, namesIn } from './templates/fields.ts';
import { type FieldValues, frameMessage, isBulk } from './templates/render.ts';

export interface ReadMessage {
  readonly message: WholeMessage;
  readonly text: string | null;
  readonly html: string | null;
  /** Fields of links that were in it. */
  readonly links: readonly string[];
  readonly steps: readonly MessageStep[];
}

type NotFound = Refusal<'not_found'>;

function linkFieldsOf({ body, legalClass, channel }: WholeMessage): readonly string[] {
  const names = namesIn(body ?? '').filter((name) => isField(name) && fieldOf(name).link !== undefined);
  if (body !== null && channel === 'email' && isBulk(legalClass)) names.push('unsubscribe_link');
  return [...new Set(names)];
}

/** One message as it was said: its words with every link in place, and without what a link opens. */
export async function readMessage(
  db: Db,
  practice: Practice,
  id: MessageId,
): Promise<Outcome<ReadMessage, NotFound>> {
  const message = await findMessage(db, practice.id, id);
  if (message === undefined) return refuse('not_found', told.outbox.noMessage);
  const links = linkFieldsOf(message);
  const steps = await listMessageSteps(db, practice.id, id);
  const { body, channel, legalClass, subject, preheader } = message;
  if (body === null) return done({ message, text: null, html: null, links, steps });
  // Where a link leads is not kept: in its place stands a fragment that leads nowhere.
  const bare: FieldValues = Object.fromEntries(links.map((name) => [name, `#${name}`]));
  const framed = frameMessage(
    { subject: subject ?? '', preheader: preheader ?? '', body },
    {
      language: message.language ?? 'en',
      channel,
      legalClass,
      practiceName: practice.name,
      postalAddress: message.practiceAddress.join(', '),
      mission: message.mission,
      links: bare,
    },
  );
  // It went out once; that the practice has no address any more does not unsay it.
  if (!framed.ok) return done({ message, text: body, html: null, links, steps });
  const html = framed.value.html === '' ? null : framed.value.html;
  return done({ message, text: framed.value.text, html, links, steps });
}

/**
 * Makes a link of a message that never left, so that a newcomer can try the page that it leads to.
 * @returns `not_found` for a message that went out: nobody but the patient opens what was sent to them
 */
export async function openMailboxLink(
  db: Db,
  practice: Practice,
  channels: Channels,
  id: MessageId,
  field: string,
  now: Date,
): Promise<Outcome<{ readonly url: string; readonly message: WholeMessage }, NotFound>> {
  const message = await findMessage(db, practice.id, id);
  if (message === undefined) return refuse('not_found', told.outbox.noMessage);
  const purpose: LinkPurpose | undefined = isField(field) ? fieldOf(field).link : undefined;
  const has = linkFieldsOf(message).includes(field);
  if (message.via !== mailbox.name || purpose === undefined || !has)
    return refuse('not_found', told.outbox.notInMailbox);
  const { patientId, visitId } = message;
  const link = {
    purpose,
    patientId,
    messageId: id,
    ...(purpose === 'visit' && visitId !== null ? { visitId } : {}),
  };
  const path = await makePatientLink(db, practice, link, now);
  return done({ url: `${channels.publicUrl ?? channels.ownUrl}${path}`, message });
}
