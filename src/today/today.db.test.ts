import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anAccount } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { ActId, ActOutcomeId } from '../kit/ids.ts';
import { newId, type StaffMemberId } from '../kit/ids.ts';
import { instantOf } from '../kit/instant.ts';
import { addDays, dayFromNumber, dayNumber, localDate } from '../kit/local-date.ts';
import { changeCapacity, changeTouchpoint } from '../plan/actions.ts';
import { readPlan } from '../plan/version-actions.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';
import { advanceSample, makeSample } from '../sample/actions.ts';
import { writePromises } from '../sample/colour.ts';
import { speakAll } from '../words/told.ts';
import { planWhatIf, premiseGone, presentView, recheckActs, refreshToday } from './actions.ts';
import { assignAct, changeWords, reopenAct, takeWordsBack } from './desk-actions.ts';
import {
  chooseOne,
  listDoneActs,
  readHeld,
  readToday,
  readTodayAndHeld,
  type TodayList,
} from './list-actions.ts';
import { openActFor } from './open-actions.ts';
import { answerAct, type OutcomeInput, undoAnswer } from './outcome-actions.ts';
import { planDay } from './plan-day.ts';
import { beginPlanning, storeDayPlan } from './queries/store-day-plan.ts';

// Tuesday, 24 November 2026, 14:00 in New York: calls may be made, and the morning's visits are over.
const day = localDate('2026-11-24');
const now = new Date('2026-11-24T19:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  const made = await makeSample(database, { slug: 'sample', patients: 1200, seed: 1, now });
  expect(made.ok).toBe(true);
  const found = await getPracticeBySlug(database, 'sample');
  if (found === undefined) throw new Error('the sample practice is missing');
  practice = found;
});

afterAll(async () => {
  await database.close();
  await fresh.close();
});

// Each test works in a transaction that is thrown away.
class Discard extends Error {}
async function trying(work: (db: Db) => Promise<void>): Promise<void> {
  await database
    .inPractice(practice.id, async (db) => {
      await work(db);
      throw new Discard();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Discard)) throw error;
    });
}

const actor = () => consoleActor(practice);
const query = () => ({ practice, now, staffName: 'Dana', asOf: undefined, minutes: undefined });
let press = 0;
beforeEach(() => {
  press += 1000;
});
function anAnswer(overrides: Partial<OutcomeInput> = {}): OutcomeInput {
  press += 1;
  return {
    outcome: 'done',
    clientKey: `press-${press}`,
    reason: undefined,
    at: undefined,
    bookedOn: undefined,
    ...overrides,
  };
}

function actOf(list: TodayList, kind: string): TodayList['acts'][number] {
  const found = list.acts.find((act) => act.kind === kind);
  if (found === undefined)
    throw new Error(`no act of kind ${kind} among ${list.acts.map((act) => act.kind).join(', ')}`);
  return found;
}

async function stateOf(db: Db, id: string): Promise<unknown> {
  const found = await sql`select state, attempts, not_before, deadline, closed_reason from act
    where practice_id = ${practice.id} and id = ${id}`.execute(db);
  return found.rows[0];
}

