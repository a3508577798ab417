import { type Db, openDatabase } from '../../src/database/database.ts';
import { openInstallation } from '../../src/database/open.ts';
import { readConfig } from '../../src/platform/config.ts';
import { listAllPractices } from '../../src/practice/actions.ts';
import type { Practice } from '../../src/practice/model.ts';

/** Works in the only practice of an installation that is running, beside its server. */
export async function inPracticeOf<T>(
  dataFolder: string,
  work: (db: Db, practice: Practice) => Promise<T>,
): Promise<T> {
  const config = readConfig({ KEEPWELL_DATA: dataFolder, KEEPWELL_BACKUP: 'off' });
  if (!config.ok) throw new Error(config.refusal.detail);
  const opened = await openInstallation(config.value, () => {});
  if (!opened.ok) throw new Error(opened.refusal.detail);
  const database = openDatabase(opened.value.access.app);
  try {
    const [practice] = await listAllPractices(database);
    if (practice === undefined) throw new Error('there is no practice');
    return await database.inPractice(practice.id, (db) => work(db, practice));
  } finally {
    await database.close();
    await opened.value.stop();
  }
}
