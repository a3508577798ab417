import { type Database, openDatabase } from '../database/database.ts';
import { type OpenedDatabase, openInstallation } from '../database/open.ts';
import { type LocalDate, parseLocalDate } from '../kit/local-date.ts';
import { refuse } from '../kit/outcome.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { getPracticeBySlug, listAllPractices } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { CommandRefused, say } from './say.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly practice?: string;
  readonly json?: boolean;
  readonly asOf?: string;
}

export interface CommandContext {
  readonly config: Config;
  readonly opened: OpenedDatabase;
  readonly database: Database;
}

export function getConfig(): Config {
  const config = readConfig(process.env);
  if (!config.ok) throw new CommandRefused(config.refusal);
  return config.value;
}

/** Opens the database, starting it when it is not running, does the work, and leaves everything as it was found. */
export async function withDatabase<T>(
  work: (context: CommandContext) => Promise<T>,
  quiet = false,
): Promise<T> {
  const config = getConfig();
  const opened = await openInstallation(config, quiet ? () => {} : say);
  if (!opened.ok) throw new CommandRefused(opened.refusal);
  const database = openDatabase(opened.value.access.app);
  try {
    return await work({ config, opened: opened.value, database });
  } finally {
    await database.close();
    await opened.value.stop();
  }
}

/** The practice that is meant: the one named, or the only one there is. */
export async function getPractice(database: Database, slug: string | undefined): Promise<Practice> {
  if (slug !== undefined) {
    const practice = await getPracticeBySlug(database, slug);
    if (practice === undefined) {
      throw new CommandRefused(
        refuse('not_found', `there is no practice named ${slug}; keepwell import --create makes one`).refusal,
      );
    }
    return practice;
  }
  const all = await listAllPractices(database);
  const [only] = all;
  if (only === undefined || all.length > 1) {
    const names = all.map((practice) => practice.slug).join(', ');
    const words =
      only === undefined ? 'there is no practice yet' : `say which practice with --practice: ${names}`;
    throw new CommandRefused(refuse('invalid_input', words).refusal);
  }
  return only;
}

export function readAsOf(options: CommonOptions): LocalDate | undefined {
  if (options.asOf === undefined) return undefined;
  const day = parseLocalDate(options.asOf);
  if (day === undefined) {
    throw new CommandRefused(
      refuse('invalid_input', `--as-of takes a day such as 2026-03-31, not ${options.asOf}`).refusal,
    );
  }
  return day;
}
