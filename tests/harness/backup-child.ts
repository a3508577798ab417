import { type BackupPlace, backUp, restore } from '../../src/backup/actions.ts';
import { usualRetention } from '../../src/backup/retention.ts';

// Makes a backup or restores one when it is told to, and says when it begins to: somebody will kill it meanwhile.
export interface Order {
  readonly what: 'back up' | 'restore';
  readonly place: BackupPlace;
  readonly full: boolean;
  readonly at: string;
}

process.once('message', async (order: Order) => {
  process.send?.('begun');
  const outcome =
    order.what === 'restore'
      ? await restore(order.place, {})
      : await backUp(order.place, { full: order.full, retention: usualRetention, now: new Date(order.at) });
  process.send?.(outcome);
  process.disconnect?.();
});
process.send?.('ready');
