import { isAbsolute, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('without any setting the defaults hold: this machine alone, and no proxy is believed', () => {
  const read = readConfig({});
  expect(read).toMatchObject({
    ok: true,
    value: {
      databaseUrl: undefined,
      port: 4600,
      host: 'localhost',
      idleMinutes: 10,
      sessionHours: 12,
      trustedProxies: [],
      logLevel: 'warn',
      uploadMegabytes: 200,
    },
  });
  if (read.ok) expect(isAbsolute(read.value.dataFolder)).toBe(true);
});

test('an empty setting is one that was not given', () => {
  expect(readConfig({ KEEPWELL_PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test.each([
  ['KEEPWELL_PORT', ['-1', '0', '65536', '80.5', 'http', '4600;']],
  ['DATABASE_URL', ['mysql://secret@host', 'postgres', ' postgres://x', 'file:///etc/passwd']],
  ['KEEPWELL_BACKUP', ['hourly', 'yes', '1']],
  ['KEEPWELL_BACKUP_KEEP', ['7', '7,4', '7,4,12,1', '-1,4,12', 'a,b,c', '1000,1,1']],
  ['KEEPWELL_IDLE_MINUTES', ['1', '31', 'never', '0']],
  ['KEEPWELL_SESSION_HOURS', ['0', '25', '-1']],
  ['KEEPWELL_UPLOAD_MEGABYTES', ['0', '4001', '1.5', 'lots']],
  ['KEEPWELL_LOG_LEVEL', ['trace', 'loud']],
  ['KEEPWELL_PUBLIC_PORT', ['-1', '0', '65536', 'http']],
  [
    'KEEPWELL_PUBLIC_URL',
    [
      'you.example.org',
      'ftp://you.example.org',
      'javascript:alert(1)',
      'https://you.example.org/p',
      'https://you.example.org/?a=b',
      'https://secret:word@you.example.org',
      'file:///etc/passwd',
    ],
  ],
  [
    'KEEPWELL_TRUSTED_PROXIES',
    ['everybody', '*', '10.0.0.0/33', '10.0.0.1/8/9', '10.0.0', '::1/129', 'true'],
  ],
])('%s is refused by name when it does not fit, and never repeated', (name, values) => {
  for (const value of values) {
    const read = readConfig({ [name]: value });
    expect(read.ok, value).toBe(false);
    if (read.ok) continue;
    expect(read.refusal.code).toBe('invalid_configuration');
    expect(read.refusal.detail).toContain(name);
    if (value.length > 3) expect(read.refusal.detail).not.toContain(value);
  }
});

test('trusted proxies are addresses, networks, or the names of the usual ones', () => {
  const read = readConfig({ KEEPWELL_TRUSTED_PROXIES: ' 10.0.0.1, 192.168.0.0/16,::1 ,fd00::/8, loopback,' });
  expect(read).toMatchObject({
    ok: true,
    value: { trustedProxies: ['10.0.0.1', '192.168.0.0/16', '::1', 'fd00::/8', 'loopback'] },
  });
});

test('backups lie beside the data and their key in neither, unless it is said otherwise', () => {
  const usual = readConfig({ KEEPWELL_DATA: '/srv/keepwell' });
  expect(usual).toMatchObject({
    value: {
      backup: {
        daily: true,
        folder: resolve('/srv/keepwell-backups'),
        keyFile: resolve('/srv/keepwell-backup.key'),
        retention: { daily: 7, weekly: 4, monthly: 12 },
      },
    },
  });
  const said = readConfig({
    KEEPWELL_BACKUP: 'off',
    KEEPWELL_BACKUP_FOLDER: '/mnt/a',
    KEEPWELL_BACKUP_KEY: '/mnt/b/k',
    KEEPWELL_BACKUP_KEEP: '3,0,1',
  });
  expect(said).toMatchObject({
    value: {
      backup: {
        daily: false,
        folder: resolve('/mnt/a'),
        keyFile: resolve('/mnt/b/k'),
        retention: { daily: 3, weekly: 0, monthly: 1 },
      },
    },
  });
});

test('the public address is an origin, however it is written; none unless it is given', () => {
  expect(readConfig({})).toMatchObject({
    value: { publicUrl: undefined, publicPort: 4601, publicHost: 'localhost' },
  });
  for (const text of ['https://You.example.org', 'https://you.example.org/', 'https://you.example.org:443']) {
    expect(readConfig({ KEEPWELL_PUBLIC_URL: text })).toMatchObject({
      value: { publicUrl: 'https://you.example.org' },
    });
  }
});

test('the watched folder lies among the data, unless it is said otherwise', () => {
  expect(readConfig({ KEEPWELL_DATA: '/srv/keepwell' })).toMatchObject({
    value: { inboxFolder: resolve('/srv/keepwell/inbox') },
  });
  expect(readConfig({ KEEPWELL_INBOX: '/mnt/in' })).toMatchObject({
    value: { inboxFolder: resolve('/mnt/in') },
  });
});
