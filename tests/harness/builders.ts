import type { Insertable } from 'kysely';
import type { Database, Db } from '../../src/database/database.ts';
import type { Tables } from '../../src/database/tables.ts';
import type { Brand } from '../../src/kit/brand.ts';
import {
  type AccountId,
  type ActId,
  type ActOutcomeId,
  type HouseholdId,
  type ImportId,
  type LocationId,
  type MessageId,
  newId,
  type PasskeyId,
  type PatientId,
  type PatientNoteId,
  type PersonalDetailId,
  type PracticeId,
  type PromiseId,
  type RhythmModelId,
  type ServiceId,
  type StaffMemberId,
  type TemplateId,
  type TouchpointId,
  type VisitId,
} from '../../src/kit/ids.ts';
import { type LocalDate, localDate } from '../../src/kit/local-date.ts';
import { hashToken, newToken } from '../../src/platform/token.ts';
import type { Practice } from '../../src/practice/model.ts';

// Builders with a whole valid default: a test states only what matters to it. Each is one transaction.

type Over<T extends keyof Tables> = Partial<Insertable<Tables[T]>>;

let counter = 0;
/** A word that no other row of this test file has. */
export function unique(word: string): string {
  counter += 1;
  return `${word}-${counter}`;
}

async function add<Id extends Brand<string, string>>(
  database: Database,
  practice: PracticeId,
  insert: (db: Db, id: Id) => Promise<unknown>,
): Promise<Id> {
  const id = newId<Id>();
  await database.inPractice(practice, (db) => insert(db, id));
  return id;
}

export async function aPractice(database: Database, over: Over<'practice'> = {}): Promise<Practice> {
  return database.untenanted((db) =>
    db
      .insertInto('practice')
      .values({
        public_id: newToken().slice(0, 12),
        slug: unique('elm-street'),
        name: 'Elm Street',
        ...over,
      })
      .returning([
        'id',
        'public_id as publicId',
        'slug',
        'name',
        'country',
        'currency',
        'zone',
        'languages',
        'is_sample as isSample',
      ])
      .executeTakeFirstOrThrow(),
  );
}

export async function anAccount(database: Database, over: Over<'account'> = {}): Promise<AccountId> {
  const id = newId<AccountId>();
  const values = { id, email: `${unique('ana')}@example.org`, display_name: 'Ana Ruiz', ...over };
  await database.untenanted((db) => db.insertInto('account').values(values).execute());
  return id;
}

export interface StaffMemberMade {
  readonly id: StaffMemberId;
  readonly accountId: AccountId;
}

/** A staff member with an account and a membership, whatever their state. */
export async function aStaffMember(
  database: Database,
  practice: PracticeId,
  over: Over<'staff_member'> = {},
): Promise<StaffMemberMade> {
  const accountId = over.account_id ?? (await anAccount(database));
  const id = await add<StaffMemberId>(database, practice, async (db, made) => {
    const values = { practice_id: practice, id: made, display_name: 'Ana Ruiz', roles: ['front_desk'] };
    await db
      .insertInto('staff_member')
      .values({ ...values, account_id: accountId, ...over })
      .execute();
    const membership = { account_id: accountId, practice_id: practice, staff_member_id: made };
    await db.insertInto('membership').values(membership).execute();
  });
  return { id, accountId };
}

/** A passkey that nobody holds: its account has a second factor. */
export async function aPasskey(database: Database, account: AccountId): Promise<PasskeyId> {
  const id = newId<PasskeyId>();
  const values = {
    id,
    account_id: account,
    credential_id: Buffer.from(newToken()),
    public_key: Buffer.alloc(77, 1),
    counter: '0',
    name: 'the key on the ring',
    created_at: new Date('2026-02-01T00:00:00Z'),
  };
  await database.untenanted((db) => db.insertInto('passkey').values(values).execute());
  return id;
}

/** A running session without the cost of a password, in full unless the test says otherwise. @returns its token */
export async function aSession(
  database: Database,
  account: AccountId,
  practice: PracticeId | null,
  now: Date,
  over: Over<'session'> = {},
): Promise<string> {
  const token = newToken();
  const values = {
    token_hash: hashToken(token),
    account_id: account,
    practice_id: practice,
    created_at: now,
    seen_at: now,
    expires_at: new Date(now.getTime() + 12 * 3_600_000),
    proved_at: now,
    factor_at: now,
    ...over,
  };
  await database.untenanted((db) => db.insertInto('session').values(values).execute());
  return token;
}

export function aLocation(
  database: Database,
  practice: PracticeId,
  over: Over<'location'> = {},
): Promise<LocationId> {
  return add<LocationId>(database, practice, (db, id) =>
    db
      .insertInto('location')
      .values({ practice_id: practice, id, name: 'Main Street', zone: 'America/New_York', ...over })
      .execute(),
  );
}

