// `npm start`: sets everything up, then serves. The server runs in this very process, so that Ctrl-C reaches it.
import { buildAll } from './build.mjs';

await buildAll();
const { main } = await import('../dist/server/cli/main.js');
await main(['serve', ...process.argv.slice(2)]);
