import { startServer } from '../../src/database/embedded/server.ts';

/*
 * A process that holds the server, for tests that end processes. It reports what startServer answered and obeys
 * 'stop'; when its parent goes it goes too, without a farewell.
 */
const [dataFolder = ''] = process.argv.slice(2);
const since = performance.now();
const outcome = await startServer({ dataFolder });
const milliseconds = performance.now() - since;
if (outcome.ok) {
  const { access, started, notes } = outcome.value;
  process.send?.({ kind: 'up', access, started, notes, milliseconds });
} else {
  process.send?.({ kind: 'refused', refusal: outcome.refusal });
}
process.on('message', (message) => {
  if (message !== 'stop' || !outcome.ok) return;
  void outcome.value.stop().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