export function aService(
  database: Database,
  practice: PracticeId,
  over: Over<'service'> = {},
): Promise<ServiceId> {
  return add<ServiceId>(database, practice, (db, id) =>
    db
      .insertInto('service')
      .values({
        practice_id: practice,
        id,
        code: unique('hygiene'),
        name: '{"en":"Hygiene visit"}',
        recall_days: 180,
        ...over,
      })
      .execute(),
  );
}

export function aPatient(
  database: Database,
  practice: PracticeId,
  over: Over<'patient'> = {},
): Promise<PatientId> {
  return add<PatientId>(database, practice, (db, id) =>
    db
      .insertInto('patient')
      .values({
        practice_id: practice,
        id,
        family_name: 'Okafor',
        given_name: 'Lena',
        birth_date: localDate('1980-02-29'),
        birth_precision: 'day',
        // Before whatever day a still clock shows.
        known_from: '2020-01-01T00:00:00Z',
        ...over,
      })
      .execute(),
  );
}

export function aVisit(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'visit'> & { readonly on?: string } = {},
): Promise<VisitId> {
  const { on = '2026-03-02', ...rest } = over;
  const day = localDate(on);
  return add<VisitId>(database, practice, (db, id) =>
    db
      .insertInto('visit')
      .values({
        practice_id: practice,
        id,
        patient_id: patient,
        starts_at: `${day}T15:00:00Z`,
        local_day: day,
        status: 'left',
        source_system: 'test',
        source_id: id,
        ...rest,
      })
      .execute(),
  );
}

export function aTouchpoint(
  database: Database,
  practice: PracticeId,
  over: Over<'touchpoint'> = {},
): Promise<TouchpointId> {
  return add<TouchpointId>(database, practice, (db, id) =>
    db
      .insertInto('touchpoint')
      .values({
        practice_id: practice,
        id,
        code: unique('promise'),
        title: '{"en":"Keep a promise"}',
        trigger: 'promise_due',
        act_kind: 'call',
        channel: 'call',
        purpose: 'care',
        topic: 'promise',
        owner_role: 'front_desk',
        minutes: 5,
        share: 'owed',
        script: '{"en":"Hello {patient}"}',
        ...over,
      })
      .execute(),
  );
}

/** A planned act. Its premise is a promise that is open, when the test names one. */
export function anAct(
  database: Database,
  practice: PracticeId,
  of: {
    readonly patient: PatientId;
    readonly touchpoint: TouchpointId;
    readonly day: LocalDate;
    readonly promise?: PromiseId;
  },
  over: Over<'act'> = {},
): Promise<ActId> {
  return add<ActId>(database, practice, (db, id) =>
    db
      .insertInto('act')
      .values({
        practice_id: practice,
        id,
        touchpoint_id: of.touchpoint,
        patient_id: of.patient,
        occurrence: id,
        day: of.day,
        kind: 'call',
        channel: 'call',
        purpose: 'care',
        topic: 'promise',
        owner_role: 'front_desk',
        minutes: 5,
        share: 'owed',
        due_from: of.day,
        due_to: of.day,
        why_now: JSON.stringify([{ fact: 'we promised to call', source: 'promise', date: of.day }]),
        language: 'en',
        title: 'Keep a promise',
        script: 'Hello',
        state: 'planned',
        premise: JSON.stringify(of.promise === undefined ? {} : { promiseId: of.promise }),
        ...over,
      })
      .execute(),
  );
}

/** An answer to an act that was planned before; the act itself is left to the test. */
export function anOutcome(
  database: Database,
  practice: PracticeId,
  of: { readonly act: ActId; readonly patient: PatientId },
  over: Over<'act_outcome'> = {},
): Promise<ActOutcomeId> {
  const before = { state: 'planned', attempts: 0, notBefore: null, deadline: null, closedReason: null };
  return add<ActOutcomeId>(database, practice, (db, id) =>
    db
      .insertInto('act_outcome')
      .values({
        practice_id: practice,
        id,
        act_id: of.act,
        patient_id: of.patient,
        outcome: 'done',
        before: JSON.stringify(before),
        effects: '{}',
        client_key: id,
        ...over,
      })
      .execute(),
  );
}

export function aPromise(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'promise'> = {},
): Promise<PromiseId> {
  return add<PromiseId>(database, practice, (db, id) =>
    db
      .insertInto('promise')
      .values({
        practice_id: practice,
        id,
        patient_id: patient,
        words: 'send the estimate',
        made_on: localDate('2026-03-01'),
        due_on: localDate('2026-03-02'),
        source: 'visit',
        ...over,
      })
      .execute(),
  );
}

export function aPersonalDetail(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'personal_detail'> = {},
): Promise<PersonalDetailId> {
  return add<PersonalDetailId>(database, practice, (db, id) =>
    db
      .insertInto('personal_detail')
      .values({
        practice_id: practice,
        id,
        patient_id: patient,
        words: 'runs the spring marathon',
        kind: 'event',
        sharing: 'say',
        told_on: localDate('2026-03-01'),
        source: 'visit',
        ...over,
      })
      .execute(),
  );
}