test('the list of a realistic practice has acts of every share, each with a reason, a source and a date', async () => {
  await trying(async (db) => {
    const list = await readToday(db, query());
    expect(list.asOf).toBe(day);
    const shares = new Set(list.acts.map((act) => act.share));
    for (const share of ['coming', 'after-care', 'return', 'thanks']) expect(shares).toContain(share);
    for (const act of list.acts) {
      expect(act.whyNow.length).toBeGreaterThan(0);
      for (const why of act.whyNow) {
        expect(why.fact).not.toBe('');
        expect(why.source).not.toBe('');
        expect(why.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
      expect(act.script).not.toMatch(/\{|\}|undefined/);
    }
    expect(list.backlog.patients).toBeGreaterThan(20);
  });
});

test('nobody stands on the list twice, and no household twice for one topic', async () => {
  await trying(async (db) => {
    const { acts } = await readToday(db, query());
    expect(new Set(acts.map((act) => act.patientId)).size).toBe(acts.length);
    const households = await sql<{ patient_id: string; household_id: string }>`
      select patient_id, household_id from household_member where practice_id = ${practice.id}`.execute(db);
    const householdOf = new Map(households.rows.map((row) => [row.patient_id, row.household_id]));
    const topics = acts
      .filter((act) => householdOf.has(act.patientId))
      .map((act) => `${householdOf.get(act.patientId)} ${act.topic}`);
    expect(new Set(topics).size).toBe(topics.length);
  });
});

test('planning the same day again changes nothing', async () => {
  await trying(async (db) => {
    const before = await readToday(db, query());
    await refreshToday(db, practice, now);
    expect(await readToday(db, query())).toEqual(before);
  });
});

test('what is answered, or taken back, while the day is planned anew stays so', async () => {
  await trying(async (db) => {
    const { acts } = await readToday(db, query());
    const taken = actOf({ ...(await readToday(db, query())), acts }, 'promise');
    const [answered, other] = acts.filter((act) => act.kind === 'recall');
    if (answered === undefined || other === undefined) throw new Error('the sample has no two recalls');
    const before = await answerAct(db, actor(), taken.id as ActId, anAnswer(), now);
    if (!before.ok) throw new Error(before.refusal.detail);
    await beginPlanning(db, practice.id, day);
    const plan = await planDay(db, practice, presentView(practice, now));
    expect(plan.acts.map(({ id }) => id)).toContain(answered.id);
    expect(plan.acts.map(({ id }) => id)).not.toContain(taken.id);
    // What desks do while it is being made.
    await answerAct(db, actor(), answered.id as ActId, anAnswer(), now);
    await answerAct(db, actor(), other.id as ActId, anAnswer({ outcome: 'no_answer' }), now);
    await undoAnswer(db, actor(), before.value.outcomeId as ActOutcomeId, 'undo-meanwhile', now);
    const meanwhile = [
      await stateOf(db, answered.id),
      await stateOf(db, other.id),
      await stateOf(db, taken.id),
    ];
    expect(meanwhile).toMatchObject([
      { state: 'done' },
      { state: 'waiting', attempts: 1 },
      { state: 'planned' },
    ]);
    await storeDayPlan(db, practice.id, plan);
    expect([
      await stateOf(db, answered.id),
      await stateOf(db, other.id),
      await stateOf(db, taken.id),
    ]).toEqual(meanwhile);
  });
});

test('an act that a smaller day had no minutes for is back when there are some', async () => {
  await trying(async (db) => {
    const before = await readToday(db, query());
    const { capacity } = await readPlan(db, practice.id);
    const none = capacity.map((one) => ({ ...one, minutes: 0 }));
    await changeCapacity(db, actor(), none);
    await refreshToday(db, practice, now);
    const smaller = await readToday(db, query());
    expect(smaller.acts.length).toBeLessThan(before.acts.length / 2);
    await changeCapacity(db, actor(), capacity);
    await refreshToday(db, practice, now);
    expect(await readToday(db, query())).toEqual(before);
  });
});

test('a call that was agreed for a time keeps it when the day is planned anew', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    const at = new Date(now.getTime() + 2 * 3_600_000);
    await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'call_back', at }), now);
    const agreed = await stateOf(db, act.id);
    expect(agreed).toMatchObject({ state: 'waiting', not_before: at, deadline: at });
    await refreshToday(db, practice, now);
    expect(await stateOf(db, act.id)).toEqual(agreed);
  });
});

