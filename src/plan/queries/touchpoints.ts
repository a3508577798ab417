import type { Db } from '../../database/database.ts';
import { newId, type PracticeId, type TouchpointId } from '../../kit/ids.ts';
import type { Words } from '../../kit/words.ts';
import { byHandTrigger, type Touchpoint, type Trigger, triggers } from '../model.ts';
import type { StarterTouchpoint } from '../starter.ts';

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

export async function insertTouchpoints(
  db: Db,
  practice: PracticeId,
  touchpoints: readonly StarterTouchpoint[],
): Promise<void> {
  await db
    .insertInto('touchpoint')
    .values(
      touchpoints.map((one) => ({
        practice_id: practice,
        id: newId<TouchpointId>(),
        code: one.code,
        title: JSON.stringify(one.title),
        trigger: one.trigger,
        params: JSON.stringify(one.params),
        act_kind: one.actKind,
        channel: one.channel,
        purpose: one.purpose,
        topic: one.topic,
        owner_role: one.ownerRole,
        minutes: one.minutes,
        share: one.share,
        priority: one.priority,
        script: JSON.stringify(one.script),
      })),
    )
    .onConflict((conflict) => conflict.columns(['practice_id', 'code']).doNothing())
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
