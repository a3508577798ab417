import { readAnchor } from '../../platform/audit-anchor.ts';
import { type AuditReport, verifyAudit } from '../../platform/audit-verify.ts';
import { installationKey } from '../../platform/secrets.ts';
import { listAllPractices } from '../../practice/actions.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer } from '../say.ts';

interface PracticeReport extends AuditReport {
  readonly practice: string;
}

/** Verifies the chain of one practice or of all; exit code 1 when anything is wrong. */
export async function runAuditVerify(options: CommonOptions): Promise<void> {
  await withDatabase(async ({ database, config }) => {
    const practices =
      options.practice === undefined
        ? await listAllPractices(database)
        : [await getPractice(database, options.practice)];
    const anchor = await readAnchor(
      config.dataFolder,
      await installationKey(config.dataFolder, 'audit-anchor'),
    );
    const reports: PracticeReport[] = [];
    for (const practice of practices) {
      const head = anchor.kind === 'heads' ? anchor.heads.get(practice.id) : undefined;
      const report = await database.inPractice(practice.id, (db) => verifyAudit(db, practice.id, head), {
        snapshot: true,
      });
      const forged =
        anchor.kind === 'forged' ? ['the anchor file was changed by somebody who does not have its key'] : [];
      // The sealer writes the anchor with its first seal: seals without one mean that somebody took it away.
      const missing =
        anchor.kind === 'none' && report.sealed > 0
          ? ['the anchor file outside the database is missing']
          : [];
      const problems = [...forged, ...missing, ...report.problems];
      reports.push({ practice: practice.slug, ...report, problems, intact: problems.length === 0 });
    }
    const intact = reports.every((report) => report.intact);
    answer(options.json === true, { intact, practices: reports }, () =>
      reports
        .map((report) =>
          report.intact
            ? `${report.practice}: ${report.events} events, all in order`
            : [
                `${report.practice}: something is wrong`,
                ...report.problems.map((problem) => `  ${problem}`),
              ].join('\n'),
        )
        .join('\n'),
    );
    if (!intact) process.exitCode = 1;
  }, options.json === true);
}
