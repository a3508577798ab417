#!/usr/bin/env node
// The `keepwell` command in a checkout: builds the server when its sources changed, then runs it in this process.
import { buildServer, buildWords } from './build.mjs';
import { checkNode, installPackages } from './prepare.mjs';

checkNode();
installPackages();
await buildWords();
buildServer();
const { main } = await import('../dist/server/cli/main.js');
await main(process.argv.slice(2));