/** A note for the team. */
export function aNote(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'patient_note'> = {},
): Promise<PatientNoteId> {
  return add<PatientNoteId>(database, practice, (db, id) =>
    db
      .insertInto('patient_note')
      .values({
        practice_id: practice,
        id,
        note_id: id,
        patient_id: patient,
        words: 'asked about parking',
        sensitivity: 'team',
        at: '2026-03-01T15:00:00Z',
        ...over,
      })
      .execute(),
  );
}

export function aContactPoint(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'contact_point'> = {},
): Promise<Brand<string, 'ContactPointId'>> {
  return add<Brand<string, 'ContactPointId'>>(database, practice, (db, id) =>
    db
      .insertInto('contact_point')
      .values({
        practice_id: practice,
        id,
        patient_id: patient,
        kind: 'mobile',
        received: '(202) 555-0147',
        normal: '+12025550147',
        ...over,
      })
      .execute(),
  );
}

/** A household of these patients. */
export function aHousehold(
  database: Database,
  practice: PracticeId,
  members: readonly PatientId[],
  over: Over<'household'> = {},
): Promise<HouseholdId> {
  return add<HouseholdId>(database, practice, async (db, id) => {
    await db
      .insertInto('household')
      .values({ practice_id: practice, id, source: 'staff', ...over })
      .execute();
    for (const patient of members) {
      const member = { practice_id: practice, household_id: id, patient_id: patient };
      await db.insertInto('household_member').values(member).execute();
    }
  });
}

export function aRhythmModel(
  database: Database,
  practice: PracticeId,
  service: ServiceId,
  over: Over<'rhythm_model'> = {},
): Promise<RhythmModelId> {
  return add<RhythmModelId>(database, practice, (db, id) =>
    db
      .insertInto('rhythm_model')
      .values({
        practice_id: practice,
        id,
        service_id: service,
        kind: 'own_rhythm',
        parameters: '{}',
        prior: '{}',
        n: 40,
        horizon_days: 365,
        as_of: localDate('2026-03-02'),
        seed: 1,
        ...over,
      })
      .execute(),
  );
}

/** A word on care by any channel. */
export function aConsent(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'consent'> = {},
): Promise<Brand<string, 'ConsentId'>> {
  return add<Brand<string, 'ConsentId'>>(database, practice, (db, id) =>
    db
      .insertInto('consent')
      .values({
        practice_id: practice,
        id,
        patient_id: patient,
        purpose: 'care',
        channel: 'any',
        granted: true,
        source: 'form',
        at: '2026-01-01T00:00:00Z',
        ...over,
      })
      .execute(),
  );
}

/** A template with one version in English. */
export function aTemplate(
  database: Database,
  practice: PracticeId,
  words: string,
  over: Over<'template'> = {},
): Promise<TemplateId> {
  return add<TemplateId>(database, practice, async (db, id) => {
    await db
      .insertInto('template')
      .values({
        practice_id: practice,
        id,
        code: `t_${id.slice(-12)}`,
        title: JSON.stringify({ en: words }),
        ...over,
      })
      .execute();
    const en = { subject: words, preheader: '', email: words, text: words, post: words };
    await db
      .insertInto('template_version')
      .values({
        practice_id: practice,
        id: newId(),
        template_id: id,
        version: 1,
        legal_class: 'treatment',
        words: JSON.stringify({ en }),
      })
      .execute();
  });
}

/** A message of care by e-mail, of a template of its own. */
export async function aMessage(
  database: Database,
  practice: PracticeId,
  patient: PatientId,
  over: Over<'message'> = {},
): Promise<MessageId> {
  const template = over.template_id ?? (await aTemplate(database, practice, 'Hello'));
  return add<MessageId>(database, practice, (db, id) =>
    db
      .insertInto('message')
      .values({
        practice_id: practice,
        id,
        source: 'by_hand',
        patient_id: patient,
        occurrence: id,
        channel: 'email',
        template_id: template,
        legal_class: 'treatment',
        purpose: 'care',
        about: 'other',
        due_at: '2026-03-02T16:00:00Z',
        state_at: '2026-03-02T16:00:00Z',
        client_ref: `keepwell.${id}`,
        ...over,
      })
      .execute(),
  );
}

/** The practice's own system has just spoken: while it has not, nothing is sent by itself. */
export async function aSchedule(
  database: Database,
  practice: PracticeId,
  at: Date = new Date(),
): Promise<void> {
  const id = newId<ImportId>();
  await database.inPractice(practice, (db) =>
    db
      .insertInto('import')
      .values({ practice_id: practice, id, state: 'finished', started_at: at, finished_at: at })
      .execute(),
  );
}