test('the premise of every act that the day proposes holds', async () => {
  await trying(async (db) => {
    const view = presentView(practice, now);
    const { acts, held } = await planDay(db, practice, view, 1_000_000);
    const proposed = [...acts, ...held.map((one) => one.act)];
    expect(proposed.length).toBeGreaterThan(200);
    const { touchpoints } = await readPlan(db, practice.id);
    const triggers = new Map<string, string>(touchpoints.map(({ id, trigger }) => [id, trigger]));
    const seen = new Set<string>();
    for (const { touchpointId, patientId, premise } of proposed) {
      const trigger = triggers.get(touchpointId) ?? '';
      seen.add(trigger);
      expect(await premiseGone({ db, view, patientId, premise }, trigger), trigger).toBeUndefined();
    }
    expect(seen.size).toBeGreaterThan(8);
  });
});

test('a patient who has a visit booked is asked by nobody to come back', async () => {
  await trying(async (db) => {
    const { acts } = await readToday(db, query());
    for (const act of acts.filter((one) => one.topic === 'return')) {
      const booked =
        await sql`select from visit where practice_id = ${practice.id} and patient_id = ${act.patientId}
        and status in ('booked', 'confirmed') and starts_at > ${now}`.execute(db);
      expect(booked.rows).toHaveLength(0);
    }
  });
});

test('an answer is taken back exactly, with all that it wrote', async () => {
  for (const outcome of [
    'done',
    'booked',
    'no_answer',
    'left_message',
    'call_back',
    'declined',
    'wrong_number',
    'stop',
    'not_appropriate',
    'later',
  ] as const) {
    await trying(async (db) => {
      const act = actOf(await readToday(db, query()), 'recall');
      const before = await stateOf(db, act.id);
      const traces = () =>
        sql`select
          (select count(*) from contact_made where practice_id = ${practice.id} and not undone)::int as contacts,
          (select count(*) from visit where practice_id = ${practice.id} and provisional and status = 'booked')::int as booked,
          (select count(*) from contact_point where practice_id = ${practice.id} and not valid)::int as wrong,
          (select count(*) from (select distinct on (patient_id, purpose, channel) purpose, granted from consent
            where practice_id = ${practice.id} order by patient_id, purpose, channel, at desc, id desc) w
            where purpose = 'care' and not granted)::int as withdrawn`
          .execute(db)
          .then((found) => found.rows[0]);
      const tracesBefore = await traces();
      const answer = anAnswer({
        outcome,
        reason: 'said so',
        at: new Date(now.getTime() + 3_600_000),
        ...(outcome === 'booked' ? { bookedOn: addDays(day, 9) } : {}),
      });
      const recorded = await answerAct(db, actor(), act.id as ActId, answer, now);
      if (!recorded.ok) throw new Error(`${outcome}: ${recorded.refusal.detail}`);
      expect(await stateOf(db, act.id), outcome).not.toEqual(before);
      const later = new Date(now.getTime() + 1000);
      const undone = await undoAnswer(db, actor(), recorded.value.outcomeId, `undo-${outcome}`, later);
      expect(undone.ok, outcome).toBe(true);
      expect(await stateOf(db, act.id), outcome).toEqual(before);
      expect(await traces(), outcome).toEqual(tracesBefore);
      const twice = await undoAnswer(db, actor(), recorded.value.outcomeId, `again-${outcome}`, later);
      expect(twice).toMatchObject({ ok: false, refusal: { code: 'already_undone' } });
    });
  }
});

test('the same press twice, or two desks at once, is one outcome', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    const answer = anAnswer();
    const first = await answerAct(db, actor(), act.id as ActId, answer, now);
    const same = await answerAct(db, actor(), act.id as ActId, answer, now);
    const other = await answerAct(db, { ...actor(), displayName: 'Ana' }, act.id as ActId, anAnswer(), now);
    if (!first.ok || !same.ok || !other.ok) throw new Error('an answer was refused');
    expect(same.value.outcomeId).toBe(first.value.outcomeId);
    expect(other.value).toMatchObject({
      outcomeId: first.value.outcomeId,
      already: { by: 'the console', at: now.toISOString() },
    });
    const count =
      await sql`select from act_outcome where practice_id = ${practice.id} and act_id = ${act.id}`.execute(
        db,
      );
    expect(count.rows).toHaveLength(1);
  });
});

