import { type RawBuilder, sql } from 'kysely';
import type { LegalClass } from '../../contact/model.ts';
import type { Db } from '../../database/database.ts';
import type { WhyNowColumn } from '../../database/tables/today.ts';
import type { ActId, PatientId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { byHandTrigger } from '../../plan/model.ts';
import { tellDesks } from '../../platform/live.ts';
import { shownAs } from './find-people.ts';

/** An act as it is stored, with the name of its patient. */
export interface StoredAct {
  readonly id: ActId;
  readonly touchpointId: string;
  readonly patientId: PatientId;
  readonly patientName: string;
  readonly day: LocalDate;
  readonly kind: string;
  readonly channel: 'call' | 'post' | 'in_person';
  readonly purpose: 'care' | 'feedback' | 'marketing';
  readonly topic: string;
  readonly ownerRole: string;
  readonly minutes: number;
  readonly share: string;
  readonly dueTo: LocalDate;
  readonly deadline: Date | null;
  readonly whyNow: readonly WhyNowColumn[];
  /** In which it will be said. */
  readonly language: string;
  readonly title: string;
  /** What will be said: somebody's own words for this act, else the touchpoint's. */
  readonly script: string;
  /** The touchpoint's own words by language. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly edited: boolean;
  readonly assignedTo: StaffMemberId | null;
  readonly assignedName: string | null;
  readonly value: number | null;
  readonly valueLow: number | null;
  readonly valueHigh: number | null;
  readonly state: 'planned' | 'held' | 'waiting' | 'done' | 'closed';
  readonly heldReason: string | null;
  readonly closedReason: string | null;
  readonly attempts: number;
  readonly notBefore: Date | null;
  readonly premise: Readonly<Record<string, string>>;
  readonly trigger: string;
  readonly legalClass: LegalClass | null;
  readonly thirdPartyPaid: boolean;
}

type Row = Omit<StoredAct, 'patientName' | 'edited'> & {
  said_in: string | null;
  said: string | null;
  family_name: string;
  given_name: string;
  full_name: string;
  preferred_name: string;
  identifier: string | null;
};

type NameColumn = 'family_name' | 'given_name' | 'full_name' | 'preferred_name' | 'identifier';

// Looked up only for those without a name: a lateral join for each act cost a third of the list.
function identifierOfNameless(practice: PracticeId): RawBuilder<string | null> {
  return sql`case when p.family_name = '' and p.given_name = '' and p.full_name = '' then (
      select value from patient_identifier i
      where i.practice_id = ${practice} and i.patient_id = p.id order by created_at, system, value limit 1)
    end`;
}

async function read(db: Db, practice: PracticeId, rest: RawBuilder<unknown>): Promise<StoredAct[]> {
  const found = await sql<Row>`
    select a.id, a.touchpoint_id as "touchpointId", a.patient_id as "patientId", a.day, a.kind, a.channel, a.purpose,
      a.topic, a.owner_role as "ownerRole", a.minutes, a.share, a.due_to as "dueTo", a.deadline,
      a.why_now as "whyNow", a.language, a.title, a.script, a.value, a.value_low as "valueLow",
      a.value_high as "valueHigh", a.state, a.held_reason as "heldReason", a.closed_reason as "closedReason",
      a.attempts, a.not_before as "notBefore", a.premise, a.scripts, a.assigned_to as "assignedTo",
      m.display_name as "assignedName", said.language as said_in, said.words as said, t.trigger,
      t.legal_class as "legalClass", t.third_party_paid as "thirdPartyPaid", p.family_name, p.given_name, p.full_name,
      p.preferred_name,
      ${identifierOfNameless(practice)} as identifier
    from act a
    join patient p on p.practice_id = ${practice} and p.id = a.patient_id
    join touchpoint t on t.practice_id = ${practice} and t.id = a.touchpoint_id
    left join staff_member m on m.practice_id = ${practice} and m.id = a.assigned_to
    left join lateral (
      select w.language, w.words from act_words w
      where w.practice_id = ${practice} and w.act_id = a.id and w.undone_at is null
      order by w.at desc, w.id desc limit 1
    ) said on true
    where a.practice_id = ${practice} and ${rest}`.execute(db);
  return found.rows.map(toStored);
}

function toStored({ said_in, said, ...row }: Row): StoredAct {
  const { family_name, given_name, full_name, preferred_name, identifier, ...act } = row;
  // An act of before this version has its words in one language.
  const scripts = Object.keys(act.scripts).length === 0 ? { [act.language]: act.script } : act.scripts;
  const language = said_in ?? act.language;
  return {
    ...act,
    scripts,
    language,
    script: said ?? scripts[language] ?? act.script,
    edited: said !== null,
    patientName: shownAs({ family_name, given_name, full_name, preferred_name, identifier }),
  };
}

/**
 * The open acts of a day in their order; those that wait for a time stand where their time puts them, on the day on
 * which it is and not before.
 * @param endOfDay where the next day begins
 */
export function listOpenActs(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
  now: Date,
  endOfDay: Date,
): Promise<StoredAct[]> {
  return read(
    db,
    practice,
    sql`(a.state = 'planned' and (a.day = ${day} or a.day < ${day} and t.trigger = ${byHandTrigger})
        or a.state = 'waiting' and a.not_before < ${endOfDay})
      order by (a.state = 'waiting' and a.not_before > ${now}), a.deadline, (a.share = 'owed') desc, a.position, a.id
      limit 500`,
  );
}

/** One line of what is held back: no words to say, so none are read (a third of the list's time). */
export interface HeldLine {
  readonly kind: string;
  readonly patientId: PatientId;
  readonly patientName: string;
  /** `code: words` */
  readonly heldReason: string | null;
}

/** What is held back on a day, also what waits for a later one, by reason and then by worth; the first 200. */
export async function listHeldActs(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
  endOfDay: Date,
): Promise<HeldLine[]> {
  const found = await sql<Pick<Row, 'kind' | 'patientId' | 'heldReason' | NameColumn>>`
    with held as (
      -- cut first: a name is looked up for those who are shown, not for all
      select a.id, a.kind, a.patient_id, a.held_reason, a.position from act a
      where a.practice_id = ${practice} and a.day = ${day}
        and (a.state = 'held'
          or a.state = 'waiting' and a.not_before >= ${endOfDay} and a.held_reason like 'waiting: %')
      order by a.held_reason, a.position, a.id limit 200
    )
    select h.kind, h.patient_id as "patientId", h.held_reason as "heldReason", p.family_name, p.given_name,
      p.full_name, p.preferred_name, ${identifierOfNameless(practice)} as identifier
    from held h
    join patient p on p.practice_id = ${practice} and p.id = h.patient_id
    order by h.held_reason, h.position, h.id limit 200`.execute(db);
  return found.rows.map(({ kind, patientId, heldReason, ...names }) => ({
    kind,
    patientId,
    heldReason,
    patientName: shownAs(names),
  }));
}

/** What is open for one patient, locked until the transaction ends. */
export function listOpenActsOf(db: Db, practice: PracticeId, patient: PatientId): Promise<StoredAct[]> {
  return read(
    db,
    practice,
    sql`a.patient_id = ${patient} and a.state in ('planned', 'waiting', 'held') order by a.id limit 100 for update of a`,
  );
}

/** Acts by hand for one patient that nobody answered and that were closed since an instant, locked. */
export function listClosedByHand(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  since: Date,
): Promise<StoredAct[]> {
  return read(
    db,
    practice,
    sql`a.patient_id = ${patient} and a.state = 'closed' and t.trigger = ${byHandTrigger} and a.updated_at >= ${since}
      order by a.id limit 100 for update of a`,
  );
}

export async function findAct(
  db: Db,
  practice: PracticeId,
  id: ActId,
  forUpdate = false,
): Promise<StoredAct | undefined> {
  const lock = forUpdate ? sql` for update of a` : sql``;
  const rows = await read(db, practice, sql`a.id = ${id}${lock}`);
  return rows[0];
}

export async function findActs(db: Db, practice: PracticeId, ids: readonly ActId[]): Promise<StoredAct[]> {
  if (ids.length === 0) return [];
  return read(db, practice, sql`a.id = any(${ids}::uuid[]) order by a.id limit 500`);
}

/** What an outcome changes of an act, and what an undo puts back. */
export interface ActState {
  readonly state: StoredAct['state'];
  readonly attempts: number;
  readonly notBefore: string | null;
  readonly deadline: string | null;
  readonly closedReason: string | null;
}

export function stateOf(act: StoredAct): ActState {
  return {
    state: act.state,
    attempts: act.attempts,
    notBefore: act.notBefore?.toISOString() ?? null,
    deadline: act.deadline?.toISOString() ?? null,
    closedReason: act.closedReason,
  };
}

export async function updateAct(
  db: Db,
  practice: PracticeId,
  id: ActId,
  state: ActState,
  now: Date,
): Promise<void> {
  await db
    .updateTable('act')
    .set({
      state: state.state,
      attempts: state.attempts,
      not_before: state.notBefore,
      deadline: state.deadline,
      closed_reason: state.closedReason,
      updated_at: now,
    })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
  await tellDesks(db, 'act', { id });
}

/** An act of an earlier day that is open again stands on the list of this one. */
export async function bringToDay(db: Db, practice: PracticeId, id: ActId, day: LocalDate): Promise<void> {
  await db
    .updateTable('act')
    .set({ day })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .where('day', '<', day)
    .execute();
}

export async function setAssigned(
  db: Db,
  practice: PracticeId,
  id: ActId,
  to: StaffMemberId | null,
): Promise<void> {
  await db
    .updateTable('act')
    .set({ assigned_to: to })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** Somebody who can take an act: a staff member who signs in here and is not suspended. */
export async function findColleague(db: Db, practice: PracticeId, id: StaffMemberId): Promise<boolean> {
  const row = await db
    .selectFrom('staff_member')
    .select('id')
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where('account_id', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** The reason of the act is taken as given until the day is planned anew. */
export async function overrulePremise(db: Db, practice: PracticeId, id: ActId): Promise<void> {
  await sql`
    update act set premise = premise || '{"overruled":"yes"}'
    where practice_id = ${practice} and id = ${id}`.execute(db);
}
