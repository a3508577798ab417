import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { makePatientLink } from '../../src/contact/link-actions.ts';
import type { LinkPurpose } from '../../src/contact/links.ts';
import type { Database } from '../../src/database/database.ts';
import { mergePatients } from '../../src/intake/merge-actions.ts';
import { makeUploadFolder, writeRecord } from '../../src/intake/uploads/store.ts';
import {
  type AccountId,
  type ActId,
  type DeviceId,
  type ImportId,
  type InboundId,
  newId,
  type PatientId,
  type SettingChangeId,
  type StaffMemberId,
  type VisitId,
} from '../../src/kit/ids.ts';
import { type LocalDate, localDate } from '../../src/kit/local-date.ts';
import type { ServiceCheck } from '../../src/loyalty/check.ts';
import type { LookBack } from '../../src/loyalty/look-back.ts';
import { nameKeys } from '../../src/patients/search-keys.ts';
import { noteDeed } from '../../src/platform/deeds.ts';
import { hashToken, newToken } from '../../src/platform/token.ts';
import type { Practice } from '../../src/practice/model.ts';
import {
  aContactPoint,
  aHousehold,
  aLocation,
  aMessage,
  aNote,
  anAccount,
  anAct,
  anOutcome,
  aPasskey,
  aPatient,
  aPersonalDetail,
  aPractice,
  aPromise,
  aRhythmModel,
  aService,
  aSession,
  aStaffMember,
  aTemplate,
  aTouchpoint,
  aVisit,
  unique,
} from './builders.ts';
import { dataFolder } from './data-folder.ts';

/** The day that the still clock of the harness shows. */
export const worldDay: LocalDate = localDate('2026-03-02');

const aServiceCheck: ServiceCheck = {
  champion: 'bg-bb',
  because: 'too-few-labels',
  labels: 1,
  patients: 1,
  recallDays: 180,
  horizonDays: 365,
  test: undefined,
  windowDays: 365,
  cohorts: [],
  survival: [],
};

const aLookBack: LookBack = {
  kind: 'counts_only',
  active: 1,
  didNotReturn: 0,
  awayShare: { value: 0, low: 0, high: 0.8, n: 1 },
  caveats: [],
  reason: { kind: 'too-few', n: 0, needed: 50 },
};

/** A practice with at least one row in every table, and its mark in every text that may hold one. */
export interface World {
  readonly practice: Practice;
  /** A word that occurs nowhere else: where it appears, this practice's data has appeared. */
  readonly mark: string;
  readonly patient: PatientId;
  /** A new object of the kind, ready for the next call; the id of a practice is its slug. @param owner whose it is, where it is somebody's */
  make(kind: ObjectKind, owner?: AccountId): Promise<string>;
}

export type ObjectKind =
  | 'practice'
  | 'patient'
  | 'visit'
  | 'passing_patient'
  | 'household_member'
  | 'note'
  | 'way'
  | 'authorisation'
  | 'detail'
  | 'act'
  | 'outcome'
  | 'staff_member'
  | 'service'
  | 'touchpoint'
  | 'invitation'
  | 'possible_match'
  | 'merge'
  | 'upload'
  | 'import'
  | 'deed'
  | 'location'
  | 'passkey'
  | 'session'
  | 'device'
  | 'setting_change'
  | 'preferences_link'
  | 'unsubscribe_link'
  | 'visit_link'
  | 'question_link'
  | 'public_practice'
  | 'inbound'
  | 'promise'
  | 'message'
  | 'mailbox_message'
  | 'template';