test('an unanswered call comes back with a time, twice, and a third is not offered', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    for (const attempts of [1, 2]) {
      const recorded = await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'no_answer' }), now);
      expect(recorded).toMatchObject({ ok: true, value: { act: { state: 'waiting', attempts } } });
    }
    const third = await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'no_answer' }), now);
    expect(third).toMatchObject({ ok: false, refusal: { code: 'no_more_tries' } });
    const opened = await openActFor(db, actor(), act.id as ActId, now);
    expect(opened.ok && opened.value.offers).not.toContain('no_answer');
  });
});

test('an act that waits for tomorrow comes back tomorrow, and not before', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    const at = instantOf(addDays(day, 1), 10 * 60, practice.zone);
    await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'later', at }), now);
    const nextMorning = instantOf(addDays(day, 1), 9 * 60, practice.zone);
    await refreshToday(db, practice, nextMorning);
    const tomorrow = await readToday(db, { ...query(), now: nextMorning });
    expect(tomorrow.acts.find((one) => one.id === act.id)).toMatchObject({
      state: 'waiting',
      notBefore: at.toISOString(),
    });
  });
});

test('what waits for a later day is on the list of that day alone', async () => {
  await trying(async (db) => {
    const before = await readToday(db, query());
    const [first, second] = before.acts.filter((one) => one.kind === 'recall');
    if (first === undefined || second === undefined) throw new Error('the sample has no two recalls');
    const thatDay = addDays(day, 2);
    const at = instantOf(thatDay, 10 * 60, practice.zone);
    const inTwoHours = new Date(now.getTime() + 2 * 3_600_000);
    await answerAct(db, actor(), first.id as ActId, anAnswer({ outcome: 'call_back', at }), now);
    await answerAct(db, actor(), second.id as ActId, anAnswer({ outcome: 'later', at: inTwoHours }), now);
    const listedAt = async (then: Date): Promise<readonly string[]> => {
      const list = await readToday(db, { ...query(), now: then });
      expect(list.minutes.planned).toBe(list.acts.reduce((sum, one) => sum + one.minutes, 0));
      return list.acts.map(({ id }) => id);
    };
    expect(await listedAt(now)).not.toContain(first.id);
    expect(await listedAt(now)).toContain(second.id);
    const tomorrow = instantOf(addDays(day, 1), 9 * 60, practice.zone);
    await refreshToday(db, practice, tomorrow);
    expect(await listedAt(tomorrow)).not.toContain(first.id);
    const { heldBack } = await readHeld(db, { ...query(), now: tomorrow });
    expect(heldBack).toContainEqual(expect.objectContaining({ code: 'waiting', patientId: first.patientId }));
    expect(await listedAt(instantOf(thatDay, 8 * 60, practice.zone))).toContain(first.id);
  });
});

test('declining needs a reason, and the topic rests afterwards', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    const without = await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'declined' }), now);
    expect(without).toMatchObject({ ok: false, refusal: { code: 'reason_required' } });
    await answerAct(
      db,
      actor(),
      act.id as ActId,
      anAnswer({ outcome: 'declined', reason: 'goes elsewhere now' }),
      now,
    );
    await refreshToday(db, practice, new Date(now.getTime() + 5 * 86_400_000));
    const later = await readToday(db, { ...query(), now: new Date(now.getTime() + 5 * 86_400_000) });
    expect(later.acts.some((one) => one.patientId === act.patientId && one.topic === 'return')).toBe(false);
  });
});

