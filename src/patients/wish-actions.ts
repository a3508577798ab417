import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId } from '../kit/ids.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import { announce } from '../platform/queue.ts';
import {
  type ContactWish,
  type KeepInTouch,
  type PageConsent,
  pageWords,
  pauseDays,
  type StandingWord,
  type Welcome,
} from './model.ts';
import { liftSuppressions, listOthersAt, listSilencedAddresses } from './queries/suppressions.ts';
import { shownWish } from './shown-wish.ts';

// Of every word that a patient chose on the page; the trail and the patient's page show it.
const source = 'patient page';

const unsubscribed = { scope: 'marketing', reason: 'unsubscribed' } as const;

// What one patient says comes one after the other.
async function lockPatient(db: Db, practice: PracticeId, patient: PatientId): Promise<void> {
  await sql`select 1 from patient where practice_id = ${practice} and id = ${patient} for update`.execute(db);
}

async function newestWish(db: Db, practice: PracticeId, patient: PatientId): Promise<KeptWish | undefined> {
  const row = await db
    .selectFrom('contact_wish')
    .selectAll()
    .where('practice_id', '=', practice)
    .where('patient_id', '=', patient)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    at: row.at,
    wordingVersion: row.wording_version,
    bestTime: row.best_time,
    welcome: row.welcome as Welcome[],
    keep: row.keep,
    pausedUntil: row.paused_until,
    grantedBefore: row.granted_before,
  };
}

interface StoredWish {
  readonly bestTime: ContactWish['bestTime'];
  readonly welcome: readonly Welcome[];
  readonly keep: KeepInTouch;
  readonly pausedUntil: LocalDate | null;
  readonly grantedBefore: readonly string[];
}

interface KeptWish extends StoredWish {
  readonly id: string;
  readonly at: Date;
  readonly wordingVersion: string;
}

