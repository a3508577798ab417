import { newSignInLink } from '../../practice/actions.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** For somebody who cannot sign in any more: takes their password away, ends their sessions, and prints a link. */
export async function runResetPassword(email: string, options: CommonOptions): Promise<void> {
  await withDatabase(async ({ database, config }) => {
    const practice = await getPractice(database, options.practice);
    const made = await newSignInLink(database, practice, email.trim().toLowerCase(), new Date());
    if (!made.ok) throw new CommandRefused(made.refusal);
    const link = `http://localhost:${config.port}/invitation#${made.value}`;
    answer(
      options.json === true,
      { link },
      () => `The old password no longer works. Open this link once to choose a new one:\n\n  ${link}`,
    );
  }, options.json === true);
}