export async function aWorld(database: Database, mark: string): Promise<World> {
  const practice = await aPractice(database, { name: `Practice ${mark}`, mission: mark });
  const { id } = practice;
  const colleague = await aStaffMember(database, id, { display_name: mark });
  const location = await aLocation(database, id, { name: mark });
  const service = await aService(database, id, { name: JSON.stringify({ en: mark }) });
  const patient = await aPatient(database, id, { primary_location_id: location, given_name: mark });
  const other = await aPatient(database, id, { given_name: mark });
  await aHousehold(database, id, [patient, other], { name: mark });
  const contact = await aContactPoint(database, id, patient, { received: mark });
  const visit = await aVisit(database, id, patient, {
    location_id: location,
    clinician_id: colleague.id,
    service_id: service,
  });
  const touchpoint = await aTouchpoint(database, id);
  const template = await aTemplate(database, id, mark);
  const promise = await aPromise(database, id, patient, { words: mark, owner_id: colleague.id });
  const act = await anAct(database, id, { patient, touchpoint, day: worldDay, promise });
  await anOutcome(database, id, { act, patient }, { by_staff: colleague.id });
  await aPersonalDetail(database, id, patient, { words: mark, told_to: colleague.id });
  await aNote(database, id, patient, { words: mark, by_staff: colleague.id });
  await aRhythmModel(database, id, service);
  const made = { patient, other, visit, service, act, colleague: colleague.id, location, contact };
  await addTheRest(database, practice, made);
  await aDevice(database, practice, colleague.id, mark);
  await aSettingChange(database, practice, colleague.id);
  await aPossibleMatch(database, practice, mark);
  await aMerge(database, practice, mark);
  await anImport(database, practice, mark);

  const make = async (kind: ObjectKind, owner: AccountId = colleague.accountId): Promise<string> => {
    const planned = (): Promise<ActId> =>
      anAct(database, id, { patient, touchpoint, day: worldDay, promise }, { title: mark });
    switch (kind) {
      case 'practice':
        return practice.slug;
      case 'patient':
        return patient;
      case 'visit':
        return aVisit(database, id, patient);
      // One of their own for each call, because the call erases them.
      case 'passing_patient':
        return aPatient(database, id, { given_name: mark });
      case 'household_member': {
        const member = await aPatient(database, id, { given_name: mark });
        await aHousehold(database, id, [member], { name: mark });
        return member;
      }
      case 'note':
        return aNote(database, id, patient, {
          words: mark,
          by_staff: await staffOf(database, practice, owner),
        });
      case 'way':
        return aContactPoint(database, id, patient, { received: mark, normal: unique('+1202555') });
      case 'authorisation': {
        const authorisation: string = newId();
        await database.inPractice(id, (db) =>
          db
            .insertInto('marketing_authorisation')
            .values({
              practice_id: id,
              id: authorisation,
              patient_id: patient,
              discloses: mark,
              used_by: mark,
              sent_to: mark,
              purpose: mark,
              signed_at: '2026-02-01T00:00:00Z',
              expires_at: '2027-02-01T00:00:00Z',
              ends_when: mark,
            })
            .execute(),
        );
        return authorisation;
      }
      case 'detail':
        return aPersonalDetail(database, id, patient, { words: mark });
      case 'act':
        return planned();
      case 'outcome':
        return anOutcome(database, id, { act: await planned(), patient }, { reason: mark });
      case 'staff_member':
        return (await aStaffMember(database, id, { display_name: mark })).id;
      case 'service':
        return aService(database, id, { name: JSON.stringify({ en: mark }) });
      case 'touchpoint':
        return aTouchpoint(database, id, { title: JSON.stringify({ en: mark }) });
      case 'invitation':
        return anInvitation(database, practice, mark);
      case 'possible_match':
        return aPossibleMatch(database, practice, mark);
      case 'merge':
        return aMerge(database, practice, mark);
      case 'upload':
        return anUpload(practice, owner, mark);
      case 'import':
        return anImport(database, practice, mark);
      case 'deed':
        return aDeed(database, practice, owner, await planned());
      case 'location':
        return aLocation(database, id, { name: mark });
      case 'passkey':
        return aPasskey(database, owner);
      case 'session': {
        const token = await aSession(database, owner, id, new Date(`${worldDay}T17:00:00Z`));
        const hash = hashToken(token);
        const row = await database.untenanted((db) =>
          db.selectFrom('session').select('id').where('token_hash', '=', hash).executeTakeFirstOrThrow(),
        );
        return row.id;
      }
      case 'device':
        return aDevice(database, practice, colleague.id, mark);
      case 'message':
        return aMessage(database, id, patient, { template_id: template, state: 'held', subject: mark });
      case 'mailbox_message':
        return aMessage(database, id, patient, {
          template_id: template,
          state: 'accepted',
          via: 'mailbox',
          body: `{preferences_link} ${mark}`,
        });
      case 'template':
        return aTemplate(database, id, mark);
      case 'setting_change':
        return aSettingChange(database, practice, colleague.id);
      case 'preferences_link':
      case 'unsubscribe_link':
      case 'visit_link':
      case 'question_link': {
        const purpose = kind.replace('_link', '') as LinkPurpose;
        const link = { purpose, patientId: patient, visitId: visit };
        const now = new Date(`${worldDay}T16:00:00Z`);
        const path = await database.inPractice(id, (db) => makePatientLink(db, practice, link, now));
        return path.split('/').at(-1) ?? '';
      }
      case 'public_practice':
        return practice.publicId;
      case 'inbound':
        return anInbound(database, practice, patient, mark);
      case 'promise':
        return aPromise(database, id, patient, { words: mark, owner_id: colleague.id });
    }
  };
  return { practice, mark, patient, make };
}

