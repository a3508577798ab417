import type { PoolConfig } from 'pg';
import { openDatabase } from '../../src/database/database.ts';
import { startListener } from '../../src/intake/hl7/listener.ts';
import { openFeed, receiveMessage } from '../../src/intake/hl7-actions.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { newId } from '../../src/kit/ids.ts';
import { silentLog } from '../../src/platform/log.ts';
import type { Practice } from '../../src/practice/model.ts';

// A listener in a process of its own, so that it can be killed as in life. Nothing applies what it stores.
process.once('message', async (message: { app: PoolConfig; practice: Practice }) => {
  const database = openDatabase(message.app);
  const feed = await openFeed(database, message.practice, 'desk', undefined, systemClock.now());
  if (!feed.ok) throw new Error(feed.refusal.detail);
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    receive: (bytes) => receiveMessage(database, message.practice, feed.value, bytes, systemClock.now()),
    now: () => systemClock.now(),
    newId: () => newId(),
    log: silentLog,
  });
  process.send?.({ port: listener.port });
});
process.on('disconnect', () => process.exit(0));
