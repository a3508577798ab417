import type { Db } from '../../database/database.ts';
import type { PracticeId, ServiceId } from '../../kit/ids.ts';
import type { Words } from '../../kit/words.ts';

export interface Service {
  readonly id: ServiceId;
  readonly code: string;
  readonly name: Words;
  readonly recallDays: number | null;
  readonly returns: boolean;
  readonly minutes: number;
  readonly checkInDays: number | null;
  /** In the smallest unit of the practice's currency. */
  readonly priceCents: number | null;
  readonly whatWeDo: Words;
  readonly afterCare: Words;
  /** For the patients' pages: what happens, a line a step. */
  readonly steps: Words;
  /** Whether it hurts, and what we do about it. */
  readonly hurts: Words;
  /** Its name is shown on a patient's page after a code alone. */
  readonly sensitive: boolean;
}

function select(db: Db, practice: PracticeId) {
  return db
    .selectFrom('service')
    .select([
      'id',
      'code',
      'name',
      'recall_days as recallDays',
      'returns',
      'minutes',
      'check_in_days as checkInDays',
      'price_cents as priceCents',
      'what_we_do as whatWeDo',
      'after_care as afterCare',
      'steps',
      'hurts',
      'sensitive',
    ])
    .where('practice_id', '=', practice);
}

export function listServices(db: Db, practice: PracticeId): Promise<Service[]> {
  return select(db, practice).orderBy('code').limit(500).execute();
}

export function findService(db: Db, practice: PracticeId, id: ServiceId): Promise<Service | undefined> {
  return select(db, practice).where('id', '=', id).executeTakeFirst();
}

export async function updateService(
  db: Db,
  practice: PracticeId,
  id: ServiceId,
  change: Partial<Omit<Service, 'id' | 'code' | 'name'>>,
): Promise<void> {
  const set = {
    ...(change.recallDays === undefined ? {} : { recall_days: change.recallDays }),
    ...(change.returns === undefined ? {} : { returns: change.returns }),
    ...(change.minutes === undefined ? {} : { minutes: change.minutes }),
    ...(change.checkInDays === undefined ? {} : { check_in_days: change.checkInDays }),
    ...(change.priceCents === undefined ? {} : { price_cents: change.priceCents }),
    ...(change.whatWeDo === undefined ? {} : { what_we_do: JSON.stringify(change.whatWeDo) }),
    ...(change.afterCare === undefined ? {} : { after_care: JSON.stringify(change.afterCare) }),
    ...(change.steps === undefined ? {} : { steps: JSON.stringify(change.steps) }),
    ...(change.hurts === undefined ? {} : { hurts: JSON.stringify(change.hurts) }),
    ...(change.sensitive === undefined ? {} : { sensitive: change.sensitive }),
  };
  if (Object.keys(set).length === 0) return;
  await db.updateTable('service').set(set).where('practice_id', '=', practice).where('id', '=', id).execute();
}
