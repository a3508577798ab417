// All that must be there before anything of ours runs: a Node that is new enough, and the packages of the lockfile.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { root, run } from './run.mjs';

const stamp = join(root, 'node_modules', '.keepwell-installed');

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Keepwell needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

export function installPackages() {
  const wanted = fingerprint([join(root, 'package-lock.json')]);
  // Packages that somebody installed by hand count as well: the lockfile inside node_modules is npm's own record.
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (installed && existsSync(join(root, 'node_modules', 'typescript'))) return;
  if (!existsSync(stamp) && existsSync(join(root, 'node_modules', '.package-lock.json')) && sameLock()) {
    writeFileSync(stamp, wanted);
    return;
  }
  process.stderr.write('Installing packages (about a minute, once) ...\n');
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write('The packages could not be installed: is the npm registry reachable from here?\n');
    process.exit(status);
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function sameLock() {
  try {
    const ours = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const there = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return (
      Object.entries(there).every(([name, found]) => ours[name]?.version === found.version) &&
      Object.keys(there).length > 50
    );
  } catch {
    return false;
  }
}