test('a patient who says stop is proposed nothing any more', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'stop' }), now);
    const later = new Date(now.getTime() + 3 * 86_400_000);
    await refreshToday(db, practice, later);
    const list = await readToday(db, { ...query(), now: later });
    expect(list.acts.some((one) => one.patientId === act.patientId)).toBe(false);
  });
});

test('opening an act reads its premise again: a cancelled visit closes it and says so', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'call');
    await sql`update visit set status = 'cancelled', cancelled_at = ${now} where practice_id = ${practice.id}
      and patient_id = ${act.patientId} and starts_at > ${now}`.execute(db);
    const opened = await openActFor(db, actor(), act.id as ActId, now);
    expect(speakAll(opened, 'en')).toMatchObject({
      ok: true,
      value: { premise: { holds: false, words: 'the visit was cancelled at 14:00' }, offers: [] },
    });
    const list = await readToday(db, query());
    expect(list.acts.some((one) => one.id === act.id)).toBe(false);
  });
});

test('an act that closed itself is opened again by somebody who knows better, and stays open', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'call');
    const id = act.id as ActId;
    await sql`update visit set status = 'cancelled', cancelled_at = ${now} where practice_id = ${practice.id}
      and patient_id = ${act.patientId} and starts_at > ${now}`.execute(db);
    expect(await openActFor(db, actor(), id, now)).toMatchObject({ value: { canReopen: true } });
    expect(await reopenAct(db, actor(), id, now)).toMatchObject({ ok: true, value: { state: 'planned' } });
    expect(await openActFor(db, actor(), id, now)).toMatchObject({ value: { premise: { holds: true } } });
    await sql`update patient set status = 'exited', exit_reason = 'moved', exited_on = ${day}
      where practice_id = ${practice.id} and id = ${act.patientId}`.execute(db);
    expect(await openActFor(db, actor(), id, now)).toMatchObject({
      value: { premise: { holds: false }, canReopen: false },
    });
    expect(await reopenAct(db, actor(), id, now)).toMatchObject({ refusal: { code: 'cannot_undo' } });
  });
});

test('an act is given to somebody who works here, to nobody else, and back', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'call');
    const id = act.id as ActId;
    const ana = newId<StaffMemberId>();
    const gone = newId<StaffMemberId>();
    for (const [member, state] of [
      [ana, 'active'],
      [gone, 'suspended'],
    ] as const) {
      const account_id = await anAccount(database);
      const values = { practice_id: practice.id, id: member, display_name: 'Ana', state, account_id };
      await db.insertInto('staff_member').values(values).execute();
    }
    expect(await assignAct(db, actor(), id, gone)).toMatchObject({ refusal: { code: 'not_found' } });
    expect(await assignAct(db, actor(), id, ana)).toMatchObject({ value: { before: null } });
    const shown = (await readToday(db, query())).acts.find((one) => one.id === id);
    expect(shown?.assignedTo).toEqual({ id: ana, name: 'Ana' });
    // The plan made anew leaves it with whom it is.
    await refreshToday(db, practice, now);
    expect(await assignAct(db, actor(), id, null)).toMatchObject({ value: { before: ana } });
  });
});

test('words for one act are kept by version and language, and taken back one by one', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'call');
    const id = act.id as ActId;
    const dana = { ...actor(), displayName: 'Dana' };
    const said = async () => {
      const opened = await openActFor(db, { ...actor(), displayName: 'Ana' }, id, now);
      return opened.ok ? [opened.value.act.language, opened.value.act.script] : [];
    };
    const own = await said();
    const write = async (words: string | null, language: string, minutes: number) => {
      const at = new Date(now.getTime() + minutes * 60_000);
      const changed = await changeWords(db, dana, id, { language, words }, at);
      if (!changed.ok) throw new Error(changed.refusal.detail);
      return changed.value.versionId;
    };
    const language = act.language;
    await write('Hello, Dana here.', language, 1);
    // Another desk speaks under its own name.
    expect(await said()).toEqual([language, 'Hello, Ana here.']);
    const second = await write('Good morning.', language, 2);
    await refreshToday(db, practice, now);
    expect(await said()).toEqual([language, 'Good morning.']);
    expect(await takeWordsBack(db, dana, second, now)).toMatchObject({ ok: true });
    expect(await takeWordsBack(db, dana, second, now)).toMatchObject({ refusal: { code: 'already_undone' } });
    expect(await said()).toEqual([language, 'Hello, Ana here.']);
    await write(null, language, 3);
    expect(await said()).toEqual(own);
    expect(await changeWords(db, dana, id, { language: 'fi', words: 'Hei' }, now)).toMatchObject({
      refusal: { code: 'invalid_input' },
    });
    const other = practice.languages.find((one) => one !== language);
    if (other === undefined) return;
    await write(null, other, 4);
    expect((await said())[0]).toBe(other);
    expect((await said())[1]).not.toBe(own[1]);
  });
});

