import type { PatientIdentifier, PatientRow } from '../../patients/model.ts';
import type { VisitRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { CellProblem } from '../refused-row.ts';
import { findSegment, type Hl7Message, type Segment, textAt } from './er7.ts';
import { type EventMeaning, events } from './events.ts';
import type { Hl7Mapping } from './mapping.ts';
import { readBooking } from './read-booking.ts';
import { identifiersIn } from './read-identifiers.ts';
import { readHl7Patient } from './read-patient.ts';
import { readStay } from './read-stay.ts';
import { toldAtOf } from './read-times.ts';
import { type Hl7Context, type Hl7Reading, refused } from './reading.ts';
import { createRenames, type MergeAsked } from './renames.ts';

export interface MessageType {
  /** `ADT`, `SIU`, or whatever it is. */
  readonly code: string;
  /** `A04`; empty when the message does not say. */
  readonly event: string;
}

/** What MSH-9 says, the event else from EVN-1. */
export function typeOf(message: Hl7Message): MessageType {
  const header = findSegment(message, 'MSH');
  const code = textAt(message, header, 9) ?? '';
  const event = textAt(message, header, 9, 2) ?? textAt(message, findSegment(message, 'EVN'), 1) ?? '';
  return { code: code.slice(0, 20).toUpperCase(), event: event.slice(0, 20).toUpperCase() };
}

/**
 * Reads what a message says of a patient and a visit. Pure: the same message gives the same rows, and the
 * merge of the owners decides what is new in them.
 */
export function readMessage(message: Hl7Message, context: Hl7Context): Hl7Reading {
  const type = typeOf(message);
  if (type.code === '') return refused('MSH-9', '', 'unreadable_row', told.hl7.noType);
  if (type.code !== 'ADT' && type.code !== 'SIU') {
    return { kind: 'ignored', words: `is of type ${safeName(type.code)}; only ADT and SIU are read` };
  }
  if (type.code === 'ADT' && findSegment(message, 'SCH') !== undefined) {
    const reason = told.hl7.bookingAsAdt;
    return refused('MSH-9', `ADT ${type.event}`, 'not_a_visit', reason);
  }
  const meaning = meaningOf(type, context.mapping);
  if (meaning === undefined) {
    const reason = told.hl7.unknownEvent;
    return refused('MSH-9', `${type.code} ${type.event}`, 'unknown_word', reason);
  }
  switch (meaning.kind) {
    case 'nothing':
      return { kind: 'ignored', words: meaning.words };
    case 'by-hand':
      return refused('MSH-9', `${type.code} ${type.event}`, 'by_hand', meaning.words);
    case 'merge':
      return readMerge(message, context);
    default:
      return readRecord(message, type, meaning, context);
  }
}

// What stands in MSH-9 is the sender's: a name of a type, or anything.
function safeName(code: string): string {
  return /^[A-Z]{3}$/.test(code) ? code : 'unknown';
}

function meaningOf(type: MessageType, mapping: Hl7Mapping): EventMeaning | undefined {
  const byHand = mapping.events.get(type.event);
  const letter = type.code === 'SIU' ? 'S' : 'A';
  const known =
    type.event.startsWith(letter) && Object.hasOwn(events, type.event) ? events[type.event] : undefined;
  switch (byHand) {
    case undefined:
      return known;
    case 'ignore':
      return {
        kind: 'nothing',
        words: `is ${safeEvent(type.event)}, which the mapping of the feed leaves out`,
      };
    case 'patient':
      return { kind: 'patient' };
    case 'change':
      return { kind: 'change', ifNew: known?.kind === 'change' ? known.ifNew : ifNewOf(type) };
    default:
      return { kind: 'visit', status: byHand };
  }
}

function safeEvent(event: string): string {
  return /^[A-Z][A-Z0-9]{2}$/.test(event) ? event : 'an event';
}

function ifNewOf(type: MessageType): 'booked' | 'arrived' {
  return type.code === 'SIU' ? 'booked' : 'arrived';
}

function readRecord(
  message: Hl7Message,
  type: MessageType,
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' | 'patient' }>,
  context: Hl7Context,
): Hl7Reading {
  const segment = findSegment(message, 'PID');
  if (segment === undefined) {
    return refused('PID', '', 'unknown_patient', told.hl7.noPid);
  }
  const toldAt = toldAtOf(message, context);
  const patient = readHl7Patient(message, segment, toldAt, context);
  if (patient.row === undefined) return refusedAs(patient.refused);
  const [key] = patient.row.identifiers;
  const notes = [...patient.notes];
  let visit: VisitRow | undefined;
  if (meaning.kind !== 'patient' && type.code === 'SIU') {
    if (findSegment(message, 'SCH') === undefined) {
      return refused('SCH', '', 'not_a_visit', told.hl7.noSch);
    }
    const booking = readBooking(message, type.event, meaning, key, toldAt, context);
    if (booking.kind === 'refused') return booking;
    visit = booking.row;
  } else if (meaning.kind !== 'patient') {
    const stay = readStay(message, meaning, key, toldAt, context);
    if (stay.kind === 'visit') visit = stay.row;
    else if (stay.note !== undefined) notes.push(stay.note);
  }
  return { kind: 'read', patients: [patient.row], visit, merges: [], notes };
}

function refusedAs(problem: CellProblem | undefined): Hl7Reading {
  if (problem === undefined) throw new Error('a patient is either read or refused');
  return { kind: 'refused', problem };
}

/** PID of the survivor, MRG of the one who is no more; one message may hold several such pairs. */
function readMerge(message: Hl7Message, context: Hl7Context): Hl7Reading {
  const toldAt = toldAtOf(message, context);
  const patients: PatientRow[] = [];
  const merges: MergeAsked[] = [];
  const notes: CellProblem[] = [];
  let survivor: PatientIdentifier | undefined;
  let own: readonly PatientIdentifier[] = [];
  for (const segment of message.segments) {
    if (segment.name === 'PID') {
      // The survivor lives, whatever an earlier merge said of it.
      const patient = readHl7Patient(message, segment, toldAt, { ...context, renames: createRenames() });
      if (patient.row === undefined) return refusedAs(patient.refused);
      notes.push(...patient.notes);
      patients.push(patient.row);
      own = identifiersIn(message, segment, 3, context);
      survivor = own[0] ?? patient.row.identifiers[0];
    } else if (segment.name === 'MRG' && survivor !== undefined) {
      merges.push(...mergesOf(message, segment, survivor, own, toldAt, context));
    }
  }
  if (merges.length === 0) {
    const reason = told.hl7.noMrg;
    return refused('MRG-1', '', 'no_identity', reason);
  }
  return { kind: 'read', patients, visit: undefined, merges, notes };
}

function mergesOf(
  message: Hl7Message,
  segment: Segment,
  survivor: PatientIdentifier,
  own: readonly PatientIdentifier[],
  toldAt: string | undefined,
  context: Hl7Context,
): readonly MergeAsked[] {
  const listed = identifiersIn(message, segment, 1, context);
  const former = listed.length > 0 ? listed : identifiersIn(message, segment, 4, context);
  const askedAt = toldAt ?? context.clock.at(context.today, 0);
  return former
    .filter((old) => !own.some((one) => one.system === old.system && one.value === old.value))
    .map((old) => ({ old, survivor, askedAt }));
}