/** Somebody who waits. */
async function anInbound(
  database: Database,
  { id: practice }: Practice,
  patient: PatientId,
  mark: string,
): Promise<string> {
  const id = newId<InboundId>();
  const at = new Date(`${worldDay}T15:00:00Z`);
  await database.inPractice(practice, (db) =>
    db
      .insertInto('inbound')
      .values({
        practice_id: practice,
        id,
        kind: 'question',
        via: 'page',
        patient_id: patient,
        reference: '4F7K',
        words: mark,
        received_at: at,
        answer_by: new Date(at.getTime() + 3_600_000),
        same_key: hashToken(id),
      })
      .execute(),
  );
  return id;
}

async function aDevice(
  database: Database,
  { id: practice }: Practice,
  by: StaffMemberId,
  name: string,
): Promise<string> {
  const id = newId<DeviceId>();
  const at = `${worldDay}T12:00:00Z`;
  await database.inPractice(practice, async (db) => {
    const token_hash = hashToken(newToken());
    await db
      .insertInto('shared_device')
      .values({ practice_id: practice, id, token_hash, name, enrolled_by: by, created_at: at, used_at: at })
      .execute();
    await db
      .insertInto('shared_device_entry')
      .values({ practice_id: practice, device_id: id, staff_member_id: by, full_at: at })
      .execute();
  });
  return id;
}

/** One that can be taken back, to what is so anyway. */
async function aSettingChange(
  database: Database,
  { id: practice }: Practice,
  by: StaffMemberId,
): Promise<string> {
  const id = newId<SettingChangeId>();
  const country = JSON.stringify('US');
  await database.inPractice(practice, (db) =>
    db
      .insertInto('setting_change')
      .values({
        practice_id: practice,
        id,
        at: `${worldDay}T12:00:00Z`,
        staff_member_id: by,
        subject: 'practice',
        field: 'country',
        was: country,
        became: country,
      })
      .execute(),
  );
  return id;
}

async function aPossibleMatch(database: Database, { id: practice }: Practice, mark: string): Promise<string> {
  const pair = [
    await aPatient(database, practice, { given_name: mark }),
    await aPatient(database, practice, { given_name: mark }),
  ];
  const [a = '', b = ''] = pair.sort();
  const id = newId();
  const why = JSON.stringify([{ field: 'birth_date', level: 'same', weight: 14.3 }]);
  await database.inPractice(practice, (db) =>
    sql`
      insert into possible_match (practice_id, id, patient_a, patient_b, score, why)
      values (${practice}, ${id}, ${a}, ${b}, 0.9, ${why})`.execute(db),
  );
  return id;
}