test('an act of return closes itself once a visit is booked, and is back when it is not, also after a ring', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'no_answer' }), now);
    await sql`insert into visit (practice_id, id, patient_id, starts_at, local_day, status, source_system, source_id)
      values (${practice.id}, gen_random_uuid(), ${act.patientId}, ${new Date(now.getTime() + 86_400_000)},
        ${addDays(day, 1)}, 'booked', 'test', 'a booking')`.execute(db);
    await recheckActs(db, practice, act.patientId, now);
    expect(speakAll(await stateOf(db, act.id), 'en')).toMatchObject({
      state: 'closed',
      closed_reason: 'a visit is booked for 25 Nov 2026',
    });
    await sql`update visit set status = 'cancelled' where practice_id = ${practice.id} and source_id = 'a booking'`.execute(
      db,
    );
    await refreshToday(db, practice, now);
    expect(await stateOf(db, act.id)).toMatchObject({ state: 'planned', attempts: 1, closed_reason: null });
  });
});

test('a promise that is kept from the list is kept in the record, and broken off the list when undone', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'promise');
    const open = () =>
      sql<{ n: number }>`select count(*)::int as n from promise where practice_id = ${practice.id}
        and kept_at is null and broken_at is null`
        .execute(db)
        .then((found) => found.rows[0]?.n ?? 0);
    const before = await open();
    const recorded = await answerAct(db, actor(), act.id as ActId, anAnswer(), now);
    if (!recorded.ok) throw new Error(recorded.refusal.detail);
    expect(await open()).toBe(before - 1);
    await undoAnswer(db, actor(), recorded.value.outcomeId as ActOutcomeId, 'undo-promise', now);
    expect(await open()).toBe(before);
  });
});

test('a booking that a later schedule does not show brings the act back', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    const booking = anAnswer({ outcome: 'booked', bookedOn: addDays(day, 9) });
    await answerAct(db, actor(), act.id as ActId, booking, now);
    // With minutes without end, so that nothing is missing for want of them.
    const proposedAfter = async (days: number) => {
      const later = new Date(now.getTime() + days * 86_400_000);
      await refreshToday(db, practice, later);
      const plan = await planDay(db, practice, presentView(practice, later), 1_000_000);
      return [...plan.acts, ...plan.held.map((held) => held.act)].some((one) => one.id === act.id);
    };
    expect(await proposedAfter(2)).toBe(false);
    await sql`insert into import (practice_id, id, state, started_at, finished_at)
      values (${practice.id}, gen_random_uuid(), 'finished', ${now}, ${new Date(Math.max(Date.now(), now.getTime()) + 60_000)})`.execute(
      db,
    );
    expect(await proposedAfter(3)).toBe(true);
  });
});

test('I have five minutes gives one act that fits', async () => {
  await trying(async (db) => {
    const { act } = await chooseOne(db, query(), 5);
    expect(act?.minutes).toBeLessThanOrEqual(5);
    expect(await chooseOne(db, query(), 1)).toMatchObject({ act: null });
  });
});