async function newestConsents(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<readonly StandingWord[]> {
  const found = await sql<StandingWord>`
    select distinct on (purpose, channel) purpose, channel, granted, at from consent
    where practice_id = ${practice} and patient_id = ${patient}
    order by purpose, channel, at desc, id desc limit 100`.execute(db);
  return found.rows;
}

/** What a patient has chosen so far; undefined: nobody has said anything on how to keep in touch. */
export async function readWish(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<ContactWish | undefined> {
  const wish = await newestWish(db, practice, patient);
  const { channels, welcome } = shownWish(wish, await standingWords(db, practice, patient));
  if (wish === undefined && channels.length === 0) return undefined;
  return { channels, bestTime: wish?.bestTime ?? 'any', welcome, keep: wish?.keep ?? 'in_touch' };
}

/** The newest words, and that an address of theirs is silenced, whoever of its people asked for it. */
async function standingWords(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<readonly StandingWord[]> {
  const words = await newestConsents(db, practice, patient);
  if ((await listSilencedAddresses(db, practice, patient, unsubscribed)).length === 0) return words;
  const silenced: PageConsent = { purpose: 'marketing', channel: 'email', granted: false };
  // Later than any word: none of them opens it.
  return [...words.filter((one) => !same(one, silenced)), { ...silenced, at: new Date(8.64e15) }];
}

function sameWish(one: StoredWish, other: StoredWish): boolean {
  const plain = ({ bestTime, welcome, keep, pausedUntil }: StoredWish) =>
    JSON.stringify([bestTime, [...welcome].sort(), keep, pausedUntil]);
  return plain(one) === plain(other);
}

/**
 * Writes what a patient chose: consents by purpose and channel with the wording that they saw, the time of day, the
 * languages and the pause, in one transaction; it holds from its commit on. The same choice again writes nothing.
 * @param wording version of the page's words
 * @returns the day on which a pause ends; null: there is none
 */
export async function saveWish(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  wish: ContactWish,
  languages: { readonly written: string; readonly spoken: string },
  wording: string,
  today: LocalDate,
  now: Date,
): Promise<LocalDate | null> {
  await lockPatient(db, practice, patient);
  const kept = await newestWish(db, practice, patient);
  // A pause that was asked for again while it lasts is the same pause.
  const lasting =
    kept?.keep === 'pause' && kept.pausedUntil !== null && kept.pausedUntil > today ? kept.pausedUntil : null;
  const before = await newestConsents(db, practice, patient);
  const words = pageWords(wish, before);
  // What was taken back since was not chosen any more: chosen again, it is a new choice.
  const shown = shownWish(kept, await standingWords(db, practice, patient));
  const stored: StoredWish = {
    bestTime: wish.bestTime,
    welcome: wish.welcome,
    keep: wish.keep,
    pausedUntil: wish.keep === 'pause' ? (lasting ?? addDays(today, pauseDays)) : null,
    grantedBefore:
      wish.keep === 'pause'
        ? (['feedback', 'marketing'] as const).filter((purpose) =>
            wish.welcome.includes(purpose === 'feedback' ? 'questions' : 'news'),
          )
        : [],
  };
  if (words.length > 0) await addPageWords(db, practice, patient, words, wording, now);
  if (wish.keep !== 'appointments' && wish.welcome.includes('news') && wish.channels.includes('email'))
    await openAddresses(db, practice, patient, wording, now);
  if (kept === undefined || !sameWish({ ...kept, welcome: shown.welcome }, stored)) {
    await db
      .insertInto('contact_wish')
      .values({
        practice_id: practice,
        id: newId(now.getTime()),
        patient_id: patient,
        best_time: stored.bestTime,
        welcome: [...stored.welcome],
        keep: stored.keep,
        paused_until: stored.pausedUntil,
        granted_before: [...stored.grantedBefore],
        wording_version: wording,
        at: now,
      })
      .execute();
  }
  await sql`
    update patient set written_language = ${languages.written}, spoken_language = ${languages.spoken},
      updated_at = ${now}
    where practice_id = ${practice} and id = ${patient}
      and (written_language, spoken_language) is distinct from (${languages.written}, ${languages.spoken})`.execute(
    db,
  );
  await announce(db, 'consent.changed', { patientId: patient });
  return stored.pausedUntil;
}

/** Who asks for news again is heard again; for everybody else with the address it stays as quiet as it was. */
async function openAddresses(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  wording: string,
  now: Date,
): Promise<void> {
  const silenced = await listSilencedAddresses(db, practice, patient, unsubscribed);
  const lifted = await liftSuppressions(db, practice, silenced, unsubscribed, now);
  const quiet: PageConsent = { purpose: 'marketing', channel: 'email', granted: false };
  for (const other of await listOthersAt(db, practice, patient, lifted)) {
    await addPageWords(db, practice, other, [quiet], wording, now, 'unsubscribed');
    await announce(db, 'consent.changed', { patientId: other });
  }
}

async function addPageWords(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  words: readonly PageConsent[],
  wording: string,
  now: Date,
  evidence = source,
): Promise<void> {
  await db
    .insertInto('consent')
    .values(
      words.map((word) => ({
        practice_id: practice,
        id: newId(now.getTime()),
        patient_id: patient,
        purpose: word.purpose,
        channel: word.channel,
        granted: word.granted,
        wording_version: wording,
        source,
        evidence,
        at: now,
      })),
    )
    .execute();
}

/**
 * Ends the pauses whose day has come: what the patient had granted before holds again on the channels that they chose,
 * as they were told it would. What was withdrawn on all channels since the pause began stays withdrawn.
 * @returns whose
 */
export async function endPauses(
  db: Db,
  practice: PracticeId,
  today: LocalDate,
  now: Date,
): Promise<readonly PatientId[]> {
  const found = await sql<{ id: string; patient_id: PatientId }>`
    select w.id, w.patient_id from (
      select distinct on (patient_id) * from contact_wish
      where practice_id = ${practice} and patient_id in (
        select patient_id from contact_wish where practice_id = ${practice} and paused_until <= ${today})
      order by patient_id, at desc, id desc
    ) w
    where w.keep = 'pause' and w.paused_until <= ${today}
    order by w.patient_id limit 10000`.execute(db);
  const ended: PatientId[] = [];
  for (const { id, patient_id: patient } of found.rows) {
    await lockPatient(db, practice, patient);
    const wish = await newestWish(db, practice, patient);
    // They have chosen otherwise meanwhile.
    if (wish?.id !== id) continue;
    const words = wordsAfterPause(wish, await newestConsents(db, practice, patient));
    if (words.length > 0) {
      const why = 'the pause that the patient chose has ended';
      await addPageWords(db, practice, patient, words, wish.wordingVersion, now, why);
    }
    await sql`
      insert into contact_wish (practice_id, id, patient_id, best_time, welcome, keep, wording_version, at)
      select practice_id, ${newId(now.getTime())}, patient_id, best_time, welcome, 'in_touch', wording_version, ${now}
      from contact_wish where practice_id = ${practice} and id = ${id}`.execute(db);
    await announce(db, 'consent.changed', { patientId: patient });
    ended.push(patient);
  }
  return ended;
}

function wordsAfterPause(wish: KeptWish, standing: readonly StandingWord[]): readonly PageConsent[] {
  return wish.grantedBefore.flatMap((given): PageConsent[] => {
    const purpose = given as PageConsent['purpose'];
    const ofPurpose = standing.filter((one) => one.purpose === purpose);
    const onAll = ofPurpose.find(({ channel }) => channel === 'any');
    if (onAll !== undefined && (onAll.granted || onAll.at > wish.at)) return [];
    // Each no is said again: the word on all channels would open what was left unticked.
    const noes = ofPurpose.filter(({ channel, granted }) => channel !== 'any' && !granted);
    return [
      { purpose, channel: 'any', granted: true },
      ...noes.map(({ channel }): PageConsent => ({ purpose, channel, granted: false })),
    ];
  });
}

/** What the gate has to know beyond the consents. */
export interface HeldWish {
  /** Nothing but what belongs to visits that are booked, until then; null: without an end. */
  readonly appointmentsOnlyUntil: LocalDate | null;
}

/** Of these patients, those who want to hear of their appointments alone. */
export async function listAppointmentsOnly(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  asKnownAt: Date,
): Promise<ReadonlyMap<PatientId, HeldWish>> {
  if (patients.length === 0) return new Map();
  const found = await sql<{ patient_id: PatientId; keep: KeepInTouch; paused_until: LocalDate | null }>`
    select distinct on (patient_id) patient_id, keep, paused_until from contact_wish
    where practice_id = ${practice} and patient_id = any(${patients}::uuid[]) and at <= ${asKnownAt}
    order by patient_id, at desc, id desc`.execute(db);
  return new Map(
    found.rows
      .filter(({ keep }) => keep !== 'in_touch')
      .map((row) => [row.patient_id, { appointmentsOnlyUntil: row.paused_until }]),
  );
}

/**
 * No more news, offers or questions by e-mail: the address is silenced whoever has it, and the patient's own words say
 * so as well. The same again changes nothing.
 * @returns false when it was so already
 */
export async function unsubscribe(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  address: Buffer | null,
  wording: string,
  now: Date,
): Promise<boolean> {
  await lockPatient(db, practice, patient);
  let changed = false;
  if (address !== null) {
    const added = await sql`
      insert into suppression (practice_id, id, contact_hash, scope, reason, at)
      select ${practice}, ${newId(now.getTime())}, ${address}, ${unsubscribed.scope}, ${unsubscribed.reason}, ${now}
      where not coalesce((select not s.lifted from suppression s
        where s.practice_id = ${practice} and s.contact_hash = ${address} and s.scope = ${unsubscribed.scope}
        order by s.at desc, s.lifted, s.id desc limit 1), false)`.execute(db);
    changed = added.numAffectedRows === 1n;
  }
  const before = await newestConsents(db, practice, patient);
  const words = (['feedback', 'marketing'] as const)
    .map((purpose): PageConsent => ({ purpose, channel: 'email', granted: false }))
    .filter((word) => !before.some((one) => same(one, word) && !one.granted));
  if (words.length > 0) {
    await addPageWords(db, practice, patient, words, wording, now, 'unsubscribed');
    changed = true;
  }
  if (changed) await announce(db, 'consent.changed', { patientId: patient });
  return changed;
}

function same(one: PageConsent, other: PageConsent): boolean {
  return one.purpose === other.purpose && one.channel === other.channel;
}
