import type { Db } from '../../database/database.ts';
import { newId, type PracticeId, type TouchpointId } from '../../kit/ids.ts';
import type { Words } from '../../kit/words.ts';
import { byHandTrigger, type Touchpoint, type Trigger, triggers } from '../model.ts';

function isTrigger(text: string): text is Trigger {
  return (triggers as readonly string[]).includes(text);
}

function select(db: Db, practice: PracticeId) {
  return db
    .selectFrom('touchpoint')
    .select([
      'id',
      'code',
      'title',
      'trigger',
      'params',
      'services',
      'act_kind as actKind',
      'channel',
      'automatic',
      'legal_class as legalClass',
      'third_party_paid as thirdPartyPaid',
      'templates',
      'rest_days as restDays',
      'purpose',
      'topic',
      'owner_role as ownerRole',
      'minutes',
      'share',
      'priority',
      'script',
      'hold_out as holdOut',
      'enabled',
    ])
    .where('practice_id', '=', practice);
}

/** All touchpoints, the more important first. A trigger that this version does not know is left out. */
export async function listTouchpoints(db: Db, practice: PracticeId): Promise<Touchpoint[]> {
  const rows = await select(db, practice).orderBy('priority', 'desc').orderBy('code').limit(200).execute();
  return rows.flatMap((row) => (isTrigger(row.trigger) ? [{ ...row, trigger: row.trigger }] : []));
}

export async function findTouchpoint(
  db: Db,
  practice: PracticeId,
  id: TouchpointId,
): Promise<Touchpoint | undefined> {
  const row = await select(db, practice).where('id', '=', id).executeTakeFirst();
  return row !== undefined && isTrigger(row.trigger) ? { ...row, trigger: row.trigger } : undefined;
}

function rowOf(one: Omit<Touchpoint, 'id'>) {
  return {
    title: JSON.stringify(one.title),
    trigger: one.trigger,
    params: JSON.stringify(one.params),
    services: one.services === null ? null : [...one.services],
    act_kind: one.actKind,
    channel: one.channel,
    automatic: one.automatic,
    legal_class: one.legalClass,
    third_party_paid: one.thirdPartyPaid,
    templates: JSON.stringify(one.templates),
    rest_days: one.restDays,
    purpose: one.purpose,
    topic: one.topic,
    owner_role: one.ownerRole,
    minutes: one.minutes,
    share: one.share,
    priority: one.priority,
    script: JSON.stringify(one.script),
    hold_out: one.holdOut,
    enabled: one.enabled,
  };
}

/** Adds touchpoints; one whose code is there already stays as it is. */
export async function insertTouchpoints(
  db: Db,
  practice: PracticeId,
  touchpoints: readonly Omit<Touchpoint, 'id'>[],
): Promise<void> {
  if (touchpoints.length === 0) return;
  await db
    .insertInto('touchpoint')
    .values(
      touchpoints.map((one) => ({
        practice_id: practice,
        id: newId<TouchpointId>(),
        code: one.code,
        ...rowOf(one),
      })),
    )
    .onConflict((conflict) => conflict.columns(['practice_id', 'code']).doNothing())
    .execute();
}

/** Makes a touchpoint exactly as it is wanted, by its code. */
export async function replaceTouchpoint(
  db: Db,
  practice: PracticeId,
  one: Omit<Touchpoint, 'id'>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('touchpoint')
    .set({ ...rowOf(one), updated_at: now })
    .where('practice_id', '=', practice)
    .where('code', '=', one.code)
    .execute();
}

export async function updateTouchpoint(
  db: Db,
  practice: PracticeId,
  id: TouchpointId,
  change: {
    readonly enabled?: boolean;
    readonly minutes?: number;
    readonly script?: Words;
    readonly holdOut?: number;
  },
  now: Date,
): Promise<void> {
  await db
    .updateTable('touchpoint')
    .set({
      updated_at: now,
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(change.minutes === undefined ? {} : { minutes: change.minutes }),
      ...(change.script === undefined ? {} : { script: JSON.stringify(change.script) }),
      ...(change.holdOut === undefined ? {} : { hold_out: change.holdOut }),
    })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** The touchpoint of acts by hand. Its own words are never said: each act has those of whoever asked for it. */
export async function ensureHandTouchpoint(db: Db, practice: PracticeId): Promise<TouchpointId> {
  await db
    .insertInto('touchpoint')
    .values({
      practice_id: practice,
      id: newId<TouchpointId>(),
      code: byHandTrigger,
      title: JSON.stringify({ en: 'By hand', es: 'A mano' }),
      trigger: byHandTrigger,
      act_kind: 'call',
      channel: 'call',
      purpose: 'care',
      topic: byHandTrigger,
      owner_role: 'front_desk',
      minutes: 5,
      share: byHandTrigger,
      script: '{}',
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'code']).doNothing())
    .execute();
  const { id } = await db
    .selectFrom('touchpoint')
    .select('id')
    .where('practice_id', '=', practice)
    .where('code', '=', byHandTrigger)
    .executeTakeFirstOrThrow();
  return id;
}