test('who is held back is read apart from the list, the same as with it, today and on another day', async () => {
  await trying(async (db) => {
    const today = await readHeld(db, query());
    expect(today.heldBack.length).toBeGreaterThan(20);
    expect(await readTodayAndHeld(db, query())).toEqual({ ...(await readToday(db, query())), ...today });
  });
  // A what-if makes its tables once a transaction.
  const past = { ...query(), asOf: localDate('2026-03-10') };
  const apart = await database.inPractice(practice.id, (db) => readHeld(db, past));
  const both = await database.inPractice(practice.id, (db) => readTodayAndHeld(db, past));
  expect(apart.heldBack.length).toBeGreaterThan(5);
  expect(both.heldBack).toEqual(apart.heldBack);
  expect(both.asOf).toBe(past.asOf);
});

test('what was done today is listed, and only the newest answer of an act can be taken back', async () => {
  await trying(async (db) => {
    const act = actOf(await readToday(db, query()), 'recall');
    await answerAct(db, actor(), act.id as ActId, anAnswer({ outcome: 'no_answer' }), now);
    const second = new Date(now.getTime() + 60_000);
    await answerAct(db, actor(), act.id as ActId, anAnswer(), second);
    const { done, people } = await listDoneActs(db, { ...query(), now: second });
    expect(people).toBe(1);
    expect(done.map((one) => [one.outcome, one.canUndo])).toEqual([
      ['done', true],
      ['no_answer', false],
    ]);
    const older = await undoAnswer(db, actor(), done[1]?.outcomeId as ActOutcomeId, 'undo-older', second);
    expect(older).toMatchObject({ ok: false, refusal: { code: 'cannot_undo' } });
  });
});

test('a held-out patient gets no recall, and the row says so before any outcome', async () => {
  await trying(async (db) => {
    const { touchpoints } = await readPlan(db, practice.id);
    const drifting = touchpoints.find((one) => one.trigger === 'drifting');
    if (drifting === undefined) throw new Error('the starter plan has no drifting touchpoint');
    await changeTouchpoint(db, actor(), drifting.id, { holdOut: 0.5 }, now);
    const plan = await refreshToday(db, practice, now);
    expect(plan.heldCounts.hold_out).toBeGreaterThan(5);
    expect(plan.acts.every((act) => act.arm === 'act')).toBe(true);
    const rows = await sql<{ arm: string }>`select arm from act where practice_id = ${practice.id}
      and state = 'held' and held_reason like 'hold_out%'`.execute(db);
    expect(rows.rows.length).toBeGreaterThan(5);
    expect(new Set(rows.rows.map((row) => row.arm))).toEqual(new Set(['hold_out']));
  });
});

test('another day is looked at without a trace, and hides what was recorded later', async () => {
  const before = await database.inPractice(practice.id, (db) => everything(db));
  const past = localDate('2026-03-10');
  const plan = await database.inPractice(practice.id, (db) => planWhatIf(db, practice, past));
  expect(plan.day).toBe(past);
  expect(plan.acts.length).toBeGreaterThan(3);
  for (const act of plan.acts)
    for (const why of act.whyNow) if (why.source === 'visits') expect(why.date <= past).toBe(true);
  expect(await database.inPractice(practice.id, (db) => everything(db))).toEqual(before);
});

async function everything(db: Db): Promise<unknown> {
  const tables = [
    'visit',
    'visit_summary',
    'rhythm_model',
    'rhythm_score',
    'act',
    'act_outcome',
    'day_plan',
    'visit_change',
  ];
  const sums: Record<string, unknown> = {};
  for (const table of tables) {
    const found = await sql<{ sum: string }>`
      select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${sql.table(table)} t`.execute(
      db,
    );
    sums[table] = found.rows[0]?.sum;
  }
  return sums;
}

