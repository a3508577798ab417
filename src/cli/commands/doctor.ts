import { describeBackups } from '../../backup/state.ts';
import { type Database, openDatabase } from '../../database/database.ts';
import { inspectServer } from '../../database/embedded/server.ts';
import { openInstallation } from '../../database/open.ts';
import { countMessages } from '../../intake/hl7-actions.ts';
import { describeInbox } from '../../intake/inbox-actions.ts';
import { verifyAudit } from '../../platform/audit-verify.ts';
import type { Config } from '../../platform/config.ts';
import { isLoopback } from '../../platform/network.ts';
import { listAllPractices } from '../../practice/actions.ts';
import type { Practice } from '../../practice/model.ts';
import { isWritable } from '../../worker/backups.ts';
import { countJobs } from '../../worker/inspect.ts';
import { getConfig } from '../context.ts';
import { answer } from '../say.ts';

interface Finding {
  readonly about: string;
  readonly good: boolean;
  readonly words: string;
  readonly nextStep?: string;
}

async function lookAtDatabase(config: Config): Promise<{ findings: Finding[]; reachable: boolean }> {
  if (config.databaseUrl !== undefined) {
    return {
      findings: [{ about: 'database', good: true, words: 'DATABASE_URL names a server of your own.' }],
      reachable: true,
    };
  }
  const report = await inspectServer(config.dataFolder);
  const reachable = report.state === 'running' || report.state === 'unused';
  const findings: Finding[] = [
    {
      about: 'database',
      good: report.state !== 'crashed' && report.state !== 'unusable',
      words: report.sentence,
      ...(report.nextStep === undefined ? {} : { nextStep: report.nextStep }),
    },
  ];
  if (report.disk !== undefined) {
    const full = report.disk.usedShare >= 0.9;
    findings.push({
      about: 'disk',
      good: !full,
      words: report.disk.sentence,
      ...(full ? { nextStep: 'Make room before the database has to stop writing.' } : {}),
    });
  }
  return { findings, reachable };
}