async function aMerge(database: Database, { id: practice }: Practice, mark: string): Promise<string> {
  const one = await aPatient(database, practice, { given_name: mark });
  const other = await aPatient(database, practice, { given_name: mark });
  const wish = { one, other, decided: 'staff', by: null, score: null, why: [] } as const;
  const made = await database.inPractice(practice, (db) =>
    mergePatients(db, practice, wish, new Date('2026-03-02T12:00:00Z')),
  );
  if (!made.ok) throw new Error(made.refusal.detail);
  return made.value.mergeId;
}

async function anUpload({ id: practice }: Practice, account: AccountId, mark: string): Promise<string> {
  const id = newId();
  const folder = await makeUploadFolder(dataFolder, id);
  await writeFile(join(folder, '0.csv'), `Chart No,Surname\n1,${mark}\n`);
  const now = '2026-03-02T16:00:00.000Z';
  await writeRecord(folder, {
    owner: { practice, account },
    stored: ['0.csv'],
    refusals: null,
    state: {
      id,
      createdAt: now,
      savedAt: now,
      files: [{ name: `${mark}.csv`, bytes: 30 }],
      source: '',
      mapping: { columns: {}, statuses: {} },
      look: null,
      check: null,
      importId: null,
      task: null,
    },
  });
  return id;
}

async function anImport(database: Database, { id: practice }: Practice, mark: string): Promise<string> {
  const id = newId<ImportId>();
  await database.inPractice(practice, async (db) => {
    await sql`
      insert into import (practice_id, id, state, finished_at, journalled)
      values (${practice}, ${id}, 'finished', now(), true)`.execute(db);
    await sql`select set_config('app.import', ${id}, true)`.execute(db);
    const values = { practice_id: practice, id: newId<StaffMemberId>(), display_name: mark };
    await db.insertInto('staff_member').values(values).execute();
    await sql`
      insert into import_file (practice_id, import_id, position, name, kind)
      values (${practice}, ${id}, 0, ${mark}, 'patients')`.execute(db);
    await sql`
      insert into refusal (practice_id, import_id, position, row_number, code, reason, value)
      values (${practice}, ${id}, 0, 2, 'bad_date', ${mark}, ${mark})`.execute(db);
  });
  const refusals = join(dataFolder, 'refusals');
  await mkdir(refusals, { recursive: true });
  await writeFile(join(refusals, `refused-${id}.csv`), `file,row\n${mark},2\n`);
  return id;
}

async function staffOf(
  database: Database,
  { id: practice }: Practice,
  account: AccountId,
): Promise<StaffMemberId | null> {
  const member = await database.inPractice(practice, (db) =>
    db
      .selectFrom('staff_member')
      .select('id')
      .where('practice_id', '=', practice)
      .where('account_id', '=', account)
      .executeTakeFirst(),
  );
  return member?.id ?? null;
}

async function aDeed(
  database: Database,
  { id: practice }: Practice,
  account: AccountId,
  act: ActId,
): Promise<string> {
  return database.inPractice(practice, async (db) => {
    const member = await db
      .selectFrom('staff_member')
      .select('id')
      .where('practice_id', '=', practice)
      .where('account_id', '=', account)
      .executeTakeFirstOrThrow();
    const deed = {
      kind: 'assignment',
      objectId: act,
      before: { staffMemberId: null },
      at: new Date('2026-03-02T16:00:00Z'),
    } as const;
    return noteDeed(db, practice, member.id, deed);
  });
}

async function anInvitation(database: Database, practice: Practice, mark: string): Promise<string> {
  const account = await anAccount(database, { display_name: mark });
  const token = `${practice.publicId}.${newToken()}`;
  await database.inPractice(practice.id, async (db) => {
    const member = { id: newId<StaffMemberId>(), account_id: account, display_name: mark };
    await db
      .insertInto('staff_member')
      .values({ practice_id: practice.id, ...member, roles: ['front_desk'], state: 'invited' })
      .execute();
    await db
      .insertInto('link_token')
      .values({
        token_hash: hashToken(token),
        purpose: 'invitation',
        practice_id: practice.id,
        account_id: account,
        expires_at: '2027-01-01T00:00:00Z',
      })
      .execute();
  });
  return token;
}