test('the future does not leak: visits changed after a day leave that day\u2019s scores as they were', async () => {
  await trying(async (db) => {
    const past = localDate('2026-03-10');
    const first = await planWhatIf(db, practice, past);
    for (const name of [
      'visit',
      'visit_summary',
      'rhythm_model',
      'rhythm_score',
      'no_show_model',
      'no_show_score',
    ])
      await sql`drop table pg_temp.${sql.id(name)}`.execute(db);
    // What had been cancelled by then stays so: to move that would change the past itself.
    await sql`update visit set status = 'cancelled', cancelled_at = starts_at
      where practice_id = ${practice.id} and local_day > ${past}
        and (cancelled_at is null or cancelled_at > ${past}::date + 1)`.execute(db);
    const second = await planWhatIf(db, practice, past);
    expect(second.acts.map((act) => [act.id, act.value])).toEqual(
      first.acts.map((act) => [act.id, act.value]),
    );
  });
});

test('the sample moves on with the calendar, and a second time the same day changes nothing', async () => {
  const tomorrow = new Date(now.getTime() + 3 * 86_400_000);
  const count = () =>
    database.inPractice(practice.id, (db) =>
      sql<{
        booked: number;
        left: number;
        people: number;
      }>`select count(*) filter (where status in ('booked', 'confirmed'))::int as booked,
        count(*) filter (where status = 'left')::int as left,
        (select count(*)::int from patient where practice_id = ${practice.id}) as people
        from visit where practice_id = ${practice.id}`
        .execute(db)
        .then((found) => found.rows[0]),
    );
  const before = await count();
  expect(await advanceSample(database, practice, tomorrow)).toBe(true);
  const after = await count();
  expect(after?.left ?? 0).toBeGreaterThan(before?.left ?? 0);
  const sums = await database.inPractice(practice.id, (db) => everything(db));
  await advanceSample(database, practice, tomorrow);
  expect(await count()).toEqual(after);
  expect(await database.inPractice(practice.id, (db) => everything(db))).toEqual(sums);
});

test('the sample breaks and makes good what it promised, and nothing of it before its time', async () => {
  await trying(async (db) => {
    const today = dayNumber(day);
    const owner = await db.selectFrom('staff_member').select('id').limit(1).executeTakeFirstOrThrow();
    const due = [1, 2, 3, 4, 30].map((days) => ({
      patient: days,
      madeDay: today - 35,
      dueDay: today - days,
      words: 'the price in writing',
      keptDay: undefined,
    }));
    await writePromises(db, practice.id, due, [owner.id], today);
    const found = await sql<{ late: number; broken: boolean; good: boolean; ahead: boolean }>`
      select ${day}::date - due_on as late, broken_at is not null as broken, made_good_at is not null as good,
        coalesce(greatest(broken_at, made_good_at) > ${now}, false) as ahead
      from promise where practice_id = ${practice.id} and words = 'the price in writing' and made_on = ${dayFromNumber(today - 35)}
      order by due_on desc limit 5`.execute(db);
    expect(found.rows).toEqual([
      { late: 1, broken: false, good: false, ahead: false },
      { late: 2, broken: true, good: false, ahead: false },
      { late: 3, broken: true, good: false, ahead: false },
      { late: 4, broken: true, good: true, ahead: false },
      { late: 30, broken: true, good: true, ahead: false },
    ]);
    // Whoever is still owed something stands on the list, and opening it finds it owed.
    await refreshToday(db, practice, now);
    const owed = (await readToday(db, query())).acts.filter((act) => act.kind === 'promise');
    expect(owed.length).toBeGreaterThanOrEqual(3);
    for (const act of owed) {
      const opened = await openActFor(db, actor(), act.id as ActId, now);
      expect(opened.ok && opened.value.premise).toEqual({ holds: true, words: '' });
    }
  });
});

test('the sample is flagged, so that nothing can ever be sent from it', () => {
  expect(practice.isSample).toBe(true);
});