async function lookAtFeeds(database: Database, practice: Practice): Promise<Finding[]> {
  const feeds = await database.inPractice(practice.id, (db) => countMessages(db, practice, new Date()));
  return feeds.map(({ feed, waiting, refused, failed, lastHeard }) => ({
    about: `feed ${feed} of ${practice.slug}`,
    good: failed === 0,
    words: `${waiting} messages wait, ${failed} failed for good, ${refused} refused in seven days; last heard ${lastHeard.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    ...(failed > 0
      ? {
          nextStep: `keepwell messages --practice ${practice.slug} says which and why; --retry tries them again.`,
        }
      : waiting > 0
        ? { nextStep: 'keepwell serve, keepwell worker or keepwell listen applies what waits.' }
        : {}),
  }));
}

async function lookAtInbox(
  database: Database,
  practice: Practice,
  root: string,
): Promise<readonly Finding[]> {
  const inbox = await database.inPractice(practice.id, (db) => describeInbox(db, practice, root));
  if (inbox === undefined) return [];
  const { folder, lying, waiting, last } = inbox;
  const came =
    last === undefined
      ? 'nothing has come yet'
      : `last ${last.name} on ${last.at.toISOString()}: ${last.state}`;
  return [
    {
      about: `inbox of ${practice.slug}`,
      good: waiting === 0,
      words: `${folder}: ${came}; ${lying} files to be brought in, ${waiting} wait for a person.`,
      ...(waiting > 0
        ? {
            nextStep: `keepwell import <file in waiting> --practice ${practice.slug}, once; then delete it there.`,
          }
        : {}),
    },
  ];
}

async function lookAtPractices(database: Database, inboxFolder: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const practice of await listAllPractices(database)) {
    const audit = await database.inPractice(practice.id, (db) => verifyAudit(db, practice.id, undefined));
    findings.push(...(await lookAtFeeds(database, practice)));
    findings.push(...(await lookAtInbox(database, practice, inboxFolder)));
    findings.push({
      about: `practice ${practice.slug}`,
      good: audit.intact,
      words: audit.intact
        ? `${audit.events} audit events, all in order.${practice.isSample ? ' The sample: it can never send anything.' : ''}`
        : `The audit trail is not in order: ${audit.problems[0] ?? ''}.`,
      ...(audit.intact ? {} : { nextStep: `keepwell audit verify --practice ${practice.slug} says more.` }),
    });
  }
  return findings;
}

/** Tokens travel in the addresses of patients' pages: over an open line anybody on the way could read them. */
function lookAtPublicAddress({ publicUrl, publicPort, publicHost }: Config): readonly Finding[] {
  if (publicUrl === undefined) {
    const words = 'KEEPWELL_PUBLIC_URL is not set: patients reach their pages from this machine alone.';
    return [{ about: 'patient pages', good: true, words }];
  }
  const { protocol, hostname } = new URL(publicUrl);
  const good = protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
  const words = `${publicUrl}, served on ${publicHost}:${publicPort} behind a proxy of yours.`;
  return [
    {
      about: 'patient pages',
      good,
      words: good
        ? words
        : `${publicUrl} is not https, so that anybody on the way can read the links of patients.`,
      ...(good
        ? {}
        : { nextStep: 'Put a proxy with TLS in front, and name its https address in KEEPWELL_PUBLIC_URL.' }),
    },
  ];
}

async function firstRealPractice(database: Database): Promise<Date | undefined> {
  return database.untenanted(async (db) => {
    const row = await db
      .selectFrom('practice')
      .select('created_at')
      .where('is_sample', '=', false)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    return row?.created_at;
  });
}

async function lookAtBackups(config: Config, since: Date | undefined): Promise<readonly Finding[]> {
  const { folder, keyFile, daily } = config.backup;
  const on = daily && (await isWritable(folder));
  const words = daily
    ? 'The folder is not writable, so the worker makes none; KEEPWELL_BACKUP_FOLDER names another.'
    : 'KEEPWELL_BACKUP is off: nobody makes one by itself.';
  return describeBackups({ folder, keyFile }, new Date(), { on, words }, since);
}

interface Inside {
  readonly findings: readonly Finding[];
  readonly since: Date | undefined;
}

async function lookInside(config: Config): Promise<Inside> {
  const opened = await openInstallation(config, () => {});
  if (!opened.ok) {
    const finding = { about: 'database', good: false, words: opened.refusal.detail };
    return { findings: [finding], since: undefined };
  }
  const database = openDatabase(opened.value.access.app);
  try {
    const jobs = await countJobs(opened.value.access.queue);
    const jobFinding: Finding = {
      about: 'jobs',
      good: jobs.failed === 0,
      words: `${jobs.waiting} jobs wait, ${jobs.running} run, ${jobs.failed} failed for good; ${jobs.workers} workers live.`,
      ...(jobs.workers === 0 && jobs.waiting > 0
        ? { nextStep: 'keepwell serve or keepwell worker runs them.' }
        : {}),
    };
    const findings = [...(await lookAtPractices(database, config.inboxFolder)), jobFinding];
    return { findings, since: await firstRealPractice(database) };
  } finally {
    await database.close();
    await opened.value.stop();
  }
}

/** The state of everything in words, with the next step; starts nothing. Exit code 1 when something needs care. */
export async function runDoctor(options: { readonly json?: boolean }): Promise<void> {
  const config = getConfig();
  const { findings, reachable } = await lookAtDatabase(config);
  const node: Finding = { about: 'node', good: true, words: `Node ${process.versions.node}.` };
  const inside: Inside = reachable ? await lookInside(config) : { findings: [], since: undefined };
  // Told also while the database stands still or is broken: then it matters most.
  const all = [
    node,
    ...findings,
    ...lookAtPublicAddress(config),
    ...inside.findings,
    ...(await lookAtBackups(config, inside.since)),
  ];
  const good = all.every((finding) => finding.good);
  answer(options.json === true, { good, findings: all }, () =>
    all
      .map(({ about, good: fine, words, nextStep }) =>
        [
          `${fine ? 'ok  ' : 'CARE'}  ${about}: ${words}`,
          ...(nextStep === undefined ? [] : [`      Next: ${nextStep}`]),
        ].join('\n'),
      )
      .join('\n'),
  );
  if (!good) process.exitCode = 1;
}
