import { expect, test } from 'vitest';
import { bind } from '../../words/bind.ts';
import { tree } from '../../words/compiled/health-en.ts';
import { makeFormats } from '../app/format.ts';
import { findingsOf, type Health } from './findings.ts';
import type { en } from './words-en.ts';

const words = bind<typeof en>(tree, 'en');
const formats = makeFormats('en', 'UTC', '2026-11-24');

const well: Health = {
  now: '2026-11-24T12:00:00Z',
  version: '0.1.0',
  database: { own: true, version: '18.4', bytes: 19_200_000, freeBytes: 81e9, diskBytes: 271e9 },
  jobs: { waiting: 0, running: 1, oldest: null, workers: 1, failed: [] },
  backup: {
    daily: true,
    lastAt: '2026-11-24T02:00:00Z',
    backups: 7,
    unreadable: 0,
    drill: { at: '2026-11-20T02:00:00Z', good: true },
  },
  schedule: [{ kind: 'files', name: 'dentrix', at: '2026-11-24T11:50:00Z', stale: false }],
  lines: [{ name: 'front', waiting: 0, refused: 0, failed: 0, heard: '2026-11-24T11:58:00Z' }],
  mail: { sends: false, reads: false, readAt: null, failedAt: null, failure: null, sender: null },
  audit: { sealedAt: '2026-11-24T11:59:59Z', seals: 1234, oldestOpen: null },
  uploads: { there: true, uploads: 1, bytes: 2_000_000 },
};

const care = (change: Partial<Health>) =>
  findingsOf({ ...well, ...change }, words, formats).flatMap(({ id, toDo }) =>
    toDo === undefined ? [] : [id],
  );

test('where all is well nothing asks for care, and each part says how it stands', () => {
  expect(care({})).toEqual([]);
  const said = findingsOf(well, words, formats).map(({ state }) => state);
  expect(said).toContain('Keepwell’s own PostgreSQL 18.4, 19 MB.');
  expect(said).toContain('81 GB of 271 GB are free.');
  expect(said).toContain('10 hours ago; 7 are kept.');
  expect(said).toContain('dentrix: last heard 10 minutes ago.');
});

test('what is not well says what to do', () => {
  expect(care({ database: { ...well.database, freeBytes: 20e9 } })).toEqual(['disk']);
  expect(care({ database: { ...well.database, own: false, freeBytes: null, diskBytes: null } })).toEqual([]);
  expect(care({ jobs: { ...well.jobs, workers: 0 } })).toEqual(['jobs']);
  expect(care({ jobs: { ...well.jobs, oldest: '2026-11-24T11:40:00Z' } })).toEqual(['jobs']);
  expect(care({ backup: { ...well.backup, lastAt: '2026-11-21T02:00:00Z' } })).toEqual(['backup']);
  expect(care({ backup: { ...well.backup, drill: { at: '2026-11-20T02:00:00Z', good: false } } })).toEqual([
    'drill',
  ]);
  expect(care({ schedule: [] })).toEqual(['schedule']);
  expect(care({ lines: [{ name: 'front', waiting: 0, refused: 2, failed: 1, heard: well.now }] })).toEqual([
    'line front',
  ]);
  expect(care({ audit: { ...well.audit, oldestOpen: '2026-11-24T11:00:00Z' } })).toEqual(['audit']);
});

test('failed work is told in words, and can be tried again', () => {
  const failed = [
    {
      task: 'today.refresh',
      jobs: 2,
      attempts: 8,
      lastAt: '2026-11-24T11:00:00Z',
      reason: 'connection' as const,
    },
  ];
  const found = findingsOf({ ...well, jobs: { ...well.jobs, failed } }, words, formats).find(
    ({ retry }) => retry,
  );
  expect(found?.state).toBe(
    'planning the day: 2 times, tried 8 times each, last 60 minutes ago. The database or the network did not answer.',
  );
  expect(found?.retry).toBe('today.refresh');
});

test('a mailbox that was not read and a sender whom nobody can believe say what to do', () => {
  const mail: Health['mail'] = {
    sends: true,
    reads: true,
    readAt: '2026-11-24T11:59:00Z',
    failedAt: null,
    failure: null,
    sender: null,
  };
  expect(care({ mail })).toEqual([]);
  expect(care({ mail: { ...mail, readAt: '2026-11-24T10:00:00Z' } })).toEqual(['mailbox']);
  expect(care({ mail: { ...mail, failedAt: '2026-11-24T11:59:30Z', failure: 'sign_in' } })).toEqual([
    'mailbox',
  ]);
  const sender: NonNullable<Health['mail']['sender']> = {
    domain: 'elm.example',
    at: '2026-11-24T11:00:00Z',
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'missing',
    passes: false,
    wanted: [{ name: '_dmarc.elm.example', text: 'v=DMARC1; p=none' }],
  };
  const found = findingsOf({ ...well, mail: { ...mail, sender } }, words, formats).find(
    ({ id }) => id === 'sender',
  );
  expect(found?.state).toContain('DMARC is missing');
  expect(found?.toDo).toContain('_dmarc.elm.example');
});
