// Finds a Chromium for the stories, or installs one. A browser that cannot be had is a failure, never a silent skip.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function onPath() {
  for (const name of names) {
    const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
    const path = found.stdout?.split('\n')[0]?.trim();
    if (found.status === 0 && path) return path;
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return existsSync(mac) ? mac : undefined;
}

function tryInstall(command, args) {
  process.stderr.write(`Installing Chromium for the browser stories: ${command} ${args.join(' ')} ...\n`);
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** @returns the path of a Chromium; ends the process with advice when there is none and none can be installed */
export function findBrowser() {
  const wanted = process.env.KEEPWELL_CHROMIUM;
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    process.stderr.write(`KEEPWELL_CHROMIUM names ${wanted}, which is not there.\n`);
    process.exit(1);
  }
  const there = onPath();
  if (there !== undefined) return there;
  const isRoot = process.getuid?.() === 0;
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get') && isRoot) {
    if (
      tryInstall('apt-get', ['update', '-qq']) &&
      tryInstall('apt-get', ['install', '-y', '-qq', 'chromium'])
    ) {
      const installed = onPath();
      if (installed !== undefined) return installed;
    }
  }
  process.stderr.write(
    'The browser stories need Chromium, and it could not be installed from here.\n' +
      'Install it (Debian: apt-get install chromium; macOS: brew install --cask chromium) or name one with KEEPWELL_CHROMIUM.\n',
  );
  process.exit(1);
}