interface Made {
  readonly patient: PatientId;
  readonly other: PatientId;
  readonly visit: VisitId;
  readonly service: string;
  readonly act: ActId;
  readonly colleague: StaffMemberId;
  readonly location: string;
  readonly contact: string;
}

// The tables that no builder is needed for: one row each, as plain SQL.
async function addTheRest(database: Database, practice: Practice, made: Made): Promise<void> {
  const { patient, visit, service, act, colleague, location } = made;
  const pageLink = newId();
  const template = newId();
  const message = newId();
  const rows: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['template', { id: template, code: 'visit_reminder', title: JSON.stringify({ en: 'Reminder' }) }],
    [
      'template_version',
      {
        id: newId(),
        template_id: template,
        version: 1,
        legal_class: 'treatment',
        words: JSON.stringify({
          en: { subject: practice.name, preheader: '', email: practice.name, text: '', post: '' },
        }),
        by_staff: colleague,
      },
    ],
    [
      'message',
      {
        id: message,
        source: 'visit_reminder',
        patient_id: patient,
        occurrence: 'one',
        channel: 'email',
        template_id: template,
        legal_class: 'treatment',
        purpose: 'care',
        about: 'visit',
        state: 'held',
        due_at: '2026-03-02T16:00:00Z',
        state_at: '2026-03-02T16:00:00Z',
        client_ref: `keepwell.${message}`,
        subject: practice.name,
        body: practice.name,
      },
    ],
    [
      'message_event',
      {
        id: newId(),
        message_id: message,
        at: '2026-03-02T16:00:00Z',
        step: 'hold',
        from_state: 'planned',
        to_state: 'held',
      },
    ],
    ['outbox', { paused_at: null }],
    [
      'mail_taken',
      { mail_hash: Buffer.alloc(32), message_id: message, kind: 'reply', at: '2026-03-02T16:00:00Z' },
    ],
    ['mailbox_reading', { box: 'b', uid_validity: '1', last_uid: 1 }],
    [
      'sender_check',
      {
        domain: 'elm.example',
        at: '2026-03-02T16:00:00Z',
        spf: 'pass',
        dkim: 'pass',
        dmarc: 'pass',
        passes: true,
        wanted: '{}',
      },
    ],
    ['holiday', { location_id: location, on_date: '2026-07-03', name: 'Independence Day' }],
    ['patient_identifier', { system: 'csv', value: unique('no'), patient_id: patient }],
    [
      'related_person',
      { id: newId(), patient_id: patient, name: 'Carlos', relationship: 'partner', may_receive: true },
    ],
    [
      'consent',
      {
        id: newId(),
        patient_id: patient,
        purpose: 'feedback',
        channel: 'any',
        granted: true,
        source: 'form',
        evidence: 'signed',
        wording_version: '1',
        at: '2026-02-01T00:00:00Z',
      },
    ],
    ['patient_guarantor', { patient_id: patient, system: 'csv', value: 'A1' }],
    ['erased_patient', { identifier_hash: Buffer.alloc(32, 9), erased_at: '2026-02-01T00:00:00Z' }],
    ['suppression', { id: newId(), contact_hash: Buffer.alloc(32, 7), scope: 'number', reason: 'carrier' }],
    [
      'visit_change',
      {
        id: newId(),
        visit_id: visit,
        old_status: 'booked',
        old_starts_at: '2026-03-01T15:00:00Z',
        old_local_day: '2026-03-01',
      },
    ],
    [
      'episode',
      {
        id: newId(),
        patient_id: patient,
        service_id: service,
        first_visit_id: visit,
        last_visit_id: visit,
        problem: 'tooth',
      },
    ],
    [
      'visit_charge',
      { source_system: 'fhir', kind: 'claim', charge_id: 'C1', visit_key: 'Encounter/E1', cents: 12500 },
    ],
    ['visit_alias', { source_system: 'fhir', alias: 'Encounter/E1', source_id: 'Appointment/A1' }],
    ['visit_dirty', { patient_id: patient }],
    [
      'visit_summary',
      { patient_id: patient, service_id: service, visit_days: [20000], last_day: 20000, visits: 1 },
    ],
    ['no_show_model', { as_of: worldDay, state: 'told', n: 900, usual: 0.1 }],
    [
      'leaving_item',
      { code: 'questions', words: JSON.stringify({ en: practice.name }), applies: 'always', position: 10 },
    ],
    [
      'leaving',
      {
        id: newId(),
        visit_id: visit,
        patient_id: patient,
        seen_to: ['questions'],
        left_open: ['expect'],
        client_key: unique('key'),
        at: new Date('2026-03-02T10:00:00Z'),
      },
    ],
    ['talked_about', { visit_id: visit, patient_id: patient, at: new Date('2026-03-02T08:00:00Z') }],
    [
      'patient_link',
      {
        id: pageLink,
        token_hash: hashToken(newToken()),
        purpose: 'preferences',
        patient_id: patient,
        expires_at: new Date('2026-06-02T00:00:00Z'),
      },
    ],
    [
      'page_code',
      { id: newId(), link_id: pageLink, code_hash: Buffer.alloc(32, 3), expires_at: '2026-03-02T17:10:00Z' },
    ],
    [
      'contact_wish',
      {
        id: newId(),
        patient_id: patient,
        best_time: 'any',
        welcome: ['before_visit'],
        keep: 'in_touch',
        wording_version: '1',
        at: '2026-02-01T00:00:00Z',
      },
    ],
    [
      'visit_wish',
      {
        id: newId(),
        patient_id: patient,
        visit_id: visit,
        matters: 'no surprises',
        worry: 8,
        comfort: ['stop_signal'],
        at: '2026-02-01T00:00:00Z',
      },
    ],
    [
      'inbound',
      {
        id: newId(),
        kind: 'question',
        via: 'page',
        patient_id: patient,
        reference: '4F7K',
        words: 'May I eat before?',
        received_at: '2026-03-02T15:00:00Z',
        answer_by: '2026-03-02T16:00:00Z',
        answered_at: '2026-03-02T15:30:00Z',
        outcome: 'answered',
        same_key: Buffer.alloc(32, 5),
      },
    ],
    [
      'no_show_score',
      {
        visit_id: visit,
        patient_id: patient,
        as_of: worldDay,
        probability: 0.2,
        low: 0.15,
        high: 0.27,
        n: 900,
        usual: 0.1,
        reasons: JSON.stringify({ leadDays: 40, known: 2, missed: 1, raisedBy: ['lead'] }),
      },
    ],
    [
      'model_check',
      {
        service_id: service,
        day: worldDay,
        champion: 'bg-bb',
        found: JSON.stringify(aServiceCheck),
      },
    ],
    [
      'look_back',
      { day: worldDay, origin: '2025-03-02', horizon_days: 365, found: JSON.stringify(aLookBack) },
    ],
    [
      'rhythm_score',
      {
        patient_id: patient,
        service_id: service,
        as_of: worldDay,
        status: 'on_rhythm',
        episodes: 1,
        first_day: '2025-03-02',
        last_day: '2026-03-02',
        recall_days: 180,
        gaps: 0,
        due_on: '2026-08-29',
        days_past_due: -180,
      },
    ],
    [
      'question_asked',
      {
        id: newId(),
        patient_id: patient,
        question: 'matters',
        asked_at: '2026-02-01T00:00:00Z',
        by_staff: colleague,
        answered: false,
      },
    ],
    ['contact_policy', { version: 1 }],
    ['matching_run', { id: newId(), through: '2026-03-01T00:00:00Z', compared: 2, merged: 0, possible: 1 }],
    [
      'contact_made',
      {
        id: newId(),
        patient_id: patient,
        channel: 'call',
        purpose: 'care',
        reached: true,
        act_id: act,
        by_staff: colleague,
        at: '2026-02-01T00:00:00Z',
      },
    ],
    [
      'staff_photo',
      {
        id: newId(),
        staff_member_id: colleague,
        media_type: 'image/png',
        bytes: Buffer.from('89504e470d0a1a0a', 'hex'),
        at: '2026-02-01T00:00:00Z',
      },
    ],
    [
      'marketing_authorisation',
      {
        id: newId(),
        patient_id: patient,
        discloses: 'name and address',
        used_by: 'the practice',
        sent_to: 'the patient',
        purpose: 'a seminar of a maker',
        representative: 'Eva Lund',
        relation: 'mother',
        signed_at: '2026-02-01T00:00:00Z',
        expires_at: '2027-02-01T00:00:00Z',
      },
    ],
    [
      'contact_request',
      { id: newId(), patient_id: patient, kind: 'envelope', name: 'A. Friend', at: '2026-02-01T00:00:00Z' },
    ],
    ['act_words', { id: newId(), act_id: act, language: 'en', words: 'Hello', at: '2026-03-02T15:00:00Z' }],
    ['deed', { id: newId(), by_staff: colleague, kind: 'words', at: '2026-03-02T15:00:00Z' }],
    ['plan_statement', { objective: 'Nobody is forgotten', mission: 'We take time' }],
    [
      'plan_version',
      {
        version: 1,
        what: 'the plan as it was',
        content: JSON.stringify({
          statement: { objective: '', mission: '', methods: [] },
          touchpoints: [],
          shares: [],
          capacity: [],
        }),
      },
    ],
    ['share', { code: 'coming', title: '{"en":"Coming visits"}', percent: 40, position: 1 }],
    ['capacity', { role: 'front_desk', weekday: 1, minutes: 120 }],
    // With it, the day is planned already: looking at Today does not score the practice first.
    ['day_plan', { day: worldDay, minutes_available: 120, minutes_planned: 5 }],
    ['audit_event', { id: newId(), action: 'patients.get', result: 'ok', request_id: 'r', network: '::/64' }],
    ['audit_seal', { seq: '1', event_id: newId(), digest: Buffer.alloc(32) }],
  ];
  const importId = newId();
  const imported: typeof rows = [
    ['import', { id: importId }],
    ['import_file', { import_id: importId, position: 1, name: 'visits.csv', kind: 'csv' }],
    ['import_mapping', { fingerprint: 'f', mapping: '{}' }],
    [
      'inbox_file',
      { content_hash: Buffer.alloc(32), name: 'p.csv', state: 'done', at: '2026-02-01T00:00:00Z' },
    ],
    [
      'refusal',
      { import_id: importId, position: 1, row_number: 2, value: 'x', code: 'no_date', reason: 'no date' },
    ],
    [
      'merge_request',
      {
        id: newId(),
        old_system: 'LAKE',
        old_value: 'P1',
        survivor_system: 'LAKE',
        survivor_value: 'P2',
        source: 'desk',
        asked_at: '2026-02-01T00:00:00Z',
      },
    ],
    ['hl7_feed', { name: 'desk' }],
    [
      'hl7_message',
      {
        id: newId(),
        feed: 'desk',
        control_id: 'M1',
        content_hash: Buffer.alloc(32),
        kind: 'SIU S12',
        raw: Buffer.from('MSH'),
        state: 'waiting',
        received_at: '2026-02-01T00:00:00Z',
      },
    ],
  ];
  const keys = nameKeys('Lena Okafor').map((key): (typeof rows)[number] => [
    'patient_search_key',
    { patient_id: patient, key },
  ]);
  await database.inPractice(practice.id, async (db) => {
    for (const [table, columns] of [...rows, ...imported, ...keys]) {
      const values = { practice_id: practice.id, ...columns };
      const names = sql.join(Object.keys(values).map((name) => sql.ref(name)));
      await sql`insert into ${sql.table(table)} (${names}) values (${sql.join(Object.values(values))})`.execute(
        db,
      );
    }
  });
}
